// Obligations of "find root causes": what was looked at, and what is said of each cause.
import { grouped } from '../../base/grouped.ts';
import { activeRange } from '../../diagnosis/times.ts';
import type { Finding } from '../../evidence/types.ts';
import type { RunContext } from '../context.ts';
import {
  listed,
  met,
  metIf,
  moot,
  type Obligation,
  ofCauses,
  ofFindings,
  type Ruling,
  unmet,
} from './ruling.ts';

const causes = ({ file }: RunContext) => file.diagnosis?.rootCauses ?? [];

export const FIND_ROOT_CAUSES: readonly Obligation[] = [
  {
    says: [
      `You MUST rank root causes by these together:
  - how many of the errors they explain, warnings left aside
  - whether the errors set in or were there all along
  - changes shortly before the errors began, and numbers that drifted before them
  - which other errors follow from them`,
    ],
    check: ofCauses((context) => met(`${causes(context).length} ranked`)),
  },
  {
    says: [
      'You MUST look at events of every level just before the onset for a change that set it off',
    ],
    check: ofFindings(beforeOnset),
  },
  {
    says: ['You MUST NOT take the most frequent error for the cause by its count alone'],
    check: ofCauses(() => met('ranked by onset, trigger, consequences and signature too')),
  },
  {
    says: [
      'You MUST class each root cause as application code, infrastructure, configuration or dependency',
    ],
    check: ofCauses((context) =>
      met(
        causes(context)
          .map(({ type }) => type)
          .join(', '),
      ),
    ),
  },
  {
    says: [
      'You MUST give evidence ids and verbatim quotes for each root cause',
      'You MUST provide evidence for each identified root cause',
      'You MUST give evidence for each root cause',
    ],
    check: ofCauses((context) => quoted(context, 'each has quotes')),
  },
  {
    says: [
      'You MUST estimate the impact and the urgency of each root cause',
      'You MUST estimate the impact and urgency of each issue',
    ],
    check: ofCauses(() => met('each has both')),
  },
  {
    says: [
      'You MUST NOT name a cause that the evidence does not show',
      'You MUST NOT name a cause that the logs do not show',
    ],
    check: ofCauses((context) => quoted(context, 'each comes from findings and quotes')),
  },
  {
    says: ['You MUST say that the logs do not show the cause where that is so'],
    check: ({ file: { diagnosis } }) => {
      if (diagnosis === null) return unmet('there is no diagnosis');
      return diagnosis.verdict === 'inconclusive'
        ? met('said in the summary')
        : moot(`verdict: ${diagnosis.verdict}`);
    },
  },
];

/** Every cause has something quoted; what only numbers of ordinary lines show has no finding. */
function quoted(context: RunContext, by: string): Ruling {
  const bare = causes(context).filter(({ evidence }) => evidence.length === 0);
  return metIf(bare.length === 0, by, `without a quote: ${listed(bare.map(({ title }) => title))}`);
}

function beforeOnset(context: RunContext): Ruling {
  const { file } = context;
  const finding = onsetFinding(context);
  if (finding === undefined) return moot('no errors were found');
  const { contextRead, contextMatched, changesRead, changesMatched } = file;
  if (file.unread.has('context')) return unmet('the run was interrupted before they were read');
  if (file.context.length === 0) return unmet('none was read');
  if (changesRead < changesMatched)
    return unmet(
      `${grouped(changesRead)} of ${grouped(changesMatched)} lines that may announce a change were read`,
    );
  const onsetMs = activeRange(finding).startMs;
  const before = file.context.filter(({ timestampMs }) => timestampMs < onsetMs).length;
  // The survey begins with the first event of the window, however much it leaves out after that.
  if (before === 0 && (contextRead >= contextMatched || file.survey.lines > 0)) {
    return moot(`no event of the window comes before the onset of ${finding.id}`);
  }
  return metIf(
    before > 0,
    `every line that may announce a change (${grouped(changesMatched)}), and ${grouped(contextRead)} of ${grouped(contextMatched)} events around the onsets`,
    `no event before the onset of ${finding.id} was read`,
  );
}

/** The error whose onset matters most: the first cause's own, else the most important one. */
function onsetFinding(context: RunContext): Finding | undefined {
  const errors = (context.file.analysis?.findings ?? []).filter(
    ({ severity }) => severity === 'error',
  );
  const [own] = causes(context)[0]?.findings ?? [];
  return errors.find(({ id }) => id === own) ?? errors[0];
}
