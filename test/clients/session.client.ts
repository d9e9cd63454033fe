// One session of the AWS SDK for JavaScript on each supported Node, of boto3 and of the `aws` command, each against a
// `logs serve` of its own: all get the same answers, and these are the right ones. So is the report of an investigation
// on each supported Node.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NODES } from './nodes.ts';
import { awsCommand, boto3, type Client, ENVIRONMENT, sdkOn } from './session/clients.ts';
import { events, NOON_MS, session } from './session/session.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MAIN = join(ROOT, 'dist', 'main.js');
const run = promisify(execFile);

/** `logs serve` by this Node, which holds the first query; its URL. */
async function serveOn(node: string): Promise<string> {
  const args = [MAIN, 'logs', 'serve', '--fault', 'StartQuery:hold'];
  const child: ChildProcess = spawn(node, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: ENVIRONMENT,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [chunk] = await once(child.stdout ?? child, 'data');
  return String(chunk).trim();
}

async function answersOf(node: string, open: (url: string) => Client) {
  const client = open(await serveOn(node));
  onTestFinished(() => client.close());
  return session(client);
}

const WRITTEN = events(0, 32);
const TEXTS = WRITTEN.map(({ message }) => message);
const FIELDS = TEXTS.map((text): Record<string, string | number> => JSON.parse(text));

function countOf(level: string) {
  const chosen = FIELDS.filter((fields) => fields.level === level);
  const sum = chosen.reduce((total, { ms }) => total + Number(ms), 0);
  return { level, n: String(chosen.length), 'sum(ms)': String(sum) };
}

/** What the session has to answer. */
const EXPECTED = {
  groups: [['/shop/orders', 30, NOON_MS]],
  tags: { team: 'a' },
  streams: [['main', NOON_MS, NOON_MS + 29_000]],
  filtered: TEXTS.filter((_, n) => Number(FIELDS[n]?.ms) > 10),
  tailed: [TEXTS.slice(0, 30), TEXTS.slice(30), []],
  read: TEXTS,
  stopped: ['Running', true, 'Cancelled'],
  errors: FIELDS.filter(({ level }) => level === 'ERROR')
    .map(({ n, text }) => ({ n: String(n), text }))
    .reverse(),
  counts: [
    [countOf('ERROR'), countOf('INFO')],
    [32, 32],
  ],
  record: {
    ...Object.fromEntries(
      Object.entries(FIELDS[30] ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    '@message': TEXTS[30],
    '@timestamp': String(WRITTEN[30]?.timestamp),
    '@ingestionTime': expect.stringMatching(/^\d{13}$/),
    '@log': '000000000000:/shop/orders',
    '@logStream': 'main',
  },
  queries: [
    ['stats count(*) as n, sum(ms) by level | sort level asc', 'Complete'],
    ['filter level = "ERROR" | fields n, text | sort n desc', 'Complete'],
    ['fields @message', 'Cancelled'],
  ],
  faults: {
    again: {
      code: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
      place: null,
    },
    ended: 'InvalidParameterException',
    malformed: {
      code: 'MalformedQueryException',
      message: expect.stringContaining('lik'),
      place: [16, 19] as readonly number[] | null,
    },
  },
  left: [],
};
const { faults } = EXPECTED;
/** The `aws` command prints of a fault its code and its message. */
const WITHOUT_PLACE = {
  ...EXPECTED,
  faults: { ...faults, malformed: { ...faults.malformed, place: null } },
};

describe.each(NODES)('on Node $major', ({ program }) => {
  const node = program ?? '';

  test.skipIf(program === null)('the AWS SDK and the server', async () => {
    expect(await answersOf(node, (url) => sdkOn(node, url))).toEqual(EXPECTED);
  });

  test.skipIf(program === null)('an investigation comes to the report of the example', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'on-node-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const logs = join(ROOT, 'examples', 'payment-service');
    const asked = ['payment-service', '--region', 'us-west-2', '--hours', '4', '--logs', logs];
    const args = [MAIN, ...asked, '--out', folder, '--quiet'];
    const { stdout } = await run(node, args, { env: ENVIRONMENT });
    const example = join(ROOT, 'reports', 'example', 'report.md');
    expect(withoutRun(stdout.trim())).toBe(withoutRun(example));
  });
});

test('boto3 and the server', async () => {
  expect(await answersOf(process.execPath, boto3)).toEqual(EXPECTED);
});

test('the aws command and the server', async () => {
  expect(await answersOf(process.execPath, awsCommand)).toEqual(WITHOUT_PLACE);
});

/** A report but for the lines that tell when and how long. */
const withoutRun = (path: string) =>
  readFileSync(path, 'utf8').replace(/^- \*\*(?:Used|Run):\*\* .*$/gm, '');
