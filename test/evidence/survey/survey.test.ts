// What all lines show together: drifts with their turning points, members that stand out or stop, lines that are new.
import { describe, expect, test } from 'vitest';
import { surveyOf } from '../../../src/evidence/survey.ts';
import { event, MINUTE, random, START_MS } from '../support.ts';

/** `count` lines, one every ten seconds. */
function lines(count: number, text: (index: number) => string, fromMinute = 0) {
  return Array.from({ length: count }, (_, index) =>
    event(`INFO ${text(index)}`, { timestampMs: START_MS + fromMinute * MINUTE + index * 10_000 }),
  );
}

const minutesOf = (timestampMs = 0) => (timestampMs - START_MS) / MINUTE;

describe('drifts', () => {
  const next = random(7);
  const noise = (low: number, high: number) => Math.floor(low + next() * (high - low));

  test('a step is found where it is, with typical readings as written', () => {
    const events = lines(
      120,
      (index) => `commit latency=${index < 72 ? noise(3, 12) : noise(300, 900)}ms`,
    );
    const [drift] = surveyOf(events, true).drifts;
    expect(drift).toMatchObject({ shape: 'step', name: 'latency', rises: true, readings: 120 });
    expect(minutesOf(drift?.turn.timestampMs)).toBe(12);
    expect(Number.parseInt(drift?.to ?? '', 10)).toBeGreaterThan(300);
  });

  test('a climb begins where its line leaves the level before it', () => {
    const events = lines(
      240,
      (index) =>
        `pool in_use=${index < 90 ? 4 : Math.min(50, 4 + Math.floor((index - 90) / 2.5))}/50`,
    );
    const [drift] = surveyOf(events, true).drifts;
    expect(drift).toMatchObject({ shape: 'climb', name: 'in_use', from: '4', to: '50', limit: 50 });
    expect(Math.abs(minutesOf(drift?.turn.timestampMs) - 15)).toBeLessThan(2);
  });

  test('a climb without a limit that begins late is one, from where it leaves the flat', () => {
    const events = lines(
      360,
      (index) => `lag=${index < 216 ? noise(40, 160) : (index - 216) * 90 + noise(0, 60)}`,
    );
    const [drift] = surveyOf(events, true).drifts;
    expect(drift).toMatchObject({ shape: 'climb', name: 'lag', until: null });
    expect(Math.abs(minutesOf(drift?.turn.timestampMs) - 36)).toBeLessThan(2);
  });

  test('a level that is left for a while is told with both moments', () => {
    const events = lines(
      300,
      (index) => `fsync took ${index >= 150 && index < 210 ? noise(700, 2_000) : noise(2, 9)} ms`,
    );
    const [drift] = surveyOf(events, true).drifts;
    expect(drift).toMatchObject({ shape: 'step', rises: true });
    expect(minutesOf(drift?.turn.timestampMs)).toBe(25);
    expect(minutesOf(drift?.until?.timestampMs)).toBe(35);
  });

  test('climbs between restarts are told one by one, with the resets before them', () => {
    const events = lines(
      330,
      (index) => `stats rss=${400 + (index % 110) * 14 + noise(0, 20)}MB limit=2048MB`,
    );
    const { drifts } = surveyOf(events, true);
    expect(drifts.map(({ name, limit, resets }) => [name, limit, resets.length])).toEqual([
      ['rss', 2048 * 1_048_576, 0],
      ['rss', 2048 * 1_048_576, 1],
      ['rss', 2048 * 1_048_576, 2],
    ]);
    expect(minutesOf(drifts[2]?.turn.timestampMs)).toBeCloseTo(220 / 6, 1);
    expect(drifts[2]?.until).toBeNull();
  });

  test('a heap that is collected again and again does not climb', () => {
    const events = lines(400, (index) => `heap used=${300 + (index % 25) * 20 + noise(0, 9)}MB`);
    expect(surveyOf(events, true).drifts).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5])('noise, cycles and counters are none (seed %i)', (seed) => {
    const draw = random(seed);
    const events = lines(
      300,
      (index) =>
        `page took ${Math.floor(20 + draw() * 60)} ms rss=${Math.floor(400 + 60 * Math.sin(index / 20) + draw() * 40)}MB seq=${index} served_total=${index * 7}`,
    );
    expect(surveyOf(events, true).drifts).toEqual([]);
  });
});

