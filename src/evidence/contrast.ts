// Which field values a finding's events share that all other events lack: a host, a version, a tenant.
import { chanceOfShare } from './survey/statistics.ts';
import type { Block, Dimension, Peeled } from './types.ts';

/** Field values of one event by field name. */
export type Fields = Readonly<Record<string, string>>;

/** Events of a finding, and other events, that a dimension needs to mean something. */
const MIN_EVENTS = 5;
const MIN_OTHERS = 5;
const MIN_SHARE = 0.8;
const MAX_BASELINE_SHARE = 0.4;
/** What nearly all of its own hold may be more frequent among the others: of two hosts one has half of all lines. */
const WHOLE_SHARE = 0.95;
const MAX_BASELINE_OF_WHOLE = 0.6;
/** Others that have the field at all, as a share of all others: a field of one message alone says nothing. */
const MIN_OTHERS_WITH_FIELD = 0.05;
const MAX_DIMENSIONS = 5;
const MAX_TEXT_CHARS = 1_000;
const SETTING = /(?<![\w.-])([A-Za-z][\w.-]{0,40})=("[^"]{0,80}"|[^\s,;"'()[\]{}]{1,80})/g;
/**
 * A word and a name behind it that holds a digit: `instance i-04`, `tenant [t-42]`, `from 10.0.3.7`. Numbers alone are
 * names only behind a word for a thing that is numbered.
 */
const NAMED =
  /(?<![\w=/.-])([A-Za-z][A-Za-z_-]{1,20}):? [[(<"']?((?=[\w.:-]*\d)[A-Za-z][\w-]*[\w](?:\.[\w-]+)*|\d{1,3}(?:\.\d{1,3}){3}(?::\d{2,5})?|(?<=\b(?:shard|partition|node|host|worker|replica|broker|instance|slot|tenant|customer|account|cluster|zone|rack|disk|volume|queue|consumer|member|build|version|release|offset|bucket|segment|pod|region|topic) )\d{1,9})(?![\w=/])/gi;
/** The path of a request; the ids in it are left out. */
const ID_IN_PATH = /(?<=\/)\d+(?=\/|$)|[0-9a-f-]{12,}/g;
const PATH = /(?:^|\s)(\/[\w./-]{1,60})(?=[\s?]|$)/;
/** Lines that begin with the name of a host or an instance. */
const FIRST_NAME = /^[A-Za-z][\w-]*\d[\w-]*(?=:? \S)/;
const MAX_VALUE_CHARS = 80;
/** Of all values looked at, how many may stand out like this by chance. */
const MAX_CHANCE = 0.01;
/** A value that so few others hold stands out though not nearly all of its own do. */
const MIN_LIFTED_SHARE = 0.5;
const MIN_LIFT = 5;
/** Fields that name the error itself, or differ by the nature of each event. */
const OF_THE_ERROR =
  '(?:log)?level(?:[._]?(?:name|no|value))?|lvl|(?:error)?severity(?:_?(?:text|number|level))?|msg|message|err(?:or)?(?:or)?(?:type|message|code|name)?|exception\\w*|stack\\w*|trace_?id|span_?id|request_?id|status(?:code)?|code|attempt|retry\\w*|reason|date|ts|bytes\\w*|content_?length';
/** What a logger writes of itself, and from where in the code it was called: they differ by the message. */
const OF_THE_LOGGER =
  'logger(?:[._]?name)?|message_?template|source_?context|caller|location|line(?:_?(?:no|number))?|func_?name|log\\.origin\\.[\\w.]{1,40}|code\\.(?:function|namespace|file_?path|lineno)[\\w.]{0,40}|thread(?:[._]?(?:name|id))?|pid';
/** Measured times; `rt` and `urt`, `uct`, `uht` are those of nginx's own documentation. */
const MEASURED =
  'time(?:stamp)?|(?:request|response|connect|header|upstream|processing|query|wait)time|duration\\w*|latency\\w*|elapsed\\w*|took\\w*|u?rt|uct|uht|ms|millis|seconds';
/** The names that Serilog gives to its own fields: level, template, message, time, exception and ids. */
const OF_SERILOG = '^@(?:l|mt?|t|x|r|i|tr|sp)$';
export const NOT_TELLING = new RegExp(
  `${OF_SERILOG}|(?:^|[._@-])(?:${OF_THE_ERROR}|${OF_THE_LOGGER}|${MEASURED})$`,
  'i',
);

/**
 * Whatever field holds it, such a value tells how grave a line is, by which output it came, or how long something took:
 * none of them says where the failures are.
 */
export const VALUE_NOT_TELLING =
  /^(?:stdout|stderr|trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|fatal|\d+(?:\.\d+)? ?(?:[nµum]?s|sec|seconds)|0\.\d{3,9})$/i;

/** Whatever field holds the message (structlog's is `event`), it is no property of the failure. */
function withoutMessage({ fields, text }: Peeled): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== text));
}

