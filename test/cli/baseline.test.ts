// `--baseline` as its user types it: a normal time of the same logs, other logs, or none, and every way to get it wrong.
import { describe, expect, test } from 'vitest';
import { filesLeft, reportOf, runFile, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { textLine } from './small-logs.ts';

const sold = (second: number) => textLine(second, `ERROR order ${second} has an unknown coupon`);
const stored = (second: number) => textLine(second, `INFO order ${second} stored`);
const FULL = 'ERROR no space left on device /data';

/** An order every ten seconds from 14:00 on, an unknown coupon every minute, and a full disk between these minutes. */
function logs(minutes: number, full: readonly [from: number, to: number] | null): string {
  return Array.from({ length: minutes * 6 }, (_, index) => {
    const second = index * 10;
    const isFull = full !== null && second >= full[0] * 60 && second < full[1] * 60;
    return (
      (second % 60 === 20 ? sold(second) : stored(second)) + (isFull ? textLine(second, FULL) : '')
    );
  }).join('');
}

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 14, minute)).toISOString();
const SHOP = ['shop', '--logs', 'logs', '--quiet', '--no-input'];
const LATE = ['--start', at(30), '--end', at(50)];

const standings = (report: ReturnType<typeof reportOf>) =>
  (report.baseline?.comparisons ?? []).map(({ standing, count }) => [standing, count]);

describe.concurrent('a normal time', () => {
  test('of the same logs tells what is new, what is background, and what was read for it', async () => {
    const files = { 'logs/shop.log': logs(60, [40, 48]) };
    const ran = await runInside([...SHOP, ...LATE, '--baseline', `${at(0)}/${at(20)}`], { files });
    const report = reportOf(ran);
    expect(ran.code).toBe(0);
    expect(standings(report)).toEqual([
      ['new', 0],
      ['background', 20],
    ]);
    expect(report.rootCauses.map(({ findings }) => findings[0])).toEqual(['F1']);
    expect(report.ruledOut.map(({ because }) => because).join('\n')).toContain(
      'It is background: about 60 an hour in the window, about 60 an hour in the normal time',
    );
    const { baseline, usage, evidence } = report;
    expect(baseline).toMatchObject({ source: 'range', logs: null, events: 121, readShare: 1 });
    expect(baseline?.bytesScanned).toBeGreaterThan(5_000);
    const scanned = evidence.map(({ statistics }) => statistics?.bytesScanned ?? 0);
    expect(usage.bytesScanned).toBe(scanned.reduce((sum, bytes) => sum + bytes, 0));
    expect(evidence.find(({ id }) => id === baseline?.evidence[0])?.summary).toBe(
      'baseline: 20 rows of 20 matching events',
    );
    expect(runFile(ran, 'report.md')).toMatch(
      /\| F2 \| [^|]*unknown coupon \| background, as usual \|/,
    );
  });

  test('that holds nothing is a gap: nothing was held against it', async () => {
    const files = { 'logs/shop.log': logs(60, [40, 48]) };
    const ran = await runInside([...SHOP, ...LATE, '--baseline', '2020-01-01/2020-01-02'], {
      files,
    });
    expect(ran.code).toBe(3);
    const report = reportOf(ran);
    expect(standings(report)).toEqual([]);
    expect(report.gaps.map(({ what }) => what)).toEqual([
      'The normal time 2020-01-01T00:00:00.000Z to 2020-01-02T00:00:00.000Z holds no event of these log groups: nothing was held against it.',
    ]);
  });

  test('of other logs may lie in the same hour: they are served apart', async () => {
    const files = { 'logs/shop.log': logs(60, [40, 48]), 'healthy/shop.log': logs(60, null) };
    const ran = await runInside([...SHOP, '--baseline', 'healthy'], { files });
    const report = reportOf(ran);
    expect(standings(report)).toEqual([
      ['new', 0],
      ['background', 60],
    ]);
    expect(report.baseline).toMatchObject({ source: 'path', logs: 'healthy', events: 360 });
    expect(report.totals.errors).toBe(48 + 60);
    expect(runFile(ran, 'journal.jsonl')).toContain('"tool":"describe-log-streams"');
  });

  test('with the same errors leaves no incident', async () => {
    const files = { 'logs/shop.log': logs(60, null), 'yesterday.log': logs(60, null) };
    const report = reportOf(await runInside([...SHOP, '--baseline', 'yesterday.log'], { files }));
    expect(report.verdict).toBe('no-incident');
    expect(report.rootCauses).toEqual([]);
    expect(report.ruledOut).toHaveLength(1);
  });

  test('that nobody named is the time just before the window, where there is data', async () => {
    const files = { 'logs/shop.log': logs(60, [40, 48]) };
    const [late, whole] = await Promise.all([
      runInside([...SHOP, ...LATE], { files }),
      runInside([...SHOP, '--hours', '2'], { files }),
    ]);
    expect(reportOf(late).baseline).toMatchObject({
      source: 'before',
      range: { start: at(10), end: at(30) },
    });
    expect(reportOf(whole).baseline).toBeNull();
    expect(runFile(whole, 'report.md')).toContain('**Normal time:** none; `--baseline START/END`');
  });

  test('is told by --dry-run', async () => {
    const files = { 'logs/shop.log': logs(5, null) };
    const { stdout } = await runInside([...SHOP, '--baseline', 'logs', '--dry-run'], { files });
    expect(stdout).toContain('Normal: the logs logs\n');
  });
});

