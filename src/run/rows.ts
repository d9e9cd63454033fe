// Rows of a query as log events.

import type { LogEvent } from '../base/log-event.ts';
import { contains, type TimeRange } from '../base/time-range.ts';
import type { QueryResult, ResultRow } from './query.ts';

/** Characters of one event that are kept for analysis; the rest is named as cut and stays in the evidence. */
const MAX_EVENT_CHARS = 16_384;
/** The same where a run reads very many events, so that all of them together stay below about MAX_TEXT_CHARS. */
const MIN_EVENT_CHARS = 3_000;
const MAX_TEXT_CHARS = 120_000_000;

/**
 * Rows with @timestamp and @message as events, those outside the window dropped.
 * `labelOf` gives the name under which a log group is known in this run.
 */
export function eventsOf(
  result: QueryResult,
  window: TimeRange,
  labelOf: (group: { name: string; region: string }) => string,
): LogEvent[] {
  const maxChars = keptChars(result.matched);
  const names = new Map<string, string>();
  const once = (name: string) => names.get(name) ?? (names.set(name, name), name);
  return result.rows.flatMap((row, index) => {
    const timestampMs = parseTimestamp(row['@timestamp']);
    if (timestampMs === null || !contains(window, timestampMs)) return [];
    return [
      {
        timestampMs,
        logGroup: once(labelOf({ name: groupName(row, result), region: result.plan.region })),
        logStream: once(row['@logStream'] ?? ''),
        message: bounded(row['@message'] ?? '', maxChars),
        eventId: row['@ptr'] ?? `${result.evidenceId}#${index}`,
        evidenceId: result.evidenceId,
      },
    ];
  });
}

/** `@log` is `accountId:logGroupName`. */
export function groupName(row: ResultRow, { plan }: QueryResult): string {
  const log = row['@log'];
  if (log === undefined) return plan.logGroupNames[0] ?? '';
  return log.slice(log.indexOf(':') + 1);
}

/** `YYYY-MM-DD HH:mm:ss.SSS` in UTC, as query rows write times. */
export function parseTimestamp(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? null : ms;
}

function keptChars(matched: number): number {
  const share = Math.floor(MAX_TEXT_CHARS / Math.max(1, matched));
  return Math.max(MIN_EVENT_CHARS, Math.min(MAX_EVENT_CHARS, share));
}

function bounded(message: string, maxChars: number): string {
  if (message.length <= maxChars) return message;
  const cut = message.length - maxChars;
  return `${message.slice(0, maxChars)}… [${cut.toLocaleString('en')} characters cut]`;
}
