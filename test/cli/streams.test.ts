// What goes to stdout and what to stderr, so that the program fits into a pipe, a cron line and a script.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Ran, ROOT, reportOf, runFolders, runProgram } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, HEALTHY, INCIDENT } from './small-logs.ts';

const FILES = { 'logs/checkout.log': INCIDENT };
const COLUMNS = 80;
const tooLong = (text: string) => text.split('\n').filter((line) => [...line].length > COLUMNS);

describe('a run whose streams are pipes', () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await runProgram(CHECKOUT, { files: FILES });
  });

  test('prints the absolute path of report.md on stdout and nothing else', () => {
    expect(ran.stdout).toBe(`${join(runFolders(ran)[0] ?? '', 'report.md')}\n`);
    expect(existsSync(ran.stdout.trim())).toBe(true);
  });

  test('keeps stderr to 80 columns, and ends it with the verdict', () => {
    expect(tooLong(ran.stderr)).toEqual([]);
    expect(ran.stderr.endsWith('Verdict: likely\n')).toBe(true);
  });

  test('shows no colour and nothing that moves the cursor', () => {
    expect(ran.stdout + ran.stderr).not.toMatch(/[\x00-\x08\x0b-\x1f]/);
  });
});

test('--out moves the run folder, and the path says so', async () => {
  const ran = await runProgram([...CHECKOUT, '--out', 'deep/er'], { files: FILES });
  expect(ran.stdout.startsWith(join(ran.folder, 'deep', 'er'))).toBe(true);
  expect(existsSync(ran.stdout.trim())).toBe(true);
});

describe.concurrent('stderr', () => {
  test('is empty with --quiet where nothing is amiss', async () => {
    const ran = await runProgram([...CHECKOUT, '--quiet'], { files: FILES });
    expect({ code: ran.code, stderr: ran.stderr, lines: ran.stdout.split('\n').length }).toEqual({
      code: 0,
      stderr: '',
      lines: 2,
    });
  });

  test('tells a gap with --quiet too', async () => {
    const files = { ...FILES, 'logs/b.log.gz': Buffer.from('1f8b080000000000deadbeef', 'hex') };
    const ran = await runProgram([...CHECKOUT, '--quiet'], { files });
    expect(ran.stderr).toContain('logs/b.log.gz');
    expect(ran.stderr).not.toContain('Verify the tools');
  });

  test('names every call with --verbose', async () => {
    const ran = await runProgram([...CHECKOUT, '--verbose'], { files: FILES });
    for (const call of ['describe-log-groups', 'start-query', 'get-query-results']) {
      expect(ran.stderr).toContain(call);
    }
    expect(tooLong(ran.stderr)).toEqual([]);
  });

  test.each([
    ['an unknown region', ['checkout', '--region', 'mars']],
    ['an SOP that does not exist', [...CHECKOUT, '--sop', 'nowhere']],
    ['a verdict that does not exist', [...CHECKOUT, '--fail-on', 'maybe']],
    ['no log group', ['billing', '--logs', 'logs']],
    ['no credentials', ['checkout', '--region', 'us-west-2']],
    ['no log event', ['checkout', '--logs', 'empty']],
    ['nothing given', []],
  ])('keeps to 80 columns about %s', async (_, args) => {
    const ran = await runInside(args, { files: { ...FILES, 'empty/a.txt': 'no log' } });
    // A path is not broken in two: it is there to be copied.
    const ownPaths = ran.stderr.replaceAll(ran.folder, '.').replaceAll(ROOT, '.');
    expect(tooLong(ownPaths)).toEqual([]);
  });
});

describe.concurrent('colour', () => {
  test('--no-color wins over FORCE_COLOR', async () => {
    const ran = await runProgram(['billing', '--logs', 'logs', '--no-color'], {
      files: FILES,
      env: { FORCE_COLOR: '1' },
    });
    expect(ran.stdout + ran.stderr).not.toContain('\u001b');
  });

  test('FORCE_COLOR colours stderr and leaves the path plain', async () => {
    const ran = await runProgram(['billing', '--logs', 'logs'], {
      files: FILES,
      env: { FORCE_COLOR: '1' },
    });
    expect(ran.stderr).toContain('\u001b[32m');
    expect(ran.stdout).not.toContain('\u001b');
  });
});

