// AWS JSON as CloudWatch and CloudTrail speak it: what an operation is given, what it answers, how it refuses.
import type { Compilation } from '../insights/types.ts';
import type { Beside } from './beside/beside.ts';
import type { Ending } from './faults.ts';
import type { HeldLogs } from './held/held-logs.ts';
import type { LogStore } from './log-store.ts';
import type { QueryJobs } from './query-jobs.ts';

/** What operations work with. */
export interface Account {
  /** What was read from files. */
  readonly store: LogStore;
  /** Metrics, changes and alarms that were read from files. */
  readonly beside: Beside;
  /** What clients put. */
  readonly held: HeldLogs;
  /** Whether clients may put and change anything. */
  readonly writable: boolean;
  readonly jobs: QueryJobs;
  readonly region: string;
  /** UTC ms. */
  readonly now: () => number;
  /** For how long a question for the results of a query that runs waits for its end, in milliseconds. */
  readonly patienceMs: number;
  /** Whether CloudWatch's rules of age, creation time and retention hold. */
  readonly enforceAge: boolean;
  /** Tells whoever runs the endpoint what is odd about a call. */
  notice(text: string): void;
  /** How the query that this call starts ends, whatever it finds: a fault for tests; null: as it does. */
  readonly ending: Ending | null;
  compile(queryText: string): Compilation;
}

export type Answer = Readonly<Record<string, unknown>>;

/** One operation; `signal` is aborted when the caller goes away. Refuses by throwing a Refusal. */
export type Operation = (
  body: unknown,
  account: Account,
  signal: AbortSignal,
) => Promise<Answer> | Answer;

/** An error of the service: HTTP 400 and a body that the AWS SDKs turn into a named exception. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: Answer;

  constructor(code: string, message: string, details: Answer = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }
}

export function invalidParameter(message: string): Refusal {
  return new Refusal('InvalidParameterException', message);
}

export function notFound(message: string): Refusal {
  return new Refusal('ResourceNotFoundException', message);
}

/** A value of an answer that is written already: its JSON in bytes, piece by piece. */
export class WrittenJson {
  readonly pieces: readonly Buffer[];

  constructor(pieces: readonly Buffer[]) {
    this.pieces = pieces;
  }
}

/**
 * The JSON of an answer in bytes, piece by piece. `statistics` are doubles and written as such (`5.0`), as CloudWatch
 * does; a plain JSON.stringify would make integers of them.
 */
export function answerJson(answer: Answer): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let text = '';
  for (const [name, value] of Object.entries(answer)) {
    const json = textOf(name, value);
    if (json === undefined) continue;
    text += `${text === '' && pieces.length === 0 ? '{' : ','}${JSON.stringify(name)}:`;
    if (value instanceof WrittenJson) {
      pieces.push(Buffer.from(text), ...value.pieces);
      text = '';
    } else {
      text += json;
    }
  }
  return [...pieces, Buffer.from(text === '' && pieces.length === 0 ? '{}' : `${text}}`)];
}

/** undefined: nothing is written. */
function textOf(name: string, value: unknown): string | undefined {
  if (value instanceof WrittenJson) return '';
  return name === 'statistics' ? doublesText(value) : JSON.stringify(value);
}

function doublesText(statistics: unknown): string {
  const doubles = Object.entries(statistics ?? {}).map(
    ([name, value]) => `${JSON.stringify(name)}:${asDouble(Number(value))}`,
  );
  return `{${doubles.join(',')}}`;
}

function asDouble(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
