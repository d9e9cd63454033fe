// audit.jsonl of a run: a line for each call that left the program, or was refused before it did. Lines are written when a
// call ends; what is under way when the run ends, however it ends, is written as unanswered.
import { type Audit, type Caller, userAgentOf } from '../base/outgoing.ts';
import { sanitizeLine } from '../base/sanitize.ts';
import { isoTime } from '../base/time-range.ts';
import { cleanContent } from './border.ts';

/** Lines of a run; more are counted, not written. A run makes at most 5,000 calls of tools. */
export const MAX_AUDIT_CALLS = 10_000;
/** Characters of the parameters of one call, as JSON. */
export const MAX_PARAMETER_CHARS = 10_000;
const MAX_NAME_CHARS = 200;

export type AuditRecord =
  | {
      readonly kind: 'audit-started';
      readonly at: string;
      readonly runId: string | null;
      readonly version: string;
      /** What the calls carry as User-Agent, beside what the SDK says of itself. */
      readonly userAgent: string;
    }
  | {
      readonly kind: 'call';
      /** When it began. */
      readonly at: string;
      readonly tool: string | null;
      readonly server: string | null;
      readonly operation: string;
      readonly region: string | null;
      /** Redacted; the beginning of their JSON as text where they are too long. */
      readonly parameters: unknown;
      readonly requestId: string | null;
      /** `ok`, the name of a fault, or `Unanswered` where the run ended first. */
      readonly outcome: string;
      readonly attempts: number | null;
      readonly durationMs: number;
    }
  | { readonly kind: 'calls-left-out'; readonly at: string; readonly count: number };

export interface AuditTrail extends Audit {
  /** Writes what is under way as unanswered; calls that begin or end later are not told. May be called again. */
  close(): void;
}

export function createAuditTrail(
  caller: Caller,
  append: (record: AuditRecord) => void,
  now: () => number,
): AuditTrail {
  const underWay = new Set<(end: Parameters<ReturnType<Audit['begin']>>[0]) => void>();
  let written = 0;
  let leftOut = 0;
  let closed = false;
  const { runId, version } = caller;
  const userAgent = userAgentOf(caller);
  const write = (record: AuditRecord) => {
    if (written === 0) append({ kind: 'audit-started', at: record.at, runId, version, userAgent });
    if (written >= MAX_AUDIT_CALLS) leftOut++;
    else append(record);
    written++;
  };
  return {
    begin: (call) => {
      const startMs = now();
      const end: Parameters<typeof underWay.add>[0] = ({ outcome, requestId, attempts }) => {
        if (!underWay.delete(end)) return;
        write({
          kind: 'call',
          at: isoTime(startMs),
          tool: named(call.tool),
          server: named(call.server),
          operation: nameOf(call.operation),
          region: named(call.region),
          parameters: told(call.parameters),
          requestId: named(requestId),
          outcome: nameOf(outcome),
          attempts,
          durationMs: now() - startMs,
        });
      };
      if (!closed) underWay.add(end);
      return end;
    },
    close: () => {
      if (closed) return;
      closed = true;
      for (const end of [...underWay])
        end({ outcome: 'Unanswered', requestId: null, attempts: null });
      if (leftOut > 0) append({ kind: 'calls-left-out', at: isoTime(now()), count: leftOut });
    },
  };
}

const nameOf = (text: string): string => sanitizeLine(text).slice(0, MAX_NAME_CHARS);
const named = (text: string | null): string | null => (text === null ? null : nameOf(text));

/** Through the border, as everything that is kept; times as text. */
function told(parameters: unknown): unknown {
  if (parameters === undefined) return null;
  const cleaned = cleanContent(JSON.parse(JSON.stringify(parameters) ?? 'null'));
  const json = JSON.stringify(cleaned);
  if (json.length <= MAX_PARAMETER_CHARS) return cleaned;
  return `${json.slice(0, MAX_PARAMETER_CHARS)} [cut: ${MAX_PARAMETER_CHARS} of ${json.length} characters]`;
}
