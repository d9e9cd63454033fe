// A window of little data is read whole, with one pass over it; of more the errors are asked for, and little beside.
import { describe, expect, test } from 'vitest';
import { scanInWords } from '../../src/report/scan-words.ts';
import { investigate } from '../../src/run/investigate.ts';
import { sop } from './built-in-sop.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { sizedTraffic, type TrafficEvent } from './fake-traffic.ts';
import {
  type FakeOptions,
  fakeWorld,
  fault,
  NOW,
  ok,
  requestFor,
  type Script,
} from './fake-world.ts';

const GROUP = '/aws/lambda/payment-service';
const MINUTE_MS = 60_000;
const START = NOW - 119 * MINUTE_MS;
const ONSET = NOW - 40 * MINUTE_MS;
const DEPLOY = 'INFO deployment of version 42 completed';

/** Evenly over the window, a deployment and refused calls among them; each with so many characters more. */
function incident(count: number, characters: number): TrafficEvent[] {
  const stepMs = (119 * MINUTE_MS) / count;
  const deployed = Math.floor((ONSET - 5 * MINUTE_MS - START) / stepMs);
  return Array.from({ length: count }, (_, index) => {
    const timestampMs = START + Math.floor(index * stepMs);
    const isRefused =
      timestampMs >= ONSET && timestampMs < ONSET + 10 * MINUTE_MS && index % 2 === 0;
    const refused = `ERROR redis command failed: connect ECONNREFUSED 10.0.4.17:6379 attempt=${index}`;
    const served = `INFO served request id=${index} in ${index % 90} ms`;
    const message = index === deployed ? DEPLOY : isRefused ? refused : served;
    return { timestampMs, message: `${message}${' -'.repeat(characters / 2)}` };
  });
}

async function ran(
  events: readonly TrafficEvent[],
  replaced: (script: Script) => Script = (script) => script,
  options: FakeOptions = {},
) {
  const script = replaced(fakeCloudWatch([], sizedTraffic(GROUP, events)));
  const world = fakeWorld(script, options);
  const { report } = await investigate(requestFor(sop), world);
  const asked = world.events.flatMap((event) =>
    event.kind === 'query-started' ? [event.name] : [],
  );
  const { onePassBytes = 0, bytesScanned } = report.usage;
  return { report, world, asked, passes: bytesScanned / onePassBytes };
}

const refusedIn = (events: readonly TrafficEvent[]) =>
  events.filter(({ message }) => message.startsWith('ERROR')).length;
const triggerOf = ({ report }: Awaited<ReturnType<typeof ran>>) =>
  report.rootCauses[0]?.trigger?.message.trim().replaceAll(' -', '');

