// Numbers that lines report, by the name under which they do: `latency=51ms`, `active=7/40`, `queue depth 17`.
// A number is read with its unit into one scale a kind (milliseconds, bytes, percent), so that 900 ms and 1.2 s compare.

export type Unit = 'ms' | 'bytes' | 'percent' | 'number';

export interface Measure {
  /** As the line writes it. */
  readonly name: string;
  /** In its unit's own scale. */
  readonly value: number;
  readonly unit: Unit;
  /** Value and unit as written. */
  readonly written: string;
  /** The limit stated beside it, in the same scale: `7/40`, `3 of 5`, 100 for percent. */
  readonly limit: number | null;
}

const MAX_TEXT_CHARS = 1_000;
const MAX_MEASURES = 24;
const NAME = String.raw`[A-Za-z][\w.%-]{0,40}`;
const VALUE = String.raw`(-?\d{1,15}(?:\.\d{1,9})?)(%| ?(?:ns|us|µs|μs|ms|milliseconds?|secs?|seconds?|mins?|minutes?|[kmgt]i?b|bytes|percent|s)\b|[mhbB]\b)?`;
/** What would make it a date, a version, an address, a place in code or part of a name. */
const ENDS = String.raw`(?![\w@]|[.:-]\d|-[A-Za-z])`;
const ASSIGNED = new RegExp(
  String.raw`(?<![\w.-])["']?(${NAME})["']?(?:=|:\s?)["']?${VALUE}(?:\s?\/\s?(\d{1,9}(?:\.\d{1,3})?)\s?[a-z%]{0,3}(?![\w.:/-]))?${ENDS}`,
  'gi',
);
/** `queue depth 17`, `waited 1441ms`, `in 12 ms`: the words just before the number name it. */
const SPOKEN = new RegExp(
  String.raw`(?<![\w.=/:-])((?:[A-Za-z][\w-]{1,30} ){1,2})${VALUE}(?: ?(?:\/|of) ?(\d{1,9})(?![\w.:/-]))?${ENDS}`,
  'gi',
);
const SCALES: Readonly<Record<string, readonly [Unit, number]>> = {
  ns: ['ms', 1e-6],
  us: ['ms', 1e-3],
  ms: ['ms', 1],
  s: ['ms', 1e3],
  m: ['ms', 6e4],
  h: ['ms', 3.6e6],
  b: ['bytes', 1],
  kb: ['bytes', 1_024],
  mb: ['bytes', 1_048_576],
  gb: ['bytes', 1_073_741_824],
  tb: ['bytes', 1_099_511_627_776],
  '%': ['percent', 1],
};
/** Numbers that identify, date or enumerate instead of measuring. */
const IDENTIFYING =
  /(?:^|[._-])(?:u?u?id|ids|key|no|nr|num|number|seq|sequence|offset|epoch|generation|gen|version|revision|rev|build|port|pid|tid|line|code|status|partition|shard|index|attempt|page|time|timestamp|ts|date|year|hash|sha|order|user|client|serial|level|lvl)$|[a-z]Id$/i;
/** Totals that only ever grow. */
const COUNTING =
  /(?:^|[._-])(?:total|totals|sum|uptime|processed|handled|served|received|sent|completed|written|requests|commits?|ticks?|reloads?|iterations?)$|_total\b/i;
const NO_NAME =
  /^(?:at|on|line|port|version|v|id|no|number|pid|order|user|page|step|part|partition|shard|attempt|retry|code|status|error|job|task|thread|worker|node|host|release|build|to|from|and|or|the|a|an|of|with|by|http|https|utf|iso|sha|md|ipv)$/i;

/** The measures of a message without its header; each name once, the first reading. */
export function measuresOf(text: string, fields: Readonly<Record<string, string>>): Measure[] {
  const found = new Map<string, Measure>();
  const add = (measure: Measure | null) => {
    if (measure !== null && found.size < MAX_MEASURES && !found.has(measure.name))
      found.set(measure.name, measure);
  };
  const line = text.slice(0, MAX_TEXT_CHARS);
  for (const [, name = '', value = '', unit, limit] of line.matchAll(ASSIGNED))
    add(measureOf(name, value, unit, limit));
  for (const [, words = '', value = '', unit, limit] of line.matchAll(SPOKEN))
    add(spoken(words, value, unit, limit));
  for (const [name, written] of Object.entries(fields)) add(fieldMeasure(name, written));
  return [...found.values()];
}

/** A word names a number only with a unit or a limit beside it, or where it says what is counted. */
function spoken(words: string, value: string, unit?: string, limit?: string): Measure | null {
  const parts = words.trim().replace(COPULA, '').split(' ');
  const last = parts.at(-1) ?? '';
  const name = NO_NAME.test(parts[0] ?? '') ? last : parts.join(' ');
  const named = !NO_NAME.test(last) || unit !== undefined;
  if (!named || (unit === undefined && limit === undefined && !isTelling(last))) return null;
  return measureOf(name, value, unit, limit);
}

/** `replica db-2 is 40 s behind`: the word before it names the number. */
const COPULA = / (?:is|are|was|were|at|by|of)$/i;

/** Words for what is counted or filled. */
const TELLING =
  /^(?:lag|depth|backlog|queued?|pending|waiting|size|count|used|usage|utili[sz]ation|active|open|idle|free|available|remaining|latency|load|skew|drift|ratio|rate|connections?|threads?|sessions?|retries|errors|failures|rss|heap|cpu|memory|length)$/i;

function isTelling(word: string): boolean {
  return TELLING.test(word);
}

function fieldMeasure(name: string, written: string): Measure | null {
  if (written.length > 40 || !/^-?\d/.test(written)) return null;
  const [, value, unit, limit] =
    /^(-?\d{1,15}(?:\.\d{1,9})?)\s?([a-zµμ%]{1,12})?(?:\s?\/\s?(\d{1,9}))?$/i.exec(written) ?? [];
  return value === undefined ? null : measureOf(name, value, unit, limit);
}

function measureOf(name: string, value: string, unit = '', limit?: string): Measure | null {
  if (IDENTIFYING.test(name) || COUNTING.test(name)) return null;
  const [kind, factor] = scaleOf(unit.trim()) ?? scaleOf(suffixOf(name)) ?? ['number', 1];
  const number = Number(value) * factor;
  if (!Number.isFinite(number)) return null;
  const stated = limit === undefined ? null : Number(limit) * factor;
  const most = stated !== null && stated > 1 && number <= stated ? stated : null;
  const whole = kind === 'percent' ? 100 : null;
  return { name, value: number, unit: kind, written: `${value}${unit}`, limit: most ?? whole };
}

function scaleOf(unit: string): readonly [Unit, number] | null {
  const plain = unit.toLowerCase().replace(/^[µμ]s$/, 'us');
  const short = plain
    .replace(/^milliseconds?$/, 'ms')
    .replace(/^(?:secs?|seconds?)$/, 's')
    .replace(/^(?:mins?|minutes?)$/, 'm')
    .replace(/^([kmgt])ib$/, '$1b')
    .replace(/^bytes$/, 'b')
    .replace(/^percent$/, '%');
  return SCALES[short] ?? null;
}

/** `duration_ms`, `elapsedMs`, `size_bytes`, `cpu_percent`: the unit in the name. */
function suffixOf(name: string): string {
  const [, suffix = ''] =
    /(?:[._]|(?<=[a-z]))(ms|Ms|MS|seconds|bytes|Bytes|percent|pct)$/.exec(name) ?? [];
  return suffix === 'pct' ? '%' : suffix;
}
