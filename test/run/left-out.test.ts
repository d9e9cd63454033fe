// An SOP that leaves steps of a whole analysis out: its report says so and claims nothing of what no step did.
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../src/report/markdown.ts';
import type { Report } from '../../src/report/types.ts';
import { investigate } from '../../src/run/investigate.ts';
import { parseSop } from '../../src/sop/parse.ts';
import type { Sop } from '../../src/sop/sop.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { fakeWorld, requestFor } from './fake-world.ts';

const OWN_QUERY = '\n```insights slow\nfilter @message like /ERROR/\n```\n';

/** An SOP of these procedures, in this order. */
function sopOf(procedures: readonly string[], { query = OWN_QUERY, constraint = '' } = {}): Sop {
  const steps = procedures.map(
    (procedure, index) =>
      `### ${index + 1}. Step\n\n**Procedure:** \`${procedure}\`\n${procedure === 'run-queries' ? query : ''}\n${constraint}\n`,
  );
  const text = `# Own\n\n## Overview\n\nOne.\n\n## Parameters\n\n- **application_name** (required): Name\n\n## Steps\n\n${steps.join('\n')}`;
  const { value } = parseSop(text, 'own.sop.md');
  if (value === null) throw new Error('the SOP does not parse');
  return value;
}

async function run(sop: Sop) {
  const world = fakeWorld(fakeCloudWatch(refusedConnections));
  const { report, markdown } = await investigate(requestFor(sop), world);
  const asked = world.called
    .filter(({ tool }) => tool === 'start-query')
    .map(({ args }) => String(args.queryString));
  return { report, markdown, asked };
}

const COLLECTS = ['discover-log-groups', 'run-queries', 'collect-results', 'write-report'];

describe('an SOP without a step that analyzes errors', () => {
  test('asks its own queries only', async () => {
    const { asked, report } = await run(sopOf(COLLECTS));
    expect(asked).toEqual(['filter @message like /ERROR/']);
    expect(report.queries.map(({ name }) => name)).toEqual(['slow']);
    expect(report.logGroups.map(({ status }) => status)).toEqual(['analyzed', 'excluded']);
  });

  test('shows each answer once, however often it collects', async () => {
    const twice = ['discover-log-groups', 'run-queries', 'collect-results', 'collect-results'];
    const { report } = await run(sopOf(twice));
    expect(report.queries.map(({ name }) => name)).toEqual(['slow']);
  });

  test('says that nothing was counted, and not that anything is a lower bound', async () => {
    const { markdown, report } = await run(sopOf(COLLECTS));
    expect(report.gaps).toEqual([]);
    expect(markdown).toContain('No step of this SOP analyzes errors, so nothing was counted');
    expect(markdown).toContain('**Counts:** none; no step of the SOP analyzes errors');
    expect(markdown).toContain('`analyze-errors`');
    expect(markdown).toContain('No step of the SOP looks for causes.');
    expect(markdown).not.toMatch(/lower bound|close the gaps|logs do not show/i);
  });

  test('that asks nothing says that the events of no log group were read', async () => {
    const { asked, report } = await run(sopOf(COLLECTS, { query: '' }));
    expect(asked).toEqual([]);
    expect(report.logGroups[0]).toMatchObject({
      status: 'excluded',
      relevance: expect.stringContaining('no query of the SOP read its events'),
    });
  });

  test('with an obligation that no code checks has that gap, which concerns no count', async () => {
    const constraint = '**Constraints:**\n\n- You MUST look at the moon\n';
    const { markdown, report } = await run(sopOf(COLLECTS, { constraint }));
    expect(report.gaps).toHaveLength(1);
    expect(markdown).toContain('**Not seen:** 1 gap');
    expect(markdown).not.toMatch(/lower bound/i);
  });
});

test('an SOP that counts but judges nothing says so, with its counts', async () => {
  const { markdown, report } = await run(
    sopOf(['discover-log-groups', 'run-queries', 'collect-results', 'analyze-errors']),
  );
  expect(report.totals).toEqual({ errors: 60, exact: true, searched: true });
  expect(markdown).toContain('60 errors; no step of this SOP looks for the cause.');
  expect(markdown).toContain('No step of the SOP says what to do.');
  expect(markdown).not.toContain('logs do not show');
});

test('an obligation that no code checks makes no exact count a lower bound', async () => {
  const constraint = '**Constraints:**\n\n- You MUST look at the moon\n';
  const sop = sopOf([...COLLECTS.slice(0, 3), 'analyze-errors'], { constraint });
  const { markdown, report } = await run(sop);
  expect(report.totals.exact).toBe(true);
  expect(markdown).not.toMatch(/lower bound/i);
});

test('a whole analysis leaves nothing out', async () => {
  const all = [...COLLECTS.slice(0, 3), 'analyze-errors', 'find-root-causes', 'recommend'];
  const { report } = await run(sopOf(all));
  expect(report.notDone).toBeUndefined();
  expect(renderMarkdown(report as Report)).not.toContain('No step of');
});
