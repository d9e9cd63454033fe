// The world as a run sees it: tools, clock, questions, a place to write. All of it is handed in.
import type { Tools } from '../agent/tools.ts';
import type { Gap } from '../report/types.ts';
import type { AuditRecord } from './audit-trail.ts';
import type { Earlier } from './earlier.ts';
import type { TimedEvent } from './events.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import type { FrozenCase } from './frozen-case.ts';
import type { Analyst } from './model/analyst.ts';
import type { RecordEntry } from './record.ts';
import type { RunAsked } from './run-asked.ts';

export interface World {
  readonly tools: Tools;
  /** Tools of MCP servers of others that a model may use in this run. */
  readonly foreign: Tools;
  /** The tools over the logs of another place that show a normal time; null where there are none. */
  readonly baseline: BaselineLogs | null;
  /** The language model that judges; null where the rules do. */
  readonly analyst: Analyst | null;
  /** What the queries of a run may scan together, in gigabytes of 10^9 bytes. */
  readonly maxScanGb: number;
  /** UTC milliseconds. */
  now(): number;
  /** Resolves after the time, or at once when the signal aborts. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
  readonly asker: Asker;
  readonly store: RunStore;
  /** Readers of events: the terminal, the JSON stream. The journal is written by the store. */
  onEvent(event: TimedEvent): void;
  /** Aborts at Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly runId: string;
  /** Version of this program. */
  readonly version: string;
  /** What `resume` is given to find the run, quoted for a shell; left out: its id. */
  readonly resumeBy?: string;
  /** How the command line was set, for a later life of the run; the run itself does not read it. */
  readonly setting?: Readonly<Record<string, unknown>>;
  /** What a killed process had got of this run; left out: the run is new. */
  readonly earlier?: Earlier;
}

/** Logs of a normal time, apart from those that are investigated. */
export interface BaselineLogs {
  readonly tools: Tools;
  /** What of them could not be read. */
  readonly gaps: readonly Gap[];
}

/** A log group that discovery found. */
export interface LogGroupChoice {
  readonly name: string;
  readonly region: string;
  readonly ticked: boolean;
  /** Why it was taken, or left out. */
  readonly reason: string;
  /** Id of the evidence that lists it; left out where somebody named it. */
  readonly evidence?: string;
}

/** Questions to a person. Without a terminal each answer is the default and `interactive` is false. */
export interface Asker {
  readonly interactive: boolean;
  /** The chosen ones; null where the person cancelled. */
  confirmLogGroups(choices: readonly LogGroupChoice[]): Promise<readonly LogGroupChoice[] | null>;
  /** Names typed by hand; empty where there is nobody to ask. */
  askLogGroupNames(question: string): Promise<readonly string[]>;
  confirm(question: string): Promise<boolean>;
}

export interface RunFiles {
  readonly folder: string;
  readonly markdown: string;
  readonly json: string;
}

/** The run folder. Each line is on disk when it was appended. Throws Failure, once, where it cannot be written. */
export interface RunStore {
  appendEvent(event: TimedEvent | FrozenCase | RunAsked): void;
  appendEvidence(record: EvidenceRecord): void;
  /** Never throws: the next line that is appended tells what was wrong. */
  appendAudit(record: AuditRecord): void;
  /** Keeps what came from outside, for a later life of the run; false where the record is as long as it may be. */
  appendAnswer(entry: RecordEntry): boolean;
  /** From here on something was found: without it, `close` leaves nothing on disk. */
  stay(): void;
  /** Writes report.md and report.json, each whole or not at all; absolute paths. */
  writeReport(markdown: string, json: string): RunFiles;
  close(): void;
}
