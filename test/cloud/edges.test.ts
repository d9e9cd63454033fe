// Edges of what an account holds: empty log groups, deleted ones, Infrequent Access, retention and creation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/run/investigate.ts';
import type { InvestigationRequest } from '../../src/run/request.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch, refusedConnections } from '../run/fake-cloudwatch.ts';
import { fakeWorld, fault, NOW, ok, requestFor, type Script } from '../run/fake-world.ts';

const GROUP = '/aws/lambda/payment-service';
const DAY_MS = 86_400_000;
const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);
if (sop === null) throw new Error('the SOP does not parse');

async function run(script: Script, changes: Partial<InvestigationRequest> = {}) {
  const world = fakeWorld(fakeCloudWatch(refusedConnections, script));
  const { report } = await investigate(requestFor(sop as NonNullable<typeof sop>, changes), world);
  return { report, world };
}

const described = (extra: object) => ({
  'describe-log-groups': () =>
    ok({ logGroups: [{ logGroupName: GROUP, creationTime: 0, ...extra }] }),
});

describe('a log group', () => {
  test('that was deleted between validation and query is a gap with its remedy, and nothing is called counted', async () => {
    const { report } = await run({
      ...described({}),
      'start-query': () =>
        fault('ResourceNotFoundException', `Log group '${GROUP}' does not exist`),
    });
    expect(report.logGroups[0]).toMatchObject({ status: 'failed', errors: 0, events: null });
    expect(report.totals).toMatchObject({ exact: false, searched: false });
    expect(report.gaps[0]).toMatchObject({
      why: `ResourceNotFoundException: Log group '${GROUP}' does not exist`,
      remedy: 'Check the name of the log group and the region.',
    });
  });

  test('that is empty is told and not queried', async () => {
    const { report, world } = await run({
      ...described({}),
      'describe-log-streams': () => ok({ logStreams: [] }),
    });
    expect(report.logGroups[0]).toMatchObject({ status: 'empty' });
    expect(world.called.some(({ tool }) => tool === 'start-query')).toBe(false);
    expect(report.verdict).toBe('inconclusive');
  });

  test('of the class INFREQUENT_ACCESS is searched by queries alone', async () => {
    const { report, world } = await run(described({ logGroupClass: 'INFREQUENT_ACCESS' }));
    expect(report.totals).toMatchObject({ errors: 60, exact: true });
    const tools = new Set(world.called.map(({ tool }) => tool));
    expect([...tools].filter((tool) => /log-events/.test(tool))).toEqual([]);
    const texts = world.called.map(({ args }) => String(args.queryString ?? ''));
    expect(texts.filter((text) => /\|\s*(?:pattern|diff|unmask|filterIndex)\b/.test(text))).toEqual(
      [],
    );
  });

  test('that keeps its events for a day shrinks a longer window to that, and says so', async () => {
    const { report } = await run(
      {
        ...described({ retentionInDays: 1 }),
        'describe-log-streams': () =>
          ok({
            logStreams: [{ logStreamName: 's', firstEventTimestamp: 0, lastEventTimestamp: NOW }],
          }),
      },
      { window: { startMs: null, endMs: null, hours: 72 } },
    );
    expect(Date.parse(report.window.analyzed.start)).toBe(NOW - DAY_MS);
    expect(report.window.adjustments[0]).toContain('keeps its events for one day');
  });

  test('that was created within the window begins it there', async () => {
    const createdMs = NOW - 1_800_000;
    const { report } = await run({
      ...described({ creationTime: createdMs }),
      'describe-log-streams': () =>
        ok({ logStreams: [{ logStreamName: 's', lastEventTimestamp: NOW }], nextToken: 'more' }),
    });
    expect(Date.parse(report.window.analyzed.start)).toBe(createdMs);
    expect(report.window.adjustments[0]).toContain('was created then');
  });
});
