import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/types.ts';
import { investigate } from '../../src/run/investigate.ts';
import type { InvestigationRequest } from '../../src/run/request.ts';
import { parseSop } from '../../src/sop/parse.ts';
import type { Sop } from '../../src/sop/sop.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { type FakeOptions, fakeWorld, fault, ok, requestFor, type Script } from './fake-world.ts';

const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
const builtIn = parse(readFileSync(path, 'utf8'));

function parse(text: string): Sop {
  const { value } = parseSop(text, path);
  if (value === null) throw new Error('the SOP does not parse');
  return value;
}

async function run(
  script: Script,
  changes: Partial<InvestigationRequest> = {},
  options: FakeOptions = {},
) {
  const world = fakeWorld(script, options);
  const { report } = await investigate(requestFor(builtIn, changes), world);
  return { world, report };
}

const gapsOf = (report: Report) => report.gaps.map(({ what, why }) => `${what} ${why}`);

describe('an investigation', () => {
  test('goes through all nine steps and ends every obligation without a gap', async () => {
    const { report } = await run(fakeCloudWatch(refusedConnections));
    expect(report.steps.map(({ status }) => status)).toEqual(Array(9).fill('done'));
    const open = report.steps.flatMap(({ constraints }) =>
      constraints.filter(({ status }) => status === 'gap'),
    );
    expect(open).toEqual([]);
    expect(gapsOf(report)).toEqual([]);
    expect(report.totals).toEqual({ errors: 60, exact: true, searched: true });
    expect(report.logGroups.map(({ name, status }) => [name, status])).toEqual([
      ['/aws/lambda/payment-service', 'analyzed'],
      ['/aws/lambda/payment-service-staging', 'excluded'],
    ]);
  });

  test('knows what the search for errors scanned of all, unless a part of it failed', async () => {
    const { report } = await run(fakeCloudWatch(refusedConnections));
    const searches = report.evidence.filter(({ summary }) => summary.startsWith('candidates:'));
    expect(report.usage.onePassBytes).toBe(searches.length * 9_000);
    expect(report.usage.bytesScanned).toBeGreaterThan(searches.length * 9_000);
    const failed = fakeCloudWatch(refusedConnections, {
      'get-query-results': () => ok({ status: 'Failed', results: [] }),
    });
    expect((await run(failed)).report.usage.onePassBytes).toBeUndefined();
  });

  test('writes its report once, after the folder was opened', async () => {
    const { world } = await run(fakeCloudWatch(refusedConnections));
    expect(world.opened()).toBeGreaterThan(0);
    expect(world.written).toHaveLength(1);
  });

  test('records every call in the journal as a begin and an end', async () => {
    const { world } = await run(fakeCloudWatch(refusedConnections));
    const started = world.events.filter(({ kind }) => kind === 'tool-call-started');
    const finished = world.events.filter(({ kind }) => kind === 'tool-call-finished');
    expect(started.length).toBe(world.called.length);
    expect(finished.length).toBe(world.called.length);
  });

  test('without an event in the window is inconclusive, not healthy', async () => {
    const empty = fakeCloudWatch([], {
      'get-query-results': () =>
        ok({
          status: 'Complete',
          results: [],
          statistics: { recordsMatched: 0, recordsScanned: 0 },
        }),
    });
    const { report } = await run(empty);
    expect(report.verdict).toBe('inconclusive');
    expect(report.logGroups[0]?.events).toBe(0);
  });

  test('whose first call is refused ends without a report', async () => {
    const world = fakeWorld(
      fakeCloudWatch([], {
        'describe-log-groups': () => fault('AccessDeniedException', 'User is not authorized'),
      }),
    );
    await expect(investigate(requestFor(builtIn), world)).rejects.toMatchObject({
      kind: 'credentials',
    });
    expect(world.written).toEqual([]);
    expect(world.opened()).toBe(0);
  });

  test('that finds no log group ends without a report and names --log-group', async () => {
    const world = fakeWorld(
      fakeCloudWatch([], { 'describe-log-groups': () => ok({ logGroups: [] }) }),
    );
    await expect(investigate(requestFor(builtIn), world)).rejects.toMatchObject({
      kind: 'no-log-group',
      help: expect.arrayContaining([expect.stringContaining('--log-group')]),
    });
    expect(world.opened()).toBe(0);
  });

  test('a log group named by hand that does not exist is told before anything is queried', async () => {
    const world = fakeWorld(fakeCloudWatch(refusedConnections));
    const request = requestFor(builtIn, { logGroups: ['/nowhere'] });
    await expect(investigate(request, world)).rejects.toMatchObject({ kind: 'no-log-group' });
    expect(world.called.some(({ tool }) => tool === 'start-query')).toBe(false);
  });

  test('goes on when a query is refused later, and names the gap with its remedy', async () => {
    const script = fakeCloudWatch(refusedConnections);
    const { report } = await run({
      ...script,
      'start-query': (args, before) =>
        before === 0
          ? fault('ThrottlingException', 'Rate exceeded')
          : (script['start-query']?.(args, before) ?? ok({})),
    });
    expect(gapsOf(report)).toEqual([
      'The query "edges" over /aws/lambda/payment-service could not be started. ThrottlingException: Rate exceeded',
    ]);
    expect(report.totals.errors).toBe(60);
  });

  test('with a missing tool asks whether to go on, and stops at a no', async () => {
    const script = fakeCloudWatch(refusedConnections);
    const asker = {
      interactive: true,
      confirmLogGroups: async () => [],
      askLogGroupNames: async () => [],
      confirm: async () => false,
    };
    const world = fakeWorld(script, { missing: ['stop-query'], asker });
    await expect(investigate(requestFor(builtIn), world)).rejects.toThrow('the answer was no');
    expect(world.called).toEqual([]);
  });

  test('interrupted while it collects stops its queries and writes what was found', async () => {
    const controller = new AbortController();
    const script = fakeCloudWatch(refusedConnections);
    const { world, report } = await run(
      {
        ...script,
        'get-query-results': (args, before) => {
          if (before === 0) controller.abort('SIGINT');
          return script['get-query-results']?.(args, before) ?? ok({});
        },
      },
      {},
      { signal: controller.signal },
    );
    expect(report.run.interrupted).toBe(true);
    expect(world.called.filter(({ tool }) => tool === 'stop-query').length).toBeGreaterThan(0);
    expect(gapsOf(report).at(-1)).toMatch(
      /^The run did not go through to its end\. Not read to the end: the lines that may tell of errors/,
    );
    expect(world.written).toHaveLength(1);
  });
});

