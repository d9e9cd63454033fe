// The program with a model on loopback: who is asked, what is refused, the limits, the doctor, the replay.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ModelServer, serveModel } from '../models/messages-server.ts';
import { SCRIPTED } from '../models/scripted.ts';
import { type Ran, ROOT, reportOf, runFile, runFolders, runProgram, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT } from './small-logs.ts';

const EXAMPLE = [
  'payment-service',
  '--logs',
  join(ROOT, 'examples', 'payment-service'),
  '--region',
  'us-west-2',
  '--hours',
  '4',
];
const RUN_MS = 60_000;

let server: ModelServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

/** Of `CHECKOUT`. */
const FILES = { 'logs/checkout.log': INCIDENT };

/** A run whose model is asked again and again, with pauses: the other tests go on meanwhile. */
let withoutServer: Promise<{ readonly ran: Ran; readonly url: string }>;
beforeAll(() => {
  withoutServer = askedInVain();
});

async function askedInVain() {
  const gone = await serveModel(() => ({ kind: 'stall' }));
  await gone.close();
  const env = { ANTHROPIC_BASE_URL: gone.url };
  return {
    ran: await runProgram([...CHECKOUT, '--model', 'x'], { env, files: FILES }),
    url: gone.url,
  };
}

async function asked(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  server ??= await serveModel(SCRIPTED['does well'] ?? (() => ({ kind: 'stall' })));
  return runInside(args, { env: { ANTHROPIC_BASE_URL: server.url, ...env }, files: FILES });
}

describe('who judges', () => {
  test(
    'a model where its key is set, and the report says so',
    async () => {
      const ran = await asked(CHECKOUT, {
        ANTHROPIC_API_KEY: 'sk-test-1234567890',
        ANTHROPIC_MODEL: 'own-model',
      });
      expect(ran.code).toBe(0);
      expect(reportOf(ran).run).toMatchObject({ analyst: 'model', model: 'own-model' });
      expect(server?.refused).toEqual([]);
      expect(server?.requests[0]?.headers.get('authorization')).toBe('Bearer sk-test-1234567890');
      expect(runFile(ran, 'report.md')).toContain('the model `own-model`');
      for (const file of ['report.md', 'report.json', 'journal.jsonl', 'evidence.jsonl'])
        expect(runFile(ran, file)).not.toContain('sk-test');
    },
    RUN_MS,
  );

  test(
    'the rules where only a server is named, or where they are asked for',
    async () => {
      expect(reportOf(await asked(CHECKOUT)).run.analyst).toBe('rules');
      const ran = await asked([...CHECKOUT, '--analyst', 'rules'], { ANTHROPIC_API_KEY: 'k' });
      expect(reportOf(ran).run.analyst).toBe('rules');
      expect(server?.requests).toEqual([]);
    },
    RUN_MS,
  );

  test(
    'a server without a key where it is asked for by name',
    async () => {
      const ran = await asked([...CHECKOUT, '--model', 'qwen3:8b']);
      expect(reportOf(ran).run).toMatchObject({ analyst: 'model', model: 'qwen3:8b' });
      expect(runFile(ran, 'report.md')).toContain('price not known');
    },
    RUN_MS,
  );

  test('nobody where a model is wanted and no credentials are set', async () => {
    const ran = await runInside([...EXAMPLE, '--analyst', 'model']);
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toContain('Set ANTHROPIC_API_KEY');
    expect(runFolders(ran)).toEqual([]);
  });

  test.each([
    ['--analyst rules --model x', 'contradict each other'],
    ['--max-usd none', '--max-usd "none" is not a positive number'],
    ['--max-turns 0', '--max-turns "0" is not a positive number'],
    ['--consensus 0', '--consensus "0" is not a number from 1 to 9'],
    ['--consensus 3', '--consensus 3 asks a model, and no credentials of one are set'],
    ['--consensus 3 --analyst rules', '--analyst rules and --consensus 3 contradict each other'],
  ])('%s is a usage error', async (flags, message) => {
    const ran = await runInside([...EXAMPLE, ...flags.split(' ')]);
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toContain(message);
  });
});

describe('a model that cannot be asked', () => {
  test(
    "leaves a gap, and the rules' report",
    async () => {
      server = await serveModel(() => ({
        kind: 'error',
        status: 401,
        type: 'authentication_error',
        message: 'invalid key',
      }));
      const ran = await asked(CHECKOUT, { ANTHROPIC_API_KEY: 'k' });
      expect(ran.code).toBe(3);
      const report = reportOf(ran);
      expect(report.run).toMatchObject({ analyst: 'rules', model: null });
      expect(report.verdict).toBe('likely');
      expect(JSON.stringify(report.gaps)).toContain('invalid key');
      expect(JSON.stringify(report.gaps)).toContain('troubleshoot doctor');
      expect(server.requests).toHaveLength(1);
    },
    RUN_MS,
  );
});

test(
  '--max-scan-gb ends the queries with a gap',
  async () => {
    const ran = await runInside([...CHECKOUT, '--max-scan-gb', '0.000001'], { files: FILES });
    expect(ran.code).toBe(3);
    expect(JSON.stringify(reportOf(ran).gaps)).toContain('--max-scan-gb');
  },
  RUN_MS,
);

describe('--dry-run with a model', () => {
  test(
    'prints the prompts, their sizes and the exact text, and asks nobody',
    async () => {
      const ran = await asked([...EXAMPLE, '--dry-run'], { ANTHROPIC_API_KEY: 'k' });
      expect(ran.code).toBe(0);
      expect(server?.requests).toEqual([]);
      expect(ran.stdout).toContain('Model: claude-sonnet-5-5');
      expect(ran.stdout).toMatch(/system: \d+ bytes/);
      expect(ran.stdout).toContain('Request 2:');
      expect(ran.stdout).toContain('847 errors among 21,473 events');
      expect(runFolders(ran)).toEqual([]);
    },
    RUN_MS,
  );
});

