// What a query is likely to scan, told from stored bytes, age and retention.
import { describe, expect, test } from 'vitest';
import { bytesWithin, estimateScan } from '../../src/run/scan-estimate.ts';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-20T16:00:00Z');
const lastHours = (hours: number) => ({ startMs: NOW - hours * 3_600_000, endMs: NOW });
const group = {
  name: '/aws/lambda/checkout',
  storedBytes: 24e9,
  creationMs: NOW - 10 * DAY_MS,
  retentionDays: null as number | null,
  firstEventMs: null as number | null,
  lastEventMs: null as number | null,
};

describe('the share of the window in what is stored', () => {
  test('counts from the creation of the log group', () => {
    expect(bytesWithin(group, lastHours(2), NOW)).toBe(200e6);
  });

  test('counts from the first event where that is known', () => {
    const refilled = { ...group, firstEventMs: NOW - 20 * DAY_MS };
    expect(bytesWithin(refilled, lastHours(2), NOW)).toBe(100e6);
  });

  test('reaches no further back than the retention', () => {
    expect(bytesWithin({ ...group, retentionDays: 5 }, lastHours(2), NOW)).toBe(400e6);
    const oldest = { ...group, creationMs: null, retentionDays: 5 };
    expect(bytesWithin(oldest, lastHours(2), NOW)).toBe(400e6);
  });

  test('ends at the last event: what is quiet since was denser before', () => {
    const quiet = { ...group, lastEventMs: NOW - 5 * DAY_MS };
    expect(bytesWithin(quiet, lastHours(24), NOW)).toBe(24e9 / 5);
  });

  test('is never more than all of it, and nothing before the data begins', () => {
    expect(bytesWithin(group, lastHours(24 * 90), NOW)).toBe(24e9);
    const before = { startMs: NOW - 30 * DAY_MS, endMs: NOW - 20 * DAY_MS };
    expect(bytesWithin(group, before, NOW)).toBe(0);
  });
});

describe('what cannot be told', () => {
  test('is not guessed', () => {
    expect(bytesWithin({ ...group, storedBytes: null }, lastHours(2), NOW)).toBeNull();
    expect(bytesWithin({ ...group, creationMs: null }, lastHours(2), NOW)).toBeNull();
  });

  test('a log group with events and no stored bytes is not measured yet', () => {
    const young = { ...group, storedBytes: 0, lastEventMs: NOW };
    expect(bytesWithin(young, lastHours(2), NOW)).toBeNull();
    expect(bytesWithin({ ...group, storedBytes: 0 }, lastHours(2), NOW)).toBe(0);
  });

  test('is named beside the sum of what is known', () => {
    const unknown = { ...group, name: 'other', storedBytes: null };
    expect(estimateScan([group, unknown], lastHours(2), NOW)).toEqual({
      bytes: 200e6,
      unknown: ['other'],
    });
  });
});
