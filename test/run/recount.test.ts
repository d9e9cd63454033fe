// More candidates than a run reads: what fills the window is counted, all the rest is read.
import { describe, expect, test } from 'vitest';
import type { ToolResult } from '../../src/agent/tools.ts';
import type { LogEvent } from '../../src/base/log-event.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { eachPlaced } from '../../src/evidence/finding.ts';
import type { CaseLogGroup } from '../../src/run/case-file.ts';
import { createContext } from '../../src/run/context.ts';
import { type Meanwhile, readBeyond, withCounts } from '../../src/run/recount.ts';
import { emptySop, fakeWorld, NOW, ok, requestFor } from './fake-world.ts';

const GROUP = '/app';
const START = NOW - 3_600_000;
const READ = 100;
const window = { startMs: START, endMs: NOW };
const written = (ms: number) => new Date(ms).toISOString().replace('T', ' ').slice(0, 23);
const slow = (ms: number) => `WARN Reading the stock of shelves took ${ms} ms`;
const LATE = 'ERROR stock is read-only now';

const cells = (row: Record<string, string>) =>
  Object.entries(row).map(([field, value]) => ({ field, value }));
const complete = (rows: Record<string, string>[], matched = rows.length) =>
  ok({
    status: 'Complete',
    results: rows.map(cells),
    statistics: { recordsMatched: matched, recordsScanned: matched, bytesScanned: 1 },
  });

/** All candidates but the slow reads. */
const isRest = (text: string) => /filter @message not like \/\S*Reading/.test(text);

function answerTo(text: string, all: number, counted: number, ends: Ends) {
  const row = { 'bin(5s)': written(START), '@log': `1:${GROUP}` };
  const late = { ...row, 'bin(5s)': written(NOW - 5_000) };
  if (/stats count/.test(text))
    return complete(
      [
        { ...row, n: `${all - 6}`, n0: `${counted - 5}` },
        { ...late, n: '6', n0: '5' },
      ],
      counted,
    );
  if (/limit 1$/.test(text))
    return complete([
      {
        '@timestamp': written(/asc/.test(text) ? START + 3_000 : NOW - 1_000),
        '@log': `1:${GROUP}`,
      },
    ]);
  // All candidates of the first and of the last bin.
  if (!isRest(text)) return ends(text);
  return complete([{ '@timestamp': written(NOW - 2_000), '@message': LATE, '@log': `1:${GROUP}` }]);
}

const rows = (fromMs: number, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    '@timestamp': written(fromMs + at),
    '@message': slow(at),
    '@log': `1:${GROUP}`,
  }));

type Ends = (text: string) => ToolResult;
const tooMany: Ends = () => complete([], 5_000);

/** Who looks on: told of each call and the query that it is about. */
interface Watched {
  readonly onCall?: (tool: string, text: string) => void;
  readonly meanwhile?: Meanwhile;
}

/** Counted: what the query for the slow reads answers. The rest is one error that the sample does not hold. */
async function over(
  unread: number,
  counted: number,
  ends: Ends = tooMany,
  { onCall, meanwhile }: Watched = {},
) {
  const texts: string[] = [];
  const world = fakeWorld({
    'start-query': ({ queryString }) => {
      onCall?.('start-query', String(queryString));
      return ok({ queryId: `q${texts.push(String(queryString)) - 1}` });
    },
    'get-query-results': ({ queryId }) => {
      const text = texts[Number(String(queryId).slice(1))] ?? '';
      onCall?.('get-query-results', text);
      return answerTo(text, READ + unread, counted, ends);
    },
  });
  const context = createContext(requestFor(emptySop), world);
  context.file.window = { requested: window, analyzed: window, adjustments: [] };
  context.file.logGroups = [logGroup()];
  context.file.candidates = Array.from({ length: READ }, (_, at) =>
    event(START + 5_000 + at, slow(at)),
  );
  context.file.unreadCandidates = unread;
  const sample = prepare(context.file.candidates, window);
  const beyond = await readBeyond(context, sample, meanwhile);
  const prepared = prepare(beyond?.events ?? [], window);
  const analysis = analyze(beyond === null ? prepared : withCounts(context, prepared, beyond));
  return { context, texts, analysis };
}

const CLOSING = (gate: number) => `ERROR Closing the gate of store ${gate} was not possible`;

