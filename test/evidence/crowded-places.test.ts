// Errors are told apart by where they are thrown, until one message comes from more places than a reader can tell apart.
import { describe, expect, test } from 'vitest';
import { analyze, findingsOf, prepare } from '../../src/evidence/analyze.ts';
import { compareWithBaseline } from '../../src/evidence/baseline.ts';
import { event, FOUR_HOURS, MINUTE, START_MS } from './support.ts';

/** Thrown at the place of this number, with a message of its own. */
const thrownAt = (place: number, said = 'cannot price order') =>
  `2026-03-03 12:00:01,123 ERROR [http-1] c.s.Cart - ${said}\njava.lang.IllegalStateException: stock is locked\n\tat com.shop.cart.Pricing.step${letters(place)}(Pricing.java:${place + 1})\n\tat com.shop.Api.post(Api.java:7)`;
/** Names without digits: numbers in generated names do not count. */
const letters = (number: number) => [...`${number}`].map((digit) => 'abcdefghij'[+digit]).join('');

const eventsOf = (messages: readonly string[], startMs = START_MS) =>
  messages.map((message, index) => event(message, { timestampMs: startMs + index * 1_000 }));
const findings = (messages: readonly string[]) =>
  findingsOf(prepare(eventsOf(messages), FOUR_HOURS)).findings;
const places = (count: number, said?: string) =>
  Array.from({ length: count }, (_, place) => thrownAt(place, said));

describe('one message from many places', () => {
  test('is one finding for each of twenty', () => {
    const found = findings(places(20));
    expect(found).toHaveLength(20);
    expect(found.every((finding) => finding.location !== null)).toBe(true);
    expect(found.every((finding) => finding.places === undefined)).toBe(true);
  });

  test('is one finding for all of more, which says how many and names none of them', () => {
    const found = findings([...places(21), ...places(21)]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      count: 42,
      places: 21,
      location: null,
      title: 'cannot price order: java.lang.IllegalStateException: stock is locked',
    });
  });

  test('has a finding of its own for a place that a tenth of them comes from', () => {
    const often = Array.from({ length: 10 }, () => thrownAt(500));
    const found = findings([...places(60), ...often]);
    expect(found.map((finding) => [finding.count, finding.places])).toEqual([
      [60, 60],
      [10, undefined],
    ]);
    expect(found[1]?.location).toMatchObject({ line: 501 });
  });

  test('counts with the lines that say the same without a trace', () => {
    const said = 'IllegalStateException: stock is locked';
    const traced = places(30, said).map((text) => text.replace(`java.lang.${said}\n`, ''));
    const plain = traced.map((text) => text.slice(0, text.indexOf('\n')));
    expect(findings([...plain, ...traced])).toMatchObject([{ count: 60, places: 30 }]);
  });

  test('leaves another message that comes from one of them its place', () => {
    const shipped = Array.from({ length: 8 }, () => thrownAt(3, 'cannot ship order'));
    const found = findings([...places(40), ...shipped]);
    expect(found.map(({ count, places: many }) => [count, many])).toEqual([
      [40, 40],
      [8, undefined],
    ]);
    expect(found[1]?.location).toMatchObject({ line: 4 });
  });

  test('is told by the codes that it names, however many there are of one place', () => {
    const coded = Array.from({ length: 25 }, (_, index) =>
      thrownAt(7).replace('stock is locked', `ORA-${1_000 + index}: stock is locked`),
    );
    const found = findings(coded);
    expect(found).toHaveLength(25);
    expect(found.every((finding) => finding.location !== null)).toBe(true);
  });

  test('is told by its places where it is nothing but the type of an exception', () => {
    const bare = (count: number) =>
      places(count).map((trace) =>
        trace.replace(/c\.s\.Cart - .*\n.*\n/, 'c.s.Cart - java.lang.NullPointerException\n'),
      );
    expect(findings(bare(25))).toHaveLength(25);
    expect(findings(bare(101))).toMatchObject([{ count: 101, places: 101 }]);
  });

  test('is one finding where a sample shows nearly each of its places once', () => {
    const told = (messages: readonly string[], isSample: boolean) =>
      prepare(eventsOf(messages), FOUR_HOURS, undefined, { isSample }).drafts.map(
        (draft) => [draft.count, draft.places] as const,
      );
    expect(told(places(6), true)).toEqual([[6, 6]]);
    expect(told(places(6), false)).toHaveLength(6);
    // What was seen twice will come again.
    expect(told([...places(6), ...places(6)], true)).toHaveLength(6);
    expect(told([...places(8), thrownAt(0), thrownAt(0)], true)).toEqual([
      [7, 7],
      [3, undefined],
    ]);
    expect(told(places(4), true)).toHaveLength(4);
  });

  test('stays as it was told before where more of it is read', () => {
    const often = places(12).flatMap((trace) => [trace, trace, trace]);
    const { drafts } = prepare(eventsOf(often), FOUR_HOURS, undefined, { isSample: true });
    expect(drafts).toHaveLength(12);
    const all = [...often, ...places(60).slice(12)];
    const after = prepare(eventsOf(all), FOUR_HOURS, undefined, { before: drafts }).drafts;
    expect(after.map(({ count, places: many }) => [count, many])).toEqual([
      [48, 48],
      ...drafts.map(() => [3, undefined]),
    ]);
    const crowd = prepare(eventsOf(places(30)), FOUR_HOURS);
    const fewer = prepare(eventsOf(places(3)), FOUR_HOURS, undefined, { before: crowd.drafts });
    expect(fewer.drafts.map(({ count, places: many }) => [count, many])).toEqual([[3, 3]]);
  });

  test('is the same error in any order', () => {
    const messages = [...places(50), ...Array.from({ length: 9 }, () => thrownAt(7))];
    const told = (some: readonly string[]) =>
      findings(some).map(({ templateId, count, places: many }) => ({ templateId, count, many }));
    expect(told([...messages].reverse())).toEqual(told(messages));
  });

  test('is as usual where a normal time has it from other places', () => {
    const hours = (range: number) => START_MS + range * 240 * MINUTE;
    const window = { startMs: hours(1), endMs: hours(2) };
    const now = Array.from({ length: 40 }, (_, place) => thrownAt(place));
    const then = Array.from({ length: 40 }, (_, place) => thrownAt(100 + place));
    const prepared = prepare(eventsOf(now, window.startMs), window);
    const [comparison] = compareWithBaseline(
      prepared,
      { range: window, events: null, readShare: 1 },
      eventsOf(then),
      { range: FOUR_HOURS, events: null, readShare: 1 },
    );
    expect(comparison).toMatchObject({ standing: 'background', count: 40 });
  });

  test('is new at a place that a normal time does not have, however many others it has', () => {
    const window = { startMs: START_MS + 240 * MINUTE, endMs: START_MS + 480 * MINUTE };
    const now = Array.from({ length: 200 }, () => thrownAt(500));
    const then = Array.from({ length: 600 }, (_, index) => thrownAt(index % 30));
    const [comparison] = compareWithBaseline(
      prepare(eventsOf(now, window.startMs), window),
      { range: window, events: null, readShare: 1 },
      eventsOf(then),
      { range: FOUR_HOURS, events: null, readShare: 1 },
    );
    expect(comparison).toMatchObject({ count: 0 });
    expect(comparison?.fallen).toBeUndefined();
  });

  test('takes no longer with thousands of them', () => {
    const { findings: found, totalErrors } = analyze(prepare(eventsOf(places(3_000)), FOUR_HOURS));
    expect([found.length, found[0]?.places, totalErrors]).toEqual([1, 3_000, 3_000]);
  });
});
