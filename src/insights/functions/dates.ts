// `parseDate` and `formatDate`. Source: CloudWatch Logs User Guide, "Functions" (datetime functions).
import { ABSENT, type Code } from '../plan/planner.ts';
import type { Expr } from '../syntax/ast.ts';
import { errorAt } from '../syntax/fault.ts';
import { type DateReader, type DateWriter, dateReader, dateWriter } from './date-text.ts';
import { type CallSite, numberArg, type ScalarFunction, textArg } from './scalar.ts';
import { type ZoneOffset, zoneOffset } from './time-zone.ts';

/** Times beyond this many milliseconds from 1970 have no date. */
const MAX_TIME_MS = 8.64e15;

const FORMAT_DATE = {
  arity: [2, 3],
  compile: (site) =>
    withPattern<DateWriter>(site, dateWriter, 'text', (field, write, zone) => {
      const read = numberArg(field);
      return (row) => {
        const ms = read(row);
        return Math.abs(ms) <= MAX_TIME_MS ? write(ms, zone) : undefined;
      };
    }),
} satisfies Partial<ScalarFunction>;

export const DATE_FUNCTIONS: readonly ScalarFunction[] = [
  {
    name: 'parseDate',
    arity: [2, 3],
    usage: 'parseDate(text, "yyyy-MM-dd HH:mm:ss", "UTC"): milliseconds since 1970',
    compile: (site) =>
      withPattern<DateReader>(site, dateReader, 'number', (field, readDate, zone) => {
        const read = textArg(field);
        return (row) => {
          const text = read(row);
          return text === undefined ? undefined : readDate(text, zone);
        };
      }),
  },
  { ...FORMAT_DATE, name: 'formatDate', usage: 'formatDate(@timestamp, "%Y-%m-%d", "UTC")' },
  { ...FORMAT_DATE, name: 'strftime', usage: 'strftime(@timestamp, "%Y-%m-%d", "UTC")' },
];

/** Pattern and zone are texts that stand in the query: what is wrong with them is told there. */
function withPattern<T extends object>(
  { planner, call, args }: CallSite,
  parse: (pattern: string) => T | string,
  kind: Code['kind'],
  use: (field: Code, pattern: T, zone: ZoneOffset) => Code['read'],
): Code {
  const [, patternExpr, zoneExpr] = call.args;
  const pattern = textIn(patternExpr);
  const parsed = pattern === null ? null : parse(pattern);
  const zoneName = zoneExpr === undefined ? 'UTC' : textIn(zoneExpr);
  const zone = zoneName === null ? null : zoneOffset(zoneName);
  const known = parsed !== null && typeof parsed !== 'string';
  if (known && zone !== null) return { kind, read: use(args[0] ?? ABSENT, parsed, zone) };
  const wrong = known ? zoneExpr : patternExpr;
  const what = known ? 'a time zone, such as UTC or Europe/Berlin' : 'a date pattern';
  const message =
    typeof parsed === 'string'
      ? `${call.name} does not know "${parsed}" in a date pattern`
      : `${call.name} takes ${what}, in quotes`;
  planner.diagnostics.push(errorAt('date-pattern', message, wrong?.span ?? call.span));
  return ABSENT;
}

function textIn(expr: Expr | undefined): string | null {
  return expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : null;
}