describe.concurrent('--json', () => {
  const eventsOf = (ran: Ran) =>
    ran.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  test('prints one event a line, the first run-started, the last run-finished with paths and verdict', async () => {
    const ran = await runProgram([...CHECKOUT, '--json'], { files: FILES });
    const events = eventsOf(ran);
    const folder = runFolders(ran)[0] ?? '';
    expect(events[0]).toMatchObject({ kind: 'run-started', application: 'checkout' });
    expect(events.at(-1)).toMatchObject({
      kind: 'run-finished',
      verdict: 'likely',
      exitCode: 0,
      folder,
      reportMarkdown: join(folder, 'report.md'),
      reportJson: join(folder, 'report.json'),
      failure: null,
    });
    expect(
      events.filter(({ kind, at }) => typeof kind !== 'string' || typeof at !== 'string'),
    ).toEqual([]);
  });

  test('ends with run-finished and the reason where there is no report', async () => {
    const ran = await runProgram(['billing', '--logs', 'logs', '--json'], { files: FILES });
    expect(ran.code).toBe(5);
    expect(eventsOf(ran).at(-1)).toMatchObject({
      kind: 'run-finished',
      verdict: null,
      exitCode: 5,
      folder: null,
      reportMarkdown: null,
      failure: expect.stringContaining('billing'),
    });
  });

  test('with --quiet keeps stderr empty', async () => {
    const files = { 'logs/checkout.log': HEALTHY };
    const ran = await runProgram([...CHECKOUT, '--json', '--quiet'], { files });
    expect({ stderr: ran.stderr, verdict: eventsOf(ran).at(-1)?.verdict }).toEqual({
      stderr: '',
      verdict: 'no-incident',
    });
  });
});

describe.concurrent('a reader that goes away', () => {
  /** Runs in a shell, so that the pipe is the system's own. */
  const shell = (ran: Ran, command: string) =>
    new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const main = join(ROOT, 'dist', 'main.js');
      const child = spawn(
        '/bin/sh',
        ['-c', command.replaceAll('PROGRAM', `"${process.execPath}" "${main}"`)],
        {
          cwd: ran.folder,
          env: {
            PATH: process.env.PATH ?? '',
            HOME: ran.folder,
            AWS_EC2_METADATA_DISABLED: 'true',
          },
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      );
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      child.on('close', (code) => resolve({ code, stderr }));
    });

  test('after one line of --json: the run ends well, without a crash, and writes its report', async () => {
    const ran = await runInside(['--version'], { files: FILES });
    const { stderr } = await shell(ran, 'PROGRAM checkout --logs logs --json --quiet | head -n 1');
    expect(stderr).toBe('');
    expect(reportOf(ran).verdict).toBe('likely');
  });

  test.each([
    '--help',
    'sop show application-failure-troubleshooting',
    'checkout --logs logs --dry-run',
  ])('%s into a closed pipe says nothing', async (args) => {
    const ran = await runInside(['--version'], { files: FILES });
    expect(await shell(ran, `PROGRAM ${args} | true`)).toEqual({ code: 0, stderr: '' });
  });

  test('of stderr: the path still comes', async () => {
    const ran = await runInside(['--version'], { files: FILES });
    await shell(ran, '(PROGRAM checkout --logs logs > path.txt) 2>&1 | true');
    expect(reportOf(ran).verdict).toBe('likely');
  });
});

describe.concurrent('help and version', () => {
  test('--help begins with examples, tells the exit codes and fits 80 columns', async () => {
    const ran = await runProgram(['--help']);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.stdout.startsWith('Examples:\n  troubleshoot ')).toBe(true);
    for (const code of [0, 1, 2, 3, 4, 5, 10, 130, 143])
      expect(ran.stdout).toMatch(new RegExp(`\\b${code}\\b`));
    expect(tooLong(ran.stdout)).toEqual([]);
    expect(ran.stdout).not.toContain('[]');
  });

  test.each([['sop'], ['sop', 'lint'], ['sop', 'new'], ['mcp'], ['mcp', 'serve']])(
    '%s %s --help tells its own flags only',
    async (...words) => {
      const ran = await runInside([...words.filter((word) => word !== undefined), '--help']);
      expect(ran.code).toBe(0);
      expect(ran.stdout.startsWith('Usage: troubleshoot ')).toBe(true);
      expect(tooLong(ran.stdout)).toEqual([]);
    },
  );

  test('--version is one line', async () => {
    const ran = await runProgram(['--version']);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
