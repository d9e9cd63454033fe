// The action plan: undo what set it off, then what the table of known failures says, by horizon.
import { isoTime, type TimeRange } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import { rollbackOfChange, sourceOf } from './account/words.ts';
import {
  fillCommands,
  isCommandValue,
  logGroupOption,
  regionOption,
  shellQuote,
} from './command.ts';
import { weighFirst } from './ended-with.ts';
import { type FilterFound, filterOf, searchPatternOf } from './filter.ts';
import { markSteps } from './mark-advice.ts';
import { RECURRING, TELLS_OF_NO_CHANGE } from './novel-kinds.ts';
import { causeEndedMs } from './outlook.ts';
import { confirmOver, ifItComesBack } from './over.ts';
import { isInCloudWatch, placesByRegion } from './places.ts';
import { recognise } from './recognise.ts';
import { resourceIn } from './same-resource.ts';
import { type ActionText, fill, fillAll, type Names, type Signature } from './signature.ts';
import { fillingAdvice, GENERAL, type GeneralAdvice, UNKNOWN } from './signatures/general.ts';
import { activeRange, clock } from './times.ts';
import { isWorthUndoing, laterThan, momentTitle, whatOf } from './trigger-words.ts';
import type { Action, Case, Horizon, LogGroupPlace, RootCause, Said, Trigger } from './types.ts';
import { deployedService, undoingOf, undoRollback, undoTitle } from './undo.ts';

/** A root cause with its leading finding, and what the table knows about it. */
export interface Advised {
  readonly cause: RootCause;
  readonly finding: Finding;
  readonly signature: Signature | null;
  readonly names: Names;
  /** Names of one example, for commands. */
  readonly exampleNames: Names;
  /** What finds its events again. */
  readonly found: FilterFound;
  /** Where its commands look: the region of the log group with most of the finding's events. */
  readonly region: string;
  /** In each further region with events of it the log group with most of them. */
  readonly elsewhere: readonly LogGroupPlace[];
  /** AWS knows the log group with most of its events; false for a plain local file. */
  readonly inCloudWatch: boolean;
}

const PRINTED = /\bprinted\b/;
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
    const [place = null, ...elsewhere] = placesByRegion(finding, input);
    const region = place?.region ?? input.region;
    const inCloudWatch = place !== null && isInCloudWatch(place);
    const found = filterOf(finding, matched, cause.findings, input);
    const known = { signature, names, exampleNames: { ...exampleNames, ...times }, found };
    return [{ cause, finding, region, elsewhere, inCloudWatch, ...known }];
  });
}

