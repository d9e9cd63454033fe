// `troubleshoot runs`: what there is, what is known of one, and what goes.
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Ran, runFolders, runProgram, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, HEALTHY, INCIDENT } from './small-logs.ts';

const files = { 'logs/checkout.log': INCIDENT };

/** The run of a process that died at its first query. */
async function killedRun(folder: string): Promise<string> {
  let kill: (() => void) | null = null;
  const before = runFolders({ folder } as Ran);
  await runProgram([...CHECKOUT, '--json'], {
    folder,
    onStdout: (text, send) => {
      if (!text.includes('"tool":"start-query"')) return;
      kill ??= () => send('SIGKILL');
      kill();
    },
  });
  return runFolders({ folder } as Ran).find((path) => !before.includes(path)) ?? '';
}

const idOf = (folder: string) => folder.slice(-6);

let folder: string;
let finished: string;
let killed: string;
beforeAll(async () => {
  const ran = await runProgram(CHECKOUT, { files });
  folder = ran.folder;
  [finished = ''] = runFolders(ran);
  killed = await killedRun(folder);
}, 30_000);

const runs = (...args: readonly string[]) => runInside(['runs', ...args], { folder });

describe('runs', () => {
  test('are listed, the latest first, with how to go on', async () => {
    const ran = await runs();
    expect(ran.code).toBe(0);
    const [, , first = '', second = '', ...rest] = ran.stdout.trim().split('\n');
    expect(first).toMatch(new RegExp(`^${idOf(killed)} .* checkout +local +killed`));
    expect(second).toMatch(new RegExp(`^${idOf(finished)} .* finished +likely`));
    expect(rest).toEqual([]);
    expect(unwrapped(ran.stderr)).toContain(`troubleshoot resume ${killed}`);
    expect((await runs('list')).stdout).toBe(ran.stdout);
  });

  test('are one object with --json, and as many as --limit says', async () => {
    const { stdout } = await runs('--json', '--limit', '1');
    const listed = JSON.parse(stdout) as { all: number; runs: { status: string }[] };
    expect({ all: listed.all, statuses: listed.runs.map(({ status }) => status) }).toEqual({
      all: 2,
      statuses: ['killed'],
    });
    expect(unwrapped((await runs('--limit', '1')).stderr)).toContain('1 of 2 runs');
    expect((await runs('--limit', 'x')).code).toBe(2);
  });

  test('there may be none', async () => {
    const ran = await runs('--out', 'elsewhere');
    expect({ code: ran.code, stdout: ran.stdout, stderr: ran.stderr }).toEqual({
      code: 0,
      stdout: '',
      stderr: 'No run in elsewhere: there is no such folder.\n',
    });
    const mistyped = await runs('--out', 'report');
    expect(mistyped.stderr).toContain('Type: troubleshoot runs --out reports\n');
  });
});

describe('runs show', () => {
  test('tells what was asked for, how it ended and what can be done', async () => {
    const ended = unwrapped((await runs('show', finished)).stdout);
    expect(ended).toContain('status finished, likely, exit code 0');
    expect(ended).toContain('to rewrite troubleshoot replay');
    const { stdout } = await runs('show', idOf(killed), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'killed',
      resumable: true,
      application: 'checkout',
      parameters: { application_name: 'checkout' },
    });
  });

  test('of no run names those that there are', async () => {
    const ran = await runs('show', 'abcdef');
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toContain(`In reports: ${idOf(killed)}, ${idOf(finished)}`);
    expect(ran.stderr).toContain(`troubleshoot runs show ${idOf(killed)}`);
  });

  test('of no run offers resume and replay only one that they take', async () => {
    const [resume, replay] = [
      await runInside(['resume', 'abcdef'], { folder }),
      await runInside(['replay', 'abcdef'], { folder }),
    ];
    expect(resume.stderr).toContain(`troubleshoot resume ${idOf(killed)}`);
    expect(replay.stderr).toContain(`troubleshoot replay ${idOf(finished)}`);
    const ended = await runProgram(CHECKOUT, { files });
    const none = await runInside(['resume', 'abcdef'], { folder: ended.folder });
    expect(none.stderr).not.toContain('For example');
    expect(none.stderr).toContain('--out DIR');
  });
});

describe('runs prune', () => {
  const prunable = async () => {
    const ran = await runInside(CHECKOUT, { files: { 'logs/checkout.log': HEALTHY } });
    // In the order of their making, which names of the same second do not tell.
    const all = [...runFolders(ran)];
    for (let more = 0; more < 2; more++) {
      await runInside(CHECKOUT, { folder: ran.folder });
      all.push(...runFolders(ran).filter((path) => !all.includes(path)));
    }
    return { at: ran.folder, all };
  };

  test('has to be told what stays', async () => {
    const ran = await runs('prune', '--yes');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('troubleshoot runs prune --yes --keep 20');
    expect((await runs('prune', '--yes', '--older-than', 'soon')).code).toBe(2);
  });

  test('removes nothing where nobody can be asked, and shows what it would', async () => {
    const ran = await runs('prune', '--keep', '0');
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain(idOf(finished));
    expect(ran.stderr).toContain('troubleshoot runs prune --keep 0 --yes');
    expect(existsSync(finished)).toBe(true);
  });

  test('keeps the latest, and files of others', async () => {
    const { at, all } = await prunable();
    const [first = '', second = '', third = ''] = all;
    writeFileSync(join(first, 'notes.txt'), 'mine');
    const ran = await runInside(['runs', 'prune', '--keep', '1', '--yes'], { folder: at });
    expect(ran.code).toBe(0);
    expect(unwrapped(ran.stderr)).toContain('Removed: 2 runs');
    expect(unwrapped(ran.stderr)).toContain('Files of others stay in');
    expect([existsSync(second), existsSync(third)]).toEqual([false, true]);
    expect(readdirSync(first)).toEqual(['notes.txt']);
    rmSync(first, { recursive: true });
  });

  test('keeps what is young', async () => {
    const { at, all } = await prunable();
    for (const run of all) utimesSync(run, 0, 0);
    const young = await runInside(['runs', 'prune', '--older-than', '1h', '--yes'], {
      folder: at,
    });
    expect({ code: young.code, stderr: young.stderr }).toEqual({
      code: 0,
      stderr: 'No run is to be removed.\n',
    });
    const old = await runInside(['runs', 'prune', '--older-than', '0h', '--yes'], { folder: at });
    expect(unwrapped(old.stderr)).toContain('Removed: 3 runs');
    expect(readdirSync(join(at, 'reports'))).toEqual([]);
  });
});
