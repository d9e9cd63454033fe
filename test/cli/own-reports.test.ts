// Logs and reports in one folder, as where a run is scheduled: no run takes the report of an earlier one for a log.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Report } from '../../src/report/types.ts';
import { runInside } from './run-inside.ts';
import { INCIDENT } from './small-logs.ts';

const HERE = ['checkout', '--logs', '.', '--quiet'];

const factsAt = (path: string) => {
  const report = JSON.parse(readFileSync(path.trim().replace(/md$/, 'json'), 'utf8')) as Report;
  const { verdict, totals, logGroups } = report;
  return { verdict, totals, logGroups: logGroups.map(({ name }) => name) };
};

test('a second run over the folder finds what the first one found', async () => {
  const first = await runInside(HERE, { files: { 'checkout.log': INCIDENT } });
  const second = await runInside(HERE, { folder: first.folder });
  expect(second.code).toBe(first.code);
  expect(factsAt(second.stdout)).toEqual(factsAt(first.stdout));
});

test('a folder of reports is told as such where logs or a normal time are asked for', async () => {
  const { folder } = await runInside(HERE, { files: { 'checkout.log': INCIDENT } });
  for (const args of [
    ['checkout', '--logs', 'reports'],
    ['checkout', '--logs', 'checkout.log', '--baseline', 'reports'],
  ]) {
    const ran = await runInside(args, { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('a run of this program');
  }
});
