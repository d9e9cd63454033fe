// The built program, killed with SIGKILL, and its run gone on with: against an endpoint that outlives it, as AWS does.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type LocalCloudWatch, serveLogs } from '../../src/local-cloudwatch/serve.ts';
import { serveModel } from '../models/messages-server.ts';
import { SCRIPTED } from '../models/scripted.ts';
import { complete, eventRow, RUNNING, startFakeAws } from './fake-aws.ts';
import { filesLeft, type Ran, reportOf, runFolders, runProgram, unwrapped } from './program.ts';
import { startRecorder } from './recorder.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT } from './small-logs.ts';

const logs = mkdtempSync(join(tmpdir(), 'troubleshoot-logs-'));
let endpoint: LocalCloudWatch | null = null;

beforeAll(async () => {
  writeFileSync(join(logs, 'checkout.log'), INCIDENT);
  writeFileSync(join(logs, 'checkout-worker.log'), INCIDENT.replaceAll('OrderStore', 'Mailer'));
  for (const [name, text] of Object.entries(BESIDE)) writeFileSync(join(logs, name), text);
  const served = await serveLogs({
    paths: [logs],
    accessKeyId: null,
    region: 'us-west-2',
    now: Date.now,
    startWorker: null,
  });
  endpoint = served.value;
});
afterAll(async () => {
  await endpoint?.close();
  rmSync(logs, { recursive: true, force: true });
});

/** What the account tells beside its logs. */
const BESIDE = {
  'alarms.json': JSON.stringify({
    MetricAlarms: [
      {
        AlarmName: 'checkout-errors',
        StateValue: 'ALARM',
        StateUpdatedTimestamp: '2026-11-20T14:12:00Z',
        Namespace: 'Checkout',
        MetricName: 'InUse',
        Dimensions: [{ Name: 'Service', Value: 'checkout' }],
      },
    ],
  }),
  'metrics.jsonl': JSON.stringify({
    Namespace: 'Checkout',
    MetricName: 'InUse',
    Dimensions: { Service: 'checkout' },
    Timestamp: '2026-11-20T14:10:00Z',
    Value: 20,
  }),
  'changes.jsonl': JSON.stringify({
    eventTime: '2026-11-20T14:05:00Z',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'UpdateService',
    userIdentity: { userName: 'alice' },
    requestParameters: { cluster: 'prod', service: 'checkout' },
  }),
};

const END = ['--end', '2026-11-20T14:30:00Z', '--hours', '1'];
const ON_AWS = ['checkout', '--region', 'us-west-2', ...END];

/** Runs the program against the endpoint; it is killed at the request of this number, if there is one. */
async function killedAt(request: number) {
  const kills: (() => void)[] = [];
  const recorder = await startRecorder(endpoint?.url ?? '', (_, before) => {
    if (before + 1 === request) for (const kill of kills) kill();
  });
  onTestFinished(() => recorder.close());
  const env = {
    AWS_ENDPOINT_URL: recorder.url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  };
  const ran = await runProgram(ON_AWS, {
    env,
    onStderr: (_, kill) => void kills.push(() => kill('SIGKILL')),
  });
  /** What comes after it, in its folder. */
  const after = (args: readonly string[]) => runInside(args, { env, folder: ran.folder });
  return { ran, after, recorder };
}

/** Calls that had no answer yet when the process died. */
function callsUnderWay(folder: string): number {
  const journal = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
  const count = (kind: string) => journal.split(`{"kind":"${kind}"`).length - 1;
  return count('tool-call-started') - count('tool-call-finished');
}

/** Facts of a report without what differs from run to run. */
function factsOf(ran: Ran) {
  const report = reportOf(ran);
  const ids = [...new Set(JSON.stringify(report).match(UUID) ?? [])];
  const text = JSON.stringify({ ...report, run: null, usage: null });
  return JSON.parse(text.replace(UUID, (id) => `query ${ids.indexOf(id)}`)) as object;
}
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const twice = (requests: readonly string[]) =>
  requests.filter((one, at) => !one.startsWith('GetQueryResults') && requests.indexOf(one) < at);

