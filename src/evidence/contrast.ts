// Which field values a finding's events share that all other events lack: a host, a version, a tenant.
import type { Block, Dimension, Peeled } from './types.ts';

/** Field values of one event by field name. */
export type Fields = Readonly<Record<string, string>>;

/** Events of a finding, and other events, that a dimension needs to mean something. */
const MIN_EVENTS = 5;
const MIN_OTHERS = 5;
const MIN_SHARE = 0.8;
const MAX_BASELINE_SHARE = 0.4;
/** Others that have the field at all, as a share of all others: a field of one message alone says nothing. */
const MIN_OTHERS_WITH_FIELD = 0.05;
const MAX_DIMENSIONS = 5;
const MAX_TEXT_CHARS = 1_000;
const SETTING = /(?<![\w.-])([A-Za-z][\w.-]{0,40})=("[^"]{0,80}"|[^\s,;"'()[\]{}]{1,80})/g;
const MAX_VALUE_CHARS = 80;
/** Fields that name the error itself, or differ by the nature of each event. */
export const NOT_TELLING =
  /(?:^|[._-])(?:level|severity|msg|message|time(?:stamp)?|ts|date|err(?:or)?(?:or)?(?:type|message|code|name)?|exception\w*|stack\w*|trace_?id|span_?id|request_?id|status(?:code)?|code|duration\w*|latency\w*|elapsed\w*|attempt|retry\w*|reason|logger|caller|location|line|thread|pid)$/i;

/** Fields of a plain or structured event: its own, `key=value` tokens of its text, and its stream. */
export function fieldsOf(peeled: Peeled, block: Block): Fields {
  const all: Record<string, string> = { ...peeled.fields };
  for (const [, key = '', value = ''] of peeled.text.slice(0, MAX_TEXT_CHARS).matchAll(SETTING)) {
    all[key] ??= value;
  }
  all['@logStream'] = block.events[0]?.logStream ?? '';
  return all;
}

/** Values that at least MIN_SHARE of `own` share and at most MAX_BASELINE_SHARE of the `others` that know the field have, the starkest first. */
export function contrast(own: readonly Fields[], others: readonly Fields[]): Dimension[] {
  if (own.length < MIN_EVENTS || others.length < MIN_OTHERS) return [];
  return commonValues(own)
    .flatMap(({ field, value, count }) => {
      const baselineShare = shareAmong(others, field, value);
      return baselineShare === null
        ? []
        : [{ field, value, share: count / own.length, baselineShare }];
    })
    .filter(({ baselineShare }) => baselineShare <= MAX_BASELINE_SHARE)
    .sort(
      (a, b) =>
        b.share - b.baselineShare - (a.share - a.baselineShare) || (a.field < b.field ? -1 : 1),
    )
    .slice(0, MAX_DIMENSIONS);
}

/** How many of the others that have the field have this value; null where too few have it to say. */
function shareAmong(others: readonly Fields[], field: string, value: string): number | null {
  const having = others.filter((fields) => field in fields);
  if (having.length < Math.max(MIN_OTHERS, MIN_OTHERS_WITH_FIELD * others.length)) return null;
  return having.filter((fields) => fields[field] === value).length / having.length;
}

function commonValues(own: readonly Fields[]) {
  const counts = new Map<string, Map<string, number>>();
  for (const fields of own) {
    for (const [field, value] of Object.entries(fields)) {
      if (NOT_TELLING.test(field) || value === '' || value.length > MAX_VALUE_CHARS) continue;
      const values = counts.get(field) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      counts.set(field, values);
    }
  }
  return [...counts].flatMap(([field, values]) => {
    const [top] = [...values].sort((a, b) => b[1] - a[1]);
    if (top === undefined || top[1] < MIN_SHARE * own.length) return [];
    return [{ field, value: top[0], count: top[1] }];
  });
}
