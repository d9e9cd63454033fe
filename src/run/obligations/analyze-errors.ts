// Obligations of "analyze errors": what is said of each distinct error, and how it is counted.
import { grouped } from '../../base/grouped.ts';
import type { Finding } from '../../evidence/types.ts';
import type { RunContext } from '../context.ts';
import { listed, met, metIf, type Obligation, ofFindings, type Ruling, unmet } from './ruling.ts';

const findings = ({ file }: RunContext): readonly Finding[] => file.analysis?.findings ?? [];
const idsOf = (some: readonly Finding[]) => listed(some.map(({ id }) => id));

export const ANALYZE_ERRORS: readonly Obligation[] = [
  {
    says: [
      'You MUST give the message of each distinct error, and its stack trace and place in the code where the logs show them',
    ],
    check: ofFindings((context) => {
      const placed = findings(context).filter(({ location }) => location !== null).length;
      return met(
        `${grouped(findings(context).length)} findings with a sample, ${grouped(placed)} with a place`,
      );
    }),
  },
  {
    says: [
      `You MUST put each error into one category by its mechanism:
  - **Application exception**: an unhandled exception or a run-time fault of the code
  - **Connection**: refused, reset, not resolved, or no connection to be had from a pool
  - **Authentication or authorization**: denied access, bad or expired credentials
  - **Resource**: memory, disk, descriptors, capacity or run time used up
  - **External service**: a dependency that answers with an error, or not in time
  - **Configuration**: a setting, variable or module that is missing or wrong
  - **Uncategorized**: what fits none of these`,
    ],
    check: ofFindings(categories),
  },
  {
    says: [
      'You MUST put each error into one category by its mechanism: an invocation that the platform cut off is a resource error, a call that timed out inside the function is not',
    ],
    check: ofFindings((context) => {
      const cutOff = findings(context).filter(({ sample }) => CUT_OFF.test(sample.block.message));
      const other = cutOff.filter(({ category }) => category !== 'resource');
      return other.length === 0
        ? categories(context)
        : unmet(`not a resource error: ${idsOf(other)}`);
    }),
  },
  {
    says: [
      'You MUST count each error exactly, not from a list of rows that was cut, or call the count a lower bound',
    ],
    check: ofFindings(({ file }) =>
      file.exact
        ? met('exact counts')
        : metIf(file.gaps.length > 0, 'called lower bounds; see Gaps', 'the bound has no reason'),
    ),
  },
  {
    says: [
      'You MUST count each distinct error exactly',
      'You MUST count the frequency of each error type and identify the most common issues',
    ],
    check: ofFindings(({ file }) =>
      metIf(file.exact, 'exact counts', 'counts are lower bounds; see Gaps'),
    ),
  },
  {
    says: ['You MUST NOT count a line whose level is below ERROR for the words in it'],
    check: ofFindings((context) => {
      const low = findings(context).filter(countedByWords);
      return metIf(
        low.length === 0,
        'the level of a line wins over its words',
        `of a lower level: ${idsOf(low)}`,
      );
    }),
  },
  {
    says: [
      'You MUST rank the errors by how frequent and how new they are, with the first and the last time of each',
    ],
    check: ofFindings(({ file }) =>
      metIf(
        file.unreadCandidates === 0,
        'see Error Pattern Analysis',
        'ranked by the events that were read only',
      ),
    ),
  },
  {
    says: [
      'You MUST say of each error whether it came steadily, in a burst, periodically or from some moment on',
    ],
    check: ofFindings((context) => {
      const open = findings(context).filter(({ readInPart }) => readInPart === true);
      return open.length === 0
        ? met(listed(findings(context).map(({ id, rhythm }) => `${id} ${rhythm}`)))
        : unmet(`only a part was read of ${idsOf(open)}`);
    }),
  },
  {
    says: [
      'You MUST report the times of day in which errors crowd, against the rate outside of them',
    ],
    check: ofFindings(({ file }) => {
      if (file.analysis?.part !== undefined) return unmet(READ_IN_PART);
      return met(file.analysis?.timeline.peak === null ? 'no peak stands out' : 'see the peak');
    }),
  },
  {
    says: [
      'You MUST look for errors that go together, and say which comes first',
      'You MUST identify any correlation between different types of errors',
    ],
    check: ofFindings(({ file }) =>
      metIf(
        file.analysis?.part === undefined,
        `${file.analysis?.correlations.length ?? 0} pairs found`,
        READ_IN_PART,
      ),
    ),
  },
];

const READ_IN_PART = 'when the errors came is not known: only a part was read';

/** What the platform writes when it ends an invocation. */
const CUT_OFF = /\bTask timed out after \d/;
const LOW = new Set(['warn', 'info', 'debug', 'trace']);
const MIN_SERVER_ERROR = 500;

/** An error by its words alone: below ERROR, and no access record of a server error either. */
function countedByWords({ severity, samples }: Finding): boolean {
  return (
    severity === 'error' &&
    samples.some(
      ({ peeled: { level, status } }) =>
        level !== null && LOW.has(level) && (status === null || status < MIN_SERVER_ERROR),
    )
  );
}

function categories(context: RunContext): Ruling {
  const open = findings(context).filter(({ category }) => category === 'uncategorized');
  return met(open.length === 0 ? 'each has one' : `${idsOf(open)} fit none: uncategorized`);
}
