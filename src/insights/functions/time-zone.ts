// Time zones by name or offset: how far local time is ahead of UTC at a moment.

const OFFSET = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/;
const MINUTE_MS = 60_000;
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that local time is ahead of UTC at `ms`; null: there is no such zone. */
export type ZoneOffset = (ms: number) => number;

export function zoneOffset(zone: string): ZoneOffset | null {
  if (/^(?:|Z|UTC|GMT)$/i.test(zone)) return () => 0;
  const fixed = OFFSET.exec(zone);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    return () => (fixed[1] === '-' ? -minutes : minutes) * MINUTE_MS;
  }
  const format = formatOf(zone);
  return format === null ? null : (ms) => localMs(format, ms) - Math.floor(ms / 1_000) * 1_000;
}

/** The moment at which the clocks of a zone show this time, written as if it were UTC. */
export function fromLocal(shownMs: number, offset: ZoneOffset): number {
  const guess = shownMs - offset(shownMs);
  return shownMs - offset(guess);
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    FORMATS.set(zone, format);
    return format;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Local time to the second, as if it were UTC. */
function localMs(format: Intl.DateTimeFormat, ms: number): number {
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  return Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
}
