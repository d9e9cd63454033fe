import { expect, test } from 'vitest';
import { wordsOf } from '../../src/diagnosis/ties.ts';

test('names, versions and addresses may tie two lines together', () => {
  expect([...wordsOf('billing-worker 2.14.0 lost 10.0.4.17 of shard_7')]).toEqual(
    expect.arrayContaining(['billing-worker', '2.14.0', '10.0.4.17', 'shard_7']),
  );
});

test('what is left of a time stamp never does', () => {
  const words = wordsOf('2026-08-04T02:00:00.123Z [2026-08-04T02:00:00Z] 20260804T020000Z 04t02');
  expect([...words]).toEqual([]);
});

test('nor do words for kinds of things: two lines about two pods share nothing', () => {
  const words = wordsOf('pod/config-reloader container reloader: probes of the namespace');
  expect([...words].sort()).toEqual(['config-reloader', 'reloader']);
});

test('nor the end of a domain: two hosts of one share nothing by it', () => {
  const [a, b] = ['selector of old-brand.test', 'relay smtp.relay.test refused'].map((text) =>
    wordsOf(text),
  );
  expect([...(a ?? [])].filter((word) => b?.has(word))).toEqual([]);
  expect([...(a ?? [])]).toContain('old-brand.test');
});
