// The one vocabulary of events. The journal is made of these; terminal, JSON stream and report only read them.
import type { Verdict } from '../diagnosis/types.ts';
import type { Gap } from '../report/types.ts';
import type { QueryPlan } from './query.ts';

export type RunEvent =
  | {
      readonly kind: 'run-started';
      readonly runId: string;
      readonly version: string;
      readonly sop: string;
      readonly application: string;
      readonly region: string;
      readonly parameters: Readonly<Record<string, string | number>>;
    }
  | {
      /** The run goes on where an earlier process was stopped; it begins anew from what is on record. */
      readonly kind: 'run-resumed';
      readonly startedAt: string;
      /** Answers of tools that are on record. */
      readonly answers: number;
    }
  | {
      readonly kind: 'step-started';
      readonly number: number;
      readonly name: string;
      readonly of: number;
    }
  | {
      readonly kind: 'step-finished';
      readonly number: number;
      readonly name: string;
      readonly status: 'done' | 'incomplete' | 'skipped';
      /** One line of what came out. */
      readonly summary: string;
    }
  | {
      readonly kind: 'tool-call-started';
      readonly callId: number;
      readonly tool: string;
      readonly arguments: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'tool-call-finished';
      readonly callId: number;
      readonly tool: string;
      readonly isError: boolean;
      readonly errorCode: string | null;
      /** UTF-8 size of the result as JSON. */
      readonly sizeBytes: number;
      readonly durationMs: number;
      readonly requestId: string | null;
      /** It was answered from the record: nobody was asked. */
      readonly onRecord?: true;
    }
  | {
      /** A tool result was kept as evidence. */
      readonly kind: 'evidence-kept';
      readonly evidenceId: string;
      readonly tool: string;
      readonly summary: string;
    }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'question'; readonly text: string }
  | { readonly kind: 'answer'; readonly text: string; readonly by: 'person' | 'default' }
  | { readonly kind: 'gap'; readonly gap: Gap }
  | {
      readonly kind: 'query-started';
      readonly queryId: string;
      /** What the evidence calls it. */
      readonly name: string;
      readonly purpose: QueryPlan['purpose'];
      /** What it was thought to scan, of the log groups whose size is known. */
      readonly estimatedBytes: number;
    }
  | {
      readonly kind: 'query-progress';
      readonly queryId: string;
      readonly status: string;
      readonly recordsScanned: number;
      readonly recordsMatched: number;
    }
  | {
      /** A model is asked to do a step: what it is told. */
      readonly kind: 'model-asked';
      readonly step: number;
      readonly model: string;
      readonly system: string;
      readonly opening: string;
      readonly tools: readonly string[];
    }
  | { readonly kind: 'model-turn-started'; readonly turn: number; readonly sizeBytes: number }
  | {
      readonly kind: 'model-turn-finished';
      readonly turn: number;
      readonly stopReason: string;
      readonly inputTokens: number;
      /** Of these, read from the server's cache. */
      readonly cachedTokens: number;
      readonly outputTokens: number;
    }
  /** What the model says, in pieces of about a line. */
  | { readonly kind: 'model-text'; readonly text: string }
  | {
      readonly kind: 'model-tool-used';
      readonly tool: string;
      readonly input: unknown;
      readonly answer: string;
      readonly isError: boolean;
    }
  | { readonly kind: 'model-retry'; readonly reason: string; readonly pauseMs: number }
  | {
      /** Whose answer of a step stands, and why not the model's. */
      readonly kind: 'model-answered';
      readonly step: number;
      readonly by: 'model' | 'rules';
      readonly why: string | null;
    }
  | { readonly kind: 'interrupted'; readonly signal: string }
  | {
      readonly kind: 'run-finished';
      readonly verdict: Verdict | null;
      readonly exitCode: number;
      /** Absolute paths; null where no report was written. */
      readonly reportMarkdown: string | null;
      readonly reportJson: string | null;
      readonly folder: string | null;
      /** Why there is no report; null where there is one. */
      readonly failure: string | null;
    };

/** An event as the journal holds it. */
export type TimedEvent = RunEvent & { readonly at: string };
