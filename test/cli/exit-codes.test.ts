// Every documented exit code but 2 and 4 (which have files of their own), and which one wins where several apply.
import { basename } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { complete, eventRow, type FakeAws, RUNNING, refusal, startFakeAws } from './fake-aws.ts';
import { filesLeft, reportOf, runFile, runFolders, runProgram } from './program.ts';
import { CHECKOUT, HEALTHY, INCIDENT } from './small-logs.ts';

const LOGS = { 'logs/checkout.log': INCIDENT };
const BROKEN = { 'logs/worker.log.gz': Buffer.from('1f8b080000000000deadbeef', 'hex') };

/** Sends the signal when stderr first holds the words. */
function once(words: string, signal: NodeJS.Signals) {
  let sent = false;
  return (text: string, kill: (signal: NodeJS.Signals) => void) => {
    if (!sent && text.includes(words)) {
      sent = true;
      kill(signal);
    }
  };
}

let aws: FakeAws | null = null;
afterEach(async () => {
  await aws?.close();
  aws = null;
});

describe.concurrent('over local logs', () => {
  test('0: a report without a gap', async () => {
    const ran = await runProgram(CHECKOUT, { files: LOGS });
    expect({ code: ran.code, gaps: reportOf(ran).gaps }).toEqual({ code: 0, gaps: [] });
  });

  test('0: healthy logs are no incident', async () => {
    const ran = await runProgram(CHECKOUT, { files: { 'logs/checkout.log': HEALTHY } });
    const { verdict, rootCauses } = reportOf(ran);
    expect({ code: ran.code, verdict, rootCauses }).toEqual({
      code: 0,
      verdict: 'no-incident',
      rootCauses: [],
    });
  });

  test('3: a report with a gap', async () => {
    const ran = await runProgram(CHECKOUT, { files: { ...LOGS, ...BROKEN } });
    expect({ code: ran.code, gaps: reportOf(ran).gaps.length }).toEqual({ code: 3, gaps: 1 });
  });

  test('5: no event in the window, with a report that is inconclusive', async () => {
    const args = [...CHECKOUT, '--start', '2026-11-19T00:00Z', '--hours', '1'];
    const ran = await runProgram(args, { files: LOGS });
    const { verdict, totals } = reportOf(ran);
    expect({ code: ran.code, verdict, errors: totals.errors }).toEqual({
      code: 5,
      verdict: 'inconclusive',
      errors: 0,
    });
  });

  test('5: no log group, without a report', async () => {
    const ran = await runProgram(['billing', '--logs', 'logs'], { files: LOGS });
    expect({ code: ran.code, folders: runFolders(ran) }).toEqual({ code: 5, folders: [] });
  });

  test.each([
    ['confirmed', 0],
    ['likely', 10],
    ['no-incident', 10],
  ])('--fail-on %s over a likely cause ends with %i', async (verdict, code) => {
    const ran = await runProgram([...CHECKOUT, '--fail-on', verdict], { files: LOGS });
    expect({ verdict: reportOf(ran).verdict, code: ran.code }).toEqual({ verdict: 'likely', code });
  });

  test('0: --fail-on inconclusive over healthy logs', async () => {
    const files = { 'logs/checkout.log': HEALTHY };
    const ran = await runProgram([...CHECKOUT, '--fail-on', 'inconclusive'], { files });
    expect(ran.code).toBe(0);
  });

  test('10 comes before 3', async () => {
    const files = { ...LOGS, ...BROKEN };
    const ran = await runProgram([...CHECKOUT, '--fail-on', 'likely'], { files });
    expect({ code: ran.code, gaps: reportOf(ran).gaps.length }).toEqual({ code: 10, gaps: 1 });
  });

  test('5 comes before 10 and 3', async () => {
    const args = [...CHECKOUT, '--start', '2026-11-19T00:00Z', '--hours', '1'];
    const files = { ...LOGS, ...BROKEN };
    const ran = await runProgram([...args, '--fail-on', 'inconclusive'], { files });
    expect({ code: ran.code, gaps: reportOf(ran).gaps.length }).toEqual({ code: 5, gaps: 1 });
  });

  test('2 comes before all that is found later: nothing is read', async () => {
    const ran = await runProgram(['billing', '--logs', 'logs', '--hours', '0'], { files: LOGS });
    expect({ code: ran.code, left: filesLeft(ran) }).toEqual({
      code: 2,
      left: ['logs/checkout.log'],
    });
  });
});

