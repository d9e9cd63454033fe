// Lines as widely used software writes them, and look-alikes that must not count, through all that decides about a
// line: is it a candidate, does it count, and when was it.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { headOf } from '../../src/evidence/head.ts';
import { occurrenceOf } from '../../src/evidence/occurrence.ts';
import { decodeJson } from '../../src/local-cloudwatch/input/decode.ts';
import { detectStamps } from '../../src/local-cloudwatch/input/detect-stamps.ts';
import { passes } from './candidate-filter.ts';
import { event } from './support.ts';

const CHANGED_MS = Date.UTC(2026, 10, 21);

const CASES = readFileSync(new URL('cases/layouts.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((row) => row !== '' && !row.startsWith('#'))
  .map((row) => /^(\w+) \| (\S+) \| ([^|]+) \| (.*)$/.exec(row)?.slice(1) ?? [row]);

function timeOf(line: string): string {
  const ms = line.startsWith('{')
    ? (decodeJson(line, CHANGED_MS).events[0]?.timestampMs ?? Number.NaN)
    : detectStamps([Buffer.from(line.split('\n')[0] ?? '')], CHANGED_MS).firstMs;
  return Number.isNaN(ms) ? '-' : new Date(ms).toISOString();
}

describe('a line of', () => {
  test.each(CASES)('%s, %s: %s', (severity, time, _, written = '') => {
    const line = written.replaceAll('⏎', '\n');
    const counted = occurrenceOf({ events: [event(line)], message: line })?.severity ?? 'none';
    expect([counted, timeOf(line)]).toEqual([severity, time]);
    if (severity !== 'none') expect(passes(line)).toBe(true);
  });
});

test('a database names the file of a trace before the error: the error is what is told', () => {
  const line =
    '2026-11-20T14:00:00.123456+00:00\nErrors in file /u01/trace/db_77.trc  (incident=9):\nORA-00600: internal error code, arguments: [kdsgrp1], [77]';
  const found = occurrenceOf({ events: [event(line)], message: line });
  expect(found && headOf(found)).toBe('ORA-00600: internal error code, arguments: [kdsgrp1], [77]');
});
