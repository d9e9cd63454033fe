// Help, and what a command line that cannot be read is answered: in lines that fit the terminal.
import { describe, expect, test } from 'vitest';
import { unwrapped } from './program.ts';
import { runInside } from './run-inside.ts';
import { CHECKOUT, INCIDENT } from './small-logs.ts';

const LOGS = { 'logs/checkout.log': INCIDENT };

describe.concurrent('help', () => {
  const commands = [
    '',
    'sop',
    'sop lint',
    'logs',
    'logs query',
    'logs serve',
    'mcp serve',
    'mcp install',
    'runs',
    'runs list',
    'runs prune',
    'resume',
    'replay',
  ];
  const cases = ['40', '57', '80'].flatMap((columns) =>
    commands.map((name) => ({ columns, name })),
  );

  test.each(cases)('of "$name" fits $columns columns', async ({ columns, name }) => {
    const names = name.split(' ').filter((word) => word !== '');
    const ran = await runInside([...names, '--help'], { env: { COLUMNS: columns } });
    const long = ran.stdout
      .split('\n')
      .filter((line) => line.length > Number(columns) && / /.test(line.trim()));
    expect({ code: ran.code, stderr: ran.stderr, long }).toEqual({ code: 0, stderr: '', long: [] });
  });

  test('by `help NAME` is that of `NAME --help`', async () => {
    const [one, other] = await Promise.all([
      runInside(['help', 'logs', 'query']),
      runInside(['logs', 'query', '--help']),
    ]);
    expect(one).toMatchObject({ code: 0, stdout: other.stdout });
    expect((await runInside(['help'])).stdout).toBe((await runInside(['--help'])).stdout);
  });

  test('of an unknown command names the nearest, or all', async () => {
    const near = await runInside(['help', 'logs', 'qury']);
    expect(near).toMatchObject({ code: 2, stdout: '' });
    expect(near.stderr).toContain('Type: troubleshoot help logs query');
    const far = await runInside(['help', 'begin']);
    expect(far.code).toBe(2);
    expect(unwrapped(far.stderr)).toContain(
      'There are: logs, sop, mcp, runs, resume, replay, doctor, help',
    );
    expect(far.stderr).toContain('troubleshoot --help');
  });
});

describe.concurrent('a command line that cannot be read', () => {
  test.each([
    ['a verb before the application', ['run', ...CHECKOUT], 'troubleshoot checkout --logs logs'],
    [
      'a name with a blank',
      ['payment', 'service', '--logs', 'logs'],
      'troubleshoot payment-service --logs logs',
    ],
    ['a mistyped flag', [...CHECKOUT, '--hors', '2'], 'checkout --logs logs --hours 2'],
    ['a mistyped flag with =', [...CHECKOUT, '--hors=2'], 'checkout --logs logs --hours 2'],
    ['a length for --since', [...CHECKOUT, '--since', '30m'], 'checkout --logs logs --hours 0.5'],
    ["another program's flag", [...CHECKOUT, '-q'], 'checkout --logs logs --quiet'],
    [
      'a profile of a command that has no flag for it',
      ['logs', 'groups', '--region', 'us-west-2', '--profile', 'prod'],
      'AWS_PROFILE=prod troubleshoot logs groups --region us-west-2',
    ],
    ["another command's flag", [...CHECKOUT, '--format', 'csv'], 'troubleshoot logs query'],
    ['a path behind the application', ['checkout', 'logs'], 'troubleshoot checkout --logs logs'],
    ['a missing argument', ['replay'], 'Usage: troubleshoot replay [options] <run>'],
    ['a mistyped command', ['sop', 'lst'], 'troubleshoot sop list'],
    ['a mistyped command with others', ['run', 'show', 'x'], 'Type: troubleshoot runs show x'],
    ['a mistyped command with a run', ['resum', 'x'], 'Type: troubleshoot resume x'],
    ['a mistyped command behind another', ['runs', 'shwo', 'x'], 'troubleshoot runs show x'],
    [
      'a mistyped command alone',
      ['docter'],
      'If the command doctor was meant: troubleshoot doctor',
    ],
    ['a flag without its value', [...CHECKOUT, '--hours'], '--hours wants a value: --hours N'],
    [
      'a flag given twice',
      [...CHECKOUT, '--hours', '2', '--hours', '4'],
      'troubleshoot checkout --logs logs --hours 4',
    ],
  ])('%s is told with the one that can', async (_, args, words) => {
    const ran = await runInside(args, { files: LOGS });
    expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code: 2, stdout: '' });
    expect(unwrapped(ran.stderr)).toContain(words);
  });

  test('the same value twice is no contradiction', async () => {
    const args = [...CHECKOUT, '--hours', '2', '--hours=2', '--dry-run'];
    expect((await runInside(args, { files: LOGS })).code).toBe(0);
  });
});
