// The world as a run sees it: tools, clock, questions, a place to write. All of it is handed in.
import type { Tools } from '../agent/tools.ts';
import type { Gap } from '../report/types.ts';
import type { AuditRecord } from './audit-trail.ts';
import type { TimedEvent } from './events.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import type { FrozenCase } from './frozen-case.ts';
import type { Analyst } from './model/analyst.ts';

export interface World {
  readonly tools: Tools;
  /** Tools of MCP servers of others that a model may use in this run. */
  readonly foreign: Tools;
  /** The tools over the logs of another place that show a normal time; null where there are none. */
  readonly baseline: BaselineLogs | null;
  /** The language model that judges; null where the rules do. */
  readonly analyst: Analyst | null;
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

/**
 * The run folder. Nothing is on disk before `open`; what came before is kept and written then.
 * Throws Failure where the folder cannot be written.
 */
export interface RunStore {
  appendEvent(event: TimedEvent | FrozenCase): void;
  appendEvidence(record: EvidenceRecord): void;
  appendAudit(record: AuditRecord): void;
  open(): void;
  /** Writes report.md and report.json, each whole or not at all; absolute paths. */
  writeReport(markdown: string, json: string): RunFiles;
  close(): void;
}
