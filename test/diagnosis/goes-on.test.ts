// Who ends cannot be who is refused where it is a job, or where its own stream goes on while others are refused.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { caseOf, event, type FindingSpec, minute } from './cases.ts';

const REFUSED: FindingSpec = {
  id: 'F1',
  message: 'call failed: dial tcp 10.0.3.7:8080: connect: connection refused',
  count: 400,
  rhythm: 'onset',
  from: 120.1,
  to: 239,
  group: '/shop/app',
};
const ended = (message: string, group: string): FindingSpec => ({
  id: 'F2',
  message,
  count: 1,
  rhythm: 'sporadic',
  from: 120,
  to: 120,
  group,
});

/** The findings of the first cause. */
function leading(death: FindingSpec, context: readonly LogEvent[] = [], refused = REFUSED) {
  const input = caseOf({ findings: [refused, death], context });
  return diagnose({ ...input, survey: surveyOf(context, true) }).rootCauses[0]?.findings;
}

describe('a job is called by nobody', () => {
  test.each([
    ['kernel: Out of memory: Killed process 4411 (report-batch) total-vm:9201412kB', '/hosts/a'],
    ["nightly-export.service: Failed with result 'signal'.", '/hosts/a'],
    ['archive-cron terminated by signal 9 (Killed): out of memory', '/hosts/a'],
    ['pg_dump: fatal error: out of memory', '/hosts/a'],
    ['container report-batch-29384756-x2x9z was OOMKilled: out of memory', '/hosts/a'],
    ['Out of memory: Killed process 4411 (java)', '/shop/report-batch'],
    ['fatal error: out of memory', '/shop/nightly-export'],
  ])('%s, in the log %s', (message, group) => {
    expect(leading(ended(message, group))).toEqual(['F1']);
  });
});

describe('what a server is about when it dies makes no job of it', () => {
  test.each([
    ['out of memory while loading batch 42 of stock items, exiting with code 1', '/shop/stock'],
    [
      'java.lang.OutOfMemoryError: Java heap space\n\tat com.acme.stock.batch.Loader.load(Loader.java:42)',
      '/shop/stock',
    ],
    ['fatal error: out of memory in the nightly import', '/shop/stock'],
    ['fatal error: out of memory at work unit batch 42', '/shop/stock'],
    ['fatal error: out of memory', '/shop/batch-api'],
    ['fatal error: out of memory', '/shop/backup-service'],
    ['Out of memory: Killed process 4411 (batch-api)', '/hosts/a'],
    ["backup-api.service: Failed with result 'signal'.", '/hosts/a'],
  ])('%s, in the log %s', (message, group) => {
    expect(leading(ended(message, group))).toEqual(['F2', 'F1']);
  });
});

describe('a program goes on', () => {
  const DEATH = ended('stock: fatal error: out of memory', '/shop/stock');
  const work = (from: number, to: number, every: number, logStream = 'app/1') =>
    Array.from({ length: Math.floor((to - from) / every) }, (_, index) => ({
      ...event(minute(from + index * every), `INFO item ${index} handled`, '/shop/stock'),
      logStream,
    }));
  const before = work(1, 119.9, 0.5);

  test('where its own stream does through the time of the refusals', () => {
    expect(leading(DEATH, [...before, ...work(121, 239, 0.5)])).toEqual(['F1']);
  });

  test('not where another instance does, in a stream of its own', () => {
    const others = work(1, 239, 0.5, 'app/2');
    expect(leading(DEATH, [...before, ...others])).toEqual(['F2', 'F1']);
  });

  test('not where it finishes in seconds what it had begun', () => {
    const lastWords = work(120.02, 120.12, 0.02);
    expect(leading(DEATH, [...before, ...lastWords])).toEqual(['F2', 'F1']);
    const short = { ...REFUSED, rhythm: 'burst', burst: [120.02, 120.14, 400] } as const;
    expect(leading(DEATH, [...before, ...lastWords], short)).toEqual(['F2', 'F1']);
  });

  test('not where it is there again while hardly anybody is refused any more', () => {
    const ending: FindingSpec = { ...REFUSED, burst: [120.1, 125, 399], from: 239, to: 239 };
    expect(leading(DEATH, [...before, ...work(125.2, 239, 0.5)], ending)).toEqual(['F2', 'F1']);
  });
});