describe('kill -9', () => {
  test('at several requests: `resume` ends in the same report and asks nothing twice but what was under way', async () => {
    const { ran: whole, recorder } = await killedAt(Number.POSITIVE_INFINITY);
    expect(whole.code).toBe(0);
    const all = recorder.operations.length;
    const usual = twice(recorder.requests);
    expect(recorder.operations).toEqual(
      expect.arrayContaining(['LookupEvents', 'DescribeAlarms', 'GetMetricData']),
    );
    for (const share of [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95]) {
      const at = Math.max(2, Math.floor(all * share));
      const killed = await killedAt(at);
      expect({ at, code: killed.ran.code }).toEqual({ at, code: null });
      const [folder = ''] = runFolders(killed.ran);
      const underWay = callsUnderWay(folder);
      const shown = await killed.after(['runs', 'show', folder]);
      expect(unwrapped(shown.stdout)).toContain('status killed');
      const resumed = await killed.after(['resume', folder, '--quiet']);
      expect({ at, code: resumed.code, stderr: resumed.stderr }).toEqual({
        at,
        code: 0,
        stderr: '',
      });
      expect(resumed.stdout.trim()).toBe(join(folder, 'report.md'));
      expect(factsOf(resumed)).toEqual(factsOf(whole));
      const repeated = twice(killed.recorder.requests).filter((one) => !usual.includes(one));
      expect(repeated.length, repeated.join('\n')).toBeLessThanOrEqual(underWay);
      expect(repeated.filter((one) => one.startsWith('StartQuery'))).toEqual([]);
      expect(killed.recorder.operations.filter((name) => name === 'StopQuery')).toEqual([]);
    }
  }, 240_000);

  test('over local logs: queries of the endpoint that died with it are asked again', async () => {
    const files = { 'logs/checkout.log': INCIDENT };
    let kill: (() => void) | null = null;
    const killed = await runProgram([...CHECKOUT, '--json'], {
      files,
      onStdout: (text) => text.includes('"tool":"get-query-results"') && kill?.(),
      onStderr: (_, send) => {
        kill ??= () => send('SIGKILL');
      },
    });
    const [folder = ''] = runFolders(killed);
    const resumed = await runProgram(['resume', folder], { folder: killed.folder });
    const whole = await runInside(CHECKOUT, { files });
    expect({ killed: killed.code, code: resumed.code }).toEqual({ killed: null, code: 0 });
    expect(factsOf(resumed)).toEqual(factsOf(whole));
    const rewritten = await runInside(['replay', folder, '--out', 'again'], {
      folder: killed.folder,
    });
    expect(readFileSync(rewritten.stdout.trim(), 'utf8')).toBe(
      readFileSync(join(folder, 'report.md'), 'utf8'),
    );
  });

  test('leaves no secret on disk', async () => {
    const secret = 'AKIAQ7LMNOPQRSTUVWX2';
    const files = { 'logs/checkout.log': INCIDENT.replaceAll('ECONNREFUSED', `key ${secret}`) };
    const ran = await runProgram(CHECKOUT, { files });
    const [folder = ''] = runFolders(ran);
    const names = readdirSync(folder);
    expect(names).toContain('record.jsonl');
    const held = names.filter((name) => readFileSync(join(folder, name), 'utf8').includes(secret));
    expect(held).toEqual([]);
  });
});

describe('a query that was under way', () => {
  test('is taken over by its id, not asked for again', async () => {
    let slow = true;
    let kill: (() => void) | null = null;
    const aws = await startFakeAws({
      GetQueryResults: () => {
        if (!slow) return complete([eventRow(60_000, 'ERROR connect ECONNREFUSED 10.0.0.5:5432')]);
        kill?.();
        return RUNNING;
      },
    });
    onTestFinished(() => aws.close());
    const killed = await runProgram(['checkout', '--region', 'us-west-2'], {
      env: aws.env,
      onStderr: (_, send) => {
        kill ??= () => send('SIGKILL');
      },
    });
    const before = [...aws.queries.keys()];
    slow = false;
    const [folder = ''] = runFolders(killed);
    const resumed = await runProgram(['resume', folder], { env: aws.env, folder: killed.folder });
    expect({ killed: killed.code, code: resumed.code }).toEqual({ killed: null, code: 0 });
    const answered = aws.calls.filter(({ operation }) => operation === 'GetQueryResults');
    const asked = new Set(answered.map(({ body }) => body.queryId));
    expect(before.length).toBeGreaterThan(0);
    expect(before.filter((id) => !asked.has(id))).toEqual([]);
    const bodies = aws.calls
      .filter(({ operation }) => operation === 'StartQuery')
      .map(({ body }) => JSON.stringify(body));
    expect(new Set(bodies).size).toBe(bodies.length);
  });
});

