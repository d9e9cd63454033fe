// An error ends with a command to type. Here it is taken from the error as a person copies it, read by a shell, and works.
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFakeAws } from './fake-aws.ts';
import { type Ran, ROOT, runProgram } from './program.ts';
import { runInside } from './run-inside.ts';
import { INCIDENT } from './small-logs.ts';

const TICKETED = `# Orders

## Overview

Counts errors of a ticket.

## Parameters

- **application_name** (required): the application
- **ticket** (required): number of the ticket
- **least** (optional, default: 5): fewer are few

## Steps

### 1. Find log groups

**Procedure:** \`discover-log-groups\`

Find them.

**Constraints:**

- You SHOULD note the ticket \${ticket}
`;

const FILES = {
  'logs/payment-service.log': INCIDENT,
  'logs/orders-api-processor.log': INCIDENT,
  'my logs/payment-service.log': INCIDENT,
  'sops/ticketed.sop.md': TICKETED,
};

/** The command behind the label, its line breaks as the shell reads them. */
function commandIn({ stderr }: Ran, label: string): string {
  const told = new RegExp(`${label}:\\s+(troubleshoot (?:.*\\\\\\n)*.*)`).exec(stderr)?.[1];
  if (told === undefined) throw new Error(`no command behind "${label}":\n${stderr}`);
  return told;
}

/** Whether the command is an investigation: whether it can be carried out, its plan shows in half the time. */
const isRun = (command: string) => !/^troubleshoot (?:logs|sop) /.test(command);

/** Has the command read by a shell, in the folder of the run that gave it: `troubleshoot` is the program that is given. */
async function inShell(command: string, { folder }: Ran, program: string): Promise<string> {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'troubleshoot'), `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env.PATH ?? ''}`, HOME: folder };
  return new Promise((resolve) => {
    const child = execFile('sh', ['-c', command], { cwd: folder, env }, (_, stdout) =>
      resolve(stdout),
    );
    child.stdin?.end();
  });
}

/** The exit code of the command, typed into a shell. */
async function codeOf(command: string, ran: Ran): Promise<number | null> {
  const words = (await inShell(command, ran, `printf '%s\\0' "$@"`)).split('\0').slice(0, -1);
  return (await runInside(words, { folder: ran.folder })).code;
}

/** As `codeOf`, by the built program. */
async function codeOfBuilt(command: string, ran: Ran): Promise<number> {
  const main = join(ROOT, 'dist', 'main.js');
  const program = `"${process.execPath}" "${main}" "$@" >&2; echo $?`;
  return Number(await inShell(command, ran, program));
}

const refusedRun = (args: readonly string[]) => runInside(args, { files: FILES });

