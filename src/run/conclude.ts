// Judges a case again that was frozen: its steps of judgement with another model, on identical evidence. The facts are
// those of the report that was frozen with it.
import { renderJson } from '../report/json.ts';
import { renderMarkdown } from '../report/markdown.ts';
import type { Report } from '../report/types.ts';
import { withJudgement } from './build-report.ts';
import type { RunContext } from './context.ts';
import { runStep } from './engine.ts';
import { freeze } from './frozen.ts';
import type { FrozenCase } from './frozen-case.ts';
import type { Investigated } from './investigate.ts';
import { judged } from './model/judge.ts';
import { tellUnpriced } from './model/unpriced.ts';

const JUDGED = ['find-root-causes', 'recommend'];

export async function concludeAgain(
  context: RunContext,
  frozen: FrozenCase,
): Promise<Investigated> {
  const { steps } = context.request.sop;
  tellUnpriced(context);
  for (const step of steps.filter(({ procedure }) => JUDGED.includes(procedure ?? ''))) {
    const { number, name } = step;
    context.emit({ kind: 'step-started', number, name, of: steps.length });
    // The rules' causes are frozen with the case; their advice follows from the causes as they stand.
    const outcome =
      step.procedure === 'recommend'
        ? await runStep(context, step)
        : await judged(context, step, { status: 'done', summary: 'as the rules judged it' });
    context.emit({ kind: 'step-finished', number, name, ...outcome });
  }
  return written(context, withJudgement(frozen.report, context));
}

/** Writes a report into the run folder of the world. */
export function written(context: RunContext, report: Report): Investigated {
  const { store } = context.world;
  store.stay();
  store.appendEvent(freeze(context, report));
  const markdown = renderMarkdown(report);
  return { report, markdown, files: store.writeReport(markdown, renderJson(report)) };
}
