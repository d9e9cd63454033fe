// What is read around an onset: the change that set it off has to be seen whatever else is logged.
import { describe, expect, test } from 'vitest';
import { triggerKindOf, triggerPatterns } from '../../src/diagnosis/trigger-kinds.ts';
import type { Report } from '../../src/report/types.ts';
import { investigate } from '../../src/run/investigate.ts';
import { sop } from './built-in-sop.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { fakeTraffic, type TrafficEvent } from './fake-traffic.ts';
import { type FakeWorld, fakeWorld, NOW, requestFor } from './fake-world.ts';

const GROUP = '/aws/lambda/payment-service';
const ONSET = NOW - 20 * 60_000;
const DEPLOY = 'INFO deployment of version 42 completed';

/** One event each `everyMs` from so many minutes before the onset to two after it. */
function traffic(everyMs: number, minutesBefore = 12): TrafficEvent[] {
  const from = ONSET - minutesBefore * 60_000;
  return Array.from({ length: ((minutesBefore + 2) * 60_000) / everyMs }, (_, index) => ({
    timestampMs: from + index * everyMs,
    message: `INFO served request id=${index} in ${index % 90} ms`,
  }));
}

const errors: readonly TrafficEvent[] = Array.from({ length: 600 }, (_, index) => ({
  timestampMs: ONSET + index * 1_000,
  message: `ERROR redis command failed: connect ECONNREFUSED 10.0.4.17:6379 attempt=${index}`,
}));

const judged = (others: readonly TrafficEvent[], hours = 2) =>
  judgedAlone([...others, ...errors], hours);

async function judgedAlone(all: readonly TrafficEvent[], hours = 2) {
  const events = [...all].sort((a, b) => a.timestampMs - b.timestampMs);
  const world = fakeWorld(fakeCloudWatch([], fakeTraffic(GROUP, events)));
  const { report } = await investigate(
    requestFor(sop, { window: { startMs: null, endMs: null, hours } }),
    world,
  );
  return { report, world };
}

const triggerOf = ({ rootCauses }: Report) => rootCauses[0]?.trigger?.message;
const cutsOf = ({ events }: FakeWorld) =>
  events.flatMap((event) =>
    event.kind === 'notice' && event.text.includes('around the onsets') ? [event.text] : [],
  );
const contextRows = ({ evidence }: FakeWorld) =>
  evidence
    .filter(({ arguments: args }) => /sort @timestamp/.test(String(args.queryString)))
    .filter(({ arguments: args }) => Number(args.limit) <= 2_000)
    .reduce((sum, { rows }) => sum + rows.length, 0);

