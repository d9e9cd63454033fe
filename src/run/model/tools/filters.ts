// The filters of a plain query, taken apart: the fields they look at, and the texts they seek.

export interface Sought {
  readonly kind: 'text' | 'regex';
  /** As it stands between its quotes or slashes, escapes of a text resolved. */
  readonly value: string;
}

export interface Filter {
  readonly texts: readonly Sought[];
  readonly fields: readonly string[];
  /** Whether it also says what is not to match. */
  readonly negates: boolean;
  readonly joins: 'and' | 'or' | 'both';
}

const LITERAL =
  /((?:\blike|=~)\s*)\/((?:\\.|[^/\\\n])+)\/|"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'/gi;
const MARK = '\u0000';
const MARKED = /\u0000(\d+)\u0000/g;
const FIELD = /(?<![\w.@-])@?[A-Za-z_][\w.@-]*/g;
const WORDS = new Set(
  'filter where sort and or not in like ispresent isempty isblank asc desc true false null count count_distinct sum avg stddev pct bin'.split(
    ' ',
  ),
);

/** Of a query that `queryFault` lets pass. */
export function filtersOf(query: string): readonly Filter[] {
  const all: Sought[] = [];
  const blanked = query.replace(LITERAL, (_, before = '', regex?: string, ...quoted: unknown[]) => {
    const text = quoted.slice(0, 2).find((one) => typeof one === 'string');
    const value = regex ?? String(text ?? '').replace(/\\(.)/g, '$1');
    all.push({ kind: regex === undefined ? 'text' : 'regex', value });
    return `${before}${MARK}${all.length - 1}${MARK}`;
  });
  return blanked
    .split('|')
    .map((command) => command.trim())
    .filter((command) => /^(?:filter|where|sort)\b/i.test(command))
    .map((command) => filterOf(command, all));
}

function filterOf(command: string, all: readonly Sought[]): Filter {
  const texts = [...command.matchAll(MARKED)].flatMap(([, at]) => all[Number(at)] ?? []);
  const bare = command.replace(MARKED, ' ');
  const words = bare.match(FIELD) ?? [];
  const has = (word: string) => words.some((one) => one.toLowerCase() === word);
  const isAny = has('or') || has('in');
  return {
    texts,
    fields: [...new Set(words.filter((word) => !WORDS.has(word.toLowerCase())))],
    negates: has('not') || /!=|!~|<>/.test(bare),
    joins: isAny ? (has('and') ? 'both' : 'or') : 'and',
  };
}
