// Obligations of the analysis and of the judgement.
import type { RunContext } from '../context.ts';
import { always, met, metIf, moot, type Obligation, type Ruling } from './ruling.ts';

/** A ruling about the findings; moot where there is none. */
const ofFindings = (judge: (context: RunContext) => Ruling): Obligation['check'] => {
  return (context) => {
    const { analysis } = context.file;
    if (analysis === null) return { status: 'gap', by: 'there is no analysis' };
    return analysis.findings.length === 0 ? moot('no errors were found') : judge(context);
  };
};

const ofCauses = (judge: (context: RunContext) => Ruling): Obligation['check'] => {
  return (context) => {
    const { diagnosis } = context.file;
    if (diagnosis === null) return { status: 'gap', by: 'there is no diagnosis' };
    return diagnosis.rootCauses.length === 0
      ? moot(`verdict: ${diagnosis.verdict}`)
      : judge(context);
  };
};

const findings = ({ file }: RunContext) => file.analysis?.findings ?? [];
const causes = ({ file }: RunContext) => file.diagnosis?.rootCauses ?? [];

export const JUDGEMENT: readonly Obligation[] = [
  {
    about: /message, the stack trace and the place|extract specific error messages/i,
    check: ofFindings((context) =>
      met(`${findings(context).length} findings with sample and place`),
    ),
  },
  {
    about: /into one category|categorize the errors/i,
    check: ofFindings((context) => {
      const open = findings(context).filter(({ category }) => category === 'uncategorized');
      return met(
        open.length === 0
          ? 'each has one'
          : `${open.map(({ id }) => id).join(', ')} fit none: uncategorized`,
      );
    }),
  },
  {
    about: /count each error exactly|count the frequency/i,
    check: ofFindings(({ file }) =>
      metIf(file.exact, 'exact counts', 'counts are lower bounds; see Gaps'),
    ),
  },
  {
    about: /NOT count a line whose level is below/i,
    check: always('the level of a line wins over its words'),
  },
  {
    about: /rank the errors by frequency/i,
    check: ofFindings(() => met('see Error Pattern Analysis')),
  },
  {
    about: /steadily, in a burst|timing patterns/i,
    check: ofFindings((context) =>
      met(
        findings(context)
          .map(({ id, rhythm }) => `${id} ${rhythm}`)
          .slice(0, 4)
          .join(', '),
      ),
    ),
  },
  {
    about: /times of day in which errors crowd/i,
    check: ofFindings(({ file }) =>
      met(file.analysis?.timeline.peak === null ? 'no peak stands out' : 'see the peak'),
    ),
  },
  {
    about: /errors that go together|correlation between/i,
    check: ofFindings(({ file }) => met(`${file.analysis?.correlations.length ?? 0} pairs found`)),
  },
  {
    about: /rank root causes|prioritize root causes/i,
    check: ofCauses((context) => met(`${causes(context).length} ranked`)),
  },
  {
    about: /events of every level just before the onset/i,
    check: ofCauses(({ file }) =>
      metIf(
        file.context.length > 0,
        `${file.context.length.toLocaleString('en')} events before the onset were read`,
        'they could not be read',
      ),
    ),
  },
  {
    about: /NOT take the most frequent error/i,
    check: ofCauses(() => met('ranked by signature, onset and trigger too')),
  },
  {
    about: /class each root cause|categorize issues into/i,
    check: ofCauses((context) =>
      met(
        causes(context)
          .map(({ type }) => type)
          .join(', '),
      ),
    ),
  },
  {
    about: /evidence ids and verbatim quotes|provide evidence for each/i,
    check: ofCauses((context) => {
      const bare = causes(context).filter(({ evidence }) => evidence.length === 0);
      return metIf(
        bare.length === 0,
        'each has quotes',
        `without a quote: ${bare.map(({ title }) => title).join('; ')}`,
      );
    }),
  },
  {
    about: /estimate the impact and (the )?urgency/i,
    check: ofCauses(() => met('each has both')),
  },
  {
    about: /NOT name a cause that the evidence does not show/i,
    check: ofCauses(() => met('causes come from findings and quotes only')),
  },
  {
    about: /say that the logs do not show/i,
    check: ({ file }) => {
      if (file.diagnosis === null) return { status: 'gap', by: 'there is no diagnosis' };
      return file.diagnosis.verdict === 'inconclusive'
        ? met('said in the summary')
        : moot(`verdict: ${file.diagnosis.verdict}`);
    },
  },
];
