import { describe, expect, test } from 'vitest';
import { measuresOf } from '../../../src/evidence/survey/measures.ts';

const of = (text: string, fields: Record<string, string> = {}) =>
  measuresOf(text, fields).map(({ name, value, unit, limit }) => [name, value, unit, limit]);

describe('measures', () => {
  test.each([
    ['db query latency=51ms', [['latency', 51, 'ms', null]]],
    [
      'threadpool active=7/40 queued=3',
      [
        ['active', 7, 'number', 40],
        ['queued', 3, 'number', null],
      ],
    ],
    [
      'used_memory=2gb disk: 91%',
      [
        ['used_memory', 2_147_483_648, 'bytes', null],
        ['disk', 91, 'percent', 100],
      ],
    ],
    ['flush done in 1.2 s', [['done in', 1_200, 'ms', null]]],
    ['statement waited 1441ms', [['statement waited', 1_441, 'ms', null]]],
    ['queue depth 17', [['queue depth', 17, 'number', null]]],
    ['hit_rate=0.97', [['hit_rate', 0.97, 'number', null]]],
  ])('are read from: %s', (text, measures) => {
    expect(of(text)).toEqual(measures);
  });

  test('fields give them too, with the unit of their name', () => {
    expect(of('done', { elapsed_ms: '33', tenant: 't-1' })).toEqual([
      ['elapsed_ms', 33, 'ms', null],
    ]);
  });

  test.each([
    'user_id=4711 order=12 port=8080 status=200 offset=88123 partition=3',
    'requests_total=900 generation=12 seq=4',
    'started at 12:30:05 version 1.2.3 from 10.0.0.1:9092',
    'built 2026-05-11 sha=9e1c77',
    'attempt 3 of 5',
  ])('identities, counters, dates, versions and addresses are none: %s', (text) => {
    expect(of(text)).toEqual([]);
  });
});
