// What came into a run from outside, whole and behind the border, a line each: `[head, body]`. A run that was killed is
// done again from it without asking anybody twice.
import type { Turn } from '../agent/model.ts';
import type { ToolResult } from '../agent/tools.ts';
import { rowParts } from './line-file.ts';

export const RECORD = 'record.jsonl';

/** Whose tools they are: ids of queries and arguments mean nothing elsewhere. */
export type Port = 'logs' | 'baseline' | 'foreign';

export type RecordEntry =
  | { readonly head: CallHead; readonly body: ToolResult }
  /** A turn of a model, by a digest of what it was sent. */
  | { readonly head: { readonly kind: 'turn'; readonly request: string }; readonly body: Turn }
  /** What a person said to a question. */
  | {
      readonly head: { readonly kind: 'person'; readonly question: string };
      readonly body: unknown;
    }
  /** How far AWS's clock was ahead when the window was settled, in milliseconds. */
  | { readonly head: { readonly kind: 'clock' }; readonly body: number }
  /** A query of an earlier life that was not known any more, and the id that it was started again under. */
  | {
      readonly head: { readonly kind: 'restarted'; readonly queryId: string };
      readonly body: string;
    };

export interface CallHead {
  readonly kind: 'call';
  readonly port: Port;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Whether an answer is final: failures are asked again, and so is a query that still ran. */
export function isFinal(tool: string, { isError, content }: ToolResult): boolean {
  if (isError) return false;
  if (tool !== 'get-query-results') return true;
  return (content as { readonly status?: unknown } | null)?.status === 'Complete';
}

/** One line; the rows of a query in parts, for there may be very many. */
export function* entryParts({ head, body }: RecordEntry): Generator<string> {
  yield `[${JSON.stringify(head)},`;
  const rows = rowsOf(body);
  if (rows === null) yield JSON.stringify(body);
  else {
    const { content, ...rest } = body as ToolResult & { content: { results: unknown } };
    const bare = JSON.stringify({ ...rest, content: { ...content, results: undefined } });
    // The content stands last and its rows last in it: both are open here.
    yield `${bare.slice(0, -2)}${bare.endsWith('{}}') ? '' : ','}"results":[`;
    yield* rowParts(rows);
    yield ']}}';
  }
  yield ']\n';
}

function rowsOf(body: unknown): readonly unknown[] | null {
  const { content } = (body ?? {}) as { readonly content?: { readonly results?: unknown } | null };
  return Array.isArray(content?.results) ? content.results : null;
}