/** The name of the data blocks is random in each run. */
const bare = (text: string) => text.replace(/data-[0-9a-f]{6}/g, 'data-');

describe('replay', () => {
  test(
    'with --dry-run prints the exact text that the run has sent, and asks nobody',
    async () => {
      const ran = await asked(EXAMPLE, { ANTHROPIC_API_KEY: 'k' });
      const [sent] = server?.requests ?? [];
      const count = server?.requests.length;
      const [run = ''] = runFolders(ran);
      const shown = await asked(['replay', run, '--dry-run'], { ANTHROPIC_API_KEY: 'k' });
      expect({ code: shown.code, asked: server?.requests.length }).toEqual({
        code: 0,
        asked: count,
      });
      const opening = sent?.body.messages[0]?.content;
      const text = typeof opening === 'string' ? opening : JSON.stringify(opening);
      const lines = (JSON.parse(text) as { text: string }[])[0]?.text ?? '';
      expect(lines.length).toBeGreaterThan(5_000);
      expect(bare(shown.stdout)).toContain(bare(lines));
    },
    RUN_MS,
  );

  test(
    'rewrites the report as it was, and judges it again with another model',
    async () => {
      const ran = await runInside(EXAMPLE);
      const [run = ''] = runFolders(ran);
      const again = await runInside(['replay', run, '--out', 'again']);
      expect(again.code).toBe(0);
      for (const file of ['report.md', 'report.json'])
        expect(readFileSync(join(again.stdout.trim(), '..', file), 'utf8')).toBe(
          readFileSync(join(run, file), 'utf8'),
        );
      const other = await asked([
        'replay',
        run,
        '--model',
        'other',
        '--consensus',
        '2',
        '--out',
        'other',
      ]);
      expect(server?.refused).toEqual([]);
      const report = JSON.parse(readFileSync(other.stdout.trim().replace(/md$/, 'json'), 'utf8'));
      expect(report.run).toMatchObject({ analyst: 'model', model: 'other' });
      expect(report.usage.model.consensus).toEqual({ runs: 2, agree: 2 });
      expect(report.findings).toEqual(reportOf(ran).findings);
      const twice = await runInside(['replay', join(other.stdout.trim(), '..'), '--out', 'twice']);
      expect(twice.code).toBe(0);
    },
    RUN_MS,
  );

  test('of a folder without a run is a usage error', async () => {
    const ran = await runInside(['replay', '.']);
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toContain('holds no run that was finished');
  });

  test('takes the id of a run and the name of its folder, and names those that there are', async () => {
    const ran = await runInside(CHECKOUT, { files: { 'logs/checkout.log': INCIDENT } });
    const name = basename(runFolders(ran)[0] ?? '');
    const replayed = (run: string, ...flags: string[]) =>
      runInside(['replay', run, ...flags], { folder: ran.folder });
    expect((await replayed(name, '--out', 'again')).code).toBe(0);
    expect((await replayed(name.slice(-6))).code).toBe(0);
    const none = await replayed('nothing');
    expect(none.code).toBe(2);
    expect(unwrapped(none.stderr)).toContain('nothing is no run. Give a run');
    expect(none.stderr).toMatch(/troubleshoot replay [0-9a-f]{6}/);
  });

  test('without credentials for a model tells how it does without one', async () => {
    const ran = await runInside(CHECKOUT, { files: { 'logs/checkout.log': INCIDENT } });
    const [run = ''] = runFolders(ran);
    const none = await runInside(['replay', basename(run), '--model', 'x', '--consensus', '2'], {
      folder: ran.folder,
    });
    expect(none.code).toBe(2);
    expect(none.stderr).toContain(`Without a model: troubleshoot replay ${basename(run)}\n`);
  });
});

describe('doctor', () => {
  test('says what is set and what is missing, without any secret', async () => {
    const bare = await runInside(['doctor']);
    expect(bare.code).toBe(0);
    expect(bare.stdout).toMatch(/missing {2}model credentials/);
    const set = await runInside(['doctor', '--json'], {
      env: { ANTHROPIC_API_KEY: 'sk-secret', AWS_REGION: 'eu-west-1', AWS_PROFILE: 'dev' },
    });
    expect(set.stdout).not.toContain('sk-secret');
    expect(JSON.parse(set.stdout).findings).toContainEqual({
      status: 'ok',
      what: 'model credentials by ANTHROPIC_API_KEY',
    });
  });

  test('fails at an address that cannot work', async () => {
    const ran = await runInside(['doctor'], {
      env: { ANTHROPIC_BASE_URL: 'http://localhost:11434/v1' },
    });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain('Leave /v1 out');
  });
});

describe('a server that is not there', () => {
  test('is told before anything is read where its address is none', async () => {
    const ran = await runInside([...CHECKOUT, '--model', 'x'], {
      env: { ANTHROPIC_BASE_URL: 'notaurl' },
      files: FILES,
    });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('ANTHROPIC_BASE_URL is no http address: "notaurl".');
    expect(runFolders(ran)).toEqual([]);
  });

  test(
    'is named with the variable that gives it',
    async () => {
      const { ran, url } = await withoutServer;
      const told = unwrapped(ran.stderr);
      expect(told).toContain('Connection error: fetch failed: connect ECONNREFUSED');
      expect(told).toContain(
        `No server answers at ${new URL(url).host}: start it, or name another by ANTHROPIC_BASE_URL.`,
      );
    },
    RUN_MS,
  );
});