/** Fields of a plain or structured event: its own, `key=value` tokens of its text, and its stream. */
export function fieldsOf(peeled: Peeled, block: Block): Fields {
  const all: Record<string, string> = withoutMessage(peeled);
  const text = peeled.text.slice(0, MAX_TEXT_CHARS);
  for (const [, key = '', value = ''] of text.matchAll(SETTING)) {
    all[key] ??= value;
  }
  for (const [, word = '', name = ''] of text.matchAll(NAMED)) all[word] ??= name;
  const [, path] = PATH.exec(text) ?? [];
  if (path !== undefined) all.path ??= path.replace(ID_IN_PATH, '#');
  const [first] = FIRST_NAME.exec(text) ?? [];
  if (first !== undefined) all.name ??= first;
  all['@logStream'] = block.events[0]?.logStream ?? '';
  return all;
}

/**
 * Values that most of `own` hold and few of the `others` that know the field, the starkest first: shares apart, and
 * further than chance would bring any of all the values looked at.
 */
export function contrast(own: readonly Fields[], others: readonly Fields[]): Dimension[] {
  if (own.length < MIN_EVENTS || others.length < MIN_OTHERS) return [];
  const values = commonValues(own);
  return values
    .flatMap(({ field, value, count }) => {
      const known = amongOthers(others, field, value);
      if (known === null) return [];
      const share = count / own.length;
      const baselineShare = known.hits / known.all;
      const chance = chanceOfShare(count, own.length, known.hits, known.all) * values.length;
      return isApart(share, baselineShare) && chance <= MAX_CHANCE
        ? [{ field, value, share, baselineShare }]
        : [];
    })
    .sort(
      (a, b) =>
        b.share - b.baselineShare - (a.share - a.baselineShare) || (a.field < b.field ? -1 : 1),
    )
    .slice(0, MAX_DIMENSIONS);
}

/** Most of its own hold it, and so few of the others that it tells where these are. */
export function marks(share: number, baselineShare: number): boolean {
  if (share >= WHOLE_SHARE) return baselineShare <= MAX_BASELINE_OF_WHOLE;
  return share >= MIN_SHARE && baselineShare <= MAX_BASELINE_SHARE;
}

function isApart(share: number, baselineShare: number): boolean {
  if (share >= MIN_SHARE) return marks(share, baselineShare);
  return share >= MIN_LIFTED_SHARE && share >= baselineShare * MIN_LIFT;
}

/** How many of the others that have the field have this value; null where too few have it to say. */
function amongOthers(others: readonly Fields[], field: string, value: string) {
  const having = others.filter((fields) => field in fields);
  if (having.length < Math.max(MIN_OTHERS, MIN_OTHERS_WITH_FIELD * others.length)) return null;
  return { hits: having.filter((fields) => fields[field] === value).length, all: having.length };
}

function commonValues(own: readonly Fields[]) {
  const counts = new Map<string, Map<string, number>>();
  for (const fields of own) {
    for (const [field, value] of Object.entries(fields)) {
      if (value === '' || value.length > MAX_VALUE_CHARS) continue;
      if (NOT_TELLING.test(field) || VALUE_NOT_TELLING.test(value)) continue;
      const values = counts.get(field) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      counts.set(field, values);
    }
  }
  return [...counts].flatMap(([field, values]) => {
    const [top] = [...values].sort((a, b) => b[1] - a[1]);
    if (top === undefined || top[1] < MIN_LIFTED_SHARE * own.length) return [];
    return [{ field, value: top[0], count: top[1] }];
  });
}