describe('against AWS', () => {
  const ARGS = ['checkout'];
  const isCandidates = (text: string | undefined) => text?.includes('@message') === true;

  test('3: a query that is refused later is a gap, and the report tells the reason', async () => {
    aws = await startFakeAws({
      StartQuery: ({ queryString }) =>
        isCandidates(String(queryString))
          ? refusal(400, 'AccessDeniedException', 'Not authorized: logs:StartQuery.')
          : { queryId: 'query-1' },
      GetQueryResults: () => complete([]),
    });
    const ran = await runProgram(ARGS, { env: aws.env });
    const { gaps, totals, verdict } = reportOf(ran);
    expect({ code: ran.code, exact: totals.exact, verdict }).toEqual({
      code: 3,
      exact: false,
      verdict: 'inconclusive',
    });
    expect(gaps.map(({ why }) => why)).toContain(
      'AccessDeniedException: Not authorized: logs:StartQuery.',
    );
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s while queries run: %i, the report of what was found, and every query stopped',
    async (signal, code) => {
      let asked = false;
      let ask: ((signal: NodeJS.Signals) => void) | null = null;
      aws = await startFakeAws({
        GetQueryResults: ({ queryId }) => {
          if (!isCandidates(aws?.queries.get(String(queryId)))) return complete([]);
          // Once: a second signal would end the run without a report.
          const kill = asked ? null : ask;
          asked ||= kill !== null;
          setTimeout(() => kill?.(signal), 20);
          return RUNNING;
        },
      });
      const ran = await runProgram(ARGS, {
        env: aws.env,
        onStderr: (_, kill) => {
          ask ??= kill;
        },
      });
      const report = reportOf(ran);
      const [group] = report.logGroups;
      expect({
        code: ran.code,
        interrupted: report.run.interrupted,
        events: group?.events,
      }).toEqual({
        code,
        interrupted: true,
        events: null,
      });
      expect(report.verdict).toBe('inconclusive');
      expect(report.totals.exact).toBe(false);
      expect(report.gaps.map(({ why }) => why)).toContain('It was interrupted.');
      expect(filesLeft(ran).map((path) => path.replace(/^.*\//, ''))).toEqual([
        'audit.jsonl',
        'evidence.jsonl',
        'journal.jsonl',
        'record.jsonl',
        'report.json',
        'report.md',
      ]);
      const last = JSON.parse(runFile(ran, 'journal.jsonl').trim().split('\n').at(-1) ?? '');
      expect(last).toMatchObject({ kind: 'run-finished', exitCode: code });
      const done = aws.calls.filter(({ operation }) => operation === 'StopQuery');
      const running = [...aws.queries].filter(([, text]) => isCandidates(text)).map(([id]) => id);
      expect(done.map(({ body }) => body.queryId)).toEqual(expect.arrayContaining(running));
    },
  );

  test('130 comes before 10, 5 and 3', async () => {
    aws = await startFakeAws({ GetQueryResults: () => RUNNING });
    const ran = await runProgram([...ARGS, '--fail-on', 'inconclusive'], {
      env: aws.env,
      onStderr: once('5/9', 'SIGINT'),
    });
    expect({ code: ran.code, interrupted: reportOf(ran).run.interrupted }).toEqual({
      code: 130,
      interrupted: true,
    });
  });

  test('interrupted before anything was found: 130 and no report', async () => {
    let ask: ((signal: NodeJS.Signals) => void) | null = null;
    aws = await startFakeAws({
      DescribeLogGroups: () => {
        ask?.('SIGINT');
        return refusal(500, 'ServiceUnavailableException', 'Try again.');
      },
    });
    const ran = await runProgram(ARGS, {
      env: aws.env,
      onStderr: (_, kill) => {
        ask ??= kill;
      },
    });
    expect({ code: ran.code, left: filesLeft(ran) }).toEqual({ code: 130, left: [] });
  });

  test('a second signal ends at once: what was recorded stays, a report is not begun', async () => {
    const first = once('5/9', 'SIGTERM');
    const second = once('Interrupted', 'SIGTERM');
    aws = await startFakeAws({
      GetQueryResults: () => RUNNING,
      StopQuery: () => refusal(500, 'ServiceUnavailableException', 'Try again.'),
    });
    const ran = await runProgram(ARGS, {
      env: aws.env,
      onStderr: (text, kill) => {
        first(text, kill);
        second(text, kill);
      },
    });
    // A call that was under way is told as well: nobody knows what became of it.
    const audit = runFile(ran, 'audit.jsonl').trim().split('\n');
    expect(JSON.parse(audit.at(-1) ?? '')).toMatchObject({ kind: 'call', outcome: 'Unanswered' });
    const left = filesLeft(ran)
      .map((path) => basename(path))
      .sort();
    expect({ code: ran.code, left }).toEqual({
      code: 143,
      left: ['audit.jsonl', 'evidence.jsonl', 'journal.jsonl', 'lock', 'record.jsonl'],
    });
  });

  test('5: no event in the window', async () => {
    aws = await startFakeAws();
    const ran = await runProgram(ARGS, { env: aws.env });
    expect({ code: ran.code, verdict: reportOf(ran).verdict }).toEqual({
      code: 5,
      verdict: 'inconclusive',
    });
  });

  test('0: errors that were all read', async () => {
    aws = await startFakeAws({
      GetQueryResults: ({ queryId }) =>
        isCandidates(aws?.queries.get(String(queryId)))
          ? complete([eventRow(600_000, 'ERROR connect ECONNREFUSED 10.0.0.5:5432')])
          : complete([]),
    });
    const ran = await runProgram(ARGS, { env: aws.env });
    expect({ code: ran.code, totals: reportOf(ran).totals, gaps: reportOf(ran).gaps }).toEqual({
      code: 0,
      totals: { errors: 1, exact: true, searched: true },
      gaps: [],
    });
  });
});
