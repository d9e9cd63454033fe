// Bad input as its user meets it: the documented exit code, a message with the next thing to type, nothing left behind.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { skippedGaps } from '../../src/cli/skipped-input.ts';
import { filesLeft, type RunOptions, reportOf, runFile, unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT, INCIDENT_ERRORS, jsonLine } from './small-logs.ts';

const LOGS = { 'logs/checkout.log': INCIDENT };
const STACK_LINE = /^\s+at .+:\d+/m;

/** Runs, and expects the exit code, these words on stderr, and no file beside those that were there before. */
async function refused(args: readonly string[], options: RunOptions, code: number) {
  const ran = await runInside(args, options);
  expect({ code: ran.code, stdout: ran.stdout, left: filesLeft(ran) }).toEqual({
    code,
    stdout: '',
    left: Object.keys(options.files ?? {}).sort(),
  });
  expect(ran.stderr).not.toMatch(STACK_LINE);
  expect(ran.stderr).not.toContain('a fault of the program');
  return unwrapped(ran.stderr);
}

describe.concurrent('a value that does not fit ends with exit code 2 and an example', () => {
  const cases: readonly (readonly [string, readonly string[], string, string])[] = [
    [
      'an unknown region',
      ['checkout', '--region', 'us-wset-2'],
      'Unknown region "us-wset-2"',
      '--region us-west-2',
    ],
    [
      'an unknown region among known ones',
      ['checkout', '--region', 'us-west-2,mars'],
      'Unknown region "mars"',
      'For example: troubleshoot checkout --region us-west-2',
    ],
    [
      'a start that is no time',
      [...CHECKOUT, '--start', 'yesterday'],
      '--start "yesterday" is not a time',
      'For example: troubleshoot checkout --logs logs --start 20',
    ],
    [
      'an end that is no day',
      [...CHECKOUT, '--end', '2026-02-30'],
      '--end "2026-02-30" is not a time',
      'For example: troubleshoot checkout --logs logs --end 20',
    ],
    [
      'no hours at all',
      [...CHECKOUT, '--hours', '0'],
      '--hours "0" is not a positive number',
      'For example: troubleshoot checkout --logs logs --hours 2',
    ],
    [
      'a start after the end',
      [...CHECKOUT, '--start', '2026-11-20T15:00', '--end', '2026-11-20T14:00'],
      '--start 2026-11-20T15:00:00Z is not before --end 2026-11-20T14:00:00Z',
      '--start 2026-11-20T14:00:00Z \\ --end 2026-11-20T15:00:00Z',
    ],
    [
      'hours, start and end together',
      [...CHECKOUT, '--hours', '1', '--start', '2026-11-20T14:00', '--end', '2026-11-20T15:00'],
      '--hours, --start and --end were given together',
      'Leave one out',
    ],
    [
      'a parameter that the SOP does not have',
      [...CHECKOUT, '--param', 'severity=high'],
      'has no parameter `severity`',
      'application_name, region, time_window_hours',
    ],
    [
      'a parameter without a value',
      [...CHECKOUT, '--param', 'severity'],
      '--param "severity" is not name=value',
      '--param severity=VALUE',
    ],
    ['an unknown flag', [...CHECKOUT, '--regon', 'x'], "unknown option '--regon'", '--region'],
    ['an unknown command', ['sop', 'lnt'], "unknown command 'lnt'", 'Did you mean lint?'],
    [
      'an unknown command with a flag of another one',
      ['run', 'show', 'a', '--region', 'us-west-2', '--json'],
      'too many arguments',
      'Type: troubleshoot runs show a --json',
    ],
    [
      'a folder for reports in a file system that makes none',
      [...CHECKOUT, '--out', '/proc/reports/of/mine'],
      'Reports cannot be written to /proc/reports/of/mine',
      '--out DIR',
    ],
    ['a second application', [...CHECKOUT, 'billing'], 'too many arguments', '--help'],
    [
      'an unknown verdict',
      [...CHECKOUT, '--fail-on', 'maybe'],
      "'maybe' is invalid",
      'confirmed, likely, inconclusive, no-incident',
    ],
    ['no application', ['--logs', 'logs'], 'application_name', 'APPLICATION (the first argument)'],
    ['no region', ['checkout'], 'Missing: region', '--region NAME'],
    [
      'a folder for reports that is a file',
      [...CHECKOUT, '--out', 'logs/checkout.log'],
      'is a file',
      '--out DIR',
    ],
    [
      'a folder for reports below a file',
      [...CHECKOUT, '--out', 'logs/checkout.log/reports'],
      'is a file',
      '--out DIR',
    ],
    [
      'an SOP that does not exist',
      [...CHECKOUT, '--sop', 'nowhere'],
      'There is no SOP `nowhere`',
      'troubleshoot sop list',
    ],
  ];

  test.each(cases)('%s', async (_, args, message, next) => {
    const stderr = await refused(args, { files: LOGS }, 2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(next);
  });
});

test('an unknown flag that resembles none gets no suggestion', async () => {
  const stderr = await refused([...CHECKOUT, '--bogus'], { files: LOGS }, 2);
  expect(stderr).toContain("unknown option '--bogus'");
  expect(stderr).not.toContain('Did you mean');
});

describe.concurrent('an SOP that does not parse', () => {
  test('is told with file, line and what is wrong, and is not run', async () => {
    const files = { ...LOGS, 'sops/mine.sop.md': '# Mine\n\nNo section at all.\n' };
    const stderr = await refused([...CHECKOUT, '--sop', 'mine'], { files }, 2);
    expect(stderr).toContain('The SOP "mine" cannot be used');
    expect(stderr).toMatch(/mine\.sop\.md(:\d+:\d+)?: error\[/);
    expect(stderr).toContain('troubleshoot sop l');
  });
});

describe.concurrent('logs that cannot be read', () => {
  test('a path that does not exist is named', async () => {
    const stderr = await refused(['checkout', '--logs', 'nowhere'], {}, 2);
    expect(stderr).toContain('nowhere does not exist');
    expect(stderr).toContain('--logs PATH');
  });

  test('a path that does not exist is named although another one does', async () => {
    const stderr = await refused([...CHECKOUT, '--logs', 'nowhere'], { files: LOGS }, 2);
    expect(stderr).toContain('nowhere does not exist');
  });

  test('a folder without log events says why each file is none', async () => {
    const files = { 'logs/readme.txt': 'These are the logs.\n', 'logs/empty.log': '' };
    const stderr = await refused(CHECKOUT, { files }, 2);
    expect(stderr).toContain('logs holds no log event');
    expect(stderr).toContain('logs/readme.txt: no line begins with a time stamp');
    expect(stderr).toContain('logs/empty.log: empty');
  });

  test('a damaged gzip alone is told as such', async () => {
    const files = { 'logs/checkout.log.gz': Buffer.from('1f8b080000000000deadbeef', 'hex') };
    const stderr = await refused(CHECKOUT, { files }, 2);
    expect(stderr).toContain('logs/checkout.log.gz: damaged gzip');
  });

  test('a damaged gzip beside good files is skipped, a gap that names it, exit code 3', async () => {
    const broken = { 'logs/worker.log.gz': Buffer.from('1f8b080000000000deadbeef', 'hex') };
    const ran = await runInside(CHECKOUT, { files: { ...LOGS, ...broken } });
    const { totals, gaps } = reportOf(ran);
    expect({ code: ran.code, errors: totals.errors, gaps: gaps.length }).toEqual({
      code: 3,
      errors: INCIDENT_ERRORS,
      gaps: 1,
    });
    expect(gaps[0]?.what).toContain('logs/worker.log.gz');
    expect(gaps[0]?.what).not.toContain('line');
    expect(gaps[0]?.why).toContain('amaged gzip');
    expect(unwrapped(ran.stderr)).toContain('logs/worker.log.gz');
  });

  test('a line of changes.jsonl that is none is a gap, and the errors are still counted exactly', async () => {
    const change = {
      eventTime: '2026-11-20T13:00:00Z',
      eventSource: 'lambda.amazonaws.com',
      eventName: 'UpdateAlias20150331',
    };
    const changes = `${JSON.stringify(change)}\nno event\n`;
    const ran = await runInside(CHECKOUT, { files: { ...LOGS, 'logs/changes.jsonl': changes } });
    const { totals, gaps } = reportOf(ran);
    expect(ran.code).toBe(3);
    expect(totals).toMatchObject({ errors: INCIDENT_ERRORS, exact: true });
    expect(gaps).toMatchObject([
      {
        what: '1 input line was skipped: logs/changes.jsonl, line 2.',
        why: 'No CloudTrail event.',
      },
    ]);
  });

  test('a line that is too long is cut, not skipped', () => {
    const why = 'longer than 1048576 bytes: the rest was cut off';
    const [gap] = skippedGaps([{ path: 'app.log', line: 1, count: 1, why }]);
    expect(gap?.what).toBe('1 input line was cut: app.log, line 1.');
  });

  test('a gzip that is cut off is read up to there, and named', async () => {
    const whole = gzipSync(
      Array.from({ length: 4_000 }, (_, index) =>
        jsonLine({ seconds: index, message: `ERROR charge ${Math.sin(index)} failed` }),
      ).join(''),
    );
    const files = { 'logs/checkout.jsonl.gz': whole.subarray(0, whole.length / 2) };
    const ran = await runInside(CHECKOUT, { files });
    const { totals, gaps } = reportOf(ran);
    expect(ran.code).toBe(3);
    expect(totals.errors).toBeGreaterThan(1_000);
    expect(totals.errors).toBeLessThan(4_000);
    expect(gaps.map(({ why }) => why).join(' ')).toContain('amaged gzip');
  });

  test('broken JSON lines in the middle are skipped, counted and named; the rest is counted right', async () => {
    const lines = Array.from({ length: 40 }, (_, index) =>
      jsonLine({ seconds: index, message: index % 4 === 0 ? 'ERROR charge failed' : 'INFO fine' }),
    );
    lines.splice(20, 0, '{"timestamp": 1795, "message": "ERROR cut o\n');
    lines.splice(30, 0, '{"timestamp": 1795, "message": ERROR}\n');
    const ran = await runInside(CHECKOUT, { files: { 'logs/checkout.jsonl': lines.join('') } });
    const { totals, logGroups, gaps } = reportOf(ran);
    expect({ code: ran.code, errors: totals.errors, events: logGroups[0]?.events }).toEqual({
      code: 3,
      errors: 10,
      events: 40,
    });
    expect(gaps).toEqual([
      {
        what: '2 input lines were skipped, the first one in logs/checkout.jsonl, line 21.',
        why: 'Not valid JSON.',
        remedy: 'Mend or remove the lines and run again; all others were read.',
      },
    ]);
  });

  test('a file that is no log, beside one that is, is no gap', async () => {
    const files = { ...LOGS, 'logs/README.md': '# Logs\n', 'logs/.hidden': 'x' };
    const ran = await runInside(CHECKOUT, { files });
    expect({ code: ran.code, gaps: reportOf(ran).gaps }).toEqual({ code: 0, gaps: [] });
  });
});

describe.concurrent('logs of a folder that cannot be read', () => {
  test('are gaps that name some and count all, also where nothing is shown; exit code 3', async () => {
    const odd = (name: string) => [`logs/${name}.log`, 'Freitag um zwei: gestartet\n'] as const;
    const files = {
      ...LOGS,
      ...Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map(odd)),
      'logs/old.zip': Buffer.from('504b030414000000', 'hex'),
      'logs/README.md': '# Logs\n',
    };
    const ran = await runInside([...CHECKOUT, '--quiet'], { files });
    expect(ran.code).toBe(3);
    expect(reportOf(ran).gaps).toEqual([
      {
        what: '5 files were not read, or not to their end: logs/a.log, logs/b.log, logs/c.log and 2 more.',
        why: 'No line begins with a time stamp.',
        remedy: expect.stringContaining('2026-11-20T14:00:00Z'),
        mayHideEnd: true,
      },
      {
        what: 'logs/old.zip was not read, or not to its end.',
        why: 'A zip archive, which is not read.',
        remedy: 'Unpack it and run again: unzip FILE',
        mayHideEnd: true,
      },
    ]);
    expect(unwrapped(runFile(ran, 'report.md'))).toContain('logs/a.log');
  });

  test('a guess at how dates are written is told', async () => {
    const files = { 'logs/checkout.log': '05/11/2026 10:00:00 ERROR charge failed\n' };
    const ran = await runInside(CHECKOUT, { files });
    expect(unwrapped(ran.stderr)).toContain(
      'logs/checkout.log: its dates are read as day/month/year',
    );
  });

  test('a .gz that is none is told as such', async () => {
    const files = { 'logs/a.log.gz': 'plain words\n' };
    const stderr = await refused(CHECKOUT, { files }, 2);
    expect(stderr).toContain('logs/a.log.gz: not gzip, although its name says so');
  });
});

describe.concurrent('a log group that does not exist', () => {
  test('alone: exit code 5, its name, and no report', async () => {
    const args = [...CHECKOUT, '--log-group', 'chekout'];
    const stderr = await refused(args, { files: LOGS }, 5);
    expect(stderr).toContain('No such log group: chekout');
    expect(stderr).toContain('Did you mean checkout?');
    expect(stderr).toContain('Type: troubleshoot checkout --logs logs --log-group checkout');
  });

  test('beside one that exists: a gap, exit code 3, and a report of the other', async () => {
    const args = [...CHECKOUT, '--log-group', 'chekout', '--log-group', 'checkout'];
    const ran = await runInside(args, { files: LOGS });
    const { totals, gaps, logGroups } = reportOf(ran);
    expect({ code: ran.code, errors: totals.errors }).toEqual({ code: 3, errors: INCIDENT_ERRORS });
    expect(gaps.map(({ what }) => what)).toEqual([expect.stringContaining('chekout')]);
    expect(logGroups.map(({ name, status }) => [name, status])).toEqual(
      expect.arrayContaining([
        ['chekout', 'failed'],
        ['checkout', 'analyzed'],
      ]),
    );
  });

  test('none that belongs to the application: exit code 5 and how to name one', async () => {
    const stderr = await refused(['billing', '--logs', 'logs'], { files: LOGS }, 5);
    expect(stderr).toContain('No log group of "billing" was found in the given logs');
    expect(stderr).toMatch(/There are:\s+checkout \(its name does not hold "billing"\)/);
    expect(stderr).toContain('--log-group NAME');
  });
});
