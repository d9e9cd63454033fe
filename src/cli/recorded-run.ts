// A run as its folder keeps it, and the context in which its evidence is looked at again. Nothing is asked of AWS.
import { NO_TOOLS, type Tools } from '../agent/tools.ts';
import type { RunContext } from '../run/context.ts';
import type { EvidenceRecord } from '../run/evidence-record.ts';
import { frozenIn, thaw } from '../run/frozen.ts';
import type { FrozenCase } from '../run/frozen-case.ts';
import type { World } from '../run/world.ts';
import { silentAsker } from './asker.ts';
import { programVersion } from './places.ts';
import { sleep } from './wiring.ts';

export interface RecordedRun {
  readonly frozen: FrozenCase;
  readonly evidence: readonly EvidenceRecord[];
}

/** From the texts of journal.jsonl and evidence.jsonl; null where the run was not finished. */
export function recordedRun(journal: string, evidence: string): RecordedRun | null {
  const frozen = frozenIn(journal);
  if (frozen === null) return null;
  const lines = evidence.split('\n').filter((line) => line !== '');
  return { frozen, evidence: lines.map((line) => JSON.parse(line) as EvidenceRecord) };
}

export type Surroundings = Pick<World, 'analyst' | 'store' | 'onEvent' | 'runId' | 'signal'>;

/** The evidence goes into the store again. */
export function contextOf({ frozen, evidence }: RecordedRun, around: Surroundings): RunContext {
  const context = thaw(frozen, evidence, {
    ...around,
    tools: OFFLINE,
    foreign: NO_TOOLS,
    baseline: null,
    // Nothing is asked of the logs.
    maxScanGb: 0,
    now: Date.now,
    sleep,
    asker: silentAsker,
    version: programVersion(),
  });
  for (const record of evidence) around.store.appendEvidence(record);
  return context;
}

/** Whoever looks at a recorded run asks nobody for logs. */
const OFFLINE: Tools = {
  list: async () => [],
  call: async () => ({
    isError: true,
    content: null,
    text: 'This is a replay: no further log is read.',
    errorCode: 'Replay',
    requestId: null,
  }),
};
