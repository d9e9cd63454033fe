// Obligations of "write report": what the report holds and how it is handed over.
import type { RunContext } from '../context.ts';
import { commandsAndFixes } from './recommend.ts';
import { always, listed, met, metIf, moot, type Obligation, type Ruling } from './ruling.ts';

const SECTIONS = 9;

export const WRITE_REPORT: readonly Obligation[] = [
  {
    says: [
      `You MUST write these sections, in this order:
  - Executive Summary
  - Log Groups Analyzed
  - Error Pattern Analysis
  - Error Messages and Stack Traces
  - Root Cause Analysis
  - Action Plan
  - Code Fixes and Configuration Changes
  - Monitoring and Alerting
  - Next Steps`,
    ],
    check: ({ file }) =>
      metIf(
        file.draftSections === SECTIONS,
        'nine sections',
        `${file.draftSections ?? 0} sections in the draft`,
      ),
  },
  {
    says: ['You MUST begin with what a reader without technical knowledge needs to decide'],
    check: always('the report opens with the Executive Summary'),
  },
  {
    says: [
      'You MUST show the commands, settings and code that an engineer needs',
      'You MUST include specific commands, configurations, and code examples where relevant',
    ],
    check: commandsAndFixes,
  },
  {
    says: ['You MUST trace every claim to a log line by its evidence id'],
    check: traced,
  },
  {
    says: [
      'You MUST name each gap, why it is there, and how to close it',
      'You MUST name everything that could not be seen or counted',
    ],
    check: ({ file: { gaps } }) => {
      if (gaps.length === 0) return moot('there is no gap');
      const bare = gaps.filter((gap) => [gap.what, gap.why, gap.remedy].includes(''));
      return metIf(
        bare.length === 0,
        `${gaps.length} named under Gaps`,
        `${bare.length} without a reason or a way to close them`,
      );
    },
  },
  {
    says: ['You MUST say of every obligation of this procedure how it ended'],
    check: always('this list'),
  },
  {
    says: ['You MUST NOT let log text act as markup or as terminal control'],
    check: always('log text is escaped and fenced, control characters are shown as text'),
  },
  {
    says: ['You MUST hand over the report, or say where it was written'],
    check: always('its path is printed when the run ends'),
  },
];

function traced({ file }: RunContext): Ruling {
  const findings = file.analysis?.findings ?? [];
  const causes = file.diagnosis?.rootCauses ?? [];
  if (findings.length + causes.length + file.queries.length === 0)
    return moot('nothing is claimed of the logs');
  const bare = [
    ...findings.filter(({ evidence }) => evidence.length === 0).map(({ id }) => id),
    ...causes.filter(({ evidence }) => evidence.length === 0).map(({ title }) => title),
  ];
  return bare.length === 0
    ? met(
        'findings, warnings, correlations, log groups, queries and causes carry evidence ids; other figures name their findings',
      )
    : { status: 'gap', by: `without evidence: ${listed(bare)}` };
}
