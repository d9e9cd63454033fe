// What sentences and commands hold: names that mean something, lines that show the number, words that the logs have.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type DriftSeen, driftWords } from '../../src/diagnosis/drift-seen.ts';
import { filterPatternsOf } from '../../src/diagnosis/filter-pattern.ts';
import { markOfAll } from '../../src/diagnosis/mark.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { caseOf, event, type FindingSpec, finding, minute } from './cases.ts';

const step: DriftSeen = {
  shape: 'step',
  name: 'in',
  of: '',
  from: '1542 ms',
  to: '331063 ms',
  rises: true,
  limit: null,
  event: event(minute(100), 'INFO Scored batch of 500 in 331063 ms'),
  turnMs: minute(90),
  untilMs: null,
  resetsMs: [],
};

test('a number behind a word that names nothing is told by its line', () => {
  expect(driftWords(step)).toBe(
    'the number behind "in" in "Scored batch of 500 in 331063 ms" steps up from 1542 ms to 331063 ms',
  );
  expect(driftWords({ ...step, name: 'call took' })).toBe(
    'call took steps up from 1542 ms to 331063 ms',
  );
});

describe('climbs that end with each of the errors', () => {
  const DEATHS = [70, 150];
  const used = (at: number) => 200 + (at < 70 ? at : at < 150 ? at - 70 : at - 150) * 22;
  const lines = Array.from({ length: 238 }, (_, at) =>
    event(minute(at), `INFO proc stats heapUsedMb=${used(at)} handles=90`),
  );
  const explained = (minutes: readonly number[]) => {
    const timesMs = minutes.map((at) => minute(at) - 30_000);
    const [from = 0, to = 0] = minutes;
    const input = caseOf({
      findings: [
        {
          id: 'F1',
          message: 'FATAL ERROR: Reached heap limit - JavaScript heap out of memory',
          category: 'resource',
          rhythm: 'sporadic',
          count: minutes.length,
          from,
          to,
        },
      ],
      survey: surveyOf(lines, true),
    });
    const findings = input.analysis.findings.map((each) => ({ ...each, timesMs }));
    const analysis = { ...input.analysis, findings };
    return diagnose({ ...input, analysis }).rootCauses[0]?.explanation;
  };

  test('are told of them', () => {
    expect(explained(DEATHS)).toMatch(
      /heapUsedMb climbs from \d+ to \d+, as before each of its resets/,
    );
  });

  test('are not told of errors at other times', () => {
    expect(explained([40, 110])).not.toContain('heapUsedMb');
  });
});

test('what was redacted is no word to search for', () => {
  const refused = 'delivery rejected: <[redacted:email]>: Recipient address rejected';
  const patterns = filterPatternsOf(finding({ id: 'F1', message: refused }), refused);
  expect(patterns.length).toBeGreaterThan(0);
  expect(patterns.filter(({ text }) => text.includes('redacted'))).toEqual([]);
});

test('the part of the code that writes a line marks no failure', () => {
  const by = (field: string) =>
    markOfAll([
      finding({
        id: 'F1',
        message: 'Commit failed',
        dimensions: [{ field, value: 'com.x.Consumer', share: 1, baselineShare: 0 }],
      }),
    ]);
  expect(by('logger_name')).toBeNull();
  expect(by('@mt')).toBeNull();
  expect(by('tenant')?.value).toBe('com.x.Consumer');
});

describe('what lies outside of a burst', () => {
  const FAILS: FindingSpec = {
    id: 'F1',
    message: 'java.sql.SQLException: Connection pool exhausted',
    rhythm: 'burst',
    count: 100,
    from: 100,
    to: 130,
  };
  const told = (to: number) =>
    diagnose(caseOf({ findings: [{ ...FAILS, to, burst: [100, 128, 98] }] })).rootCauses[0]
      ?.explanation;

  test('is background only where it lies apart', () => {
    expect(told(130)).toMatch(/\d after it\./);
    expect(told(200)).toMatch(/\d after it, as background\./);
  });
});

test('the line of a number that drifts shows the number', () => {
  const stats = (at: number) =>
    `{"level":"info","msg":"stats","rps":${at < 120 ? 200 : 1600},"inflight":${at < 120 ? 16 : 499}}`;
  const lines = Array.from({ length: 238 }, (_, at) => event(minute(at), stats(at)));
  const cause = diagnose(
    caseOf({
      findings: [
        { id: 'F1', message: 'context deadline exceeded', count: 200, rhythm: 'onset', from: 120 },
      ],
      survey: surveyOf(lines, true),
    }),
  ).rootCauses[0];
  expect(cause?.explanation).toMatch(/at 1\d:\d\d:\d\d UTC: "[^"]*\b(?:inflight|rps)\b/);
});

test('what falls silent is called by its field where its line is JSON without words', () => {
  const reading = (at: number, number: number) =>
    event(minute(at), JSON.stringify({ from: `sensor-${number}`, state: 'ok' }));
  // Golden ratio: spread evenly, in no order.
  const spread = (index: number) => (index * 0.618034) % 1;
  const others = [1, 2, 4, 5];
  const lines = Array.from({ length: 2400 }, (_, at) =>
    reading(spread(at) * 239, others[Math.floor(spread(at * 7) * 4)] ?? 1),
  );
  const gone = Array.from({ length: 360 }, (_, at) => reading(spread(at) * 130, 3));
  const survey = surveyOf(
    [...lines, ...gone].sort((a, b) => a.timestampMs - b.timestampMs),
    true,
  );
  const [cause] = diagnose(caseOf({ findings: [], survey })).rootCauses;
  expect(cause?.title).toBe('from=sensor-3 falls silent');
});
