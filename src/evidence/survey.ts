// What all lines of the window show, whatever their level: kinds of lines, numbers that drift, members that stand
// out, lines that are new. The door of its folder; pure.
import type { LogEvent } from '../base/log-event.ts';
import type { Drift } from './survey/drift.ts';
import { driftsIn } from './survey/find-drifts.ts';
import { type LineKind, lineKindsOf } from './survey/line-kinds.ts';
import { type RareLine, rareLinesIn } from './survey/novelty.ts';
import { type Outlier, outliersIn } from './survey/outlier.ts';
import { kindShiftsIn, type Shift, type Silence, shiftsIn, silencesIn } from './survey/shift.ts';

export interface Survey {
  /** Whether every event of the window was looked at; else a sample spread over it. */
  readonly whole: boolean;
  readonly lines: number;
  readonly kinds: readonly LineKind[];
  readonly drifts: readonly Drift[];
  readonly outliers: readonly Outlier[];
  readonly shifts: readonly Shift[];
  readonly silences: readonly Silence[];
  readonly rare: readonly RareLine[];
}

export const NO_SURVEY: Survey = {
  whole: false,
  lines: 0,
  kinds: [],
  drifts: [],
  outliers: [],
  shifts: [],
  silences: [],
  rare: [],
};

/** Surveys the events, in any order; `whole` says that they are all there are in the window. */
export function surveyOf(events: readonly LogEvent[], whole: boolean): Survey {
  const kinds = lineKindsOf(events);
  return {
    whole,
    lines: kinds.reduce((sum, { lines }) => sum + lines.length, 0),
    kinds,
    drifts: driftsIn(kinds),
    outliers: outliersIn(kinds),
    shifts: [...shiftsIn(kinds), ...kindShiftsIn(kinds)],
    silences: whole ? silencesIn(kinds) : [],
    rare: rareLinesIn(kinds),
  };
}