/** Two kinds in one bin, counted as 60 and 4 of 63 candidates. */
async function overTwo() {
  const texts: string[] = [];
  const row = { 'bin(5s)': written(START), '@log': `1:${GROUP}` };
  const late = { '@timestamp': written(START + 900), '@message': LATE, '@log': `1:${GROUP}` };
  const world = fakeWorld({
    'start-query': ({ queryString }) => ok({ queryId: `q${texts.push(String(queryString)) - 1}` }),
    'get-query-results': ({ queryId }) => {
      const text = texts[Number(String(queryId).slice(1))] ?? '';
      if (/stats count/.test(text)) return complete([{ ...row, n: '63', n0: '60', n1: '4' }], 63);
      return isRest(text) ? complete([]) : complete([...rows(START, 60), late, late, late]);
    },
  });
  const context = createContext(requestFor(emptySop), world);
  context.file.window = { requested: window, analyzed: window, adjustments: [] };
  context.file.logGroups = [logGroup()];
  const read = [...Array(43).keys()].map((at) =>
    event(START + at, at < 40 ? slow(at) : CLOSING(at)),
  );
  context.file.candidates = read;
  context.file.unreadCandidates = 20;
  return { context, beyond: await readBeyond(context, prepare(read, window)) };
}

const logGroup = (): CaseLogGroup => ({
  name: GROUP,
  region: 'us-west-2',
  status: 'confirmed',
  relevance: '',
  creationMs: null,
  storedBytes: null,
  retentionDays: null,
  logClass: null,
  firstEventMs: START,
  lastEventMs: NOW,
  events: null,
  evidence: [],
});

const event = (timestampMs: number, message: string): LogEvent => ({
  timestampMs,
  logGroup: GROUP,
  logStream: 's',
  message,
  eventId: `${timestampMs}`,
  evidenceId: 'E1',
});

