// Option values as typed, checked one by one: each error names the flag and shows a value that works.
import { Failure } from '../base/failure.ts';
import { HOUR_MS } from '../base/time-range.ts';
import type { WindowRequest } from '../run/request.ts';

const DEFAULT_HOURS = 2;
/** Longest window in hours: ten years. */
const MAX_HOURS = 87_600;

export interface WindowOptions {
  readonly hours: string | null;
  readonly start: string | null;
  readonly end: string | null;
}

/** --hours, --start and --end as a window request; all three together are a usage error. Throws Failure. */
export function readWindow({ hours, start, end }: WindowOptions): WindowRequest {
  if (hours !== null && start !== null && end !== null) {
    throw new Failure('usage', '--hours, --start and --end were given together.', [
      'Leave one out: two of them make a window.',
    ]);
  }
  const startMs = start === null ? null : readTime('--start', start);
  const endMs = end === null ? null : readTime('--end', end);
  if (startMs !== null && endMs !== null && startMs >= endMs) {
    throw new Failure('usage', `--start ${start} is not before --end ${end}.`, [
      'For example: --start 2026-11-20T14:00:00Z --end 2026-11-20T16:00:00Z',
    ]);
  }
  const given = hours === null ? null : readHours(hours);
  if (startMs !== null && endMs !== null)
    return { startMs, endMs, hours: (endMs - startMs) / HOUR_MS };
  if (startMs !== null && given !== null)
    return { startMs, endMs: startMs + given * HOUR_MS, hours: given };
  return { startMs, endMs, hours: given ?? DEFAULT_HOURS };
}

function readHours(text: string): number {
  const hours = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (hours > 0 && hours <= MAX_HOURS) return hours;
  throw new Failure(
    'usage',
    `--hours "${text}" is not a positive number of hours up to ${MAX_HOURS}.`,
    ['For example: --hours 4 or --hours 0.5'],
  );
}

const ISO_TIME =
  /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,3})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** ISO 8601 as UTC milliseconds; no zone means UTC. Throws Failure `usage` that names the flag. */
export function readTime(flag: string, text: string): number {
  const iso = text.trim().replace(' ', 'T').replace(',', '.');
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/i.test(iso) || !iso.includes('T') ? iso : `${iso}Z`;
  const ms = ISO_TIME.test(text.trim()) ? Date.parse(zoned) : Number.NaN;
  if (!Number.isNaN(ms) && isRealDate(iso)) return ms;
  throw new Failure('usage', `${flag} "${text}" is not a time.`, [
    `For example: ${flag} 2026-11-20T14:00:00Z (no zone means UTC)`,
  ]);
}

/** Date.parse takes 30 February as 2 March. */
function isRealDate(iso: string): boolean {
  const [year = 0, month = 0, day = 0] = iso.slice(0, 10).split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** `--param name=value`, repeated, as a record. Throws Failure `usage`, also where a name has two values. */
export function readParameters(pairs: readonly string[]): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs.map(readParameter)) {
    const before = values.get(name);
    if (before !== undefined && before !== value) {
      throw new Failure(
        'usage',
        `--param ${name}=${before} and --param ${name}=${value} contradict each other.`,
        ['Leave one of them out.'],
      );
    }
    values.set(name, value);
  }
  return Object.fromEntries(values);
}

function readParameter(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  throw new Failure('usage', `--param "${pair}" is not name=value.`, [
    'For example: --param severity=error',
  ]);
}