describe('a window of little data', () => {
  test('is read with one query, and one pass: errors, and what stands around them', async () => {
    const events = incident(9_000, 0);
    const found = await ran(events);
    expect(found.asked).toEqual(['events']);
    expect(found.passes).toBe(1);
    expect(found.report.totals).toMatchObject({ errors: refusedIn(events), exact: true });
    expect(found.report.logGroups).toMatchObject([{ events: 9_000 }]);
    expect(triggerOf(found)).toBe(DEPLOY);
    expect(found.report.gaps).toEqual([]);
  });

  test.each([
    ['of many short events', 25_000, 20],
    ['of few long ones', 6_000, 1_500],
  ])('%s is too, once it was looked how long they are', async (_, count, characters) => {
    const events = incident(count, characters);
    const found = await ran(events);
    expect(found.asked).toEqual(['size', 'events']);
    expect(found.passes).toBeLessThan(1.05);
    expect(found.report.totals).toMatchObject({ errors: refusedIn(events), exact: true });
    expect(triggerOf(found)).toBe(DEPLOY);
  });

  test('is searched for errors alone where a pass in vain would pass --max-scan-gb', async () => {
    const events = incident(25_000, 20);
    const bytes = events.reduce((sum, { message }) => sum + message.length + 26, 0);
    const found = await ran(events, undefined, { maxScanGb: (1.5 * bytes) / 1e9 });
    expect(found.asked.slice(0, 2)).toEqual(['edges', 'candidates']);
    expect(found.report.totals).toMatchObject({ errors: refusedIn(events), exact: true });
  });

  test('whose events cannot be looked at for their length is searched for errors, and that is no gap', async () => {
    const events = incident(25_000, 20);
    const refused = (script: Script): Script => ({
      ...script,
      'start-query': (args, before) =>
        before === 0
          ? fault('InvalidParameterException')
          : (script['start-query']?.(args, before) ?? fault('None')),
    });
    const found = await ran(events, refused);
    expect(found.asked.slice(0, 2)).toEqual(['edges', 'candidates']);
    expect(found.report.gaps).toEqual([]);
    expect(found.report.totals).toMatchObject({ errors: refusedIn(events), exact: true });
  });

  test('with long lines that no search for errors would find counts exactly, though their text is cut', async () => {
    const payload = { timestampMs: ONSET, message: `payload ${'abc '.repeat(6_000)}` };
    const long = { timestampMs: ONSET, message: `${'abc '.repeat(6_000)} ERROR disk full` };
    const events = incident(3_000, 0);
    const calm = await ran([...events, payload]);
    expect(calm.report.totals).toMatchObject({ errors: refusedIn(events), exact: true });
    const cut = await ran([...events, long]);
    expect(cut.report.gaps).toMatchObject([
      { what: expect.stringContaining('too long to be read') },
    ]);
  });

  test('is searched for errors alone where it holds more events than its size told', async () => {
    const [first, ...others] = incident(45_000, 0);
    const small = (script: Script): Script => ({
      ...script,
      ...pick(sizedTraffic(GROUP, [first as TrafficEvent, ...others.slice(-20)])),
    });
    const found = await ran([first as TrafficEvent, ...others], small);
    expect(found.asked.slice(0, 3)).toEqual(['events', 'edges', 'candidates']);
    expect(found.report.totals).toMatchObject({ errors: refusedIn(others), exact: true });
    expect(JSON.stringify(found.world.events)).toContain(
      'The window holds 45,000 events, more than the 40,000 that are read whole',
    );
    // Nearly three passes are told, and what for.
    expect(found.passes).toBeGreaterThan(2);
    expect(scanInWords(found.report)).toMatch(
      / 2\.\d times one pass .* to read all events, in vain/,
    );
  });

  /** Of the first query for all events the second page cannot be read. */
  const broken = (script: Script): Script => ({
    ...script,
    'get-query-results': (args, before) => {
      const answer = script['get-query-results']?.(args, before) ?? fault('None');
      const { results = [], ...others } = answer.content as { results?: unknown[] };
      if (results.length <= 10_000) return answer;
      if (args.nextToken !== undefined) return fault('InvalidParameterException');
      return {
        ...answer,
        content: { ...others, results: results.slice(0, 10_000), nextToken: '1' },
      };
    },
  });

  test('is asked for in parts where a page of it cannot be read', async () => {
    const events = incident(15_000, 0);
    const found = await ran(events, broken);
    expect(found.asked.slice(0, 3)).toEqual(['events', 'events', 'events']);
    expect(found.asked).not.toContain('candidates');
    expect(found.report.totals.errors).toBe(refusedIn(events));
    expect(found.report.gaps).toMatchObject([{ what: expect.stringContaining('"events"') }]);
  });

  test('is searched for errors alone where these cannot be read either', async () => {
    const events = incident(15_000, 0);
    const refused = (script: Script): Script => ({
      ...broken(script),
      'start-query': (args, before) =>
        args.limit === 10_000 && !String(args.queryString).includes('filter @message')
          ? fault('InvalidParameterException')
          : (script['start-query']?.(args, before) ?? fault('None')),
    });
    const found = await ran(events, refused);
    expect(found.asked).toContain('candidates');
    expect(found.report.totals.errors).toBe(refusedIn(events));
  });

  test('interrupted while its events are read, what was read is told, and that it is not all', async () => {
    const events = incident(15_000, 0);
    const controller = new AbortController();
    const interrupted = (script: Script): Script => {
      const paged = broken(script)['get-query-results'];
      return {
        ...script,
        'get-query-results': (args, before) => {
          if (args.nextToken !== undefined) controller.abort('SIGINT');
          return paged?.(args, before) ?? fault('None');
        },
      };
    };
    const { report } = await ran(events, interrupted, { signal: controller.signal });
    const read = refusedIn(events.slice(0, 10_000));
    expect(report.totals).toMatchObject({ errors: read, exact: false });
    expect(report.notDone?.map(({ part }) => part)).toEqual(
      expect.arrayContaining(['candidates', 'survey', 'context']),
    );
    expect(report.logGroups).toMatchObject([{ events: null }]);
  });

  test('of which one half is lost has no number of events', async () => {
    const events = incident(9_000, 0);
    const halved = (script: Script): Script => ({
      ...script,
      'get-query-results': (args, before) => {
        const status = ({ 0: 'Timeout', 2: 'Cancelled' } as const)[Number(args.queryId)];
        return status === undefined
          ? (script['get-query-results']?.(args, before) ?? fault('None'))
          : ok({ status, results: [] });
      },
    });
    const { report, world } = await ran(events, halved);
    expect(report.logGroups).toMatchObject([{ events: null }]);
    expect(report.totals.exact).toBe(false);
    expect(JSON.stringify(world.events)).not.toContain('among 0 events');
  });

  test('is a gap where it cannot be asked for', async () => {
    const refused = (script: Script): Script => ({
      ...script,
      'start-query': () => fault('AccessDeniedException'),
    });
    const { report } = await ran(incident(900, 0), refused);
    expect(report.verdict).toBe('inconclusive');
    expect(report.totals.exact).toBe(false);
    expect(report.gaps).toMatchObject([{ what: expect.stringContaining('"events"') }, {}]);
  });
});

