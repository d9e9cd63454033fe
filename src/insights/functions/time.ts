// Date and time functions; times are UTC milliseconds.
// Source: CloudWatch Logs User Guide, "Functions" (datetime functions).

import { SYSTEM_FIELDS } from '../fields/system.ts';
import { cappedPeriod, ceilTo, floorTo, type Period } from '../periods.ts';
import type { Code } from '../plan/planner.ts';
import { ABSENT } from '../plan/planner.ts';
import type { Expr } from '../syntax/ast.ts';
import { errorAt, warningAt } from '../syntax/fault.ts';
import { type CallSite, numberArg, onNumbers, type ScalarFunction } from './scalar.ts';

export const TIME_FUNCTIONS: readonly ScalarFunction[] = [
  {
    name: 'bin',
    arity: [1, 1],
    usage: 'bin(5m): @timestamp rounded down to a period',
    compile: (site) => rounded(site, timestampOf(site), site.call.args[0], floorTo),
  },
  {
    name: 'datefloor',
    arity: [2, 2],
    usage: 'datefloor(@timestamp, 1h)',
    compile: (site) => rounded(site, site.args[0] ?? ABSENT, site.call.args[1], floorTo),
  },
  {
    name: 'dateceil',
    arity: [2, 2],
    usage: 'dateceil(@timestamp, 1h)',
    compile: (site) => rounded(site, site.args[0] ?? ABSENT, site.call.args[1], ceilTo),
  },
  {
    name: 'fromMillis',
    arity: [1, 1],
    usage: 'fromMillis(milliseconds since 1970)',
    compile: (site) => ({ ...onNumbers((ms = Number.NaN) => ms)(site), kind: 'time' }),
  },
  {
    name: 'toMillis',
    arity: [1, 1],
    usage: 'toMillis(@timestamp): milliseconds since 1970',
    compile: onNumbers((ms = Number.NaN) => ms),
  },
  {
    name: 'now',
    arity: [0, 0],
    usage: 'now(): seconds since 1970',
    compile: ({ planner }) => constant(Math.floor(planner.context.nowMs / 1000)),
  },
  {
    name: 'queryStartTime',
    arity: [0, 0],
    usage: 'queryStartTime(): milliseconds since 1970',
    compile: ({ planner }) => constant(planner.context.startMs),
  },
  {
    name: 'queryEndTime',
    arity: [0, 0],
    usage: 'queryEndTime(): milliseconds since 1970',
    compile: ({ planner }) => constant(planner.context.endMs),
  },
  {
    name: 'queryTimeRange',
    arity: [0, 0],
    usage: 'queryTimeRange(): length of the window in milliseconds',
    compile: ({ planner: { context } }) => constant(context.endMs - context.startMs),
  },
];

function constant(value: number): Code {
  return { kind: 'number', read: () => value };
}

/** @timestamp, also after a stats that hands it on. */
function timestampOf({ planner, call }: CallSite): Code {
  const defined = planner.era.names.get('@timestamp');
  if (defined !== undefined) return defined;
  if (planner.era.kind === 'events') return SYSTEM_FIELDS.get('@timestamp') ?? ABSENT;
  planner.diagnostics.push(
    errorAt(
      'bin-without-timestamp',
      'bin needs @timestamp, which the stats before does not hand on',
      call.span,
      'name the bin of the first stats (by bin(5m) as @t) and use datefloor(@t, 1h)',
    ),
  );
  return ABSENT;
}

function rounded(
  { planner, call }: CallSite,
  time: Code,
  expr: Expr | undefined,
  rounding: (period: Period) => (ms: number) => number,
): Code {
  if (expr?.kind !== 'duration' || !Number.isInteger(expr.amount) || expr.amount < 1) {
    const span = expr?.span ?? call.span;
    planner.diagnostics.push(errorAt('period', 'expected a period such as 5m, 1h or 1d', span));
    return ABSENT;
  }
  const period = cappedPeriod(expr);
  if (period.amount !== expr.amount) {
    const message = `${call.name} uses at most ${period.amount}${period.unit}: AWS caps this period`;
    planner.diagnostics.push(warningAt('period-capped', message, expr.span, 'use a larger unit'));
  }
  const round = rounding(period);
  const read = numberArg(time);
  return {
    kind: 'time',
    read: (row) => {
      const ms = round(read(row));
      return Number.isNaN(ms) ? undefined : ms;
    },
  };
}
