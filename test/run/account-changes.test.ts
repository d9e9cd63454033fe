// Changes in the account within an investigation: what was asked, what the report tells, and what is a gap.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/run/investigate.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { fakeWorld, fault, ok, requestFor, type Script } from './fake-world.ts';

const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');

async function run(lookUp: Script[string] | null) {
  const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);
  if (sop === null) throw new Error('the SOP does not parse');
  const logs = fakeCloudWatch(refusedConnections);
  const world = fakeWorld(lookUp === null ? logs : { ...logs, 'lookup-events': lookUp });
  const { report } = await investigate(requestFor(sop), world);
  return { report, world, markdown: world.written[0]?.markdown ?? '' };
}

const onset = async () => Date.parse((await run(null)).report.findings[0]?.firstSeen ?? '');

const deployment = (timeMs: number, service: string) => ({
  EventId: `deploy-${service}`,
  EventName: 'UpdateService',
  EventTime: timeMs,
  EventSource: 'ecs.amazonaws.com',
  Username: 'deploy-bot',
  CloudTrailEvent: JSON.stringify({
    requestParameters: { cluster: 'prod', service, taskDefinition: `${service}:42` },
  }),
});

describe('changes in the account', () => {
  test('are asked for from three hours before the onset on', async () => {
    const { world } = await run(() => ok({ Events: [] }));
    const [asked] = world.called.filter(({ tool }) => tool === 'lookup-events');
    const onsetMs = await onset();
    expect(onsetMs - Number(asked?.args.startTime)).toBe(3 * 3_600_000);
    expect(asked?.args).toMatchObject({ attribute: { key: 'ReadOnly', value: 'false' } });
  });

  test('are told with who made them and the way back', async () => {
    const changed = deployment((await onset()) - 3_600_000, 'ledger');
    const { report, markdown } = await run(() => ok({ Events: [changed] }));
    expect(report.gaps).toEqual([]);
    expect(report.changes).toMatchObject([{ who: 'deploy-bot', resource: 'ledger' }]);
    expect(markdown).toContain('### Changes in the Account');
    expect(markdown).toContain('--task-definition ledger:41');
    expect(report.evidence.find(({ tool }) => tool === 'lookup-events')).toBeDefined();
  });

  test('confirm nothing by their time alone', async () => {
    const before = (await run(null)).report.verdict;
    const changed = deployment((await onset()) - 60_000, 'ledger');
    const { report } = await run(() => ok({ Events: [changed] }));
    expect(report.verdict).toBe(before);
    expect(report.rootCauses[0]?.trigger?.tied ?? false).toBe(false);
  });

  test('are read to the last page', async () => {
    const onsetMs = await onset();
    const { report } = await run((_, before) =>
      ok({
        Events: [deployment(onsetMs - before * 60_000, `s${before}`)],
        ...(before < 2 ? { NextToken: `page-${before}` } : {}),
      }),
    );
    expect(report.changes?.map(({ resource }) => resource)).toEqual(['s2', 's1', 's0']);
  });

  test('that may not be seen are a gap that names the action', async () => {
    const { report } = await run(() => fault('AccessDeniedException', 'not authorized'));
    expect(report.gaps).toHaveLength(1);
    expect(report.gaps[0]?.what).toContain('Who changed what');
    expect(report.gaps[0]?.remedy).toContain('cloudtrail:LookupEvents');
    expect(report.totals.exact).toBe(true);
  });

  test('where nobody offers them are neither asked for nor missed', async () => {
    const { report, world, markdown } = await run(null);
    expect(world.called.some(({ tool }) => tool === 'lookup-events')).toBe(false);
    expect(report.gaps).toEqual([]);
    expect(report.changes).toBeUndefined();
    expect(markdown).not.toContain('Changes in the Account');
  });
});
