// A run that is killed at any event, and gone on with from its folder: nothing is asked twice, and the report is the same.
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '../../src/base/time-range.ts';
import { continued } from '../../src/run/continued.ts';
import { readEarlier } from '../../src/run/earlier.ts';
import type { TimedEvent } from '../../src/run/events.ts';
import { investigate } from '../../src/run/investigate.ts';
import type { CallHead, RecordEntry } from '../../src/run/record.ts';
import { createRunFolder, reopenRunFolder } from '../../src/run/run-folder.ts';
import type { RunStore, World } from '../../src/run/world.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { FAKE_SIGNALS } from './fake-signals.ts';
import {
  type FakeOptions,
  fakeWorld,
  fault,
  NOW,
  ok,
  requestFor,
  type Script,
} from './fake-world.ts';

const SOP = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
const { value: sop } = parseSop(readFileSync(SOP, 'utf8'), SOP);
if (sop === null) throw new Error('the SOP does not parse');
const request = requestFor(sop);

const out = mkdtempSync(join(tmpdir(), 'troubleshoot-resume-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
let folders = 0;
const newName = () => `run-${++folders}`;

/** The process dies: what was written stays, and nothing more is. */
class Killed extends Error {}

interface Life {
  readonly store: RunStore;
  readonly world?: Partial<World>;
  /** Called before an event is handed on; throws to kill. */
  readonly onEvent?: (event: TimedEvent) => void;
  readonly options?: FakeOptions;
}

/** One process: the answers are CloudWatch's, which outlives it. */
async function live(script: Script, { store, world = {}, onEvent, options }: Life) {
  const fake = fakeWorld(script, options);
  const run = investigate(request, {
    ...fake,
    store,
    onEvent: (event) => onEvent?.(event),
    ...world,
  });
  return run.then(
    ({ report }) => ({ report, called: fake.called }),
    (thrown: unknown) => {
      if (!(thrown instanceof Killed)) throw thrown;
      return { report: null, called: fake.called };
    },
  );
}

interface Moment {
  /** At the event of this number. */
  readonly event?: number;
  /** When the answer of this number had come and was not written down yet. */
  readonly answer?: number;
  /** At the first event of which this is true. */
  readonly when?: (event: TimedEvent) => boolean;
}

/** A store as a killed process leaves it: nothing is tidied up. */
function dying(store: RunStore, { event, answer, when }: Moment): Life {
  let events = 0;
  let answers = 0;
  let dead = false;
  const alive =
    <Args extends unknown[], Value>(work: (...args: Args) => Value) =>
    (...args: Args): Value => {
      if (dead) throw new Killed();
      return work(...args);
    };
  return {
    store: {
      appendEvent: alive(store.appendEvent),
      appendEvidence: alive(store.appendEvidence),
      appendAudit: store.appendAudit,
      appendAnswer: alive((entry: RecordEntry) => {
        dead = ++answers === answer;
        if (dead) throw new Killed();
        return store.appendAnswer(entry);
      }),
      stay: alive(store.stay),
      writeReport: alive(store.writeReport),
      close: () => {},
    },
    onEvent: (told) => {
      dead = ++events === event || when?.(told) === true;
      if (dead) throw new Killed();
    },
  };
}

/** Another process, a day later. */
async function goOn(script: Script, folder: string, moment: Moment = {}) {
  const reopened = reopenRunFolder(folder);
  const { store, onEvent } = dying(reopened, moment);
  const run = readEarlier(folder);
  if (run === null) throw new Error('nothing is on record');
  const { earlier, runId } = run;
  const fake = fakeWorld(script);
  const circumstances = {
    earlier,
    store,
    sleep: fake.sleep,
    now: fake.now,
    notice: () => {},
  };
  const events: TimedEvent[] = [];
  const world: World = {
    ...fake,
    now: () => fake.now() + DAY_MS,
    runId,
    earlier,
    tools: continued(fake.tools, circumstances),
    store,
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
  };
  try {
    const { report } = await investigate(run.asked.request, world);
    return { report, called: fake.called, events };
  } finally {
    reopened.close();
    earlier.recall.close();
  }
}

const comparable = ({ run, usage, ...facts }: Awaited<ReturnType<typeof goOn>>['report']) => ({
  ...facts,
  run: { ...run, startedAt: '', finishedAt: '' },
  usage: { ...usage, seconds: 0, toolCalls: 0 },
});

const asked = (calls: readonly { tool: string; args: object }[]) =>
  calls.map(({ tool, args }) => `${tool} ${JSON.stringify(args)}`);

const twice = (calls: readonly string[]) =>
  calls.filter((call, index) => calls.indexOf(call) < index);

/** An uninterrupted run: its report, how many events it has, and how often CloudWatch is asked. */
async function whole(script: Script) {
  const store = createRunFolder(out, newName());
  let events = 0;
  const life = await live(script, { store, onEvent: () => void events++ });
  store.close();
  if (life.report === null) throw new Error('it was not to be killed');
  return { report: life.report, called: life.called, events };
}

const NORMAL = () => fakeCloudWatch(refusedConnections, FAKE_SIGNALS);
let normal: Awaited<ReturnType<typeof whole>>;
beforeAll(async () => {
  normal = await whole(NORMAL());
});

async function killed(script: Script, moment: Moment) {
  const name = newName();
  const first = await live(script, dying(createRunFolder(out, name), moment));
  return { folder: join(out, name), ...first };
}

const linesOf = (folder: string, name: string) =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** Calls whose answers are on record. */
function onRecord(folder: string): readonly string[] {
  if (!existsSync(join(folder, 'record.jsonl'))) return [];
  const heads = linesOf(folder, 'record.jsonl') as unknown as readonly (readonly [CallHead])[];
  return asked(heads.map(([{ tool, arguments: args }]) => ({ tool, args })));
}

describe('a run that is killed', () => {
  test('at any event goes on to the same report, and asks nothing again that CloudWatch had answered', async () => {
    expect(twice(asked(normal.called))).toEqual([]);
    expect(normal.events).toBeGreaterThan(60);
    expect(new Set(normal.called.map(({ tool }) => tool))).toEqual(
      new Set(Object.keys(NORMAL()).filter((tool) => tool !== 'stop-query')),
    );
    expect(normal.report).toMatchObject({ changes: [{}, {}], alarms: [{}] });
    for (let event = 1; event < normal.events; event++) {
      const script = NORMAL();
      const first = await killed(script, { event });
      expect(first.report, `event ${event}`).toBeNull();
      const answered = onRecord(first.folder);
      const second = await goOn(script, first.folder);
      const facts = comparable(withoutIds(second.report));
      expect(facts, `event ${event}`).toEqual(comparable(withoutIds(normal.report)));
      const again = asked(second.called).filter((call) => answered.includes(call));
      expect(again, `event ${event}`).toEqual([]);
      const own = second.called.filter(({ tool }) => tool !== 'describe-queries');
      expect(answered.length + own.length).toBe(normal.called.length);
    }
  }, 120_000);

  test('when an answer had come that was not on disk yet tells of a query whose id is lost', async () => {
    for (let answer = 1; answer <= normal.called.length; answer++) {
      const script = NORMAL();
      const first = await killed(script, { answer });
      const answered = onRecord(first.folder);
      const isLost = asked(first.called).some(
        (call) => call.startsWith('start-query') && !answered.includes(call),
      );
      const second = await goOn(script, first.folder);
      expect(comparable(withoutIds(second.report))).toEqual(comparable(withoutIds(normal.report)));
      const own = second.called.filter(({ tool }) => tool !== 'describe-queries');
      expect(answered.length + own.length).toBe(normal.called.length);
      const told = second.events.some(
        (event) => event.kind === 'notice' && event.text.includes('no id came'),
      );
      expect({ answer, told }).toEqual({ answer, told: isLost });
    }
  }, 120_000);

  test('in the middle of a line goes on behind the last whole one', async () => {
    const script = NORMAL();
    const { folder } = await killed(script, { event: 40 });
    for (const name of ['journal.jsonl', 'record.jsonl'])
      appendFileSync(join(folder, name), '[{"kind":"call","port":"logs","tool":"get-query-re');
    const { report } = await goOn(script, folder);
    expect(comparable(report)).toEqual(comparable(normal.report));
    expect(linesOf(folder, 'journal.jsonl').at(-1)?.kind).toBe('case-frozen');
    expect(linesOf(folder, 'record.jsonl')).toHaveLength(normal.called.length);
    expect(linesOf(folder, 'evidence.jsonl').map(({ id }) => id)).toEqual(
      report.evidence.map(({ id }) => id),
    );
  });

  test('again and again goes on each time', async () => {
    const script = NORMAL();
    const first = await killed(script, { event: 20 });
    for (const event of [30, 40, 90])
      await expect(goOn(script, first.folder, { event })).rejects.toThrow(Killed);
    const last = await goOn(script, first.folder);
    expect(comparable(withoutIds(last.report))).toEqual(comparable(withoutIds(normal.report)));
    expect(last.called.length).toBeLessThan(normal.called.length / 2);
    expect(last.report.usage.toolCalls).toBe(normal.report.usage.toolCalls);
  });

  test('keeps the end of its window, and counts only the time that it worked', async () => {
    const script = NORMAL();
    const { folder } = await killed(script, { event: 50 });
    const { report } = await goOn(script, folder);
    expect(report.window).toEqual(normal.report.window);
    expect(report.run.startedAt).toBe(normal.report.run.startedAt);
    expect(report.usage.seconds).toBeLessThan(60);
  });

  test('stays with the clock by which its window was settled', async () => {
    const telling = (clockAheadMs: number): Script => {
      const script = NORMAL();
      const groups = script['describe-log-groups'] ?? (() => ok({}));
      return {
        ...script,
        'describe-log-groups': (args, before) => ({ ...groups(args, before), clockAheadMs }),
      };
    };
    const when = ({ kind }: TimedEvent) => kind === 'query-started';
    const { folder } = await killed(telling(240_000), { when });
    const { report } = await goOn(telling(0), folder);
    expect(Date.parse(report.window.analyzed.end)).toBe(NOW + 240_000);
    expect(report.window.clock).toContain('4 minutes behind that of AWS');
  });

  test('tells that it goes on, and which calls nobody was asked', async () => {
    const script = NORMAL();
    const first = await killed(script, { event: 50 });
    const { events, called } = await goOn(script, first.folder);
    expect(events.find(({ kind }) => kind === 'run-resumed')).toMatchObject({
      answers: first.called.length,
    });
    const finished = events.filter((event) => event.kind === 'tool-call-finished');
    expect(finished.filter(({ onRecord }) => onRecord === true)).toHaveLength(first.called.length);
    const own = called.filter(({ tool }) => tool !== 'describe-queries');
    expect(finished.filter(({ onRecord }) => onRecord !== true)).toHaveLength(own.length);
  });
});

/** Ids of queries follow how many were started. */
const withoutIds = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value).replace(/"q\d+"/g, '"q"')) as Value;

