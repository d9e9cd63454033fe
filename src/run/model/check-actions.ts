// Actions by a model: their shape, and what of them holds. A model orders and words actions; commands are the
// program's own, those of the draft that an action is made from. What a log line asks for is no action.
import { z } from 'zod';
import type { Action } from '../../diagnosis/types.ts';
import { type CheckedClaim, ClaimShape, checkClaim, ownWordFaults, textFaults } from './claims.ts';
import type { Ground } from './ground.ts';

const MAX_ACTIONS = 12;
const MAX_STEPS = 6;
const MAX_REFERENCES = 5;
const HORIZONS = ['immediate', 'short-term', 'long-term'] as const;

const ActionShape = z.object({
  draft: z.string().nullable(),
  horizon: z.enum(HORIZONS),
  title: z.string().min(1).max(160),
  reason: ClaimShape,
  rootCauses: z.array(z.number().int().min(1)).min(1).max(5),
  steps: z.array(z.string().min(1).max(300)).min(1).max(MAX_STEPS),
  rollback: z.string().max(300).nullable(),
  references: z.array(z.string()).max(MAX_REFERENCES).optional(),
});

export const ActionsShape = z.object({ actions: z.array(ActionShape).min(1).max(MAX_ACTIONS) });

type SubmittedAction = z.infer<typeof ActionShape>;

export interface CheckedActions {
  readonly actions: readonly Action[];
  /** Drafts that the actions are made from, by their place. */
  readonly used: ReadonlySet<number>;
  readonly faults: readonly string[];
  readonly claims: readonly CheckedClaim[];
}

/** `ranks` of the root causes there are; `links` that tools named, with their evidence. */
export function checkActions(
  { actions }: z.infer<typeof ActionsShape>,
  drafts: readonly Action[],
  ranks: readonly number[],
  ground: Ground,
  links: ReadonlyMap<string, string>,
): CheckedActions {
  const used = new Set<number>();
  const checked = actions.map((action, index) => {
    const at = draftOf(action.draft, drafts);
    const isTaken = at !== null && used.has(at);
    const claim = checkClaim(action.reason, [], ground);
    const faults = [
      ...(action.draft !== null && at === null ? [`there is no draft ${action.draft}`] : []),
      ...(isTaken ? [`the draft ${action.draft} is used twice`] : []),
      ...action.rootCauses
        .filter((rank) => !ranks.includes(rank))
        .map((rank) => `there is no root cause ${rank}`),
      ...claim.faults.map((fault) => `reason: ${fault}`),
      ...wordFaults(action, drafts[at ?? -1], claim, ground),
    ].map((fault) => `actions.${index}: ${fault}`);
    if (faults.length === 0 && at !== null) used.add(at);
    return { action, draft: drafts[at ?? -1], claim, faults };
  });
  return {
    actions: checked
      .filter(({ faults }) => faults.length === 0)
      .map(({ action, draft, claim }) => actionOf(action, draft, claim, links)),
    used,
    faults: checked.flatMap(({ faults }) => faults),
    claims: checked.map(({ claim, faults }) =>
      faults.length === 0 ? claim : { ...claim, standing: 'dropped' as const },
    ),
  };
}

/** The place of the draft `A3`, or null. */
function draftOf(name: string | null, drafts: readonly Action[]): number | null {
  const at = Number(/^A(\d{1,3})$/.exec(name ?? '')?.[1] ?? 0) - 1;
  return at >= 0 && at < drafts.length ? at : null;
}

