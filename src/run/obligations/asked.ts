// What the evidence shows of the calls of a run: which log groups were looked at, which queries were answered.
import { SECOND_MS, type TimeRange } from '../../base/time-range.ts';
import type { ReportEvidence } from '../../report/types.ts';
import type { CaseLogGroup } from '../case-file.ts';
import type { RunContext } from '../context.ts';
import { carriesOut } from '../not-done.ts';
import type { QueryPlan } from '../query.ts';
import { regionArgument } from '../query.ts';
import { listed, met, moot, type Ruling, unmet } from './ruling.ts';

/** The log groups that were confirmed, whatever became of them later. */
export const confirmed = ({ file }: RunContext): readonly CaseLogGroup[] =>
  (file.logGroups ?? []).filter(({ status }) => status !== 'excluded');

/** The answer about one log group: the tool's, with the name in this argument. */
export function aboutGroup(
  { file }: RunContext,
  tool: string,
  argument: string,
  { name, region }: CaseLogGroup,
): ReportEvidence | undefined {
  return file.evidence.find(
    (evidence) =>
      evidence.tool === tool &&
      evidence.arguments[argument] === name &&
      evidence.arguments.region === regionArgument(region).region,
  );
}

/** The answer that describes a log group of exactly this name. */
export const described = (context: RunContext, group: CaseLogGroup) =>
  aboutGroup(context, 'describe-log-groups', 'logGroupNamePrefix', group);

/** Answered queries of the procedures, in order. */
export const answers = ({ file }: RunContext): readonly ReportEvidence[] =>
  file.evidence.filter(
    ({ tool, id }) => tool === 'get-query-results' && file.modelWork?.rows.has(id) !== true,
  );

/** The same without those that look at a normal time: they lie outside the window by their nature. */
export const answersOfWindow = (context: RunContext): readonly ReportEvidence[] =>
  answers(context).filter(({ id }) => context.file.baseline?.evidence.includes(id) !== true);

function anyAsked(context: RunContext): boolean {
  const { running, failedQueries, abandoned } = context.file;
  return answers(context).length > 0 || running.size > 0 || failedQueries > 0 || abandoned > 0;
}

/** A ruling about the queries; moot where none was asked. */
export const ofQueries =
  (judge: (context: RunContext) => Ruling) =>
  (context: RunContext): Ruling =>
    anyAsked(context) ? judge(context) : moot('no query was asked');

/** The names that an answered query was asked about. */
export function namesOf({ arguments: { logGroupNames } }: ReportEvidence): readonly string[] {
  return Array.isArray(logGroupNames) ? logGroupNames.map(String) : [];
}

/** The answer to exactly this query: its text, log groups, region and times. */
function answerTo(context: RunContext, plan: QueryPlan): ReportEvidence | undefined {
  const { startTime, endTime } = secondsOf(plan.window);
  return answers(context).find((evidence) => {
    const { arguments: args } = evidence;
    return (
      args.queryString === plan.text &&
      args.region === regionArgument(plan.region).region &&
      args.startTime === startTime &&
      args.endTime === endTime &&
      plan.logGroupNames.every((name) => namesOf(evidence).includes(name))
    );
  });
}

/** A window as StartQuery is given it. */
export const secondsOf = ({ startMs, endMs }: TimeRange) => ({
  startTime: Math.floor(startMs / SECOND_MS),
  endTime: Math.ceil(endMs / SECOND_MS),
});

/** Whether each of these queries was answered. */
export function answeredAll(context: RunContext, plans: readonly QueryPlan[], how: string): Ruling {
  const open = plans.filter((plan) => answerTo(context, plan) === undefined);
  if (open.length > 0) {
    const names = open.map(({ name, logGroupNames }) => `${name} over ${listed(logGroupNames)}`);
    return unmet(`no answer: ${listed(names)}`);
  }
  const ids = plans.map((plan) => answerTo(context, plan)?.id ?? '');
  return met(`${how}${listed(ids)}`);
}

/** Whether the search for errors was answered in every confirmed log group but the empty ones. */
export function searched(context: RunContext, how: string): Ruling {
  const { file } = context;
  const groups = confirmed(context).filter(({ status }) => status !== 'empty');
  if (confirmed(context).length === 0) return unmet('there is no log group to search');
  if (groups.length === 0) return moot('no log group holds log streams');
  if (!carriesOut(context, 'analyze-errors'))
    return unmet('not searched: no step of the SOP analyzes errors');
  const open = groups.filter(({ region, name }) => !file.answered.has(`${region} ${name}`));
  if (open.length > 0) return unmet(`not searched: ${listed(open.map(({ name }) => name))}`);
  const ids = answers(context)
    .filter(({ summary }) => /^(?:candidates|events):/.test(summary))
    .map(({ id }) => id);
  return met(`${how}: ${listed(ids)}`);
}

/** How the queries that were started ended. */
export function settled(context: RunContext, by: string): Ruling {
  const { running, abandoned } = context.file;
  const open = [
    ...(running.size > 0 ? [`${running.size} not ended`] : []),
    ...(abandoned > 0 ? [`${abandoned} given up and not stopped for sure`] : []),
  ];
  return open.length === 0 ? met(by) : unmet(`queries: ${open.join(', ')}`);
}
