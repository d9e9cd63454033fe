// The action plan: undo what set it off, then what the table of known failures says, by horizon.
import { isoTime } from '../base/time-range.ts';
import { peel } from '../evidence/peel.ts';
import type { Finding } from '../evidence/types.ts';
import { fillCommands, isCommandValue, regionOption, shellQuote } from './command.ts';
import { filterPatternOf } from './filter-pattern.ts';
import { largestPlace } from './places.ts';
import { recognise } from './recognise.ts';
import { type ActionText, fill, fillAll, type Names, type Signature } from './signature.ts';
import { GENERAL, type GeneralAdvice } from './signatures/general.ts';
import { activeRange, clock, spoken } from './times.ts';
import { type TriggerKind, triggerKindOf } from './trigger-kinds.ts';
import type { Action, Case, Horizon, RootCause, Trigger } from './types.ts';

/** A root cause with its leading finding, and what the table knows about it. */
export interface Advised {
  readonly cause: RootCause;
  readonly finding: Finding;
  readonly signature: Signature | null;
  readonly names: Names;
  /** Names of one example, for commands. */
  readonly exampleNames: Names;
  /** The words by which it was recognised; empty where it was not. */
  readonly matched: string;
  /** Where its commands look: the region of the log group with most of the finding's events. */
  readonly region: string;
}

const HORIZONS: readonly Horizon[] = ['immediate', 'short-term', 'long-term'];
/** So many events does the command ask for that shows a cause. */
const EVENTS_READ = 20;
const UNDO_COMMANDS = [
  'aws lambda list-versions-by-function --function-name {function}',
  'aws ecs describe-services --cluster {cluster} --services {ecsService}',
];

/** The causes whose first finding is part of the analysis, with names for texts and commands. */
export function advisedCauses(causes: readonly RootCause[], input: Case): readonly Advised[] {
  return causes.flatMap((cause) => {
    const finding = input.analysis.findings.find(({ id }) => id === cause.findings[0]);
    if (finding === undefined) return [];
    const { signature, names, exampleNames, matched } = recognise(finding, input);
    const times = {
      windowStart: isoTime(input.window.startMs),
      windowEnd: isoTime(input.window.endMs),
    };
    const region = largestPlace(finding, input)?.region ?? input.region;
    const known = { signature, names, exampleNames: { ...exampleNames, ...times }, matched };
    return [{ cause, finding, region, ...known }];
  });
}

/** Immediate actions first, each in the order of the causes; equal ones are joined. */
export function actionsFor(causes: readonly Advised[], input: Case): readonly Action[] {
  const all = causes.flatMap((advised) => [...undoOf(advised, input), ...tableActions(advised)]);
  const joined = new Map<string, Action>();
  for (const action of all) {
    const key = `${action.horizon} ${action.title}`;
    const known = joined.get(key);
    joined.set(key, known === undefined ? action : join(known, action));
  }
  return HORIZONS.flatMap((horizon) =>
    [...joined.values()].filter((action) => action.horizon === horizon),
  );
}

function undoOf({ cause, finding, exampleNames, region }: Advised, input: Case): Action[] {
  const { trigger } = cause;
  const kind = trigger === null ? null : kindOf(trigger);
  if (trigger === null || kind === null) return [];
  const time = clock(trigger.timestampMs, input.window);
  return [
    {
      horizon: 'immediate',
      title: fill(kind.undo.title, { time }) ?? kind.undo.title,
      reason: undoReason(trigger, kind.noun, finding),
      rootCauses: [cause.rank],
      steps: [...backSteps(trigger.message), ...kind.undo.steps],
      commands: kind.name === 'deployment' ? fillCommands(UNDO_COMMANDS, exampleNames, region) : [],
      rollback: kind.undo.rollback,
    },
  ];
}

function kindOf({ message }: Trigger): TriggerKind | null {
  return triggerKindOf(peel(message).text) ?? triggerKindOf(message);
}

function undoReason(trigger: Trigger, noun: string, finding: Finding): string {
  const lagMs = Math.max(0, activeRange(finding).startMs - trigger.timestampMs);
  return `Log group ${trigger.logGroup} announces ${noun}, and the errors set in ${spoken(lagMs)} later; undoing it is the quickest test of that.`;
}

/** Left side, old and new value of a change that says both. */
const CHANGE_OF =
  /([A-Za-z][\w.-]{1,60})[ :=]{1,3}(?:was )?(?:changed |set |raised |lowered )?from ([\w.:%-]{1,40}) to ([\w.:%-]{1,40})/;

function backSteps(message: string): string[] {
  const [, name, before, after] = CHANGE_OF.exec(message) ?? [];
  return name === undefined ? [] : [`Set ${name} back from ${after} to ${before}.`];
}

function tableActions(advised: Advised): Action[] {
  const { cause, signature, names } = advised;
  const texts: GeneralAdvice = signature ?? GENERAL[cause.type];
  const action = (horizon: Horizon, text: ActionText): Action => ({
    horizon,
    title: fill(text.title, names) ?? text.title,
    reason: fill(text.reason, names) ?? text.reason,
    rootCauses: [cause.rank],
    steps: fillAll(text.steps, names),
    commands: fillCommands(text.commands ?? [], advised.exampleNames, advised.region),
    rollback: text.rollback ?? null,
  });
  const now = action('immediate', texts.immediate);
  return [
    {
      ...now,
      steps: [...fillAll(texts.checks, names), ...now.steps],
      commands: [...readCommand(advised), ...now.commands],
    },
    action('short-term', texts.shortTerm),
    action('long-term', texts.longTerm),
  ];
}

/** Reads some of the cause's events again, from its onset on. */
function readCommand({ finding, matched, exampleNames, region }: Advised): string[] {
  const pattern = filterPatternOf(finding, matched);
  const { group } = exampleNames;
  if (pattern === null || group === undefined || !isCommandValue(group)) return [];
  const { startMs, endMs } = activeRange(finding);
  return [
    `aws logs filter-log-events --log-group-name ${shellQuote(group)} --start-time ${startMs} --end-time ${endMs} --filter-pattern ${shellQuote(pattern)} --max-items ${EVENTS_READ}${regionOption(region)}`,
  ];
}

function join(first: Action, second: Action): Action {
  const union = <T>(a: readonly T[], b: readonly T[]) => [...new Set([...a, ...b])];
  return {
    ...first,
    rootCauses: union(first.rootCauses, second.rootCauses),
    steps: union(first.steps, second.steps),
    commands: union(first.commands, second.commands),
  };
}
