// Random queries and events for property tests, and what the queries mean, computed in the plainest way.
import fc from 'fast-check';

/** A query of the part of the language that the plain evaluation knows. */
export interface PlainQuery {
  readonly conditions: readonly PlainCondition[];
  readonly shape:
    | { readonly kind: 'events'; readonly sort: 'asc' | 'desc'; readonly limit: number }
    | { readonly kind: 'groups'; readonly by: 'k' | 't' | null };
}

export interface PlainCondition {
  readonly field: 'n' | 'k';
  readonly operator: '=' | '!=' | '<' | '>=';
  readonly value: number | string;
}

export interface PlainEvent {
  readonly n?: number;
  readonly k?: string;
}

const number = fc.integer({ min: -5, max: 20 });
const word = fc.constantFrom('a', 'b', 'c10', 'c9');

export const plainEvents = fc.array(fc.record({ n: number, k: word }, { requiredKeys: [] }), {
  maxLength: 30,
});

const condition: fc.Arbitrary<PlainCondition> = fc.oneof(
  fc.record({
    field: fc.constant('n' as const),
    operator: fc.constantFrom('=' as const, '!=' as const, '<' as const, '>=' as const),
    value: number,
  }),
  fc.record({
    field: fc.constant('k' as const),
    operator: fc.constantFrom('=' as const, '!=' as const),
    value: word,
  }),
);

export const plainQuery: fc.Arbitrary<PlainQuery> = fc.record({
  conditions: fc.array(condition, { maxLength: 3 }),
  shape: fc.oneof(
    fc.record({
      kind: fc.constant('events' as const),
      sort: fc.constantFrom('asc' as const, 'desc' as const),
      limit: fc.integer({ min: 1, max: 40 }),
    }),
    fc.record({
      kind: fc.constant('groups' as const),
      by: fc.constantFrom('k' as const, 't' as const, null),
    }),
  ),
});

const BINS = { k: 'k', t: 'bin(10s) as t' };

export function textOf({ conditions, shape }: PlainQuery): string {
  const filters = conditions.map(
    ({ field, operator, value }) => `filter ${field} ${operator} ${JSON.stringify(value)}`,
  );
  const rest =
    shape.kind === 'events'
      ? ['fields n, k', `sort n ${shape.sort}`, `limit ${shape.limit}`]
      : [
          `stats count(*) as c, count(n) as p, sum(n) as s, min(n) as lo${shape.by === null ? '' : ` by ${BINS[shape.by]}`}`,
        ];
  return [...filters, ...rest].join(' | ');
}

type PlainRow = Readonly<Record<string, string>>;

/** The rows, events being a second apart from `startMs` on. */
export function rowsOf(
  query: PlainQuery,
  events: readonly PlainEvent[],
  startMs: number,
): PlainRow[] {
  const found = events
    .map((event, index) => ({ ...event, ms: startMs + index * 1_000, index }))
    .filter((event) => query.conditions.every((one) => meets(event, one)));
  const { shape } = query;
  if (shape.kind === 'groups') return groupRows(found, shape.by);
  const sign = shape.sort === 'asc' ? 1 : -1;
  return found
    .sort((a, b) => sign * ((a.n ?? -1e9) - (b.n ?? -1e9) || a.index - b.index))
    .slice(0, shape.limit)
    .map(({ n, k }) => ({
      ...(n === undefined ? {} : { n: String(n) }),
      ...(k === undefined ? {} : { k }),
    }));
}

function meets(event: PlainEvent, { field, operator, value }: PlainCondition): boolean {
  const held = event[field];
  if (operator === '!=') return held !== value;
  if (held === undefined) return false;
  if (operator === '=') return held === value;
  return operator === '<' ? held < value : held >= value;
}

