// `mcp install`: what is printed, and what is written into files that are there already.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readServers } from '../../src/mcp/servers/read-servers.ts';
import { filesLeft, ROOT, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';

const MAIN = join(ROOT, 'dist', 'main.js');
const REGION = ['--region', 'us-west-2'];
const hosts = [
  ['claude', '.mcp.json', 'mcpServers'],
  ['kiro', '.kiro/settings/mcp.json', 'mcpServers'],
  ['cursor', '.cursor/mcp.json', 'mcpServers'],
  ['vscode', '.vscode/mcp.json', 'servers'],
] as const;

describe('mcp install', () => {
  test.each(hosts)('prints what %s reads, and writes nothing', async (host, file, key) => {
    const ran = await runInside(['mcp', 'install', host, ...REGION]);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      [key]: {
        troubleshoot: {
          command: process.execPath,
          args: [MAIN, 'mcp', 'serve', '--region', 'us-west-2'],
        },
      },
    });
    expect(ran.stderr).toContain(file);
    expect(filesLeft(ran)).toEqual([]);
  });

  test.each(hosts)('--write puts it into the file of %s', async (host, file) => {
    const ran = await runInside(['mcp', 'install', host, ...REGION, '--write']);
    expect(ran).toMatchObject({ code: 0, stdout: `${join(ran.folder, file)}\n` });
    expect(filesLeft(ran)).toEqual([file]);
    const { value, diagnostics } = readServers(readFileSync(join(ran.folder, file), 'utf8'), {
      environment: {},
      folder: '/',
    });
    expect(diagnostics).toEqual([]);
    expect(value?.servers).toMatchObject([{ name: 'troubleshoot', kind: 'stdio' }]);
  });

  test('keeps what stands there, and the second time nothing changes', async () => {
    const files = { '.vscode/mcp.json': '{\n  // ours\n  "servers": {"a": {"command": "a"}}\n}\n' };
    const first = await runInside(['mcp', 'install', 'vscode', ...REGION, '--write'], { files });
    const path = join(first.folder, '.vscode/mcp.json');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain('// ours');
    expect(text).toContain('"command": "a"');
    const { folder } = first;
    const again = await runInside(['mcp', 'install', 'vscode', ...REGION, '--write'], { folder });
    expect(again.stderr).toContain('stands there like this already');
    expect(readFileSync(path, 'utf8')).toBe(text);
    const other = ['mcp', 'install', 'vscode', '--region', 'eu-west-1', '--write'];
    const replaced = await runInside(other, { folder });
    expect(unwrapped(replaced.stderr)).toContain('stood there otherwise and was changed');
    expect(readFileSync(path, 'utf8')).toContain('eu-west-1');
  });

  test('names as whom AWS is asked, and whether call_aws is offered', async () => {
    const arn = 'arn:aws:iam::123456789012:role/reader';
    const more = ['--profile', 'ops', '--role-arn', arn, '--call-aws'];
    const ran = await runInside(['mcp', 'install', 'claude', ...REGION, ...more]);
    expect(JSON.parse(ran.stdout).mcpServers.troubleshoot.args.slice(3)).toEqual([
      ...REGION,
      ...more,
    ]);
    const local = ['mcp', 'install', 'claude', '--logs', '.', '--profile', 'ops'];
    expect(await runInside(local)).toMatchObject({ code: 2, stdout: '' });
  });

  test('leaves a file alone that is no JSON, and says where', async () => {
    const files = { '.mcp.json': '{"mcpServers": {]}' };
    const ran = await runInside(['mcp', 'install', 'claude', ...REGION, '--write'], { files });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('.mcp.json:1:17');
    expect(readFileSync(join(ran.folder, '.mcp.json'), 'utf8')).toBe(files['.mcp.json']);
  });

  test('names paths whole: a host may start it anywhere', async () => {
    const files = { 'logs/a.log': '2026-11-20T14:00:00Z INFO a\n' };
    const args = ['mcp', 'install', 'cursor', '--logs', 'logs', '--out', 'out'];
    const ran = await runInside(args, { files });
    const { mcpServers } = JSON.parse(ran.stdout);
    expect(mcpServers.troubleshoot.args.slice(3)).toEqual([
      '--logs',
      join(ran.folder, 'logs'),
      '--out',
      join(ran.folder, 'out'),
    ]);
  });

  test('calls the program by its name where that finds it', async () => {
    const bin = join(mkdtempSync(join(tmpdir(), 'bin-')), 'bin');
    mkdirSync(bin);
    chmodSync(MAIN, 0o755);
    symlinkSync(MAIN, join(bin, 'troubleshoot'));
    const env = { PATH: `${bin}:${process.env.PATH ?? ''}` };
    const ran = await runInside(['mcp', 'install', 'claude', ...REGION], { env });
    expect(JSON.parse(ran.stdout).mcpServers.troubleshoot).toEqual({
      command: 'troubleshoot',
      args: ['mcp', 'serve', '--region', 'us-west-2'],
      type: 'stdio',
    });
  });

  test.each([
    [['emacs', ...REGION], 'Allowed choices are claude, kiro, cursor, vscode.'],
    [['claude'], 'Missing: the region of calls that name none.'],
    [['claude', '--region', 'mars'], 'Unknown region "mars"'],
  ])('refuses %j', async (args, words) => {
    const ran = await runInside(['mcp', 'install', ...args]);
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(ran.stderr)).toContain(words);
  });
});