/** Immediate actions first, each in the order of the causes; equal ones are joined. */
export function actionsFor(causes: readonly Advised[], input: Case): readonly Action[] {
  const all = causes.flatMap((advised) => planFor(advised, causes, input));
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

/** Of what is over, first to confirm that; what would stop it waits for the next time. */
function planFor(advised: Advised, causes: readonly Advised[], input: Case): readonly Action[] {
  const { cause, finding } = advised;
  const endMs = causeEndedMs(cause, input);
  const [now, ...later] = tableActions(advised);
  if (endMs === null || now === undefined) {
    const undo = undoOf(advised, causes, input);
    const isFirst = isUndoneFirst(advised) || (cause.trigger?.undone ?? null) !== null;
    return isFirst ? [...undo, ...tableActions(advised)] : [...tableActions(advised), ...undo];
  }
  const named = namedIn(cause.trigger, cause);
  // To find out what an unknown failure means is of use all the same.
  const next = now.title === UNKNOWN.immediate.title ? now : ifItComesBack(now);
  return [confirmOver(cause, finding, endMs, named, input), next, ...later];
}

/** What a line of no known kind means is asked first only where the failure itself is not known. */
function isUndoneFirst({ cause, signature }: Advised): boolean {
  return (
    isWorthUndoing(cause) &&
    (signature === null || !TELLS_OF_NO_CHANGE.has(cause.trigger?.kind.name ?? ''))
  );
}

function undoOf(advised: Advised, causes: readonly Advised[], input: Case): Action[] {
  const { cause, exampleNames, region } = advised;
  const { trigger } = cause;
  if (trigger === null) return [];
  const { undone = null } = trigger;
  if (undone !== null) return [lookBeyond(cause, trigger, undone, input)];
  if (!isWorthUndoing(cause)) return [checkPartOf(advised, trigger, input)];
  const { kind } = trigger;
  const time = clock(trigger.timestampMs, input.window);
  const undoing = undoingOf(trigger.message);
  const general =
    momentTitle(trigger, input.window) ?? fill(kind.undo.title, { time }) ?? kind.undo.title;
  const title = undoing === null ? general : undoTitle(undoing, namedIn(trigger, cause));
  return [
    {
      horizon: 'immediate',
      title: `${title}${trigger.hold === 'suspect' ? ', as a test: it is a possible trigger' : ''}`,
      reason: undoReason(advised, trigger, input),
      rootCauses: [cause.rank],
      steps: [
        ...weighFirst(
          cause,
          causes.map((each) => each.cause),
          input,
        ),
        ...(undoing === null ? [] : [`${general}.`]),
        ...kind.undo.steps,
      ],
      commands: undoCommands(trigger, exampleNames, region, input),
      rollback: undoing === null ? kind.undo.rollback : undoRollback(undoing),
    },
  ];
}

/** Those that take a change in the account back; else those that show what ran before. */
function undoCommands(
  trigger: Trigger,
  names: Names,
  region: string,
  { changes = [] }: Case,
): readonly string[] {
  const change = changes.find(
    ({ message, timestampMs }) =>
      timestampMs === trigger.timestampMs && message.includes(trigger.message),
  );
  const own = change === undefined ? [] : rollbackOfChange(change);
  if (own.length > 0 || trigger.kind.name !== 'deployment') return own;
  return fillCommands(UNDO_COMMANDS, names, region);
}

/** Before anything is undone for it. */
function checkPartOf({ cause, finding }: Advised, trigger: Trigger, { window }: Case): Action {
  if (trigger.kind.name === RECURRING.name) return skipOnce(cause, trigger, window);
  const undoing = undoingOf(trigger.message);
  const later = laterThan(trigger, activeRange(finding).startMs);
  return {
    horizon: 'immediate',
    title: `Check whether ${trigger.kind.noun} of ${clock(trigger.timestampMs, window)} had a part in it${TELLS_OF_NO_CHANGE.has(trigger.kind.name) ? '' : ', before it is undone'}`,
    reason: `${sourceOf(trigger.logGroup)} announces ${whatOf(trigger, window)}, and this set in ${later}; ${trigger.hold === 'suspect' ? 'the order in time and the kind of change speak for it, but' : 'only the order in time speaks for it, and'} nothing in the line names what fails.`,
    rootCauses: [cause.rank],
    steps: [
      'Find out whether what fails uses what the line speaks of.',
      ...(undoing === null ? [] : [`If it does: ${undoTitle(undoing, namedIn(trigger, cause))}.`]),
    ],
    commands: [],
    rollback: null,
  };
}

/** A line like it comes before each of the bursts, which chance does not do. */
function skipOnce(
  { rank }: RootCause,
  { timestampMs, logGroup, kind }: Trigger,
  window: TimeRange,
): Action {
  const time = clock(timestampMs, window);
  return {
    horizon: 'immediate',
    title: `Find out what the line of ${time} begins: its like comes before each burst`,
    reason: `${sourceOf(logGroup)} holds such a line shortly before each burst; what it begins may bring the errors about each time.`,
    rootCauses: [rank],
    steps: kind.undo.steps,
    commands: [],
    rollback: kind.undo.rollback,
  };
}

/** It was undone, and the errors go on: it is not to be undone again. */
function lookBeyond(cause: RootCause, trigger: Trigger, undone: Said, { window }: Case): Action {
  return {
    horizon: 'immediate',
    title: `Look for what else changed: ${trigger.kind.noun} of ${clock(trigger.timestampMs, window)} was undone at ${clock(undone.timestampMs, window)}, and it goes on`,
    reason: `${sourceOf(undone.logGroup)} says that the change was taken back; either that did not reach all that it concerns, or it was not the cause.`,
    rootCauses: [cause.rank],
    steps: [
      'Check that every host and every process runs with what was in force before.',
      'If they do, look for another change just before the onset.',
    ],
    commands: [],
    rollback: null,
  };
}

/** What is at fault, where the change or its log group names it: else the change may be of something else. */
function namedIn(trigger: Trigger | null, { component }: RootCause): string | null {
  if (trigger === null || component === null) return null;
  const deployed = deployedService(trigger.message);
  if (deployed !== null) return deployed;
  return `${trigger.logGroup} ${trigger.message}`.includes(component) ? component : null;
}

function undoReason({ cause, finding }: Advised, trigger: Trigger, { window }: Case): string {
  const later = laterThan(trigger, activeRange(finding).startMs);
  const verb = finding.severity === 'error' ? 'the errors set in' : 'the warnings set in';
  return `${sourceOf(trigger.logGroup)} announces ${whatOf(trigger, window)}, and ${verb} ${later}; ${TELLS_OF_NO_CHANGE.has(trigger.kind.name) ? 'what it tells of may have brought them about' : cause.confidence === 'confirmed' ? 'undoing it is the quickest test of that' : 'it is a possible trigger, and undoing it would show whether it is one'}.`;
}

function tableActions(advised: Advised): Action[] {
  const { cause, signature, names } = advised;
  const texts: GeneralAdvice = signature ?? generalAdvice(advised);
  const action = (horizon: Horizon, text: ActionText): Action => ({
    horizon,
    title: (fill(text.title, names) ?? text.title).replace(/ {2,}/g, ' '),
    reason: fill(text.reason, names) ?? text.reason,
    rootCauses: [cause.rank],
    steps: fillAll(text.steps, names),
    commands: commandsOf(text.commands ?? [], advised),
    rollback: rollbackOf(text, advised),
  });
  const now = action('immediate', texts.immediate);
  return [
    {
      ...now,
      steps: [
        ...searchStep(advised),
        ...markSteps(advised.finding),
        ...fillAll(texts.checks, names),
        ...now.steps,
      ],
      commands: [...readCommand(advised), ...now.commands],
    },
    action('short-term', texts.shortTerm),
    action('long-term', texts.longTerm),
  ];
}

/** For each region where the same resources fail. */
function commandsOf(templates: readonly string[], advised: Advised): readonly string[] {
  const { exampleNames, region, elsewhere } = advised;
  const alike = elsewhere.filter(({ name }) => name === exampleNames.group);
  const regions = [region, ...alike.map((place) => place.region)];
  return [...new Set(regions.flatMap((one) => fillCommands(templates, exampleNames, one)))];
}

/** An unknown failure without a trace is no known fault of the code: nothing is to be rolled back for it. */
function generalAdvice({ cause, finding }: Advised): GeneralAdvice {
  const filling = cause.nothingFailed === true ? resourceIn(finding) : null;
  if (filling !== null) return fillingAdvice(filling);
  const isUnknown =
    (cause.trigger === null || !isWorthUndoing(cause)) &&
    finding.sample.trace === null &&
    cause.typeShown === false;
  return isUnknown ? UNKNOWN : GENERAL[cause.type];
}

/** What refers to what a command printed is told only beside that command. */
function rollbackOf(
  { rollback, commands }: ActionText,
  { exampleNames, region }: Advised,
): string | null {
  if (rollback === undefined) return null;
  const [first] = commands ?? [];
  const isPrinted = first !== undefined && fillCommands([first], exampleNames, region).length > 0;
  return PRINTED.test(rollback) && !isPrinted
    ? 'Note the value before you change it, and set it back to that.'
    : rollback;
}

/** What to search for in a local file that AWS does not know. */
function searchStep({ found, exampleNames, inCloudWatch }: Advised): string[] {
  const { group } = exampleNames;
  const pattern = searchPatternOf(found);
  if (inCloudWatch || group === undefined || !pattern?.startsWith('"')) return [];
  return [`Search the local logs of ${group} for ${pattern}.`];
}

/** Reads some of the cause's events again, from its onset on. */
function readCommand(advised: Advised): string[] {
  const { finding, found, exampleNames, region, elsewhere } = advised;
  if (!advised.inCloudWatch) return [];
  const pattern = searchPatternOf(found);
  const { group } = exampleNames;
  if (pattern === null || group === undefined) return [];
  const { startMs, endMs } = activeRange(finding);
  return [{ name: group, region }, ...elsewhere]
    .filter(({ name }) => isCommandValue(name))
    .map(
      (place) =>
        `aws logs filter-log-events ${logGroupOption(place.name)} --start-time ${startMs} --end-time ${endMs} --filter-pattern ${shellQuote(pattern)} --max-items ${EVENTS_READ}${regionOption(place.region)}`,
    );
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