function groupRows(
  events: readonly (PlainEvent & { readonly ms: number })[],
  by: 'k' | 't' | null,
): PlainRow[] {
  const groups = new Map<string, PlainEvent[]>();
  for (const event of events) {
    const bin = new Date(Math.floor(event.ms / 10_000) * 10_000).toISOString();
    const key =
      by === null ? '' : by === 'k' ? (event.k ?? '') : bin.replace('T', ' ').slice(0, 23);
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  const order = ['a', 'b', 'c9', 'c10'];
  const keys = [...groups.keys()].sort((a, b) =>
    by === 't' ? (a < b ? -1 : 1) : order.indexOf(a) - order.indexOf(b),
  );
  return keys.map((key) => {
    const members = groups.get(key) ?? [];
    const numbers = members.flatMap(({ n }) => (n === undefined ? [] : [n]));
    return {
      ...(by === null || key === '' ? {} : { [by]: key }),
      c: String(members.length),
      p: String(numbers.length),
      ...(numbers.length === 0
        ? {}
        : {
            s: String(numbers.reduce((sum, n) => sum + n, 0)),
            lo: String(Math.min(...numbers)),
          }),
    };
  });
}

const field = fc.constantFrom('a', 'n.b', '@message', '`x y`', 'list[0].k', 'k', '`and`');
const scalar = fc.oneof(
  fc.constantFrom('1', '.5', '"a"', "'it\\'s'", 'true', '5m', '"a\\\\b"', '"\\d\\n"'),
  field,
);

/** Any expression of the language as text. */
const expression: fc.Arbitrary<string> = fc.letrec<{ e: string }>((tie) => ({
  e: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc
      .tuple(tie('e'), fc.constantFrom(...'+ - * / % ^ = != < >= and or'.split(' ')), tie('e'))
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc
      .tuple(fc.constantFrom('strlen', 'COALESCE', 'abs', 'ispresent'), tie('e'))
      .map(([name, inner]) => `${name}( ${inner} )`),
    fc
      .tuple(fc.constantFrom('not ', '!', '-'), tie('e'))
      .map(([sign, inner]) => `${sign}(${inner})`),
    field.map((one) => `${one} not in ["x", -1, true] # comment\n`),
    field.map((one) => `${one} in (SOURCE 'g' | fields a)`),
    field.map((one) => `${one} like /a[/"]\\/|b/`),
    field.map((one) => `${one} =~ "x|y"`),
  ),
})).e;

const stage: fc.Arbitrary<string> = fc.oneof(
  expression.map((one) => `filter ${one}`),
  expression.map((one) => `sort ${one} desc`),
  fc.tuple(expression, fc.nat()).map(([one, id]) => `fields ${one} as f${id}`),
  fc.nat().map((id) => `parse @message "k=* *" as g${id}, h${id}`),
  fc.nat().map((id) => `parse /(?<q${id}>\\w+)/`),
  fc.constantFrom(
    'parse @message /(\\d)/ as d multi',
    'parse @message logfmt as lf',
    'parse @message csv as c1, c2',
    'json field=k "a.b" as j',
    'stats count(*), sum(n) as s by bin(5m), k',
    'stats avg(n) as v by bin( 1m ) offset 1h',
    'limit any 10',
    'tail 3',
    'unnest jsonParse(@message).list into item',
    'expand k',
    'accum n as total',
    'autoregress n as lag p=1-3',
    'filldown k n*',
    'addtotals fieldname=T row=true col=true n',
    'countFrequent k, n',
    'pattern @message',
    'dedup k',
    'unmask k',
    'display k, n as `my n`',
    'filterIndex k in ["a"]',
    'diff previousWeek',
    'pattern @message | diff',
    'stats count(*) as c by bin(1s) | fillmissing with 0 for c',
    'json field=k "a.b" as x1, "c" as x2 | sort x1 asc, x2',
    "join type=left left=a right=b where a.k = b.k (SOURCE 'g', h | fields k # c\n) | fields b.n",
  ),
);

const source = fc.constantFrom(
  [],
  [],
  ["SOURCE 'g', /aws/x start=-1d end=now"],
  ['SOURCE logGroups(namePrefix: ["a"]) logGroupTags([{"key":"t", "values":["v"]}])'],
);

export const anyQuery: fc.Arbitrary<string> = fc
  .tuple(source, fc.array(stage, { minLength: 1, maxLength: 4 }))
  .map(([first, stages]) => [...first, ...stages].join('\n| '));

/** Any text at all, much of it nearly a query. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'|()[]{}/\\"\'`#.,=<>*-+%^: \n'), maxLength: 40 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...'filter fields stats parse by as in like not and or bin ( ) [ ] / " \' | # * count sum 5m 300s .5 @message ` SOURCE join where json unnest into (?<a> {9} \\ 💥'.split(
            ' ',
          ),
        ),
        fc.string({ maxLength: 3 }),
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(' ')),
  fc.tuple(anyQuery, fc.nat(), fc.string({ maxLength: 3 })).map(([query, at, noise]) => {
    const cut = at % (query.length + 1);
    return query.slice(0, cut) + noise + query.slice(cut + noise.length);
  }),
);
