// What is read of lines of any level: all of a small window with one query, slices of a large one.
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/run/investigate.ts';
import { sop } from './built-in-sop.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { fakeTraffic, type TrafficEvent } from './fake-traffic.ts';
import { fakeWorld, NOW, requestFor } from './fake-world.ts';

const GROUP = '/aws/lambda/payment-service';

/** Healthy lines, evenly over the 100 minutes before the end of the window. */
function traffic(count: number, text: (index: number) => string): TrafficEvent[] {
  const stepMs = (100 * 60_000) / count;
  return Array.from({ length: count }, (_, index) => ({
    timestampMs: NOW - 100 * 60_000 + Math.floor(index * stepMs),
    message: text(index),
  }));
}

async function judged(events: readonly TrafficEvent[]) {
  const world = fakeWorld(fakeCloudWatch([], fakeTraffic(GROUP, events)));
  const { report } = await investigate(requestFor(sop), world);
  const surveys = world.evidence.filter(({ arguments: args }) =>
    /^(?:filter @timestamp [^|]*\n\| )?fields @timestamp, @message, @logStream, @log\n\| sort @timestamp asc$/.test(
      String(args.queryString),
    ),
  );
  return { report, surveys };
}

describe('the survey', () => {
  const healthy = (index: number) => `INFO served request id=${index} in ${index % 90} ms`;

  test('reads a small window whole, with one query', async () => {
    const { report, surveys } = await judged(traffic(900, healthy));
    expect(surveys.map(({ rows }) => rows.length)).toEqual([900]);
    expect(report.verdict).toBe('no-incident');
  });

  test('reads slices of a large one', async () => {
    const { report, surveys } = await judged(traffic(14_000, healthy));
    expect(surveys.length).toBe(8);
    const rows = surveys.reduce((sum, each) => sum + each.rows.length, 0);
    expect(rows).toBeGreaterThan(2_000);
    expect(rows).toBeLessThanOrEqual(4_000);
    expect(report.verdict).toBe('no-incident');
  });

  test('finds an incident that no error and no warning tells of, and says no more than that', async () => {
    const slow = (index: number) =>
      `INFO commit latency=${index < 500 ? 4 + (index % 7) : 400 + (index % 300)}ms`;
    const { report } = await judged(traffic(900, slow));
    const [cause] = report.rootCauses;
    expect(report.verdict).toBe('inconclusive');
    expect(cause?.title).toMatch(/^commit latency steps up from \d+ms to \d+ms$/);
    expect(cause?.evidence.length).toBeGreaterThan(0);
    expect(report.actions.map(({ title }) => title)).toContain('Find out whether users feel it');
  });

  test('finds warnings that are an incident, with what set them off', async () => {
    const events = [
      ...traffic(900, healthy),
      {
        timestampMs: NOW - 40 * 60_000,
        message: 'INFO mount of /spool moved: ssd-1 -> smb://vault',
      },
      ...Array.from({ length: 90 }, (_, index) => ({
        timestampMs: NOW - 39 * 60_000 + index * 25_000,
        message: `WARN spool of smb://vault not responding, waited ${index % 9} s`,
      })),
    ].sort((a, b) => a.timestampMs - b.timestampMs);
    const { report } = await judged(events);
    expect(report.verdict).toBe('likely');
    expect(report.rootCauses[0]?.trigger?.message).toContain('ssd-1 -> smb://vault');
    expect(report.rootCauses[0]?.explanation).toMatch(/it shares .*"vault"/);
  });
});