describe('beyond the rows that a run reads', () => {
  test('a late error is found and the flood around it counted to the unit, with its times', async () => {
    const { context, analysis, texts } = await over(900_001, READ + 900_000);
    expect(
      analysis.findings.map(({ severity, count, firstSeenMs, lastSeenMs }) => [
        severity,
        count,
        firstSeenMs,
        lastSeenMs,
      ]),
    ).toEqual([
      ['error', 1, NOW - 2_000, NOW - 2_000],
      ['warning', READ + 900_000, START + 3_000, NOW - 1_000],
    ]);
    const counted = context.file.evidence.find(({ summary }) =>
      summary.startsWith('count findings'),
    );
    expect(counted).toBeDefined();
    expect(analysis.findings.map(({ evidence }) => evidence.includes(counted?.id ?? ''))).toEqual([
      false,
      true,
    ]);
    expect(analysis.part).toBeUndefined();
    // The counts, the bins of the first and of the last, these by themselves, and the rest.
    expect(texts).toHaveLength(6);
    expect([context.file.exact, context.file.unreadCandidates, context.file.gaps]).toEqual([
      true,
      0,
      [],
    ]);
  });

  test('what waits for no count is done when the counts were asked for and are not there yet', async () => {
    const order: string[] = [];
    await over(25, READ + 25, tooMany, {
      onCall: (tool, text) => {
        if (text.includes('stats count')) order.push(tool);
      },
      meanwhile: async () => order.push('meanwhile'),
    });
    expect(order).toEqual(['start-query', 'meanwhile', 'get-query-results']);
  });

  test('ends that few events hold are read with them', async () => {
    const { analysis, texts } = await over(25, READ + 25, (text) =>
      text.includes(`@timestamp < ${START + 5_000}\n`)
        ? complete(rows(START + 1_000, READ + 20))
        : complete(rows(NOW - 4_000, 5)),
    );
    expect(texts.filter((text) => /limit 1$/.test(text))).toEqual([]);
    const [flood] = analysis.findings;
    expect([flood?.count, flood?.firstSeenMs, flood?.lastSeenMs]).toEqual([
      READ + 25,
      START + 1_000,
      NOW - 3_996,
    ]);
  });

  test('counts that do not add up are not exact, and a gap says by how much, not that rows ran out', async () => {
    const { context } = await over(900_001, READ + 800_100);
    const { exact, miscounted, unreadCandidates } = context.file;
    expect({ exact, miscounted, unreadCandidates }).toEqual({
      exact: false,
      miscounted: 99_900,
      unreadCandidates: 0,
    });
    expect(context.file.gaps).toEqual([
      expect.objectContaining({
        what: 'For 99,900 candidate events the counts by query and what was read do not add up.',
        why: expect.not.stringContaining('limit'),
      }),
    ]);
  });

  test('a pattern of which nothing is left once bins are read is no count any more', async () => {
    // The one bin is read: what the second pattern counted is none of its own.
    const { context, beyond } = await overTwo();
    expect(beyond?.counted.map(({ placed }) => [...placed.counts.values()])).toEqual([[60]]);
    expect([context.file.miscounted, context.file.unreadCandidates]).toEqual([0, 0]);
  });

  test('it is known how many kinds were counted, and on how much their patterns were tried', async () => {
    const { context } = await over(900_001, READ + 900_000);
    expect(context.file.counted).toEqual({ kinds: 1, triedOn: READ });
  });

  test('what is left is not asked for where it is more than a run reads', async () => {
    const { context, texts, analysis } = await over(900_001, READ + 700_000);
    expect(texts.some((text) => isRest(text))).toBe(false);
    expect([context.file.exact, context.file.gaps.length]).toEqual([false, 1]);
    // The course of what was counted is known, that of all is not.
    expect(analysis.part).toEqual({ read: READ, matched: READ + 900_001 });
    expect(analysis.findings.map(({ count, readInPart }) => [count, readInPart])).toEqual([
      [READ + 700_000, undefined],
    ]);
  });

  test('none of a burst is told to be outside the first and the last of it, which are asked for', async () => {
    const { analysis } = await over(900_001, READ + 900_000);
    const flood = analysis.findings.find(({ severity }) => severity === 'warning');
    const times = flood?.timesMs ?? [];
    expect([Math.min(...times.slice(0, 10)), Math.max(...times.slice(-10))]).toEqual([
      START + 3_000,
      NOW - 1_000,
    ]);
  });

  test('of very many one in so many is placed in time; counts stay exact', async () => {
    const count = 4_500_000;
    const { analysis } = await over(count + 1, READ + count);
    const flood = analysis.findings.find(({ severity }) => severity === 'warning');
    expect([flood?.count, flood?.standsFor, flood?.timesMs.length]).toEqual([
      READ + count,
      5,
      (READ + count) / 5,
    ]);
    expect([flood?.firstSeenMs, flood?.lastSeenMs]).toEqual([START + 3_000, NOW - 1_000]);
    expect(flood?.logGroups).toEqual([{ name: GROUP, count: READ + count }]);
  });

  test('bins whose counts do not add up are read, and their counts made right', async () => {
    // Two too many: another pattern matched them too.
    const { context, analysis, texts } = await over(25, READ + 27, (text) =>
      text.includes(`@timestamp < ${START + 5_000}\n`)
        ? complete(rows(START + 1_000, READ + 19))
        : complete(rows(NOW - 4_000, 5)),
    );
    expect(texts.some((text) => text.includes(`@timestamp < ${START + 5_000}\n`))).toBe(true);
    expect(
      analysis.findings.map(({ severity, count, firstSeenMs }) => [severity, count, firstSeenMs]),
    ).toEqual([
      ['error', 1, NOW - 2_000],
      ['warning', READ + 24, START + 1_000],
    ]);
    expect([context.file.unreadCandidates, context.file.gaps]).toEqual([0, []]);
    expect(context.file.evidence.map(({ summary }) => summary)).toContainEqual(
      expect.stringContaining('bins that do not add up'),
    );
  });

  test('a finding that fell into another with what was read beside it takes its count along', () => {
    const context = createContext(requestFor(emptySop), fakeWorld({}));
    const prepared = prepare([event(START, slow(1)), event(START + 1, slow(2))], window);
    const times = new Map([[GROUP, [START, START + 5, START + 9]]]);
    const placed = eachPlaced(times);
    const counted = [{ templateId: 'of the sample', severity: 'warning' as const, placed }];
    const [one] = counted;
    const countedFor = (message: string) =>
      message === slow(1) && one !== undefined
        ? { ...one, pattern: '', includes: [], read: times }
        : null;
    const beyond = { events: [], counted, countedFor, evidence: ['E7'], triedOn: 2 };
    const { drafts } = withCounts(context, prepared, beyond);
    expect(drafts.map(({ count, evidence }) => [count, evidence])).toEqual([[4, ['E1', 'E7']]]);
    expect(context.file.gaps).toEqual([]);
  });

  test('what was counted for findings that there are not any more makes the counts lower bounds', () => {
    const context = createContext(requestFor(emptySop), fakeWorld({}));
    const prepared = prepare([event(START, LATE)], window);
    const times = new Map([[GROUP, [START]]]);
    const placed = eachPlaced(times);
    const counted = [{ templateId: 'of no finding', severity: 'error' as const, placed }];
    const beyond = { events: [], counted, countedFor: () => null, evidence: [], triedOn: 1 };
    expect(withCounts(context, prepared, beyond).drafts.map(({ count }) => count)).toEqual([1]);
    expect(context.file.exact).toBe(false);
    expect(context.file.gaps.map(({ what }) => what)).toEqual([
      '1 kind of errors that was counted by query is no finding of its own.',
    ]);
  });
});
