// The findings that may be a cause. One that stands for many distinct messages is none of them: it names nothing, and what
// it counts has no mechanism in common.
import type { Case } from './types.ts';

/** The same case with the findings that stand for one error each; totals and times stay those of all. */
export function singled(input: Case): Case {
  const { analysis } = input;
  const findings = analysis.findings.filter(({ kinds }) => kinds === undefined);
  return findings.length === analysis.findings.length
    ? input
    : { ...input, analysis: { ...analysis, findings } };
}

/** Whether there are errors that are not told one by one. */
export function hasManyKinds({ analysis }: Case): boolean {
  return analysis.findings.some(
    ({ kinds, severity }) => kinds !== undefined && severity === 'error',
  );
}
