// Rows of a query as log events.

import type { LogEvent } from '../base/log-event.ts';
import { isArn } from '../base/log-group-arn.ts';
import { contains, type TimeRange } from '../base/time-range.ts';
import type { QueryResult, ResultRow } from './query.ts';

/**
 * Rows with @timestamp and @message as events, those outside the window dropped.
 * `labelOf` gives the name under which a log group is known in this run.
 */
export function eventsOf(
  result: QueryResult,
  window: TimeRange,
  labelOf: (group: { name: string; region: string }) => string,
): LogEvent[] {
  const names = new Map<string, string>();
  // Rows repeat the same few names: one text for all of them.
  const once = (name: string) => {
    const known = names.get(name);
    if (known === undefined) names.set(name, name);
    return known ?? name;
  };
  const labels = new Map<string | undefined, string>();
  const label = (row: ResultRow) => {
    const log = row['@log'];
    const known = labels.get(log);
    if (known !== undefined) return known;
    const found = labelOf({ name: groupName(row, result), region: result.plan.region });
    labels.set(log, found);
    return found;
  };
  return result.rows.flatMap((row, index) => {
    const timestampMs = parseTimestamp(row['@timestamp']);
    if (timestampMs === null || !contains(window, timestampMs)) return [];
    return [
      {
        timestampMs,
        logGroup: label(row),
        logStream: once(row['@logStream'] ?? ''),
        message: row['@message'] ?? '',
        eventId: row['@ptr'] ?? `${result.evidenceId}#${index}`,
        evidenceId: result.evidenceId,
        ...(result.cut?.rows.has(row) === true ? { keptChars: result.cut.chars } : {}),
      },
    ];
  });
}

/** `@log` is `accountId:logGroupName`; log groups of linked accounts are known by their ARN. */
export function groupName(row: ResultRow, { plan }: QueryResult): string {
  const log = row['@log'];
  if (log === undefined) return plan.logGroupNames[0] ?? '';
  const name = log.slice(log.indexOf(':') + 1);
  const linked = plan.logGroupNames
    .filter(isArn)
    .find((arn) => arn.endsWith(`:${accountOf(log)}:log-group:${name}`));
  return linked ?? name;
}

const accountOf = (log: string) => log.slice(0, log.indexOf(':'));

/** `YYYY-MM-DD HH:mm:ss.SSS` in UTC, as query rows write times. */
export function parseTimestamp(text: string | undefined): number | null {
  if (text === undefined) return null;
  const ms = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? null : ms;
}