test('queries of an earlier process are stopped where the resumed run is interrupted', async () => {
  let send: ((signal: NodeJS.Signals) => void) | null = null;
  let signal: NodeJS.Signals = 'SIGKILL';
  const aws = await startFakeAws({
    GetQueryResults: () => {
      send?.(signal);
      return RUNNING;
    },
  });
  onTestFinished(() => aws.close());
  const onStderr = (_: string, kill: (signal: NodeJS.Signals) => void) => {
    send ??= kill;
  };
  const killed = await runProgram(['checkout', '--region', 'us-west-2'], {
    env: aws.env,
    onStderr,
  });
  const before = [...aws.queries.keys()];
  [send, signal] = [null, 'SIGINT'];
  const [folder = ''] = runFolders(killed);
  const options = { env: aws.env, folder: killed.folder, onStderr };
  const resumed = await runProgram(['resume', folder], options);
  expect({ killed: killed.code, code: resumed.code }).toEqual({ killed: null, code: 130 });
  const stopped = aws.calls.filter(({ operation }) => operation === 'StopQuery');
  const ids = stopped.map(({ body }) => String(body.queryId));
  expect(before.filter((id) => !ids.includes(id))).toEqual([]);
  expect([...aws.queries.keys()]).toEqual(before);
});

describe('resume', () => {
  const files = { 'logs/checkout.log': INCIDENT };

  test('of a finished run says so, and points to replay', async () => {
    const ran = await runInside(CHECKOUT, { files });
    const [folder = ''] = runFolders(ran);
    const again = await runInside(['resume', folder], { folder: ran.folder });
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(again.stderr)).toContain('is finished');
    expect(again.stderr).toContain('troubleshoot replay');
  });

  test('of no run names those that there are', async () => {
    const ran = await runInside(CHECKOUT, { files });
    const again = await runInside(['resume', 'nothing'], { folder: ran.folder });
    expect(again.code).toBe(2);
    expect(unwrapped(again.stderr)).toMatch(/nothing is no run\..* In reports: [0-9a-f]{6}/);
  });

  test('of a run that is under way is refused', async () => {
    const aws = await startFakeAws({ GetQueryResults: () => RUNNING });
    onTestFinished(() => aws.close());
    let kill: (() => void) | null = null;
    let tried = false;
    let refused: Promise<Ran> | null = null;
    const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-busy-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    await runProgram(['checkout', '--region', 'us-west-2'], {
      env: aws.env,
      folder,
      onStderr: (text, send) => {
        kill ??= () => send('SIGKILL');
        if (tried || !text.includes('4/9')) return;
        tried = true;
        const [run = ''] = runFolders({ folder } as Ran);
        refused = runProgram(['resume', run], { folder });
        void refused.then(() => kill?.());
      },
    });
    const said = await (refused as unknown as Promise<Ran>);
    expect(said.code).toBe(2);
    expect(unwrapped(said.stderr)).toMatch(/is written by process \d+ now/);
  });

  test('of a run that was interrupted reads what it had not read', async () => {
    let slow = true;
    let stop: (() => void) | null = null;
    const aws = await startFakeAws({
      GetQueryResults: () => {
        if (slow) stop?.();
        return slow ? RUNNING : complete([eventRow(60_000, 'ERROR connect ECONNREFUSED')]);
      },
    });
    onTestFinished(() => aws.close());
    const ran = await runProgram(['checkout', '--region', 'us-west-2'], {
      env: aws.env,
      onStderr: (_, send) => {
        stop ??= () => send('SIGINT');
      },
    });
    expect({ code: ran.code, interrupted: reportOf(ran).run.interrupted }).toEqual({
      code: 130,
      interrupted: true,
    });
    slow = false;
    const [folder = ''] = runFolders(ran);
    const resumed = await runInside(['resume', folder], { env: aws.env, folder: ran.folder });
    const { run, gaps, totals } = reportOf(resumed);
    expect({ code: resumed.code, interrupted: run.interrupted, gaps, totals }).toMatchObject({
      code: 0,
      interrupted: false,
      gaps: [],
      totals: { errors: 1, exact: true },
    });
  });
});