describe('a custom SOP', () => {
  const custom = `# Slow checkout

## Overview

Looks at one log group with a question of its own.

## Parameters

- **application_name** (required): Name
- **path_prefix** (required): Path to look at

## Steps

### 1. Find the log groups

**Procedure:** \`discover-log-groups\`

**Constraints:**

- You MUST keep the confirmed log groups for all later steps

### 2. Ask

**Procedure:** \`run-queries\`

\`\`\`insights slow-requests
filter @message like "\${path_prefix}"
| stats count(*) as slow
\`\`\`

**Constraints:**

- You MUST look at the path that was asked for

### 3. Collect

**Procedure:** \`collect-results\`

**Constraints:**

- You SHOULD be quick

### 4. Report

**Procedure:** \`write-report\`

**Constraints:**

- You MUST hand over the report, or say where it was written

### 5. Judge by hand

**Constraints:**

- You MUST think about it
`;

  test('with five steps, a parameter and a query of its own, in another order, ends in a report', async () => {
    const world = fakeWorld(fakeCloudWatch(refusedConnections));
    const request = requestFor(parse(custom), {
      parameters: { application_name: 'payment-service', path_prefix: '/checkout' },
    });
    const { report } = await investigate(request, world);
    expect(report.steps.map(({ number, status }) => [number, status])).toEqual([
      [1, 'done'],
      [2, 'done'],
      [3, 'done'],
      [4, 'done'],
      [5, 'incomplete'],
    ]);
    expect(report.queries.map(({ name, text }) => ({ name, text }))).toEqual([
      { name: 'slow-requests', text: 'filter @message like "/checkout"\n| stats count(*) as slow' },
    ]);
    expect(gapsOf(report)).toEqual([
      'Step 5, "Judge by hand", was not carried out. It names no procedure, and no language model is configured to carry it out.',
      'One obligation of the SOP was not checked: You MUST look at the path that was asked for No code knows how to check it.',
    ]);
  });
});

test('every obligation of the built-in SOPs is one that code checks', async () => {
  const { uncheckedObligations } = await import('../../src/run/obligations.ts');
  for (const name of ['application-failure-troubleshooting', 'lambda-timeout']) {
    const file = join(import.meta.dirname, `../../sops/${name}.sop.md`);
    const sop = parse(readFileSync(file, 'utf8'));
    const records = sop.steps.map((step) => ({
      step,
      outcome: { status: 'done' as const, summary: '' },
    }));
    expect(uncheckedObligations({ parameters: {} }, records)).toEqual([]);
  }
});
