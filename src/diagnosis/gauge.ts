// A number that climbs to its stated limit in healthy lines before the onset: `active=20/20`.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS } from '../base/time-range.ts';

/** How far before the onset it is looked for. */
const LEAD_MS = 10 * MINUTE_MS;

export interface Gauge {
  /** The line that first shows the limit nearly reached. */
  readonly event: LogEvent;
  /** As the line writes it. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** How gauges are written; groups: name, value, limit. "batch 3 of 10" is progress, not a gauge. */
const FORMS: readonly RegExp[] = [
  /\b([A-Za-z][\w.-]{0,30})[=:] ?(\d{1,7}) ?\/ ?(\d{1,7})\b/g,
  /\b(active|used|in_?use|busy|open)[=:] ?(\d{1,7})\b[^\n]{0,40}?\b(?:max|limit|size|total|capacity)[=:] ?(\d{1,7})\b/gi,
  /\b([\w.-]{0,30}(?:usage|used|util\w{0,9}|full|busy))[=:] ?(\d{1,3})(?:\.\d{1,4})? ?%/gi,
];
const PERCENT = 100;
const MAX_TEXT_CHARS = 1_000;
const MIN_READINGS = 3;
const FULL_SHARE = 0.9;
const FREE_SHARE = 0.75;

interface Reading {
  readonly event: LogEvent;
  readonly name: string;
  readonly value: number;
  readonly limit: number;
}

/** The gauge that reached its limit nearest to the onset, or null. */
export function findFullGauge(context: readonly LogEvent[], onsetMs: number): Gauge | null {
  const series = new Map<string, Reading[]>();
  for (const event of context) {
    if (event.timestampMs > onsetMs || event.timestampMs < onsetMs - LEAD_MS) continue;
    for (const reading of readingsOf(event)) {
      const key = `${event.logGroup} ${reading.name} ${reading.limit}`;
      series.set(key, [...(series.get(key) ?? []), reading]);
    }
  }
  const full = [...series.values()].flatMap((readings) => climbed(readings) ?? []);
  return full.sort((a, b) => b.event.timestampMs - a.event.timestampMs)[0] ?? null;
}

function readingsOf(event: LogEvent): Reading[] {
  const text = event.message.slice(0, MAX_TEXT_CHARS);
  const matches = FORMS.flatMap((form) => [...text.matchAll(form)]);
  return matches.flatMap(([, name = '', value, limit]) => {
    const reading = { event, name, value: Number(value), limit: Number(limit ?? PERCENT) };
    return reading.limit > 1 && reading.value <= reading.limit ? [reading] : [];
  });
}

/** It began with room to spare, and stays near its limit from the returned event to the onset. */
function climbed(readings: readonly Reading[]): Gauge | null {
  const [first] = readings;
  const lastFree = readings.findLastIndex(({ value, limit }) => value < limit * FULL_SHARE);
  const full = readings[lastFree + 1];
  if (first === undefined || full === undefined || readings.length < MIN_READINGS) return null;
  if (first.value > first.limit * FREE_SHARE) return null;
  return {
    event: full.event,
    name: full.name,
    from: first.value,
    to: full.value,
    limit: full.limit,
  };
}