describe('two runs at once', () => {
  test('do not touch each other', async () => {
    const files = { 'logs/checkout.log': INCIDENT };
    const { folder } = await runInside(['--version'], { files });
    const [one, other] = await Promise.all([
      runProgram(CHECKOUT, { folder }),
      runProgram(CHECKOUT, { folder }),
    ]);
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(runFolders(one)).toHaveLength(2);
    const [first, second] = [one, other].map(({ stdout }) => readFileSync(stdout.trim(), 'utf8'));
    const facts = (text = '') => text.replace(/- \*\*(Used|Run):.*/g, '').replace(UUID, 'query');
    expect(facts(first)).toBe(facts(second));
    expect(filesLeft(one).filter((path) => path.endsWith('lock'))).toEqual([]);
  });
});

describe('a model', () => {
  const args = [...CHECKOUT, '--quiet'];
  const files = { 'logs/checkout.log': INCIDENT };

  test('whose credentials are gone is told with the command that asks anew without one', async () => {
    let kill: (() => void) | null = null;
    const server = await serveModel(() => {
      kill?.();
      return { kind: 'stall' };
    });
    onTestFinished(() => server.close());
    const killed = await runProgram([...args, '--json', '--max-usd', '2'], {
      env: { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'k' },
      files,
      onStdout: (_, send) => {
        kill ??= () => send('SIGKILL');
      },
    });
    const [folder = ''] = runFolders(killed);
    const refused = await runInside(['resume', folder, '--quiet'], { folder: killed.folder });
    expect(refused.code).toBe(2);
    const told = refused.stderr.replaceAll(/ \\\n */g, ' ').replaceAll(/:\n */g, ': ');
    const [, command = ''] = /Without a model, anew: troubleshoot (.*)\n/.exec(told) ?? [];
    expect(command).toMatch(/^checkout .*--analyst rules --quiet$/);
    expect(command).not.toContain('--max-usd');
    const anew = await runInside(command.split(' '), { folder: killed.folder });
    expect(anew.code).toBe(0);
  });

  test('is asked only what it had not answered when the run was killed', async () => {
    const script = SCRIPTED['does well'] ?? (() => ({ kind: 'stall' }));
    let requests = 0;
    let killAt = Number.POSITIVE_INFINITY;
    let kill: (() => void) | null = null;
    const server = await serveModel((request, index) => {
      if (++requests === killAt) kill?.();
      return script(request, index);
    });
    onTestFinished(() => server.close());
    const env = { ANTHROPIC_BASE_URL: server.url, ANTHROPIC_API_KEY: 'k' };
    const whole = await runInside(args, { env, files });
    expect(whole.code).toBe(0);
    const all = requests;
    for (killAt = all + 2; killAt <= all + 3; killAt++) {
      requests = all;
      kill = null;
      const killed = await runProgram([...args, '--json'], {
        env,
        files,
        onStdout: (_, send) => {
          kill ??= () => send('SIGKILL');
        },
      });
      const [folder = ''] = runFolders(killed);
      const resumed = await runProgram(['resume', folder], { env, folder: killed.folder });
      expect({ killed: killed.code, code: resumed.code }).toEqual({ killed: null, code: 0 });
      // The answer that was under way when it was killed is asked for again.
      expect(requests - all).toBe(all + 1);
      expect(resumed.stderr).not.toContain('is asked again');
      expect(withoutTag(factsOf(resumed))).toEqual(withoutTag(factsOf(whole)));
    }
  }, 120_000);
});

/** The marks of data blocks are random in each run. */
const withoutTag = (facts: object) => JSON.stringify(facts).replace(/data-[0-9a-f]{6}/g, 'data-');
