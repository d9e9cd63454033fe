// What a terminal shows, and what a pipe, a dumb terminal and those who want no colour are spared.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { CliProcess } from '../../src/cli/cli-process.ts';
import { readConfig } from '../../src/cli/config.ts';
import { createFaces } from '../../src/cli/faces.ts';
import type { Report } from '../../src/report/types.ts';
import type { TimedEvent } from '../../src/run/events.ts';
import { ROOT } from './program.ts';

const ESC = '\u001b';
const COLOUR = new RegExp(`${ESC}\\[[0-9;]+m`);
const REDRAWN = new RegExp(`\r${ESC}\\[2K`);
const EXAMPLE = join(ROOT, 'reports', 'example');
const report = JSON.parse(readFileSync(join(EXAMPLE, 'report.json'), 'utf8')) as Report;
const markdown = readFileSync(join(EXAMPLE, 'report.md'), 'utf8');

const at = '2026-11-20T14:00:00.000Z';
const EVENTS = [
  { kind: 'step-started', number: 1, name: 'Verify the tools', of: 9, at },
  { kind: 'step-finished', number: 1, name: 'Verify the tools', status: 'done', summary: 'x', at },
] as unknown as readonly TimedEvent[];

/** Bytes that a stream keeps until they are read. */
const WHOLE = 1_000_000;

interface Shown {
  readonly stdout: string;
  readonly stderr: string;
  readonly asks: boolean;
}

/** What two events and a report look like. */
async function shown(
  isTTY: boolean,
  environment: Readonly<Record<string, string>> = {},
  flags: { readonly color?: boolean; readonly quiet?: boolean } = {},
  columns = 80,
): Promise<Shown> {
  const stream = () => Object.assign(new PassThrough({ highWaterMark: WHOLE }), { isTTY, columns });
  const streams = { stdin: stream(), stdout: stream(), stderr: stream() };
  const faces = createFaces({
    cli: streams as unknown as CliProcess,
    config: readConfig(environment),
    options: { color: true, input: true, ...flags },
    signal: new AbortController().signal,
  });
  for (const event of EVENTS) faces.onEvent(event);
  await faces.showReport({ report, markdown }, '/runs/report.md');
  faces.showResume('/my runs/a');
  faces.close();
  const text = (one: PassThrough) => String(one.read() ?? '');
  return { stdout: text(streams.stdout), stderr: text(streams.stderr), asks: faces.form !== null };
}

describe('a terminal', () => {
  test('is coloured and drawn over, and shows the report', async () => {
    const { stdout, stderr, asks } = await shown(true);
    expect(stderr).toMatch(COLOUR);
    expect(stderr).toMatch(REDRAWN);
    expect(stdout).toMatch(COLOUR);
    expect(stdout).toContain('Executive Summary');
    expect(asks).toBe(true);
  });

  test.each([
    ['NO_COLOR', { NO_COLOR: '1' }, {}],
    ['--no-color', {}, { color: false }],
    ['TERM=dumb', { TERM: 'dumb' }, {}],
  ])('has no colour with %s', async (_, environment, flags) => {
    const { stdout, stderr } = await shown(true, environment, flags);
    expect(stdout + stderr).not.toMatch(COLOUR);
    expect(stdout).toContain('Executive Summary');
    expect(stderr).toContain('Verify the tools');
  });

  test('shows how to go on with an interrupted run last, to be copied', async () => {
    const { stdout } = await shown(true);
    expect(stdout).toMatch(/report\.md\nGo on: troubleshoot resume '\/my runs\/a'\n$/);
  });

  test('that is narrow or wide has closing lines of its width', async () => {
    const lastLines = async (columns: number) =>
      (await shown(true, {}, {}, columns)).stdout.trimEnd().split('\n').slice(-5, -2);
    for (const line of await lastLines(40)) expect(line.length).toBeLessThanOrEqual(40);
    expect((await lastLines(200)).some((line) => line.length > 80)).toBe(true);
  });

  test('that is dumb is not drawn over', async () => {
    const { stdout, stderr } = await shown(true, { TERM: 'dumb' });
    expect(stdout + stderr).not.toContain(ESC);
    expect(stderr).not.toContain('\r');
  });

  test('in CI is not drawn over, and nobody is asked', async () => {
    const { stderr, asks } = await shown(true, { CI: 'true' });
    expect(stderr).not.toMatch(REDRAWN);
    expect(asks).toBe(false);
  });

  test('with --quiet shows the report alone', async () => {
    const { stdout, stderr } = await shown(true, {}, { quiet: true });
    expect(stderr).toBe('');
    expect(stdout).toContain('Executive Summary');
  });
});

test('a pipe takes the path alone, and progress without control characters', async () => {
  const { stdout, stderr, asks } = await shown(false);
  expect(stdout).toBe('/runs/report.md\n');
  expect(stderr).toContain('Verify the tools');
  expect(stderr).not.toContain(ESC);
  expect(asks).toBe(false);
});
