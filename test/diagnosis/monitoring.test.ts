// Metric filters are held against the lines of the run, alarms against its rates.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { alarmCourse, basisInWords, courseInWords } from '../../src/diagnosis/alarm-course.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { filterPattern } from '../../src/local-cloudwatch/filter/filter-pattern.ts';
import { type CaseSpec, caseOf, event, minute } from './cases.ts';

const adviceFor = (spec: CaseSpec) => advise(caseOf(spec), diagnose(caseOf(spec)));
const filtersOf = (spec: CaseSpec): string[] =>
  adviceFor(spec)
    .monitoring.filter(({ kind }) => kind === 'metric-filter')
    .map(({ commands }) => /--filter-pattern '(.*?)' --/.exec(commands[0] ?? '')?.[1] ?? '');

describe('a metric filter', () => {
  const refused = 'ERROR shop POST /pay status=429 wait=30';
  const served = 'INFO shop POST /pay status=200 wait=4';
  const template = 'shop POST /pay status=429 wait=<num>';

  test('matches the errors and no line that is in order', () => {
    const context = [event(minute(20), served), event(minute(40), served)];
    const findings = [{ id: 'F1', message: refused, text: template }];
    const [pattern = ''] = filtersOf({ findings, context });
    expect(filterPattern(pattern).matches(refused)).toBe(true);
    expect(filterPattern(pattern).matches(served)).toBe(false);
  });

  test('joins two phrases where neither is enough', () => {
    const message = 'ERROR order 17 of shop was put on hold';
    const context = [
      event(minute(20), 'INFO order 18 of shop was shipped'),
      event(minute(21), 'INFO ticket 18 of desk was put on hold'),
    ];
    const text = 'order <num> of shop <*> put on hold';
    const findings = [{ id: 'F1', message: message.replace('was', 'is'), text }];
    const others = {
      id: 'F2',
      message: 'ERROR box 3 is put on hold',
      text: 'box <num> is put on hold',
    };
    const [pattern = ''] = filtersOf({ findings: [...findings, others], context });
    expect(pattern).toBe('"put on hold" "of shop"');
  });

  test('holds what stands in one field where the message is put together of several', () => {
    const message =
      '{"type":"MapIterationFailed","details":{"error":"Orders.NotPaid","cause":"no stock was left"}}';
    const text = 'MapIterationFailed: Orders.NotPaid: no stock was left';
    const [pattern = ''] = filtersOf({ findings: [{ id: 'F1', message, text }] });
    expect(filterPattern(pattern).matches(message)).toBe(true);
    expect(pattern).toBe('"MapIterationFailed"');
  });

  test('takes the level with it where else only that differs', () => {
    const findings = [
      { id: 'F1', message: 'ERROR pool in use 19/20', text: 'pool in use <num>/<num>' },
    ];
    const context = [event(minute(20), 'INFO pool in use 3/20')];
    expect(filtersOf({ findings, context })).toEqual(['"ERROR" "pool in use"']);
  });

  test('is not proposed where its words stand in healthy lines too, and that is said', () => {
    const findings = [
      {
        id: 'F1',
        message: 'sync of ledger: ERROR',
        text: 'sync of ledger',
        level: 'error' as const,
      },
    ];
    const context = [event(minute(20), 'INFO sync of ledger: no ERROR')];
    expect(filtersOf({ findings, context })).toEqual([]);
    expect(adviceFor({ findings, context }).nextSteps.join('\n')).toContain(
      'No metric filter is suggested for F1: the words that the events share stand in other lines too',
    );
  });

  test('leaves the errors of another cause alone', () => {
    const at = (site: string) => `ERROR NullPointerException: item is null\n\tat ${site}`;
    const spec = (id: string, file: string, line: number) => ({
      id,
      message: at(`com.shop.${file}.run(${file}.java:${line})`),
      text: 'NullPointerException: item is null',
      location: { file: `${file}.java`, line, function: 'run' },
      language: 'java' as const,
    });
    const findings = [spec('F1', 'Cart', 7), spec('F2', 'Order', 9)];
    expect(filtersOf({ findings })).toEqual([]);
  });
});

const window = { startMs: minute(0), endMs: minute(240) };
const every = (minutes: number, from = 0, to = 240) =>
  Array.from({ length: Math.floor((to - from) / minutes) }, (_, i) => minute(from + i * minutes));
const counted = { standsFor: 1, activeMs: null, normalPerHour: null, isIncident: false };

describe('an alarm', () => {
  test('on a fault that runs all through as the incident rings at its rate', () => {
    const steady = { ...counted, timesMs: every(0.25), isIncident: true };
    const course = alarmCourse(steady, window);
    expect(course).toMatchObject({ threshold: 6, usual: 20, basis: 'through' });
    expect(course?.ringsMs).toEqual([minute(5)]);
    if (course === null) throw new Error('it rings');
    expect(basisInWords(course)).toBe('20 in these logs all through, at most 20');
    expect(courseInWords(course, steady, { id: 'F1', range: null }, window)).toContain(
      'it would have begun to ring at 12:05:00 UTC; raise it',
    );
  });

  test('is the same where each time stands for several errors', () => {
    const steady = { ...counted, timesMs: every(0.25), isIncident: true };
    const thinned = { ...steady, timesMs: every(1), standsFor: 4 };
    expect(alarmCourse(thinned, window)).toEqual(alarmCourse(steady, window));
  });

  test('on a steady fault beside the incident is quiet at that rate', () => {
    const course = alarmCourse({ ...counted, timesMs: every(0.25) }, window);
    expect(course).toMatchObject({ threshold: 34, ringsMs: [] });
  });

  test('takes a longer period where a short one does not tell', () => {
    const background = every(6);
    const more = every(2.5, 120, 180);
    const timesMs = [...background, ...more].sort((a, b) => a - b);
    const activeMs = { startMs: minute(120), endMs: minute(180) };
    const course = alarmCourse({ ...counted, timesMs, activeMs }, window);
    expect(course?.periodSeconds).toBe(900);
    expect(course?.ringsMs[0]).toBe(minute(135));
  });

  test('does not ring where nothing is wrong, though that came in clusters', () => {
    const clusters = [30, 31, 32, 33, 34].flatMap((at) => every(0.25, at, at + 1));
    const activeMs = { startMs: minute(200), endMs: minute(210) };
    const timesMs = [...clusters, ...every(0.1, 200, 210)];
    const course = alarmCourse({ ...counted, timesMs, activeMs }, window);
    expect(course?.threshold).toBeGreaterThanOrEqual(20);
    expect(course?.ringsMs).toEqual([minute(205)]);
  });

  test('that would not have told of the incident is none', () => {
    const activeMs = { startMs: minute(120), endMs: minute(121) };
    const timesMs = [...every(1), minute(120)].sort((a, b) => a - b);
    expect(alarmCourse({ ...counted, timesMs, activeMs }, window)).toBeNull();
  });
});
