// Obligations of "validate log groups": what each confirmed log group holds, and the window fitted to it.
import type { CaseLogGroup } from '../case-file.ts';
import type { RunContext } from '../context.ts';
import { aboutGroup, confirmed, described } from './asked.ts';
import { listed, met, metIf, moot, type Obligation, type Ruling, unmet } from './ruling.ts';

export const VALIDATE_LOG_GROUPS: readonly Obligation[] = [
  {
    says: ['You MUST look up each confirmed log group by its exact name'],
    check: (context) =>
      ofEach(
        context,
        (group) => isMissing(group) || described(context, group) !== undefined,
        (groups) => {
          const missing = namesOf(groups.filter(isMissing));
          const ids = idsOf(groups, (group) => described(context, group));
          return missing.length === 0 ? ids : `${ids}; not there: ${listed(missing)}`;
        },
      ),
  },
  {
    says: [
      'You MUST list the latest log streams of each log group, the most recently written first',
    ],
    check: (context) =>
      ofEach(
        context,
        (group) => streams(context, group) !== undefined,
        (groups) => idsOf(groups, (group) => streams(context, group)),
      ),
  },
  { says: ['You MUST say which log groups hold no log stream'], check: empty },
  {
    says: [
      'You MUST say which log groups have had no recent activity, going by the last event of their streams',
    ],
    check: idle,
  },
  {
    says: ['You MUST inform the user if any log groups are empty or have no recent activity'],
    check: (context) => {
      const rulings = [empty(context), idle(context)];
      const [first] = ['gap', 'satisfied', 'not-applicable'].flatMap((status) =>
        rulings.filter((ruling) => ruling.status === status),
      );
      return first ?? unmet('not looked at');
    },
  },
  {
    says: [
      'You MUST extract the lastEventTimestamp from log streams to determine the most recent activity',
    ],
    check: (context) =>
      ofEach(
        context,
        (group) => group.status === 'empty' || group.lastEventMs !== null,
        (groups) => idsOf(groups, (group) => streams(context, group)),
      ),
  },
  {
    says: [
      'You MUST work out from retention and creation time how far back each log group reaches',
      'You MUST calculate the effective time range based on log retention and creation time',
    ],
    check: (context) =>
      ofEach(
        context,
        (group) => reaches(context, group),
        (groups) => idsOf(groups, (group) => described(context, group)),
      ),
  },
  {
    says: [
      'You MUST shrink the window where it reaches further back than the logs, and tell every such change',
      'You MUST fit the window to the logs that exist, and say how',
      'You MUST inform the user if the requested time window exceeds available log data',
      'You MUST adjust the analysis time window to fit within the available log data range',
    ],
    check: (context) => {
      const { window } = context.file;
      if (window === null) return unmet('there is no window');
      if (window.adjustments.length > 0) return met('told under Coverage');
      const ruling = ofEach(
        context,
        (group) => reaches(context, group),
        () => 'the data covers the window',
      );
      return ruling.status === 'satisfied' ? moot(ruling.by) : ruling;
    },
  },
  {
    says: ['You MUST NOT end the window at the last event time of a stream'],
    check: ({ request, file: { window } }) => {
      if (request.local) return moot('local files have no lag: their last event is exact');
      if (window === null) return unmet('there is no window');
      return metIf(
        window.analyzed.endMs === window.requested.endMs,
        'the end is the time asked for, or now',
        'the end is earlier than asked for',
      );
    },
  },
];

/** How validation marks a log group that AWS does not know. */
const NOT_THERE = 'does not exist';

const isMissing = ({ relevance }: CaseLogGroup) => relevance.startsWith(NOT_THERE);

const namesOf = (groups: readonly CaseLogGroup[]) => groups.map(({ name }) => name);

const streams = (context: RunContext, group: CaseLogGroup) =>
  aboutGroup(context, 'describe-log-streams', 'logGroupName', group);

/** Retention is known with the description: a log group without one keeps its events for ever. */
const reaches = (context: RunContext, group: CaseLogGroup) =>
  described(context, group) !== undefined && group.creationMs !== null;

function idsOf(
  groups: readonly CaseLogGroup[],
  answer: (group: CaseLogGroup) => { readonly id: string } | undefined,
): string {
  return listed(groups.flatMap((group) => answer(group)?.id ?? []));
}

/** `met` where it holds for every confirmed log group, else a gap that names the others. */
function ofEach(
  context: RunContext,
  holds: (group: CaseLogGroup) => boolean,
  by: (groups: readonly CaseLogGroup[]) => string,
): Ruling {
  const groups = confirmed(context);
  if (groups.length === 0) return unmet('no log group was confirmed');
  const open = groups.filter((group) => !holds(group));
  return metIf(open.length === 0, by(groups), `not known of ${listed(namesOf(open))}`);
}

function empty(context: RunContext): Ruling {
  const seen = ofEach(
    context,
    (group) => streams(context, group) !== undefined,
    (groups) => listed(namesOf(groups.filter(({ status }) => status === 'empty'))),
  );
  if (seen.status === 'gap') return seen;
  return seen.by === '' ? moot('each holds log streams') : met(`told: ${seen.by}`);
}

function idle(context: RunContext): Ruling {
  const { window } = context.file;
  if (window === null) return unmet('there is no window');
  const isIdle = ({ status, lastEventMs }: CaseLogGroup) =>
    status === 'empty' || (lastEventMs !== null && lastEventMs < window.requested.startMs);
  const seen = ofEach(
    context,
    (group) => isIdle(group) || group.lastEventMs !== null,
    (groups) => listed(namesOf(groups.filter(isIdle))),
  );
  if (seen.status === 'gap') return seen;
  return seen.by === ''
    ? moot('the last event of each is not older than the window')
    : met(`told: ${seen.by}`);
}
