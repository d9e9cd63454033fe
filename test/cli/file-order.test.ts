// The same events, whatever files they lie in and in whatever order these are named: the same report, byte for byte,
// but for what is of the run alone: its id and its times.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { seeded } from '../base/random.ts';
import { runProgram } from './program.ts';

const START_MS = Date.UTC(2026, 8, 14, 9);
const SECOND_MS = 1_000;

interface Event {
  readonly logGroup: string;
  readonly logStream: string;
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

/** Two hours of three services; a migration locks a table for a while, and many lines share a millisecond. */
function events(): Event[] {
  const random = seeded(11);
  const all: Event[] = [];
  const say = (group: string, second: number, message: string) =>
    all.push({
      logGroup: `/crm/${group}`,
      logStream: `${group}/1`,
      id: String(all.length).padStart(8, '0'),
      timestamp: START_MS + second * SECOND_MS,
      message,
    });
  say('crm-db', 3_600, 'INFO migration 42 started: ALTER TABLE contacts ADD region');
  say('crm-web', 3_500, 'INFO feature flag footer changed from off to on');
  for (let second = 0; second < 7_200; second += 3) {
    const isLocked = second > 3_610 && second < 4_500 && random.int(3) > 0;
    say(
      'crm-api',
      second,
      isLocked
        ? 'ERROR canceling statement due to lock timeout (table contacts)'
        : `INFO contact ${random.int(900)} updated in ${random.int(40)} ms`,
    );
    say('crm-web', second, isLocked ? 'ERROR PATCH /contacts 500' : 'INFO PATCH /contacts 200');
    if (random.int(60) === 0) say('crm-web', second, `ERROR client ${random.int(99)} went away`);
  }
  return all;
}

/** Subscription records, one for each run of events of one log stream, as the files are cut. */
function fileOf(some: readonly Event[]): string {
  return some
    .map(({ logGroup, logStream, ...event }) =>
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: '1',
        logGroup,
        logStream,
        logEvents: [event],
      }),
    )
    .join('\n');
}

async function reported(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const logs = Object.keys(files).flatMap((name) => ['--logs', name]);
  const args = ['crm', ...logs, '--analyst', 'rules', '--yes', '--quiet'];
  const { stdout } = await runProgram(args, { files });
  const run = dirname(stdout.trim());
  return ['report.md', 'report.json'].map((name) =>
    withoutRun(readFileSync(join(run, name), 'utf8')),
  );
}

function withoutRun(text: string): string {
  const id = /"id": ?"([0-9a-f]{6})"|\*\*Run:\*\* `([0-9a-f]{6})`/.exec(text);
  return text
    .replaceAll(id?.[1] ?? id?.[2] ?? ' ', 'RUN')
    .replace(/"(?:startedAt|finishedAt)": ?"[^"]*"/g, 'TIME')
    .replace(/"(?:durationMs|seconds|elapsedMs|durationSeconds)": ?[\d.]+/g, 'TIME')
    .replace(/(\*\*Used:\*\* .*), [^,\n]*\n/g, '$1, TIME\n')
    .replace(/finished \S+ \S+ UTC/g, 'TIME')
    .replace(/[\w./-]*\.jsonl/g, 'FILE');
}

test('the report does not depend on the files and their order', async () => {
  const all = events();
  const byGroup = (group: string) => all.filter(({ logGroup }) => logGroup.endsWith(group));
  const random = seeded(3);
  const shuffled = [...all]
    .map((event) => ({ event, at: random.int(1e9) }))
    .sort((a, b) => a.at - b.at);
  const half = shuffled.length >> 1;
  const one = await reported({
    'a.jsonl': fileOf(byGroup('api')),
    'b.jsonl': fileOf(byGroup('db')),
    'c.jsonl': fileOf(byGroup('web')),
  });
  const other = await reported({
    'z.jsonl': fileOf(shuffled.slice(half).map(({ event }) => event)),
    'm.jsonl': fileOf(shuffled.slice(0, half).map(({ event }) => event)),
  });
  expect(one[0]).toContain('lock');
  expect(other[0]).toBe(one[0]);
  expect(other[1]).toBe(one[1]);
}, 120_000);
