// The built program where a file cannot grow any more, as on a full disk: one clear error, and what can be done about it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Ran, ROOT, runFolders, runProgram, unwrapped } from './program.ts';
import { CHECKOUT, INCIDENT } from './small-logs.ts';

const MAIN = join(ROOT, 'dist', 'main.js');

/** Runs the program in a folder of its own; no file may have more than so many KiB. */
async function runWithin(kib: number): Promise<Ran> {
  const { folder } = await runProgram(['--version']);
  const logs = join(folder, 'logs', 'checkout.log');
  mkdirSync(dirname(logs), { recursive: true });
  writeFileSync(logs, INCIDENT);
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', `ulimit -f ${2 * kib} && exec "$@"`, 'sh', process.execPath, MAIN, ...CHECKOUT],
    { cwd: folder, env: { PATH: process.env.PATH, HOME: folder }, encoding: 'utf8' },
  );
  return { code: status, stdout, stderr, folder };
}

describe.runIf(process.platform === 'linux')('a disk that fills up', () => {
  test('before anything was asked: nothing is left, and nothing to go on with is promised', async () => {
    const ran = await runWithin(2);
    expect(ran.code).toBe(1);
    expect(unwrapped(ran.stderr)).toMatch(/Cannot write to .*: Choose|Cannot write to .*Choose a/);
    expect(ran.stderr).not.toContain('resume');
    expect(runFolders(ran)).toEqual([]);
  });

  test('in mid-run: the run goes on when there is room, to the same report', async () => {
    const ran = await runWithin(40);
    expect(ran.code).toBe(1);
    const [folder = ''] = runFolders(ran);
    expect(unwrapped(ran.stderr).replace('\\ ', '')).toContain(`troubleshoot resume ${folder}`);
    const resumed = await runProgram(['resume', folder, '--quiet'], { folder: ran.folder });
    expect({ code: resumed.code, stderr: resumed.stderr }).toEqual({ code: 0, stderr: '' });
    const whole = await runProgram([...CHECKOUT, '--quiet'], { folder: ran.folder });
    expect(factsIn(resumed)).toBe(factsIn(whole));
  });
});

describe.runIf(process.platform === 'linux')('sop new on a full disk', () => {
  test('leaves no half file in the way of the next try', async () => {
    const { folder } = await runProgram(['--version']);
    const limited = ['-c', 'ulimit -f 1 && exec "$@"', 'sh', process.execPath, MAIN];
    const { status, stderr } = spawnSync('sh', [...limited, 'sop', 'new', 'orders'], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder },
      encoding: 'utf8',
    });
    expect({ status, left: readdirSync(join(folder, 'sops')) }).toEqual({ status: 1, left: [] });
    expect(unwrapped(stderr)).toContain(`Cannot write ${join(folder, 'sops/orders.sop.md')}`);
  });
});

describe.runIf(process.platform === 'linux')('stdout on a full disk', () => {
  test('is told, with where the report is', async () => {
    const { folder } = await runProgram(['--version']);
    writeFileSync(join(folder, 'checkout.log'), INCIDENT);
    const args = ['checkout', '--logs', 'checkout.log', '--analyst', 'rules', '--quiet'];
    const { status, stderr } = toFull(args, folder);
    const [run = ''] = runFolders({ code: status, stdout: '', stderr, folder });
    expect(stderr).toBe(
      `The report is in ${run}/report.md\ntroubleshoot: Cannot write to stdout: no space left on device.\n`,
    );
    expect(status).toBe(1);
  });

  test('is told once where much is written, and the work goes on to its end', async () => {
    const { folder } = await runProgram(['--version']);
    writeFileSync(join(folder, 'checkout.log'), INCIDENT);
    const args = ['checkout', '--logs', 'checkout.log', '--analyst', 'rules', '--quiet', '--json'];
    const { status, stderr } = toFull(args, folder);
    const [run = ''] = runFolders({ code: status, stdout: '', stderr, folder });
    expect(stderr).toBe(
      `troubleshoot: Cannot write to stdout: no space left on device.\nThe report is in ${run}/report.md\n`,
    );
    expect(status).toBe(1);
    expect(readFileSync(join(run, 'report.md'), 'utf8')).toContain('checkout');
  });
});

const toFull = (args: readonly string[], folder: string) =>
  spawnSync('sh', ['-c', '"$@" > /dev/full', 'sh', process.execPath, MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    encoding: 'utf8',
  });

const factsIn = ({ stdout }: Ran) =>
  readFileSync(stdout.trim(), 'utf8').replace(/^- \*\*(?:Used|Run):.*$/gm, '');
