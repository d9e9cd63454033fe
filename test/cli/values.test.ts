import { describe, expect, test } from 'vitest';
import { readRegions, regionProblem } from '../../src/cli/regions.ts';
import { readParameters, readTime, readWindow } from '../../src/cli/values.ts';

const none = { hours: null, start: null, end: null };
const START = Date.parse('2026-11-20T14:00:00Z');
const NOW = Date.parse('2026-11-21T00:00:00Z');
const END = Date.parse('2026-11-20T16:00:00Z');

describe('the window from its flags', () => {
  test('defaults to two hours', () => {
    expect(readWindow(none, NOW)).toEqual({ startMs: null, endMs: null, hours: 2 });
  });

  test('takes a fraction of an hour', () => {
    expect(readWindow({ ...none, hours: '0.5' }, NOW)).toEqual({
      startMs: null,
      endMs: null,
      hours: 0.5,
    });
  });

  test('start and end make the hours', () => {
    const window = readWindow(
      { ...none, start: '2026-11-20T14:00Z', end: '2026-11-20T16:00Z' },
      NOW,
    );
    expect(window).toEqual({ startMs: START, endMs: END, hours: 2 });
  });

  test('start and hours make the end', () => {
    const window = readWindow({ ...none, start: '2026-11-20T14:00Z', hours: '2' }, NOW);
    expect(window).toEqual({ startMs: START, endMs: END, hours: 2 });
  });

  test('refuses all three together', () => {
    const all = { hours: '2', start: '2026-11-20T14:00Z', end: '2026-11-20T16:00Z' };
    expect(() => readWindow(all, NOW)).toThrow('--hours, --start and --end were given together');
  });

  test('refuses a start that is not before the end', () => {
    expect(() =>
      readWindow({ ...none, start: '2026-11-20T16:00Z', end: '2026-11-20T16:00Z' }, NOW),
    ).toThrow('is not before');
  });

  test.each(['0', '-1', 'two', '1e3', '', 'Infinity', '99999999'])(
    'refuses --hours "%s"',
    (hours) => {
      expect(() => readWindow({ ...none, hours }, NOW)).toThrow('not a positive number of hours');
    },
  );
});

describe('times', () => {
  test.each([
    ['2026-11-20T14:00:00Z', START],
    ['2026-11-20T14:00', START],
    ['2026-11-20 14:00:00', START],
    ['2026-11-20T15:00:00+01:00', START],
    ['2026-11-20', Date.parse('2026-11-20T00:00:00Z')],
    ['2026-11-20T14:00:00.250Z', START + 250],
  ])('reads %s', (text, ms) => {
    expect(readTime('--start', text, NOW)).toBe(ms);
  });

  test.each([
    'yesterday',
    '2026-13-01',
    '2026-02-30',
    '20/11/2026',
    '2026-11-20T25:00',
    '14:00',
    '',
  ])('refuses "%s"', (text) => {
    expect(() => readTime('--start', text, NOW)).toThrow('is not a time');
  });
});

describe('regions', () => {
  test('may be repeated, and separated by commas', () => {
    expect(readRegions(['us-west-2,eu-west-1', 'us-west-2'])).toEqual(['us-west-2', 'eu-west-1']);
  });

  test('an unknown one is told with the nearest known one', () => {
    expect(() => readRegions(['us-wast-2'])).toThrow('Unknown region "us-wast-2"');
  });

  test('the form takes a known one and names the nearest to an unknown one', () => {
    expect(regionProblem('us-west-2')).toBeNull();
    expect(regionProblem('eu-wst-1')).toBe('Unknown region "eu-wst-1". Did you mean eu-west-1?');
    expect(regionProblem('mars')).toBe('Unknown region "mars". For example: us-west-2');
  });
});

test('parameters are name=value, and a value may hold an equals sign', () => {
  expect(readParameters(['query=a=b', ' level = error '])).toEqual({
    query: 'a=b',
    level: 'error',
  });
  expect(() => readParameters(['level'])).toThrow('is not name=value');
});