describe.concurrent('what is no normal time ends with exit code 2 and an example', () => {
  test.each([
    [
      'neither times nor a path',
      'last-week',
      '--baseline "last-week" is neither START/END nor a path that exists.',
    ],
    [
      'a range that ends before it begins',
      `${at(20)}/${at(10)}`,
      'its start is not before its end',
    ],
    ['a day that is none', '2026-02-30/2026-03-01', '--baseline "2026-02-30" is not a time'],
    [
      'a range that overlaps the window',
      `${at(0)}/${at(31)}`,
      `overlaps the window, ${at(30)} to ${at(50)}`,
    ],
    ['a folder without an event', 'empty', 'empty holds no log event'],
  ])('%s', async (_name, value, words) => {
    const files = { 'logs/shop.log': logs(60, null), 'empty/notes.txt': 'nothing here\n' };
    const ran = await runInside([...SHOP, ...LATE, '--baseline', value], { files });
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toContain(words);
    expect(filesLeft(ran)).toEqual(['empty/notes.txt', 'logs/shop.log']);
  });

  test('an overlap is also seen where the window is only known by the logs', async () => {
    const files = { 'logs/shop.log': logs(60, null) };
    const ran = await runInside([...SHOP, '--hours', '0.5', '--baseline', `${at(0)}/${at(40)}`], {
      files,
    });
    expect(ran.code).toBe(2);
    expect(unwrapped(ran.stderr)).toContain('overlaps the window');
  });
});

describe('the same logs', () => {
  test('give the same report, but for run id, times and folder', async () => {
    const files = { 'logs/shop.log': logs(60, [40, 48]), 'healthy/shop.log': logs(60, null) };
    const run = () => runInside([...SHOP, '--baseline', 'healthy'], { files });
    const [first, second] = await Promise.all([run(), run()]);
    expect(withoutRun(reportOf(first))).toEqual(withoutRun(reportOf(second)));
    expect(body(runFile(first, 'report.md'))).toBe(body(runFile(second, 'report.md')));
  });
});

/** Query ids and times of the run differ, and so does how often a query was polled. */
function withoutRun(report: ReturnType<typeof reportOf>): unknown {
  const text = JSON.stringify({ ...report, run: null, usage: null });
  return JSON.parse(text.replace(/"queryId":"[^"]*"/g, '"queryId":""'));
}

const body = (markdown: string) =>
  markdown.replace(/^- \*\*(?:Used|Run):\*\*.*$/gm, '').replace(/\d+ tool calls/g, '');
