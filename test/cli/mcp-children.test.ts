// What the program starts for an MCP server is gone when the program is, with what that has started itself: after an
// ordinary end, after Ctrl-C, after a second one, and after its terminal went away.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type ExpectStatic, test } from 'vitest';
import { serveModel } from '../models/messages-server.ts';
import { SCRIPTED } from '../models/scripted.ts';
import { ROOT, reportOf, runProgram } from './program.ts';
import { CHECKOUT, INCIDENT } from './small-logs.ts';

const CHILD = join(ROOT, 'test', 'mcp', 'servers', 'child.mjs');
/** A server behind a shell, as package runners put something between. */
const configOf = (mode: string) => {
  const command = `"${process.execPath}" "${CHILD}" ${mode}; true`;
  const one = { command: 'sh', args: ['-c', command], env: { PIDS: 'pids' }, autoApprove: ['*'] };
  return JSON.stringify({ mcpServers: { one } });
};
const CONFIG = ['--mcp-config', 'mcp.json'];

/** What the server told of: itself, and its helper. */
function started(folder: string): readonly number[] {
  const path = join(folder, 'pids');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : [];
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function expectNobodyLeft(folder: string, expect: ExpectStatic): Promise<void> {
  const pids = started(folder);
  expect(pids.length).toBeGreaterThan(0);
  await expect.poll(() => pids.filter(isThere), { timeout: 5_000 }).toEqual([]);
}

test.concurrent('mcp list leaves nobody behind', async ({ expect }) => {
  const files = { 'mcp.json': configOf('has-a-helper') };
  const ran = await runProgram(['mcp', 'list', ...CONFIG], { files });
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: '' });
  expect(started(ran.folder)).toHaveLength(2);
  await expectNobodyLeft(ran.folder, expect);
}, 30_000);

test.concurrent('an investigation leaves nobody behind', async ({ expect }) => {
  const model = await serveModel(
    (request, index) => SCRIPTED['does well']?.(request, index) ?? { kind: 'message', content: [] },
  );
  try {
    const env = { ANTHROPIC_BASE_URL: model.url, ANTHROPIC_API_KEY: 'key' };
    const files = { 'logs/checkout.log': INCIDENT, 'mcp.json': configOf('has-a-helper') };
    const ran = await runProgram([...CHECKOUT, ...CONFIG], { files, env });
    expect(reportOf(ran).gaps).toEqual([]);
    await expectNobodyLeft(ran.folder, expect);
  } finally {
    await model.close();
  }
}, 60_000);

describe.concurrent('whoever is waited for, nobody is left', () => {
  /** `mcp list` once its server runs that neither answers nor goes. */
  async function waiting(expect: ExpectStatic): Promise<{ folder: string; program: ChildProcess }> {
    const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-children-'));
    writeFileSync(join(folder, 'mcp.json'), configOf('cannot-be-stopped-helper'));
    const program = spawn(
      process.execPath,
      [join(ROOT, 'dist/main.js'), 'mcp', 'list', ...CONFIG],
      {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', HOME: folder },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    await expect.poll(() => started(folder).length, { timeout: 20_000 }).toBe(2);
    return { folder, program };
  }

  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)('after %s', { timeout: 40_000 }, async ([signal, code], { expect }) => {
    const { folder, program } = await waiting(expect);
    program.kill(signal);
    expect(await once(program, 'exit')).toEqual([code, null]);
    await expectNobodyLeft(folder, expect);
  });

  test('after a second Ctrl-C, at once', async ({ expect }) => {
    const { folder, program } = await waiting(expect);
    program.stderr?.once('data', () => program.kill('SIGINT'));
    program.kill('SIGINT');
    const beganMs = Date.now();
    expect(await once(program, 'exit')).toEqual([130, null]);
    expect(Date.now() - beganMs).toBeLessThan(1_900);
    await expectNobodyLeft(folder, expect);
  }, 40_000);
});
