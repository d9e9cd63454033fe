// What a request refuses before anything is asked of AWS.
import { describe, expect, test } from 'vitest';
import type { InvestigateOptions } from '../../src/cli/investigate-options.ts';
import { checkAnswer } from '../../src/cli/parameters.ts';
import { draftRequest } from '../../src/cli/request.ts';
import type { Sop } from '../../src/sop/sop.ts';

const NOW = Date.parse('2026-11-20T16:00:00Z');
const parameter = { required: true, kind: 'text', description: '', line: 1 };
const sop = {
  name: 'test',
  parameters: [
    { ...parameter, name: 'application_name' },
    { ...parameter, name: 'region' },
  ],
  steps: [],
} as unknown as Sop;

function draft(options: Partial<InvestigateOptions>, of = sop) {
  const given = { region: [], param: [], logGroup: [], logs: [], ...options } as InvestigateOptions;
  const sources = { application: 'checkout', options: given, sop: of, defaultRegion: null };
  return draftRequest({ ...sources, ask: null, nowMs: NOW });
}

describe('local logs', () => {
  test.each([
    ['repeated', { region: ['us-west-2', 'eu-west-1'] }],
    ['with a comma', { region: ['us-west-2,eu-west-1'] }],
  ])('belong to one region: two of them %s are a usage error', async (_, regions) => {
    await expect(draft({ logs: ['logs'], ...regions })).rejects.toMatchObject({
      kind: 'usage',
      message: '--logs was given with several regions: us-west-2, eu-west-1.',
      help: [expect.stringContaining('--region us-west-2')],
    });
  });

  test('may name that region, or none', async () => {
    expect((await draft({ logs: ['logs'], region: ['us-west-2'] })).regions).toEqual(['us-west-2']);
    expect((await draft({ logs: ['logs'] })).regions).toEqual(['local']);
  });

  test('may begin in the future', async () => {
    const { window } = await draft({ logs: ['logs'], start: '2030-01-01' });
    expect(window.startMs).toBe(Date.parse('2030-01-01'));
  });
});

describe('AWS', () => {
  test('may be asked in several regions', async () => {
    const { regions } = await draft({ region: ['us-west-2', 'eu-west-1'] });
    expect(regions).toEqual(['us-west-2', 'eu-west-1']);
  });

  test.each(['2026-11-20T16:00:00Z', '2026-11-21'])('has no events from %s on', async (start) => {
    await expect(draft({ region: ['us-west-2'], start })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('is in the future'),
      again: [{ replace: [{ flag: '--start', from: null, to: '2026-11-20T15:00:00.000Z' }] }],
    });
  });

  test('is held against no normal time of the future', async () => {
    const baseline = '2026-11-21T00:00Z/2026-11-21T01:00Z';
    await expect(draft({ region: ['us-west-2'], baseline })).rejects.toMatchObject({
      kind: 'usage',
      message: `--baseline ${baseline} is in the future.`,
      again: [{ drop: ['--baseline'] }],
    });
  });

  test('may be asked about the last second', async () => {
    const { window } = await draft({ region: ['us-west-2'], start: '2026-11-20T15:59:59Z' });
    expect(window.startMs).toBe(NOW - 1_000);
  });
});