describe('the events around an onset', () => {
  test.each([5, 9])(
    'a deployment %i minutes before is seen among many requests a second',
    async (minutes) => {
      const deploy = { timestampMs: ONSET - minutes * 60_000, message: DEPLOY };
      const { report, world } = await judged([...traffic(60), deploy]);
      expect(triggerOf(report)).toBe(DEPLOY);
      expect(report.gaps).toEqual([]);
      // 2,000 around the onset and the slices of the survey.
      expect(contextRows(world)).toBeLessThanOrEqual(6_000);
    },
  );

  test('are those around a surge of what fails all the time, more often outside of it', async () => {
    const failed = (timestampMs: number) => ({
      timestampMs,
      message: `ERROR redis command failed: connect ECONNREFUSED 10.0.4.17:6379 at=${timestampMs}`,
    });
    const surgeMs = NOW - 65 * 60_000;
    const all = Array.from({ length: 2_400 }, (_, index) => failed(NOW - (index + 1) * 3_000));
    const surge = Array.from({ length: 600 }, (_, index) => failed(surgeMs + index * 200));
    const deploy = { timestampMs: surgeMs - 90_000, message: DEPLOY };
    const { report } = await judgedAlone([...all, ...surge, deploy]);
    expect(report.findings[0]).toMatchObject({ rhythm: 'consistent', count: 3_000 });
    expect(triggerOf(report)).toBe(DEPLOY);
  });

  test('hold what is unlike all ordinary lines, though no known word announces it', async () => {
    const odd = 'INFO spool directory is now smb://vault/spool';
    const line = { timestampMs: ONSET - 5 * 60_000, message: odd };
    const { report } = await judged([...traffic(120, 90), line]);
    expect(triggerOf(report)).toBe(odd);
  });

  test.each([
    [2, false],
    [12, true],
  ])('of %i hours reach back as far as so much may be scanned', async (hours, isSeen) => {
    const deploy = { timestampMs: ONSET - 25 * 60_000, message: DEPLOY };
    const { world } = await judged([...traffic(60), deploy], hours);
    expect(JSON.stringify(world.evidence).includes(DEPLOY)).toBe(isSeen);
  });

  test('hold what ended it, nearest to the end first, among many requests a second', async () => {
    const end = ONSET + 599_000;
    const undone = { timestampMs: end + 400, message: 'INFO version 41 is back in service' };
    const around = traffic(60).map((event) => ({
      ...event,
      timestampMs: event.timestampMs - ONSET + end,
    }));
    const { world } = await judged([...traffic(60), ...around, undone]);
    expect(JSON.stringify(world.evidence)).toContain(undone.message);
  });

  test('that could not all be read are told as such', async () => {
    const deploy = { timestampMs: ONSET - 5 * 60_000, message: DEPLOY };
    const { world } = await judged([...traffic(60), deploy]);
    expect(cutsOf(world)).toEqual([
      'Read 2,000 of 10,812 events around the onsets, the nearest first; of those that may announce a change 1 of 1.',
    ]);
  });

  test('are few where errors ran through the whole window: no onset is known', async () => {
    const steady = Array.from({ length: 720 }, (_, index) => ({
      timestampMs: NOW - 120 * 60_000 + index * 10_000,
      message: `ERROR redis command failed: connect ECONNREFUSED 10.0.4.17:6379 attempt=${index}`,
    }));
    const busy = Array.from({ length: 60_000 }, (_, index) => ({
      timestampMs: NOW - 120 * 60_000 + index * 120,
      message: `INFO served request id=${index} in ${index % 90} ms`,
    }));
    const { world } = await judgedAlone([...steady, ...busy]);
    expect(cutsOf(world)).toEqual([
      'Read 82 of 508 events around the onsets, the nearest first; of those that may announce a change 0 of 0.',
    ]);
    const asked = world.evidence.map(({ arguments: args }) => String(args.queryString));
    expect(asked.filter((text) => text.includes('@message not like'))).toEqual([]);
  });

  test('are all read, and nothing is said of a cut, where they are few', async () => {
    const { report, world } = await judged([
      ...traffic(5_000),
      { timestampMs: ONSET - 5 * 60_000, message: DEPLOY },
    ]);
    expect(triggerOf(report)).toBe(DEPLOY);
    expect(cutsOf(world)).toEqual([]);
  });

  test('what is announced every few minutes is routine, however near the last one is', async () => {
    const routine = Array.from({ length: 10 }, (_, index) => ({
      timestampMs: ONSET - 60_000 - index * 180_000,
      message: `INFO config reload: settings updated, revision ${index}`,
    }));
    const { report } = await judged([...traffic(60), ...routine]);
    expect(triggerOf(report)).toBeUndefined();
  });
});

describe('the words that a change is asked for by', () => {
  const LINES = [
    'deployment of version 42 completed',
    'pool size changed from 20 to 5',
    'running migration 0042_add_index',
    'failing over to replica-2',
    'rotated the signing key for tokens',
    'scaled in from 8 to 2 instances',
    'SIGTERM received, shutting down',
    'nightly backup started',
  ];
  const patterns = triggerPatterns().map((pattern) => new RegExp(pattern, 'i'));

  test.each(LINES)('find "%s", which a rule knows', (line) => {
    expect(triggerKindOf(line)).not.toBeNull();
    expect(patterns.some((pattern) => pattern.test(line))).toBe(true);
  });

  test('leave out ordinary lines', () => {
    const line = 'served request id=17 in 20 ms';
    expect(patterns.some((pattern) => pattern.test(line))).toBe(false);
  });
});