describe('a query of an earlier process', () => {
  /** The fake's queries answer so until `release` is called. */
  function holding(answer: (args: Readonly<Record<string, unknown>>) => ReturnType<typeof ok>) {
    const script = NORMAL();
    let held = true;
    const release = () => {
      held = false;
    };
    const results = script['get-query-results'] ?? (() => ok({}));
    const asks: string[] = [];
    return {
      release,
      asks,
      script: {
        ...script,
        'get-query-results': (args: Readonly<Record<string, unknown>>, before: number) => {
          asks.push(String(args.queryId));
          return held ? answer(args) : results(args, before);
        },
      },
    };
  }

  const RUNNING = () => ok({ status: 'Running', results: [] });
  const firstPoll = async (script: Script) => {
    const polls = normal.called.findIndex(({ tool }) => tool === 'get-query-results');
    return killed(script, { answer: polls + 1 });
  };

  test('that still runs is polled on by its id', async () => {
    const { script, release, asks } = holding(RUNNING);
    let polls = 0;
    const when = ({ kind }: TimedEvent) => kind === 'query-progress' && ++polls === 3;
    const { folder } = await killed(script, { when });
    release();
    const before = asks.length;
    const { report, called } = await goOn(script, folder);
    expect(comparable(report)).toEqual(comparable(normal.report));
    expect(asks[before]).toBe(asks[0]);
    expect(called.filter(({ tool }) => tool === 'stop-query')).toEqual([]);
  });

  test('that CloudWatch does not know any more is started again, once', async () => {
    const script = NORMAL();
    const first = await firstPoll(script);
    const started = first.called.filter(({ tool }) => tool === 'start-query').length;
    const results = script['get-query-results'] ?? (() => ok({}));
    const forgetting: Script = {
      ...script,
      'get-query-results': (args, before) =>
        Number(String(args.queryId).slice(1)) < started
          ? fault('ResourceNotFoundException')
          : results(args, before),
    };
    const { report, called } = await goOn(forgetting, first.folder);
    expect(report.gaps).toEqual([]);
    expect(report.totals).toEqual(normal.report.totals);
    const texts = called.filter(({ tool }) => tool === 'start-query').map(({ args }) => args);
    expect(new Set(texts.map((args) => JSON.stringify(args))).size).toBe(texts.length);
  });

  test('that nobody needs any more is stopped', async () => {
    const script = NORMAL();
    const { folder } = await killed(script, { event: 30 });
    const head = { kind: 'call', port: 'logs', tool: 'start-query', arguments: { region: 'r' } };
    const left = [head, ok({ queryId: 'left-over' })];
    appendFileSync(join(folder, 'record.jsonl'), `${JSON.stringify(left)}\n`);
    const { report, called } = await goOn(script, folder);
    expect(called.filter(({ tool }) => tool === 'stop-query').map(({ args }) => args)).toEqual([
      { region: 'r', queryId: 'left-over' },
    ]);
    expect(report.gaps).toEqual([]);
  });

  test('that was being started is found among those of the account, and taken over', async () => {
    const script = NORMAL();
    const starts = normal.called.filter(({ tool }) => tool === 'start-query');
    const at = normal.called.findIndex(({ tool }) => tool === 'start-query') + 1;
    const first = await killed(script, { answer: at });
    const lost = first.called.filter(({ tool }) => tool === 'start-query');
    const known = lost.map(({ args }, index) => ({
      queryId: `q${index}`,
      queryString: `SOURCE 'x' | ${args.queryString}`,
      createTime: NOW,
    }));
    const listing: Script = {
      ...script,
      'describe-queries': ({ logGroupName }) =>
        logGroupName === undefined ? fault('InvalidParameterException') : ok({ queries: known }),
    };
    const { report, called } = await goOn(listing, first.folder);
    expect(comparable(report)).toEqual(comparable(normal.report));
    const again = called.filter(({ tool }) => tool === 'start-query');
    expect(again.length + lost.length).toBe(starts.length);
    expect(called.filter(({ tool }) => tool === 'describe-queries')).toHaveLength(lost.length);
  });

  test('that may not be stopped is a gap', async () => {
    const script = { ...NORMAL(), 'stop-query': () => fault('AccessDeniedException') };
    const { folder } = await killed(script, { event: 30 });
    const head = { kind: 'call', port: 'logs', tool: 'start-query', arguments: {} };
    const left = [head, ok({ queryId: 'left-over' })];
    appendFileSync(join(folder, 'record.jsonl'), `${JSON.stringify(left)}\n`);
    const { report } = await goOn(script, folder);
    expect(report.gaps.map(({ what }) => what)).toEqual([expect.stringContaining('left-over')]);
  });
});

