// Obligations of "run queries": what was asked, over which log groups and which window.
import type { ReportEvidence } from '../../report/types.ts';
import type { RunContext } from '../context.ts';
import type { StepRecord } from '../engine-record.ts';
import { ensureWindow, queryScopes, sopPlans } from '../plan.ts';
import {
  answeredAll,
  answers,
  answersOfWindow,
  confirmed,
  described,
  namesOf,
  ofQueries,
  searched,
  secondsOf,
  settled,
} from './asked.ts';
import { listed, met, metIf, moot, type Obligation, type Ruling, unmet } from './ruling.ts';

export const RUN_QUERIES: readonly Obligation[] = [
  {
    says: [
      'You MUST run every query of this step: the time-outs over time show whether they come all at once, and the invocations say how many there were to cut off',
      'You MUST run every query over the same window',
    ],
    check: ownQueries,
  },
  {
    says: [
      'You MUST NOT query a log group without log streams',
      'You MUST only proceed with log analysis if log streams were found in the previous step',
    ],
    check: ofQueries(onlyWithStreams),
  },
  {
    says: ['You MUST use the validated window for every query, and not work out times anew'],
    check: ofQueries(withinWindow),
  },
  {
    says: [
      'You MUST give StartQuery its times in whole epoch seconds, the start rounded down and the end rounded up',
    ],
    check: ofQueries((context) =>
      metIf(
        answers(context).every(({ arguments: { startTime, endTime } }) =>
          [startTime, endTime].every(Number.isSafeInteger),
        ),
        'as the arguments of each query show',
        'a query has other times',
      ),
    ),
  },
  {
    says: ['You MUST drop rows from outside the window before errors are counted'],
    check: ofQueries(() => met('by a filter in the query, and again where rows become events')),
  },
  {
    says: ['You MUST search for failures by level and by failure words'],
    check: (context) => searched(context, 'candidates by level and by failure words'),
  },
  {
    says: [
      'You MUST search for exceptions and stack traces of all common languages, not only of Java and Python',
    ],
    check: (context) => searched(context, 'candidates by the shapes of traces in eleven languages'),
  },
  {
    says: [
      'You MUST remember the id of every query until its results are collected',
      'You MUST remember all query IDs for result retrieval',
    ],
    check: ofQueries((context) => settled(context, 'each query id stands with its result')),
  },
  {
    says: [
      'You MUST go on with the other queries when one is refused, and report the refused one as a gap',
    ],
    check: ({ file, world }) => {
      if (file.failedQueries === 0) return moot('no query was refused');
      if (world.signal.aborted) return unmet('the run was interrupted');
      return metIf(file.gaps.length > 0, 'the others were asked; see Gaps', 'not reported');
    },
  },
];

/** The step's own query blocks, each over all log groups that hold data. */
function ownQueries(context: RunContext, { step }: StepRecord): Ruling {
  const scopes = queryScopes(context);
  if (step.queries.length === 0) return moot('the step has no query of its own');
  if (scopes.length === 0) return moot('no log group holds log streams');
  const { analyzed } = ensureWindow(context);
  const plans = sopPlans(context, analyzed, step.queries);
  return answeredAll(context, plans, '');
}

function onlyWithStreams(context: RunContext): Ruling {
  const { running } = context.file;
  const asked = new Set([
    ...answers(context).flatMap(namesOf),
    ...[...running.values()].flatMap(({ plan }) => plan.logGroupNames),
    ...queryScopes(context).flatMap(({ logGroupNames }) => logGroupNames),
  ]);
  const unseen = confirmed(context).filter(
    ({ name, status }) => asked.has(name) && status !== 'analyzed',
  );
  return metIf(
    unseen.length === 0,
    'each queried log group holds log streams',
    `queried without a log stream in sight: ${listed(unseen.map(({ name }) => name))}`,
  );
}

/** Parts of the window and the minutes around an onset lie within it; nothing lies outside. */
function withinWindow(context: RunContext): Ruling {
  const { window } = context.file;
  const asked = answersOfWindow(context);
  const [first] = asked;
  if (first === undefined) return unmet('no query was answered');
  if (window === null || !validatedBefore(context, first)) return unmet('it was not validated');
  const { startTime, endTime } = secondsOf(window.analyzed);
  const outside = asked.filter(
    ({ arguments: args }) => Number(args.startTime) < startTime || Number(args.endTime) > endTime,
  );
  return metIf(
    outside.length === 0,
    'every query lies within the one window',
    `outside of it: ${listed(outside.map(({ id }) => id))}`,
  );
}

/** Whether a confirmed log group was described before that answer came: so validation went before. */
function validatedBefore(context: RunContext, answer: ReportEvidence): boolean {
  const { evidence } = context.file;
  return confirmed(context).some((group) => {
    const description = described(context, group);
    return description !== undefined && evidence.indexOf(description) < evidence.indexOf(answer);
  });
}
