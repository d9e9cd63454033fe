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
