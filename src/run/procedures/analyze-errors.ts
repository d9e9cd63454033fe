// Step "analyze errors": facts from the candidates – findings, counts, rhythms, timeline – and the context around them.
import { analyze, prepare } from '../../evidence/analyze.ts';
import { surveyOf } from '../../evidence/survey.ts';
import type { Analysis } from '../../evidence/types.ts';
import { readBaseline, shareRead, startBaseline } from '../baseline.ts';
import { done, incomplete, type Procedure } from '../context.ts';
import { readContext } from '../context-events.ts';
import { ensureWindow } from '../plan.ts';
import { readBeyond, withCounts } from '../recount.ts';
import { readSurvey, startSurvey } from '../survey-events.ts';

export const analyzeErrors: Procedure = {
  name: 'analyze-errors',
  needs: ['collect-results'],
  usesTools: false,
  run: async (context) => {
    const { file } = context;
    const window = ensureWindow(context).analyzed;
    // They run while the candidates are looked at.
    const asked = await startSurvey(context);
    const read = prepare(file.candidates ?? [], window);
    const readShare = shareRead(file);
    const normal = await startBaseline(context, read);
    const beyond = await readBeyond(context, read);
    const anew = beyond !== null && beyond.events !== file.candidates;
    const prepared = anew ? prepare(beyond.events, window) : read;
    const survey = await readSurvey(context, asked);
    file.context = await readContext(context, analyze(prepared), survey);
    file.survey = surveyOf(file.context, survey.whole);
    const analysis = analyze(prepared, file.context);
    file.analysis = beyond === null ? analysis : withCounts(context, analysis, beyond);
    file.baseline = normal === null ? null : await readBaseline(context, normal, read, readShare);
    file.exact = file.exact && file.uncounted === 0 && file.candidates !== null;
    const summary = inWords(file.analysis);
    return file.candidates === null
      ? incomplete(`${summary}; the candidates could not be read`)
      : done(summary);
  },
};

function inWords({ findings, totalErrors }: Analysis): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const parts = [
    `${totalErrors.toLocaleString('en')} error${totalErrors === 1 ? '' : 's'}`,
    `${errors} finding${errors === 1 ? '' : 's'}`,
  ];
  if (warnings > 0) parts.push(`${warnings} warning${warnings === 1 ? '' : 's'}`);
  return parts.join(', ');
}
