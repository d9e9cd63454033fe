// Option values as typed, checked one by one: each error names the flag and shows a value that works.
import { type Amendment, Failure, withValue } from '../base/failure.ts';
import { HOUR_MS, isoTime } from '../base/time-range.ts';
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
export function readWindow({ hours, start, end }: WindowOptions, nowMs: number): WindowRequest {
  if (hours !== null && start !== null && end !== null) {
    throw new Failure(
      'usage',
      '--hours, --start and --end were given together.',
      ['Leave one out: two of them make a window.'],
      [{ label: 'For example', drop: ['--hours'] }],
    );
  }
  const endMs = end === null ? null : readTime('--end', end, nowMs);
  const startMs =
    start === null ? null : readTime('--start', start, (endMs ?? nowMs) - DEFAULT_HOURS * HOUR_MS);
  if (startMs !== null && endMs !== null && startMs >= endMs) throw turnedRound(startMs, endMs);
  const given = hours === null ? null : readHours(hours);
  if (startMs !== null && endMs !== null)
    return { startMs, endMs, hours: (endMs - startMs) / HOUR_MS };
  if (startMs !== null && given !== null)
    return { startMs, endMs: startMs + given * HOUR_MS, hours: given };
  return { startMs, endMs, hours: given ?? DEFAULT_HOURS };
}

/** Two times in the wrong order are told in the right one; the same time twice becomes a window of the usual length. */
function turnedRound(startMs: number, endMs: number): Failure {
  const [first, last] =
    startMs > endMs ? [endMs, startMs] : [startMs, startMs + DEFAULT_HOURS * HOUR_MS];
  const flags = `--start ${inSeconds(startMs)} is not before --end ${inSeconds(endMs)}.`;
  const replace = [
    { flag: '--start', from: null, to: inSeconds(first) },
    { flag: '--end', from: null, to: inSeconds(last) },
  ];
  return new Failure('usage', flags, [], [{ label: 'For example', replace }]);
}

/** `instead`: the command that reads something. Throws Failure `usage`. */
export function refuseFuture(
  { startMs }: WindowRequest,
  nowMs: number,
  instead: Amendment = {
    ...withValue('--start', isoTime(nowMs - HOUR_MS)),
    drop: ['--end'],
  },
): void {
  if (startMs === null || startMs < nowMs) return;
  const help = [`It is ${isoTime(nowMs)} now (UTC).`];
  throw new Failure('usage', `--start ${isoTime(startMs)} is in the future.`, help, [instead]);
}

function readHours(text: string): number {
  const hours = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (hours > 0 && hours <= MAX_HOURS) return hours;
  throw new Failure(
    'usage',
    `--hours "${text}" is not a positive number of hours up to ${MAX_HOURS}.`,
    [],
    [withValue('--hours', hoursMeant(text) ?? '2')],
  );
}

/** Hours of each unit that people write behind a number. */
const UNITS: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24, w: 168 };

/** `2h`, `30m`, `1d`, `1,5` as a number of hours; null where no such length is meant. */
export function hoursMeant(text: string): string | null {
  const [, number = '', unit = 'h'] =
    /^(\d+(?:[.,]\d+)?)\s*(?:(m|h|d|w)[a-z]*)?$/i.exec(text.trim()) ?? [];
  const hours = Number(number.replace(',', '.')) * (UNITS[unit.toLowerCase()] ?? 1);
  return hours > 0 && hours <= MAX_HOURS ? String(Number(hours.toFixed(HOURS_DECIMALS))) : null;
}

const HOURS_DECIMALS = 4;

const ISO_TIME =
  /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,3})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * ISO 8601 as UTC milliseconds; no zone means UTC. Throws Failure `usage` that names the flag, with `exampleMs` as a time
 * that fits.
 */
export function readTime(flag: string, text: string, exampleMs: number): number {
  const iso = text.trim().replace(' ', 'T').replace(',', '.');
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/i.test(iso) || !iso.includes('T') ? iso : `${iso}Z`;
  const ms = ISO_TIME.test(text.trim()) ? Date.parse(zoned) : Number.NaN;
  if (!Number.isNaN(ms) && isRealDate(iso)) return ms;
  throw new Failure(
    'usage',
    `${flag} "${text}" is not a time.`,
    ['A time is written in ISO 8601; without a zone it is UTC.'],
    [withValue(flag, inSeconds(epochMeant(text) ?? Math.floor(exampleMs / 1_000) * 1_000))],
  );
}

const inSeconds = (ms: number) => isoTime(ms).replace('.000Z', 'Z');

/** Epoch seconds or milliseconds of this century, as AWS takes them; null where no such number was typed. */
function epochMeant(text: string): number | null {
  const digits = /^\d{10}(\d{3})?$/.test(text.trim()) ? text.trim() : null;
  if (digits === null) return null;
  return digits.length === 10 ? Number(digits) * 1_000 : Number(digits);
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
  const name = pair.replace(/^=+/, '').trim() || 'NAME';
  throw new Failure(
    'usage',
    `--param "${pair}" is not name=value.`,
    [],
    [withValue('--param', `${name}=VALUE`, pair)],
  );
}