describe('members of a row', () => {
  test('one whose numbers lie far from the others stands out', () => {
    const events = lines(
      200,
      (index) =>
        `member id=c-${index % 5} pause=${index % 5 === 3 ? 9_000 + index : 80 + (index % 40)}ms`,
    );
    const [outlier] = surveyOf(events, true).outliers;
    expect(outlier).toMatchObject({ field: 'id', value: 'c-3', name: 'pause' });
  });

  test('alike ones do not', () => {
    const draw = random(3);
    const events = lines(
      300,
      (index) => `member id=c-${index % 5} pause=${Math.floor(50 + draw() * 100)}ms`,
    );
    expect(surveyOf(events, true).outliers).toEqual([]);
  });

  test('one that stops while its like go on fell silent', () => {
    const events = lines(
      300,
      (index) => `reading from=s-${index < 150 ? index % 5 : index % 4} ok`,
    );
    expect(surveyOf(events, true).silences.map(({ value }) => value)).toEqual(['s-4']);
    expect(surveyOf(events, false).silences).toEqual([]);
  });

  test('one that is replaced did not', () => {
    const events = lines(
      300,
      (index) => `reading from=s-${index % 5 === 4 && index >= 150 ? 9 : index % 5} ok`,
    );
    expect(surveyOf(events, true).silences).toEqual([]);
  });

  test('a value that comes to fill the lines is a shift', () => {
    const events = lines(
      300,
      (index) => `get key=${index >= 200 && index % 3 > 0 ? 'k-hot' : `k-${index % 50}`} done`,
    );
    // As a value of its field, or as a kind of line of its own: the templates decide.
    const shift = surveyOf(events, true).shifts.find(({ value }) => value.includes('k-hot'));
    expect(shift?.fromShare).toBe(0);
    expect(shift?.toShare).toBeGreaterThan(0.6);
  });
});

describe('rare lines', () => {
  const usual = lines(200, (index) => `served page ${index % 3} in ${index % 17} ms`);

  test('are those of kinds that are not seen otherwise', () => {
    const odd = event('INFO sink moved to nfs://store/logs', { timestampMs: START_MS + MINUTE });
    expect(surveyOf([...usual, odd], true).rare.map(({ line }) => line.event)).toEqual([odd]);
  });

  test('the same from a whole fleet at once counts as one', () => {
    const fleet = Array.from({ length: 12 }, (_, index) =>
      event(`INFO reloaded routes on web-${index}`, {
        timestampMs: START_MS + 5 * MINUTE + index * 900,
      }),
    );
    expect(surveyOf([...usual, ...fleet], true).rare).toMatchObject([{ count: 12 }]);
  });

  test('are none where lines of one kind each are the rule', () => {
    const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'heron'];
    const odd = words.flatMap((a) => words.map((b) => event(`INFO ${a} ${b}${a} ${b}`)));
    expect(surveyOf([...usual, ...odd], true).rare).toEqual([]);
  });

  test('lines for developers are none', () => {
    const odd = event('DEBUG sink moved to nfs://store/logs');
    expect(surveyOf([...usual, odd], true).rare).toEqual([]);
  });
});

test('the order of the events makes no difference', () => {
  const events = [
    ...lines(
      120,
      (index) => `commit latency=${index < 60 ? 5 + (index % 7) : 400 + (index % 90)}ms`,
    ),
    ...lines(
      60,
      (index) => `member id=c-${index % 3} pause=${index % 3 === 2 ? 9_000 : 80}ms`,
      0.05,
    ),
  ];
  expect(surveyOf([...events].reverse(), true)).toEqual(surveyOf(events, true));
});