/** What tells the size of a log group. */
const pick = (script: Script): Script =>
  Object.fromEntries(Object.entries(script).filter(([name]) => name.startsWith('describe-')));

describe('a window of more data', () => {
  test('with errors that set in at several times is looked at around each, ten minutes back at least', async () => {
    const kinds = [
      'lock wait timeout on orders',
      'certificate of ledger expired',
      'disk of spool full',
    ];
    const later = kinds.flatMap((what, kind) =>
      Array.from({ length: 300 }, (_, index) => ({
        timestampMs: START + (15 + kind * 12) * MINUTE_MS + index * 500,
        message: `ERROR ${what} attempt=${index}`,
      })),
    );
    const all = [...incident(60_000, 0), ...later].sort((a, b) => a.timestampMs - b.timestampMs);
    const found = await ran(all);
    expect(found.asked.filter((name) => name === 'changes').length).toBeGreaterThan(1);
    // What announces a change is sought ten minutes before each onset, whatever that scans.
    expect(found.passes).toBeLessThan(1.4);
    expect(found.report.totals.errors).toBe(refusedIn(all));
  });

  test('of an hour is looked at ten minutes before its onset', async () => {
    const crowd = incident(60_000, 0).map(({ timestampMs, message }) => ({
      timestampMs: NOW - (NOW - timestampMs) / 2,
      message: message === DEPLOY ? DEPLOY.replace('42', '41') : message,
    }));
    const at = crowd.findIndex(({ message }) => message.startsWith('ERROR'));
    const onset = crowd[at]?.timestampMs ?? 0;
    const deploy = { timestampMs: onset - 9 * MINUTE_MS, message: DEPLOY };
    const others = crowd.filter(({ message }) => !message.includes('deployment'));
    const all = [...others, deploy].sort((a, b) => a.timestampMs - b.timestampMs);
    const found = await ran(all);
    expect(triggerOf(found)).toBe(DEPLOY);
    expect(found.passes).toBeLessThan(1.3);
  });

  test.each([
    ['two hours of short lines', 60_000, 0],
    ['two hours of long lines', 45_000, 800],
    ['few lines that are very long', 900, 30_000],
  ])('%s: lines of any level scan less than 0.3 of a pass', async (_, count, characters) => {
    const events = incident(count, characters);
    const found = await ran(events);
    expect(found.asked).toContain('candidates');
    expect(found.passes).toBeLessThan(1.3);
    expect(found.report.totals).toMatchObject({ errors: refusedIn(events), exact: true });
    expect(triggerOf(found)).toBe(DEPLOY);
  });
});
