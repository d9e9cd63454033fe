// `SOURCE logGroups(namePrefix: ['a'])`, `SOURCE 'name' start=-1d end=now`: the log groups of the query, at its beginning.
// Source: CloudWatch Logs User Guide, "SOURCE".

import { periodMs } from '../periods.ts';
import type { Planner } from '../plan/planner.ts';
import type { Cursor } from '../syntax/cursor.ts';
import { errorAt, QueryFault, syntaxFault } from '../syntax/fault.ts';
import { printString } from '../syntax/print.ts';
import type { SourceSelects } from '../types.ts';
import { command, readList } from './command.ts';

interface SourceNode {
  readonly names: readonly string[];
  readonly selects: SourceSelects | null;
  readonly start: Moment | null;
  readonly end: Moment | null;
}

/** Before now, or since 1970. */
interface Moment {
  readonly relative: boolean;
  readonly ms: number;
}

const MAX_PREFIXES = 5;
const MAX_ACCOUNTS = 20;
const MAX_NAMES = 50;
const NAME = /[.\-_/#A-Za-z0-9]+/u;
const DEFAULT_CLASS = 'STANDARD';

export const SOURCE = command({
  names: ['SOURCE'],
  usage:
    "SOURCE 'name', … · SOURCE logGroups(namePrefix: ['a'], class: ['STANDARD']) logGroupTags([…])",
  effect: 'the log groups, instead of those of StartQuery; only at the beginning',
  read: readSource,
  print: printSource,
  plan: planSource,
});

function readSource(cursor: Cursor): SourceNode {
  const names: string[] = [];
  let selects: SourceSelects | null = null;
  while (!cursor.atStageEnd() && !isTime(cursor)) {
    const chosen = readSelect(cursor);
    if (chosen === null) names.push(readName(cursor));
    else selects = { ...(selects ?? NOTHING_SELECTED), ...chosen };
    cursor.takeSymbol(',');
  }
  if (names.length === 0 && selects === null) throw cursor.unexpected('a log group or logGroups()');
  if (names.length > MAX_NAMES) throw tooMany('log groups', MAX_NAMES, cursor);
  const moments = readMoments(cursor);
  return { names, selects, ...moments };
}

const NOTHING_SELECTED: SourceSelects = {
  prefixes: [],
  accounts: [],
  classes: [DEFAULT_CLASS],
  tags: [],
};

function isTime(cursor: Cursor): boolean {
  return (
    cursor.atWord('start', 'end') && /^\w+\s*=/.test(cursor.text.slice(cursor.token.span.start))
  );
}

function readName(cursor: Cursor): string {
  const { token } = cursor;
  if (token.kind === 'string') {
    cursor.take();
    return token.value;
  }
  const found = cursor.takeText(NAME);
  if (found === null) throw cursor.unexpected('the name of a log group');
  return found.text;
}

function readSelect(cursor: Cursor): Partial<SourceSelects> | null {
  const { span } = cursor.token;
  const text = cursor.text.slice(span.start);
  if (!/^(?:logGroups|logGroupTags|dataSource)\s*\(/i.test(text)) return null;
  const name = cursor.expectField().name.toLowerCase();
  if (name === 'datasource') {
    throw new QueryFault(
      errorAt('unsupported-source', 'dataSource is not supported here', span, 'use logGroups(…)'),
    );
  }
  cursor.expectSymbol('(');
  const chosen = name === 'loggroups' ? readGroups(cursor) : { tags: readTags(cursor) };
  cursor.expectSymbol(')');
  return chosen;
}

const KEYS = new Map<string, 'prefixes' | 'accounts' | 'classes'>([
  ['nameprefix', 'prefixes'],
  ['accountidentifier', 'accounts'],
  ['accountidentifiers', 'accounts'],
  ['class', 'classes'],
  ['loggroupclass', 'classes'],
]);

function readGroups(cursor: Cursor): Partial<SourceSelects> {
  const chosen: Record<string, readonly string[]> = {};
  while (!cursor.atSymbol(')')) {
    const { span } = cursor.token;
    const key = KEYS.get(cursor.expectField().name.toLowerCase());
    if (key === undefined) {
      throw syntaxFault('expected namePrefix, accountIdentifiers or class', span);
    }
    cursor.expectSymbol(':');
    chosen[key] = readStrings(cursor);
    if (!cursor.takeSymbol(',')) break;
  }
  if ((chosen.prefixes?.length ?? 0) > MAX_PREFIXES)
    throw tooMany('prefixes', MAX_PREFIXES, cursor);
  if ((chosen.accounts?.length ?? 0) > MAX_ACCOUNTS)
    throw tooMany('accounts', MAX_ACCOUNTS, cursor);
  return chosen;
}

function tooMany(what: string, most: number, cursor: Cursor): QueryFault {
  const { span } = cursor.token;
  return new QueryFault(errorAt('source-limit', `SOURCE takes at most ${most} ${what}`, span));
}

function readStrings(cursor: Cursor): readonly string[] {
  cursor.expectSymbol('[');
  const strings = readList(cursor, readString);
  cursor.expectSymbol(']');
  return strings;
}

function readString(cursor: Cursor): string {
  const { token } = cursor;
  if (token.kind !== 'string') throw cursor.unexpected('a text in quotes');
  cursor.take();
  return token.value;
}

/** `[{"key":"team", "values":["a", "b"]}]` */
function readTags(cursor: Cursor): SourceSelects['tags'] {
  cursor.expectSymbol('[');
  const tags = readList(cursor, readTag);
  cursor.expectSymbol(']');
  return tags;
}

function readTag(cursor: Cursor) {
  cursor.expectSymbol('{');
  let key = '';
  let values: readonly string[] = [];
  do {
    const name = readString(cursor);
    cursor.expectSymbol(':');
    if (name === 'key') key = readString(cursor);
    else if (name === 'values') values = readStrings(cursor);
    else throw cursor.unexpected('"key" or "values"');
  } while (cursor.takeSymbol(','));
  cursor.expectSymbol('}');
  return { key, values };
}

function readMoments(cursor: Cursor): Pick<SourceNode, 'start' | 'end'> {
  let [start, end]: [Moment | null, Moment | null] = [null, null];
  while (isTime(cursor)) {
    const which = cursor.expectField().name.toLowerCase();
    cursor.expectSymbol('=');
    const moment = readMoment(cursor);
    if (which === 'start') start = moment;
    else end = moment;
  }
  return { start, end };
}

/** `now`, `-1d`, or seconds since 1970. */
function readMoment(cursor: Cursor): Moment {
  if (cursor.takeWord('now')) return { relative: true, ms: 0 };
  const ago = cursor.takeSymbol('-');
  const { token } = cursor;
  if (ago && token.kind === 'duration') {
    cursor.take();
    return { relative: true, ms: periodMs(token) };
  }
  if (ago || token.kind !== 'number')
    throw cursor.unexpected('now, a time ago such as -1d, or seconds');
  cursor.take();
  return { relative: false, ms: token.value * 1_000 };
}

function printSource({ names, selects, start, end }: SourceNode): string {
  const list = (values: readonly string[]) => `[${values.map(printString).join(', ')}]`;
  const parts = names.map(printString);
  if (selects !== null) {
    const { prefixes, accounts, classes, tags } = selects;
    const keys = [
      ...(prefixes.length > 0 ? [`namePrefix: ${list(prefixes)}`] : []),
      ...(accounts.length > 0 ? [`accountIdentifiers: ${list(accounts)}`] : []),
      `class: ${list(classes)}`,
    ];
    parts.push(`logGroups(${keys.join(', ')})`);
    const tagTexts = tags.map(
      ({ key, values }) => `{"key": ${printString(key)}, "values": ${list(values)}}`,
    );
    if (tags.length > 0) parts.push(`logGroupTags([${tagTexts.join(', ')}])`);
  }
  return [parts.join(', '), ...printMoment('start', start), ...printMoment('end', end)].join(' ');
}

function printMoment(name: string, moment: Moment | null): readonly string[] {
  if (moment === null) return [];
  if (!moment.relative) return [`${name}=${moment.ms / 1_000}`];
  return [`${name}=${moment.ms === 0 ? 'now' : `-${moment.ms}ms`}`];
}

function planSource(planner: Planner, { names, selects, start, end }: SourceNode): void {
  if (planner.stageCount > 1) {
    const message = 'SOURCE stands at the beginning of a query only';
    planner.diagnostics.push(errorAt('source-place', message, planner.stage));
  }
  const at = (moment: Moment | null, nowMs: number) => {
    if (moment === null) return null;
    return moment.relative ? nowMs - moment.ms : moment.ms;
  };
  planner.source = {
    names,
    selects,
    window: (nowMs) => {
      const startMs = at(start, nowMs);
      return startMs === null ? null : { startMs, endMs: at(end, nowMs) ?? nowMs };
    },
  };
}
