// Tables and lines on a narrow terminal, and the same in a pipe.
import { describe, expect, test } from 'vitest';
import { groupsTable } from '../../src/cli/logs-groups-command.ts';
import { runsTable } from '../../src/cli/runs-command.ts';
import { onTerminal } from '../../src/cli/terminal-lines.ts';
import type { RunSummary } from '../../src/run/run-summary.ts';

const RUN: RunSummary = {
  folder: '/reports/a',
  name: 'a',
  runId: 'abc123',
  status: 'interrupted',
  application: 'payment-service',
  region: 'us-west-2',
  startedMs: Date.parse('2026-11-20T14:00:05Z'),
  endedMs: null,
  verdict: 'inconclusive',
  exitCode: 130,
  failure: null,
  sizeBytes: 120_000,
  resumable: true,
};
const widthOf = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('the table of runs', () => {
  test('is whole in a pipe and on a wide terminal', () => {
    const piped = runsTable([RUN], null);
    expect(piped).toContain('2026-11-20T14:00:05');
    expect(piped).toContain('120 KB');
    expect(runsTable([RUN], 200)).toBe(piped);
  });

  test('loses the seconds first, then the size', () => {
    const whole = widthOf(runsTable([RUN], null));
    const shorter = runsTable([RUN], whole - 1);
    expect(shorter).toContain('2026-11-20T14:00 ');
    expect(shorter).toContain('120 KB');
    const narrow = runsTable([RUN], 80);
    expect(widthOf(narrow)).toBeLessThanOrEqual(80);
    expect(narrow).not.toContain('KB');
  });
});

describe('the table of log groups', () => {
  const groups = [
    {
      logGroupName: '/aws/lambda/payment',
      creationTime: Date.parse('2026-11-20T14:00:05Z'),
      storedBytes: 1_524_792,
    },
    { logGroupName: '/other' },
  ];
  const whole = groupsTable(groups, null);

  test('is whole in a pipe and on a wide terminal', () => {
    expect(whole).toContain('2026-11-20T14:00:05.000Z  1,524,792');
    expect(groupsTable(groups, widthOf(whole))).toBe(whole);
  });

  test.each([
    [60, '/aws/lambda/payment  2026-11-20T14:00:05.000Z  1,524,792\n'],
    [50, '/aws/lambda/payment  2026-11-20  1,524,792\n'],
    [40, '/aws/lambda/payment  2026-11-20\n'],
    [30, '/aws/lambda/payment\n'],
  ])('keeps on %s columns what fits', (columns, line) => {
    const shown = groupsTable(groups, columns);
    expect(shown).toContain(line);
    expect(widthOf(shown)).toBeLessThanOrEqual(columns);
  });
});

test('lines are broken at blanks on a terminal only, and a path stays whole', () => {
  const text = 'folder       /a/very/long/path/of/a/folder/of/reports/that/stays/as/it/is and more';
  expect(onTerminal(text, { isTTY: false, columns: 40 }, '  ')).toBe(text);
  expect(onTerminal(text, { isTTY: true, columns: 74 }, '  ')).toBe(
    text.replace(' and more', '\n  and more'),
  );
});