describe.concurrent('the command that an error gives succeeds', () => {
  const LOCAL = ['payment-service', '--logs', 'logs'];
  const FIRST_WEEK = ['--start', '2026-11-20T14:00', '--end', '2026-11-20T14:30'];
  const cases: readonly (readonly [string, string, readonly string[], string])[] = [
    ['no application', 'For example', ['--logs', 'logs'], '--logs logs'],
    ['a path with a blank', 'For example', ['--logs', 'my logs'], "--logs 'my logs'"],
    [
      'a parameter of the SOP that is missing',
      'For example',
      [...LOCAL, '--sop', 'ticketed'],
      '--param ticket=VALUE',
    ],
    [
      'a parameter of the SOP that is empty',
      'For example',
      [...LOCAL, '--sop', 'ticketed', '--param', 'ticket='],
      '--sop ticketed --param ticket=VALUE',
    ],
    [
      'a parameter of the SOP that is no number',
      'For example',
      [...LOCAL, '--sop', 'ticketed', '--param', 'ticket=A', '--param', 'least=few'],
      '--param least=5',
    ],
    [
      'a query of the future',
      'For all there is',
      ['logs', 'query', 'limit 1', '--logs', 'logs', '--start', '2999-01-01'],
      '--logs logs',
    ],
    ['an unknown region', 'For example', [...LOCAL, '--region', 'us-wset-2'], 'us-west-2'],
    ['hours with a unit', 'For example', [...LOCAL, '--hours', '90m'], '--hours 1.5'],
    ['hours with a comma', 'For example', [...LOCAL, '--hours=0,5'], '--hours 0.5'],
    [
      'a start in epoch milliseconds',
      'For example',
      [...LOCAL, '--start', String(Date.parse('2026-11-20T14:00:00Z'))],
      '--start 2026-11-20T14:00:00Z',
    ],
    [
      'times in the wrong order',
      'For example',
      [...LOCAL, '--start', '2026-11-20T14:30', '--end', '2026-11-20T14:00'],
      '--end 2026-11-20T14:30:00Z',
    ],
    ['three of two', 'For example', [...LOCAL, ...FIRST_WEEK, '--hours', '1'], '--start'],
    ['a mistyped application', 'Type', ['paymnt-service', '--logs', 'logs'], 'payment-service'],
    [
      'a mistyped log group',
      'Type',
      [...LOCAL, '--log-group', 'orders-api-procesor'],
      '--log-group orders-api-processor',
    ],
    [
      'a log group that resembles none',
      "By the application's name",
      [...LOCAL, '--log-group', 'zzz'],
      'troubleshoot payment-service --logs logs',
    ],
    ['an application that resembles none', 'For example', ['zzz', '--logs', 'logs'], '--log-group'],
    ['the log groups that there are', 'See which there are', ['zzz', '--logs', 'logs'], 'groups'],
    ['a mistyped path of logs', 'Type', ['payment-service', '--logs', 'log'], '--logs logs'],
    [
      'a mistyped SOP',
      'Type',
      [...LOCAL, '--sop', 'aplication-failure-troubleshooting'],
      'application-failure-troubleshooting',
    ],
    ['an SOP that resembles none', 'With the built-in one', [...LOCAL, '--sop', 'zzz'], 'logs'],
    [
      'a mistyped parameter',
      'For example',
      [...LOCAL, '--param', 'time_windw_hours=1'],
      '--param time_window_hours=1',
    ],
    ['an unknown parameter', 'For example', [...LOCAL, '--param', 'severity=high'], 'logs'],
    ['no credentials for a model', 'Without a model', [...LOCAL, '--model', 'x'], 'rules'],
    ['a limit that is none', 'For example', [...LOCAL, '--max-usd', '5usd'], '--max-usd 1'],
    [
      'a folder for an SOP',
      'Type',
      [...LOCAL, '--sop', 'sops', '--param', 'ticket=1'],
      '--sop sops/t',
    ],
    ['a region by --param', 'For example', [...LOCAL, '--param', 'region=us-wset-2'], 'us-west-2'],
    [
      'a word of a parameter',
      'For example',
      [...LOCAL, '--param', 'hours=1'],
      'time_window_hours=1',
    ],
    ['a log group without a name', 'For example', [...LOCAL, '--log-group='], '--logs logs'],
    ['an empty folder for reports', 'For example', [...LOCAL, '--out='], '--logs logs'],
    ['an empty SOP', 'For example', [...LOCAL, '--sop', ''], '--logs logs'],
    ['an empty path', 'For example', ['payment-service', '--logs', ''], '--logs ./logs'],
    ['until now', 'Type', [...LOCAL, '--until', 'now'], '--logs logs'],
    [
      'hours by --param, of an SOP that does not declare them',
      'For example',
      [...LOCAL, '--sop', 'ticketed', '--param', 'ticket=1', '--param', 'time_window_hours=1'],
      '--hours 1',
    ],
    ['an empty application', 'For example', ['', '--logs', 'logs'], 'payment-service --logs'],
    ['a path for an application', 'For example', ['./logs'], '--logs ./logs'],
    [
      "a log group's name for an application",
      'Type',
      ['/aws/lambda/payment-service', '--logs', 'logs'],
      'troubleshoot payment-service',
    ],
    ['a baseline that is no time', 'Without it', [...LOCAL, '--baseline', 'yesterday'], 'logs'],
    [
      'a log group of a query',
      'Type',
      ['logs', 'query', 'fields @message', '--logs', 'logs', '--log-group', 'payment-servce'],
      '--log-group payment-service',
    ],
    [
      'a consensus of rules',
      'By the rules, once',
      [...LOCAL, '--analyst', 'rules', '--consensus', '3'],
      '--analyst rules',
    ],
    ['both loud and quiet', 'For example', [...LOCAL, '--quiet', '--verbose'], '--quiet'],
    ['a mistyped SOP to show', 'Type', ['sop', 'show', 'ticketd'], 'sop show ticketed'],
    [
      'a limit of rows',
      'For example',
      [
        'logs',
        'query',
        "fields @message | filter @message like 'a b'",
        '--logs',
        'logs',
        '--limit=x',
      ],
      '--limit 100',
    ],
  ];

  test.each(cases)('%s', async (_, label, args, words) => {
    const ran = await refusedRun(args);
    expect([2, 5]).toContain(ran.code);
    const command = commandIn(ran, label);
    expect(command).toContain(words);
    expect(await codeOf(isRun(command) ? `${command} --dry-run` : command, ran)).toBe(0);
  });
});