function actionOf(
  action: SubmittedAction,
  draft: Action | undefined,
  claim: CheckedClaim,
  links: ReadonlyMap<string, string>,
): Action {
  const { rootCauses } = action;
  // An address that no tool named is left out; the action stands without it.
  const references = (action.references ?? []).flatMap((url) => {
    const evidence = links.get(url);
    return evidence === undefined ? [] : [{ url, evidence }];
  });
  const words = claim.standing === 'grounded' ? claim.text : `hypothesis: ${claim.text}`;
  const reason = `The model's judgement: ${words}`;
  const more = references.length === 0 ? {} : { references };
  if (draft !== undefined)
    return { ...draft, reason: `${sentence(draft.reason)} ${reason}`, rootCauses, ...more };
  const { horizon, title, steps, rollback } = action;
  const suggested = `Suggested by the model: ${title}`;
  return { horizon, title: suggested, reason, rootCauses, steps, commands: [], rollback, ...more };
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** What an action of a model's own may not ask for: it could do more harm than the failure. */
const HARM =
  /\b(?:eras\w*|delet\w*|drop(?:s|ped|ping)?|wip(?:e|es|ed|ing)|destroy\w*|purg\w*|truncat\w*|format|remov\w*|terminat\w*|uninstall\w*|revok\w*|detach\w*|deregister\w*|kill\w*|empt(?:y|ies|ied|ying)|reset\w*|overwrit\w*|clear(?:s|ed|ing)?|flush\w*|reboot\w*|(?:scale\w*|set) [^.]{0,40}to (?:zero|0)|to the public|publicly|0\.0\.0\.0|allow all|grant\w*|supprim\w*|effac\w*|l[oö]e?sch\w*|entfern\w*|borra\w*|elimina\w*|apaga\w*|cancella\w*|disabl\w*|deactivat\w*|turn(?:s|ed|ing)? off|switch(?:es|ed|ing)? off|shut(?:s|ting)? ?down|silenc\w*|mut(?:e|es|ing)|ignor\w*|bypass\w*|send|shar(?:e|es|ing)|post|publish\w*|disclos\w*|reveal\w*|e-?mail|passwords?|credentials?|secrets?|tokens?|private keys?)\b/i;

/** Letters in which harm would not be read. */
const FOREIGN = /(?![A-Za-z])\p{L}/u;
/** What looks like a command, a script or an address: none of it is written by a model. */
const COMMAND =
  /https?:|ftp:|www\.|\$\(|\$\{|&&|\|\||[|>]\s*\S|`[^`]*\s[^`]*`|\b(?:curl|wget|bash|sudo|chmod|chown|rm|mkfs|dd|nc|ncat|eval|exec|powershell|iex|kubectl|docker|terraform|aws|python\d?|perl|ruby|node|npm|pip|git|ssh|scp|psql|mysql|redis-cli|drop|truncate|delete)\s+(?:-|\.?\/|[a-z]+-|table|database|schema|from|all|every|s3:|apply|exec|run|install)/i;
/** Words in a row that an action may have in common with a log line. */
const SHARED_WORDS = 6;

function wordFaults(
  { horizon, title, steps, rollback }: SubmittedAction,
  draft: Action | undefined,
  claim: CheckedClaim,
  ground: Ground,
): readonly string[] {
  // What is made from a draft is printed as the draft has it.
  if (draft !== undefined) return [];
  const texts = [title, ...steps, ...(rollback === null ? [] : [rollback])];
  const early = horizon === 'immediate' ? [NO_DRAFT] : [];
  const harm = texts.filter((text) => HARM.test(text)).map(() => HARMFUL);
  return [
    ...early,
    ...harm,
    ...texts.flatMap((text) => [
      ...(FOREIGN.test(text) ? ['write it in English, in plain letters'] : []),
      ...(COMMAND.test(text) ? ['a command or an address: write none'] : []),
      ...(repeatsLog(text, ground) ? ['it repeats what a log line says'] : []),
      ...textFaults(text, [], claim.quotes, ground),
      ...ownWordFaults(text, claim.quotes, ground),
    ]),
  ];
}

const NO_DRAFT = 'an immediate action has to be made from a draft';
const HARMFUL = 'it asks for something that could do harm: leave that to the drafts';

function repeatsLog(text: string, ground: Ground): boolean {
  const words = text.toLowerCase().split(/\s+/);
  return words.some((_, at) => {
    const run = words.slice(at, at + SHARED_WORDS);
    return run.length === SHARED_WORDS && ground.repeats(run.join(' '));
  });
}
