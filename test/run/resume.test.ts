// A run that is killed at any event, and gone on with from its folder: nothing is asked twice, and the report is the same.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { continued } from '../../src/run/continued.ts';
import { readEarlier } from '../../src/run/earlier.ts';
import type { TimedEvent } from '../../src/run/events.ts';
import { investigate } from '../../src/run/investigate.ts';
import { createRunFolder, reopenRunFolder } from '../../src/run/run-folder.ts';
import type { RunStore, World } from '../../src/run/world.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { type FakeOptions, fakeWorld, requestFor, type Script } from './fake-world.ts';

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

/** A store as a killed process leaves it: nothing is tidied up. */
function killable(folder: string, at: number): Life {
  const store = createRunFolder(out, folder);
  let events = 0;
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
      appendAnswer: alive(store.appendAnswer),
      stay: alive(store.stay),
      writeReport: alive(store.writeReport),
      close: () => {},
    },
    onEvent: () => {
      dead = ++events >= at;
      if (dead) throw new Killed();
    },
  };
}

async function goOn(script: Script, folder: string) {
  rmSync(join(folder, 'lock'), { force: true });
  const store = reopenRunFolder(folder);
  const run = readEarlier(folder);
  if (run === null) throw new Error('nothing is on record');
  const { earlier, runId } = run;
  const fake = fakeWorld(script);
  const circumstances = { recall: earlier.recall, store, sleep: fake.sleep, now: fake.now };
  const events: TimedEvent[] = [];
  const world: World = {
    ...fake,
    runId,
    earlier,
    tools: continued(fake.tools, circumstances),
    store,
    onEvent: (event) => void events.push(event),
  };
  const { report } = await investigate(run.asked.request, world);
  store.close();
  earlier.recall.close();
  return { report, called: fake.called, events };
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

describe('a run that is killed', () => {
  test('at any event goes on to the same report, and asks CloudWatch nothing twice', async () => {
    const normal = await whole(fakeCloudWatch(refusedConnections));
    const usual = twice(asked(normal.called));
    expect(normal.events).toBeGreaterThan(60);
    for (let at = 1; at < normal.events; at++) {
      const script = fakeCloudWatch(refusedConnections);
      const name = newName();
      const first = await live(script, killable(name, at));
      expect(first.report, `event ${at}`).toBeNull();
      const second = await goOn(script, join(out, name));
      expect(comparable(second.report), `event ${at}`).toEqual(comparable(normal.report));
      const calls = asked([...first.called, ...second.called]);
      expect(twice(calls), `event ${at}`).toEqual(usual);
      expect(calls).toHaveLength(normal.called.length);
    }
  }, 120_000);
});
