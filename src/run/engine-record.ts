// What became of a step.
import type { SopStep } from '../sop/sop.ts';
import type { StepOutcome } from './context.ts';

export interface StepRecord {
  readonly step: SopStep;
  readonly outcome: StepOutcome;
}
