// What a procedure is given: the request, the tools behind the border, the case file, and ways to say things.
import { createSpending, type Spending } from '../agent/spending.ts';
import { isoTime } from '../base/time-range.ts';
import type { Gap } from '../report/types.ts';
import type { SopStep } from '../sop/sop.ts';
import { type Calls, createCalls } from './calls.ts';
import { type CaseFile, newCaseFile } from './case-file.ts';
import type { RunEvent } from './events.ts';
import { type EvidenceRecord, reportEvidence } from './evidence-record.ts';
import type { InvestigationRequest } from './request.ts';
import type { World } from './world.ts';

export interface RunContext {
  readonly request: InvestigationRequest;
  readonly world: World;
  readonly calls: Calls;
  readonly file: CaseFile;
  /** UTC milliseconds: "now" for the window. A run that goes on after it was killed keeps it. */
  readonly startedMs: number;
  /** How long this run has worked, in all of its lives. */
  spentMs(): number;
  /** What the model has used; null where there is none. */
  readonly spending: Spending | null;
  emit(event: RunEvent): void;
  notice(text: string): void;
  /** Records what could not be seen; the same gap twice is told once. */
  gap(gap: Gap): void;
  /** Keeps a tool result as evidence and returns its id (`E1`, …). */
  keep(evidence: Omit<EvidenceRecord, 'id'>, summary: string): string;
}

/** What a procedure reports: one line for the step, and whether it did all of its work. */
export interface StepOutcome {
  readonly status: 'done' | 'incomplete' | 'skipped';
  readonly summary: string;
}

/** A step of an SOP carried out in code. */
export interface Procedure {
  readonly name: string;
  /** Procedures whose results it reads; `sop lint` checks that they come before. */
  readonly needs: readonly string[];
  /** False: it calls no tool, so that an interrupted run still goes through it. */
  readonly usesTools: boolean;
  run(context: RunContext, step: SopStep): Promise<StepOutcome>;
}

export function createContext(request: InvestigationRequest, world: World): RunContext {
  const file = newCaseFile(request.knownGaps);
  const emit = (event: RunEvent) => {
    const timed = { ...event, at: isoTime(world.now()) };
    world.store.appendEvent(timed);
    world.onEvent(timed);
  };
  const { analyst } = world;
  const beganMs = world.now();
  return {
    request,
    world,
    file,
    emit,
    calls: createCalls(world, emit),
    startedMs: world.earlier?.startedMs ?? beganMs,
    spentMs: () => (world.earlier?.spentMs ?? 0) + world.now() - beganMs,
    spending: analyst === null ? null : createSpending(analyst.model.id, analyst.limits, world.now),
    notice: (text) => emit({ kind: 'notice', text }),
    gap: (gap) => {
      if (file.gaps.some(({ what, why }) => what === gap.what && why === gap.why)) return;
      file.gaps.push(gap);
      emit({ kind: 'gap', gap });
    },
    keep: (evidence, summary) => {
      const record = { id: `E${file.evidence.length + 1}`, ...evidence };
      file.evidence.push(reportEvidence(record, summary));
      world.store.appendEvidence(record);
      emit({ kind: 'evidence-kept', evidenceId: record.id, tool: record.tool, summary });
      return record.id;
    },
  };
}

export const done = (summary: string): StepOutcome => ({ status: 'done', summary });
export const incomplete = (summary: string): StepOutcome => ({ status: 'incomplete', summary });
