// A model that is after the secrets in the logs, by every kind of query that it can ask: none of them reaches it, and
// none is written into a file of the run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Script } from '../models/messages-server.ts';
import { submitOf } from '../models/opening.ts';
import { play } from '../models/play.ts';

const SECRETS = ['Tr0ub4dor9xyz', 'hunter2secretZ', 'AKIAIOSFODNN7EXAMPLE', 'pa55wordX1'];
const START_MS = Date.parse('2026-11-20T12:00:00Z');

const LINES = Array.from({ length: 120 }, (_, index) =>
  JSON.stringify({
    timestamp: new Date(START_MS + index * 15_000).toISOString(),
    level: index > 60 ? 'ERROR' : 'INFO',
    message: index > 60 ? `connect to ledger failed: timeout ${index}` : `handled ${index}`,
    host: 'api-1',
    setting: { name: 'password', value: SECRETS[0] },
    auth: { user: 'svc', password: SECRETS[1] },
    key: SECRETS[2],
    url: `https://u:${SECRETS[3]}@h.example/x`,
  }),
).join('\n');

const QUERIES = [
  'fields setting.value | limit 1',
  'fields setting.name, setting.value | limit 1',
  'fields auth.password, key, url | limit 1',
  'stats count(*) by setting.value',
  'stats count(*) by auth.password, bin(5m)',
  'stats avg(setting.value), sum(auth.password)',
  'stats count(*) by key',
  'display setting.value | limit 1',
  'fields replace(@message, "password", "the word ") as n | limit 1',
  'fields substr(auth.password, 0, 7) as a, substr(auth.password, 7) as b | limit 1',
  'parse @message "AKIA*DNN7*" as a, b | limit 1',
  'parse @message /value":"(?<pw>[^"]+)/ | stats count(*) by pw',
  'stats latest(setting.value)',
  'stats min(auth.password) as x',
  'fields strlen(auth.password) as n',
  'fields jsonParse(@message) as j | limit 1',
  'fields url as u | limit 1',
];

const prying: Script = (request) => ({
  kind: 'message',
  content:
    request.body.messages.length === 1 && submitOf(request) === 'submit-root-causes'
      ? QUERIES.map((query) => ({ type: 'tool_use', name: 'query-logs', input: { query } }))
      : [{ type: 'text', text: 'I have what I wanted.' }],
});

test('no query brings a secret to a model or onto the record', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-secrets-'));
  try {
    writeFileSync(join(folder, 'app.jsonl'), LINES);
    const played = await play({
      logs: join(folder, 'app.jsonl'),
      application: 'app',
      hours: 1,
      script: prying,
    });
    const answers = JSON.stringify(played.requests[1]?.body.messages.at(-1));
    expect(answers).toContain('setting.value=[redacted:');
    expect(answers).toContain('The values of auth.password are secret.');
    const sent = played.requests
      .flatMap(({ body }) => body.messages.filter(({ role }) => role === 'user'))
      .map((message) => JSON.stringify(message))
      .join('\n');
    for (const secret of SECRETS)
      for (const text of [sent, played.evidence, played.markdown, played.json])
        for (const piece of [secret, secret.slice(0, 7), secret.slice(-6)])
          expect(text).not.toContain(piece);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

/** Yes-or-no questions about the secrets, each twice: once with what is so, once with what is not. */
const GUESSES: readonly (readonly [string, string])[] = [
  [
    'fields @timestamp | filter @message like "Tr0ub4"',
    'fields @timestamp | filter @message like "Xr0ub4"',
  ],
  [
    'filter @message like "hunter2secretZ" | limit 1',
    'filter @message like "hunter3secretZ" | limit 1',
  ],
  [
    'filter @message like "hunter2" | stats count(*)',
    'filter @message like "hunter3" | stats count(*)',
  ],
  ['filter @message not like "hunter2"', 'filter @message not like "hunter3"'],
  ['filter auth.password like /^hun/', 'filter auth.password like /^xun/'],
  [
    'filter auth.user = "svc" and (@message like "ub4dor" or @message like "zzzz")',
    'filter auth.user = "svc" and (@message like "xb4dor" or @message like "zzzz")',
  ],
  ['filter @message like /svc.*hunt/', 'filter @message like /svc.*xunt/'],
  ['filter @message like /FODNN7/ | limit 3', 'filter @message like /FODXN7/ | limit 3'],
];

/** Asks one side of each guess, and remembers what it is told. */
const guessing =
  (side: 0 | 1, told: string[]): Script =>
  (request) => {
    if (submitOf(request) === 'submit-root-causes' && request.body.messages.length === 1)
      return {
        kind: 'message',
        content: GUESSES.map((pair) => ({
          type: 'tool_use',
          name: 'query-logs',
          input: { query: pair[side] },
        })),
      };
    if (submitOf(request) === 'submit-root-causes' && request.body.messages.length === 3)
      for (const { content } of request.body.messages.at(-1)?.content ?? [])
        told.push(String(content));
    return { kind: 'message', content: [{ type: 'text', text: 'Done.' }] };
  };

test('no filter tells a right guess from a wrong one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-secrets-'));
  try {
    writeFileSync(join(folder, 'app.jsonl'), LINES);
    const told: [string[], string[]] = [[], []];
    for (const side of [0, 1] as const)
      await play({
        logs: join(folder, 'app.jsonl'),
        application: 'app',
        hours: 1,
        script: guessing(side, told[side]),
      });
    const [right, wrong] = told.map((answers) => answers.map(bare));
    expect(right).toHaveLength(GUESSES.length);
    expect(right).toEqual(wrong);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

/** Without the guess itself, and what was scanned: that differs from query to query. */
const bare = (answer: string): string =>
  answer
    .replace(/"[^"]*"|\/[^/]*\//g, '…')
    .replace(/; .*scanned/g, '')
    .replace(/R\d+|E\d+/g, '#');