test('and so does the investigation itself', async () => {
  const ran = await runProgram(['paymnt-service', '--logs', 'my logs'], { files: FILES });
  expect([0, 3]).toContain(await codeOfBuilt(commandIn(ran, 'Type'), ran));
});

test('each missing thing is in the one command, where nothing was given', async () => {
  const ran = await refusedRun(['--sop', 'ticketed', '--hours', '1']);
  const command = commandIn(ran, 'For example').replace(/\\\n\s*/g, '');
  expect(command).toBe(
    'troubleshoot payment-service --sop ticketed --hours 1 --param ticket=VALUE',
  );
});

test('a region that resembles none is left out where another one is known', async () => {
  const ran = await refusedRun(['payment-service', '--region', 'us-west-2,mars']);
  expect(commandIn(ran, 'For example')).toBe('troubleshoot payment-service --region us-west-2');
});

test('in AWS a near name costs a call for each of its words, of one page', async () => {
  const names = ['/aws/lambda/payment-service-processor', '/aws/lambda/payment-service-validator'];
  const aws = await startFakeAws({
    DescribeLogGroups: ({ logGroupNamePattern, logGroupNamePrefix }) => ({
      logGroups: names
        .filter((name) => name.includes(String(logGroupNamePattern ?? logGroupNamePrefix)))
        .map((logGroupName) => ({ logGroupName })),
      nextToken: logGroupNamePattern === 'service' ? 'more' : undefined,
    }),
  });
  try {
    const region = ['--region', 'us-west-2'];
    const app = await runInside(['paymnt-service', ...region], { env: aws.env });
    expect(app.code).toBe(5);
    expect(commandIn(app, 'Type')).toBe('troubleshoot payment-service --region us-west-2');
    const typo = '/aws/lambda/payment-service-procesor';
    const group = await runInside(['pay', ...region, '--log-group', typo], { env: aws.env });
    expect(group.code).toBe(5);
    expect(group.stderr).toContain('Did you mean /aws/lambda/payment-service-processor?');
    expect(aws.calls.length).toBeLessThan(20);
    expect(aws.calls.some(({ body }) => body.nextToken !== undefined)).toBe(false);
  } finally {
    await aws.close();
  }
});

test('a step that a run could not get through is told as stopped', async () => {
  const ran = await refusedRun(['payment-service', '--logs', 'logs', '--log-group', 'zzz']);
  expect(ran.stderr).toMatch(/✖ 3\/9 Validate the log groups – stopped\ntroubleshoot: /);
});