describe('what failed', () => {
  test('is asked again', async () => {
    const script = NORMAL();
    const streams = script['describe-log-streams'] ?? (() => ok({}));
    let denied = true;
    const failing: Script = {
      ...script,
      'describe-log-streams': (args, before) =>
        denied ? fault('AccessDeniedException') : streams(args, before),
    };
    const { folder } = await killed(failing, { event: 45 });
    denied = false;
    const { report } = await goOn(failing, folder);
    expect(comparable(report)).toEqual(comparable(normal.report));
  });
});

describe('the folder of a run', () => {
  const event = { kind: 'notice', text: 'x', at: '2026-11-20T16:00:00.000Z' } as const;

  test('that found nothing is gone when it ends, with those made for it', () => {
    const store = createRunFolder(join(out, 'made', 'for-it'), newName());
    store.appendEvent(event);
    expect(existsSync(join(out, 'made'))).toBe(true);
    store.close();
    expect(existsSync(join(out, 'made'))).toBe(false);
  });

  test('that exists already is not written into', () => {
    const name = newName();
    const store = createRunFolder(out, name);
    store.appendEvent(event);
    const other = createRunFolder(out, name);
    expect(() => other.appendEvent(event)).toThrow('exists already');
    other.close();
    store.stay();
    store.close();
    expect(linesOf(join(out, name), 'journal.jsonl')).toHaveLength(1);
  });

  test.runIf(existsSync('/dev/full'))(
    'on a full disk: one clear error, and the run can go on',
    async () => {
      const name = newName();
      const folder = join(out, name);
      const script = NORMAL();
      const store = createRunFolder(out, name);
      let calls = 0;
      const life = live(script, {
        store,
        onEvent: ({ kind }) => {
          // The record is written for the first time after the first answer.
          if (kind === 'tool-call-started' && ++calls === 1)
            symlinkSync('/dev/full', join(folder, 'record.jsonl'));
        },
      });
      await expect(life).rejects.toThrow(/Cannot write to .*ENOSPC.*The disk is full/);
      store.close();
      rmSync(join(folder, 'record.jsonl'));
      const { report } = await goOn(script, folder);
      expect(comparable(report)).toEqual(comparable(normal.report));
    },
  );

  test('that cannot be written is a clear error, and what was started is stopped', () => {
    const store = createRunFolder('/proc', 'run');
    expect(() => store.appendEvent(event)).toThrow('Cannot write to /proc/run');
    expect(() => store.appendEvent(event)).not.toThrow();
    expect(() => store.writeReport('', '')).toThrow('Cannot write to /proc/run');
  });
});
