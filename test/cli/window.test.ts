// The window of a run over local logs: what was asked for, what was analyzed, and its two edges.
import { describe, expect, test } from 'vitest';
import { type RunOptions, reportOf, runProgram, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT, textLine } from './small-logs.ts';

const LOGS = { 'logs/checkout.log': INCIDENT };

async function windowOf(flags: readonly string[], options: RunOptions = { files: LOGS }) {
  // A zone is that of a process.
  const run = options.env?.TZ === undefined ? runInside : runProgram;
  const ran = await run([...CHECKOUT, '--quiet', ...flags], options);
  const { window, totals, logGroups, parameters } = reportOf(ran);
  const ranges = [window.requested, window.analyzed].map(({ start, end }) => [start, end]);
  return {
    requested: ranges[0],
    analyzed: ranges[1],
    adjustments: window.adjustments,
    errors: totals.errors,
    events: logGroups.find(({ status }) => status === 'analyzed')?.events,
    hours: parameters.time_window_hours,
  };
}

/** Errors at these seconds after 14:00:00. */
const errorsAt = (...seconds: number[]) => seconds.map((at) => textLine(at, 'ERROR boom')).join('');

const START = '2026-11-20T14:00:00.000Z';

describe.concurrent('the end that nobody gave', () => {
  test.each([
    ['an event on a whole second', 1_800, '2026-11-20T14:30:01.000Z'],
    ['an event within a second', 1_800.25, '2026-11-20T14:30:01.000Z'],
    ['an event at the last millisecond of a second', 1_800.999, '2026-11-20T14:30:01.000Z'],
  ])('is the first whole second after the last event: %s', async (_, last, end) => {
    const files = { 'logs/checkout.log': errorsAt(0, 60, last) };
    const { requested, analyzed, errors } = await windowOf(['--hours', '1'], { files });
    expect({ requested, analyzed, errors }).toEqual({
      requested: [end.replace('T14', 'T13'), end],
      analyzed: [START, end],
      errors: 3,
    });
  });

  test('does not hear of log groups that are not analyzed', async () => {
    const files = {
      ...LOGS,
      'logs/billing.log': errorsAt(86_400),
      'logs/checkout-staging.log': errorsAt(90_000),
    };
    const { requested } = await windowOf([], { files });
    expect(requested).toEqual(['2026-11-20T12:29:31.000Z', '2026-11-20T14:29:31.000Z']);
  });
});

describe.concurrent('start and end', () => {
  test('are taken as given; an event at the start counts, one at the end does not', async () => {
    const files = { 'logs/checkout.log': errorsAt(0, 600, 601, 1_199.999, 1_200, 1_800) };
    const flags = ['--start', '2026-11-20T14:10:00Z', '--end', '2026-11-20T14:20:00Z'];
    expect(await windowOf(flags, { files })).toEqual({
      requested: ['2026-11-20T14:10:00.000Z', '2026-11-20T14:20:00.000Z'],
      analyzed: ['2026-11-20T14:10:00.000Z', '2026-11-20T14:20:00.000Z'],
      adjustments: [],
      errors: 3,
      events: 3,
      hours: 0.166666667,
    });
  });

  test('hold to the millisecond', async () => {
    const files = { 'logs/checkout.log': errorsAt(0, 600.499, 600.5, 601.249, 601.25, 1_800) };
    const flags = ['--start', '2026-11-20T14:10:00.500Z', '--end', '2026-11-20T14:10:01.250Z'];
    const { errors, events } = await windowOf(flags, { files });
    expect({ errors, events }).toEqual({ errors: 2, events: 2 });
  });

  test('without a zone are UTC, wherever the program runs', async () => {
    const flags = ['--start', '2026-11-20T14:10', '--end', '2026-11-20 14:20:00'];
    const { requested } = await windowOf(flags, { files: LOGS, env: { TZ: 'America/New_York' } });
    expect(requested).toEqual(['2026-11-20T14:10:00.000Z', '2026-11-20T14:20:00.000Z']);
  });

  test('take an offset', async () => {
    const flags = ['--start', '2026-11-20T15:10:00+01:00', '--hours', '0.25'];
    const { requested, hours } = await windowOf(flags);
    expect({ requested, hours }).toEqual({
      requested: ['2026-11-20T14:10:00.000Z', '2026-11-20T14:25:00.000Z'],
      hours: 0.25,
    });
  });

  test('the end alone begins the window the default of two hours before', async () => {
    const { requested } = await windowOf(['--end', '2026-11-20T14:20Z']);
    expect(requested).toEqual(['2026-11-20T12:20:00.000Z', '2026-11-20T14:20:00.000Z']);
  });

  test('the start alone ends the window after the last event', async () => {
    const { requested } = await windowOf(['--start', '2026-11-20T14:20Z']);
    expect(requested).toEqual(['2026-11-20T14:20:00.000Z', '2026-11-20T14:29:31.000Z']);
  });
});

