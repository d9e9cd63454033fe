// What of a whole analysis a run did not do: what no step of its SOP does, and what an interruption kept from being read.
import type { LeftOut, NotDone, Unread } from '../report/types.ts';
import { labelOf } from './case-file.ts';
import type { RunContext } from './context.ts';
import { isCarriedOut } from './model/groundwork.ts';
import { queryScopes } from './plan.ts';
import { partOf } from './query-poll.ts';

const PROCEDURES: readonly (readonly [part: LeftOut, procedure: string])[] = [
  ['errors', 'analyze-errors'],
  ['causes', 'find-root-causes'],
  ['advice', 'recommend'],
];

export function notDone(context: RunContext): readonly NotDone[] {
  const leftOut = PROCEDURES.filter(([, procedure]) => !carriesOut(context, procedure));
  return [
    ...leftOut.map(([part]) => ({ part, why: 'no-step' as const })),
    ...[...unread(context)].map((part) => ({ part, why: 'interrupted' as const })),
    ...(context.world.signal.aborted ? [] : failed(context)),
  ];
}

/** What queries failed to give, and where. */
function failed({ file }: RunContext): readonly NotDone[] {
  const parts = [...new Set(file.unanswered.map(partOf))];
  return parts.map((part) => {
    const plans = file.unanswered.filter((plan) => partOf(plan) === part);
    const names = plans.flatMap(({ logGroupNames, region }) =>
      logGroupNames.map((name) => labelOf(file, { name, region })),
    );
    return { part, why: 'failed', logGroups: [...new Set(names)] };
  });
}

/** Whether this procedure is one of the run's, by its SOP or beside a model. */
export const carriesOut = ({ request, world }: RunContext, procedure: string): boolean =>
  isCarriedOut(request.sop, procedure, world.analyst !== null);

/** What the calls that were cut off were for, and what was not begun. */
function unread(context: RunContext): ReadonlySet<Unread> {
  const { file, world, request } = context;
  if (!world.signal.aborted) return new Set();
  const all = new Set(file.unread);
  const isSearch = carriesOut(context, 'analyze-errors') && queryScopes(context).length > 0;
  if (isSearch && (file.candidates === null || file.unreadCandidates > 0)) all.add('candidates');
  const own = request.sop.steps.flatMap(({ queries }) => queries);
  const answered = new Set(file.queries.map(({ name }) => name));
  if (own.some(({ name }) => !answered.has(name))) all.add('queries');
  return all;
}

/** Whether an interruption left lines unread that a judgement rests on. */
export function isJudgedInPart(context: RunContext): boolean {
  const parts = unread(context);
  return (['candidates', 'counts', 'survey', 'context'] as const).some((part) => parts.has(part));
}
