// A run that is interrupted: its gap names what was not read, and the report claims nothing of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ToolResult } from '../../src/agent/tools.ts';
import { investigate } from '../../src/run/investigate.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch, refusedConnections } from './fake-cloudwatch.ts';
import { fakeWorld, fault, ok, requestFor } from './fake-world.ts';

const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');

/** The run with a signal at the first call of this tool that has these words in its arguments' query. */
async function interruptedAt(tool: string, words: string) {
  const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);
  if (sop === null) throw new Error('the SOP does not parse');
  const controller = new AbortController();
  const script = fakeCloudWatch(refusedConnections);
  const texts: string[] = [];
  const withSignal =
    (name: string) => (args: Readonly<Record<string, unknown>>, before: number) => {
      if (name === 'start-query') texts.push(String(args.queryString));
      const query =
        name === 'start-query' ? texts.at(-1) : texts[Number(String(args.queryId).slice(1))];
      const answer = script[name]?.(args, before) ?? ok({});
      if (name !== tool || !(query ?? '').includes(words)) return answer;
      controller.abort('SIGINT');
      return name === 'get-query-results' ? firstPage(answer) : answer;
    };
  const world = fakeWorld(
    {
      ...script,
      'start-query': withSignal('start-query'),
      'get-query-results': withSignal('get-query-results'),
    },
    { signal: controller.signal },
  );
  return investigate(requestFor(sop), world);
}

/** Half of the rows, and where the others are. */
function firstPage({ content }: ToolResult): ToolResult {
  const answer = content as { readonly results: readonly unknown[] };
  return ok({ ...answer, results: answer.results.slice(0, 30), nextToken: 'more' });
}

/** The query of the survey has no other condition than the window's end. */
const SURVEY = 'fields @timestamp, @message, @logStream, @log\n| sort @timestamp asc';
const CANDIDATES = '(?i)';

describe('interrupted when all candidates are read', () => {
  test('the gap names the survey, the lines around the onset and the normal time', async () => {
    const { report } = await interruptedAt('start-query', SURVEY);
    const [gap] = report.gaps;
    expect(report.gaps).toHaveLength(1);
    expect(gap?.what).toContain('Not read to the end: the other lines of the window (survey)');
    expect(gap?.what).toContain('the lines around first occurrences and onsets');
    expect(gap?.what).toContain('a normal time');
    expect(gap?.remedy).toBe('Go on where it stopped: troubleshoot resume abc123');
    expect(report.notDone?.map(({ part }) => part).sort()).toEqual([
      'baseline',
      'context',
      'survey',
    ]);
  });

  test('the report says so where it says what was analyzed, and keeps its exact counts', async () => {
    const { report, markdown } = await interruptedAt('start-query', SURVEY);
    expect(report.totals).toEqual({ errors: 60, exact: true, searched: true });
    expect(markdown).toMatch(
      /\*\*Analyzed:\*\* .*but not the rest; the run was interrupted; not read to the end: the other/,
    );
    expect(markdown).toContain('**Normal time:** none was read, the run was interrupted');
    expect(markdown).toMatch(
      /\*\*The run was interrupted.\*\* .* Not read to the end: the other lines/,
    );
  });

  test('nothing is said of the lines before the onset, and the obligation to look at them is not met', async () => {
    const { report, markdown } = await interruptedAt('start-query', SURVEY);
    expect(markdown).not.toContain('none announces a change');
    const [ruling] = report.steps
      .flatMap(({ constraints }) => constraints)
      .filter(({ text }) => text.includes('just before the onset'));
    expect(ruling?.status).toBe('gap');
  });
});

test('interrupted while candidates are read, whether it goes on is not known', async () => {
  const { report, markdown } = await interruptedAt('get-query-results', CANDIDATES);
  expect(report.totals).toMatchObject({ errors: 30, exact: false });
  expect(report.notDone?.map(({ part }) => part)).toContain('candidates');
  expect(report.gaps[0]?.what).toContain('the lines that may tell of errors');
  expect(markdown).not.toMatch(/Still going on:\*\* (?:yes|no[;,])/);
  expect(markdown).not.toMatch(/\*\*Analyzed:\*\* all of it$/m);
});

test('interrupted while log groups are validated, the call that was cut off is no gap of its own', async () => {
  const { value: sop } = parseSop(readFileSync(path, 'utf8'), path);
  if (sop === null) throw new Error('the SOP does not parse');
  const controller = new AbortController();
  const script = fakeCloudWatch(refusedConnections, {
    'describe-log-streams': () => {
      controller.abort('SIGINT');
      return fault('Aborted', 'describe-log-streams was aborted');
    },
  });
  const world = fakeWorld(script, { signal: controller.signal });
  const { report } = await investigate(requestFor(sop), world);
  expect(report.gaps).toHaveLength(1);
  expect(report.gaps[0]?.what).toContain('the log streams of each log group');
  expect(report.gaps[0]?.what).toContain('Not carried out: 4. Run the queries, 5. Collect');
});
