// For an SOP that leaves all of the work to a model: the steps by which the program collects the facts before the
// first one all the same, and judges them after the last one, so that figures are counted by code and a report has a
// verdict. They stand in no SOP, and their number is 0.
import type { Sop, SopStep } from '../../sop/sop.ts';
import type { RunContext } from '../context.ts';

const COLLECTING = [
  'discover-log-groups',
  'validate-log-groups',
  'run-queries',
  'collect-results',
  'analyze-errors',
];
const JUDGING = ['find-root-causes', 'recommend'];

/** Empty where they were run already, where the SOP collects by itself, and where no model is there. */
export function collectingSteps(context: RunContext): readonly SopStep[] {
  return isLeftToModel(context) && context.file.analysis === null ? COLLECTING.map(stepFor) : [];
}

/** The steps that judge what was collected, where no step of the SOP does. */
export function judgingSteps(context: RunContext): readonly SopStep[] {
  const named = proceduresOf(context.request.sop);
  if (!isLeftToModel(context) || context.file.analysis === null) return [];
  return JUDGING.filter((name) => !named.has(name)).map(stepFor);
}

/** Whether a step of the SOP carries this procedure out, or the program does beside a model. */
export function isCarriedOut(sop: Sop, procedure: string, hasModel: boolean): boolean {
  return proceduresOf(sop).has(procedure) || (hasModel && !collects(sop));
}

const proceduresOf = ({ steps }: Sop) => new Set(steps.map(({ procedure }) => procedure));

function isLeftToModel({ world, request }: RunContext): boolean {
  return world.analyst !== null && !collects(request.sop);
}

function collects(sop: Sop): boolean {
  const named = proceduresOf(sop);
  return COLLECTING.some((name) => named.has(name));
}

function stepFor(procedure: string): SopStep {
  const span = { start: 0, end: 0 };
  const name = procedure.replaceAll('-', ' ');
  return { number: 0, name, text: '', procedure, constraints: [], queries: [], span };
}