describe("the SOP's own queries", () => {
  const query = {
    name: 'slow',
    text: 'filter @message like /${word}/ | stats count(*) by bin(${period})',
    span: { start: 0, end: 0 },
  };
  const withQuery = {
    ...sop,
    parameters: [
      ...sop.parameters,
      { ...parameter, name: 'word' },
      { ...parameter, name: 'period' },
    ],
    steps: [{ number: 1, name: 'Ask for ${word}', queries: [query] }],
  } as unknown as Sop;
  const run = (word: string, period = '5m') =>
    draftRequest({
      application: 'checkout',
      options: {
        region: [],
        param: [`word=${word}`, `period=${period}`],
        logGroup: [],
        logs: ['logs'],
      } as never,
      sop: withQuery,
      defaultRegion: null,
      ask: null,
      nowMs: NOW,
    });

  test('compile with the parameters that were given', async () => {
    expect((await run('slow')).parameters.word).toBe('slow');
  });

  test('give their values to the names of the steps, too', async () => {
    expect((await run('slow')).sop.steps[0]?.name).toBe('Ask for slow');
  });

  test('take any text within quotes and regular expressions', async () => {
    expect((await run('(/"#|')).parameters.word).toBe('(/"#|');
  });

  test('refuse what would change them outside of quotes, and say what is allowed', async () => {
    await expect(run('slow', '5m) | limit (1')).rejects.toMatchObject({
      kind: 'usage',
      message: 'The parameter period cannot be "5m) | limit (1" in the query "slow" of the SOP.',
      help: [expect.stringContaining('Allowed there: a number, a period such as 5m')],
    });
  });

  test('that a parameter breaks are told with that parameter, before anything is asked', async () => {
    await expect(run('slow', '5xx')).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('The query "slow" of the SOP does not compile'),
      help: ['Mend --param word=…, --param period=…'],
    });
  });
});

describe('flags and parameters that contradict each other are a usage error that names both', () => {
  const hourly = {
    ...sop,
    parameters: [...sop.parameters, { ...parameter, required: false, name: 'time_window_hours' }],
  } as unknown as Sop;
  const hours = (options: Partial<InvestigateOptions>) =>
    draft({ logs: ['logs'], ...options }, hourly);

  test.each<[string, Partial<InvestigateOptions>, string]>([
    [
      'hours',
      { hours: '2', param: ['time_window_hours=0.01'] },
      '--hours 2 and --param time_window_hours=0.01',
    ],
    [
      'a window and hours',
      { start: '2026-11-20T14:00', end: '2026-11-20T15:00', param: ['time_window_hours=2'] },
      '--start 2026-11-20T14:00 --end 2026-11-20T15:00 and --param time_window_hours=2',
    ],
    [
      'regions',
      { region: ['us-west-2'], param: ['region=eu-west-1'] },
      '--region us-west-2 and --param region=eu-west-1',
    ],
    [
      'applications',
      { param: ['application_name=billing'] },
      'The argument checkout and --param application_name=billing',
    ],
    ['quiet and verbose', { quiet: true, verbose: true }, '--quiet and --verbose'],
    ['a parameter with itself', { param: ['x=1', 'x=2'] }, '--param x=1 and --param x=2'],
  ])('%s', async (_, options, both) => {
    await expect(hours(options)).rejects.toMatchObject({
      kind: 'usage',
      message: `${both} contradict each other.`,
    });
  });

  test('the same value twice is fine, and a parameter alone makes the window', async () => {
    const same = await hours({ hours: '2', param: ['time_window_hours=2.0', 'region=us-west-2'] });
    expect([same.window.hours, same.regions]).toEqual([2, ['us-west-2']]);
    const { window } = await hours({ start: '2026-11-20', param: ['time_window_hours=.5'] });
    expect(window).toEqual({
      startMs: Date.parse('2026-11-20T00:00Z'),
      endMs: Date.parse('2026-11-20T00:30Z'),
      hours: 0.5,
    });
  });
});

test('the form names the field whose answer it refuses', () => {
  const held = (name: string) => ({ name, kind: 'text' as const, defaultValue: null });
  expect(checkAnswer(held('time_window_hours'), '-1')).toMatch(
    /^time_window_hours is a positive number of hours.*\.$/,
  );
  expect(checkAnswer(held('region'), 'us-wset-2')).toBe(
    'Unknown region "us-wset-2". Did you mean us-west-2?',
  );
  expect(checkAnswer(held('region'), 'us-west-2')).toBe(null);
  const least = { name: 'least_events', kind: 'number' as const, defaultValue: '10' };
  expect(checkAnswer(least, 'few')).toMatch(/^least_events is a number, as its default 10 is;/);
});
