// An investigation of local logs begins to read them before the rest of the program is loaded, and reads them once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type BegunLogs, beginInvestigated } from '../../src/cli/begun-logs.ts';
import type { CliProcess } from '../../src/cli/cli-process.ts';
import type { DraftRequest } from '../../src/cli/request.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { wireLogs } from '../../src/cli/wire-logs.ts';
import { candidateQuery } from '../../src/evidence/candidates.ts';

const { investigateCommand } = vi.hoisted(() => ({
  investigateCommand: vi.fn(async (..._: unknown[]) => 0),
}));
vi.mock('../../src/cli/investigate-command.ts', () => ({ investigateCommand }));

const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-early-'));
writeFileSync(join(folder, 'app.log'), '2026-03-03T12:00:00Z ERROR no stock\n');
afterAll(() => rmSync(folder, { recursive: true }));

/** The region of the logs that the command is handed; null: none are under way. */
async function begunBy(...args: readonly string[]): Promise<string | null> {
  investigateCommand.mockClear();
  await runCli(['app', '--logs', folder, ...args], process as unknown as CliProcess);
  const begun = investigateCommand.mock.calls[0]?.[3] as { region: string } | null;
  return begun?.region ?? null;
}

describe('the logs that a command is handed', () => {
  test.each([
    [[], 'us-east-1'],
    [['--region', 'eu-west-1'], 'eu-west-1'],
    [['--region', ' us-west-2,us-west-2'], 'us-west-2'],
    [['--region', 'nowhere'], 'us-east-1'],
    [['--dry-run'], null],
  ])('with %j', async (args, region) => {
    expect(await begunBy(...args)).toBe(region);
  });
});

test.each([
  ['without a name', []],
  ['with an SOP of its own parameters', ['app', '--sop', 'own.md']],
])('none are under way where a form may be shown: %s', async (_, args) => {
  investigateCommand.mockClear();
  const { stdout, stderr, on, off, exit } = process;
  const terminal = { stdin: { isTTY: true }, stdout, stderr, on, off, exit };
  await runCli([...args, '--logs', folder], terminal as unknown as CliProcess);
  expect(investigateCommand.mock.calls[0]?.[3]).toBeNull();
});

describe('what is connected', () => {
  const draft = { local: true, regions: ['eu-west-1'], baseline: null };
  const access = { profile: null, roleArn: null } as Parameters<typeof wireLogs>[2];
  const connected = (begun: BegunLogs) =>
    wireLogs([folder], draft as unknown as DraftRequest, access, undefined, undefined, begun);

  test('are the logs under way, which are told what will be asked first', async () => {
    const begun = beginInvestigated([folder], 'eu-west-1');
    const { wired } = await connected(begun);
    expect(begun.expected()).toEqual([candidateQuery()]);
    await wired.close();
    await expect(fetch((await begun.url) ?? '')).rejects.toThrow();
  });

  test('are logs begun anew where those under way are of another region: they are closed', async () => {
    const begun = beginInvestigated([folder], 'us-east-1');
    const url = (await begun.url) ?? '';
    const { wired } = await connected(begun);
    expect(begun.expected()).toEqual([]);
    await expect(fetch(url)).rejects.toThrow();
    expect(wired.held).toBe('1 event in 1 log group');
    await wired.close();
  });
});