describe.concurrent('a window that reaches further back than the logs', () => {
  test('shrinks to where they begin, and says so', async () => {
    const { requested, analyzed, adjustments } = await windowOf(['--hours', '4']);
    expect({ requested, analyzed }).toEqual({
      requested: ['2026-11-20T10:29:31.000Z', '2026-11-20T14:29:31.000Z'],
      analyzed: [START, '2026-11-20T14:29:31.000Z'],
    });
    expect(adjustments).toEqual([expect.stringContaining('2026-11-20T14:00:00.000Z')]);
  });

  test('is no gap', async () => {
    const ran = await runInside([...CHECKOUT, '--hours', '4'], { files: LOGS });
    expect(ran.code).toBe(0);
  });
});

test('text stamps without a zone are UTC, wherever the program runs', async () => {
  const files = { 'logs/checkout.log': INCIDENT.replaceAll('.000Z', '') };
  const { analyzed } = await windowOf([], { files, env: { TZ: 'Asia/Tokyo' } });
  expect(analyzed).toEqual([START, '2026-11-20T14:29:31.000Z']);
});

describe.concurrent('logs that reach beyond the window', () => {
  const advice = async (flags: readonly string[], ...seconds: number[]) => {
    const files = { 'logs/checkout.log': errorsAt(...seconds) };
    const ran = await runInside([...CHECKOUT, ...flags], { files });
    return /all of them: (--hours [\d.]+( without --\w+( and --\w+)?)?)/.exec(
      unwrapped(ran.stderr),
    )?.[1];
  };

  test('the hours that are advised are the fewest that reach all events', async () => {
    const almostFour = [0.006, 4 * 3_600 - 0.588];
    expect(await advice(['--hours', '1'], ...almostFour)).toBe('--hours 4');
    expect(await advice(['--hours', '4'], ...almostFour)).toBe(undefined);
  });

  test('a little more than whole hours is no tenth of an hour more', async () => {
    const logs = [0, 4 * 3_600 + 10];
    expect(await advice(['--hours', '1'], ...logs)).toBe('--hours 4.01');
    expect(await advice(['--hours', '4.01'], ...logs)).toBe(undefined);
    expect(await advice(['--hours', '4'], ...logs)).toBe('--hours 4.01');
  });

  test('flags that would keep events out are named', async () => {
    const flags = ['--start', '2026-11-20T15:00', '--end', '2026-11-20T16:00'];
    expect(await advice(flags, 0, 3_599, 7_200)).toBe('--hours 2.01 without --start and --end');
  });

  test('a log group without an event in the window is not told to have data', async () => {
    const ran = await runInside([...CHECKOUT, '--start', '2026-11-21'], { files: LOGS });
    expect(ran.stderr).toContain('1 without an event in the window');
    expect(ran.stderr).not.toContain('with data');
  });
});
