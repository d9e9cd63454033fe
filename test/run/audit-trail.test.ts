// The lines of audit.jsonl: what they hold, what they hold back, and what is written when a run ends early.
import { expect, test } from 'vitest';
import {
  type AuditRecord,
  createAuditTrail,
  MAX_AUDIT_CALLS,
  MAX_PARAMETER_CHARS,
} from '../../src/run/audit-trail.ts';

function trail() {
  const lines: AuditRecord[] = [];
  let nowMs = Date.parse('2026-11-20T14:00:00Z');
  const clock = () => {
    nowMs += 10;
    return nowMs;
  };
  const caller = { version: '1.2.3', runId: '4f2a9c' };
  const audit = createAuditTrail(caller, (record) => void lines.push(record), clock);
  const begin = (parameters: unknown = {}) =>
    audit.begin({
      tool: 'start-query',
      server: 'cloudwatch-logs',
      operation: 'logs:StartQuery',
      region: 'us-west-2',
      parameters,
    });
  const told = (parameters: unknown) => {
    begin(parameters)({ outcome: 'ok', requestId: 'r-1', attempts: 1 });
    const last = lines.at(-1);
    return last?.kind === 'call' ? last.parameters : null;
  };
  return { lines, audit, begin, told };
}

test('a run says first under which name its calls are made, then tells each call', () => {
  const { lines, begin } = trail();
  begin({ limit: 5 })({ outcome: 'ThrottlingException', requestId: 'r-1', attempts: 3 });
  expect(lines).toEqual([
    {
      kind: 'audit-started',
      at: '2026-11-20T14:00:00.010Z',
      runId: '4f2a9c',
      version: '1.2.3',
      userAgent: 'troubleshoot/1.2.3 run/4f2a9c',
    },
    {
      kind: 'call',
      at: '2026-11-20T14:00:00.010Z',
      tool: 'start-query',
      server: 'cloudwatch-logs',
      operation: 'logs:StartQuery',
      region: 'us-west-2',
      parameters: { limit: 5 },
      requestId: 'r-1',
      outcome: 'ThrottlingException',
      attempts: 3,
      durationMs: 10,
    },
  ]);
});

test('secrets in parameters are redacted, times are text', () => {
  const { told } = trail();
  const secret = 'password=hunter2hunter2';
  expect(
    told({
      queryString: `filter @message like "${secret}"`,
      startTime: new Date(0),
      password: 'hunter2hunter2',
    }),
  ).toEqual({
    queryString: expect.not.stringContaining('hunter2hunter2'),
    startTime: '1970-01-01T00:00:00.000Z',
    password: '[redacted:password]',
  });
});

test('long parameters are cut, and say so', () => {
  const { told } = trail();
  const text = told({ queryString: 'x '.repeat(MAX_PARAMETER_CHARS) });
  expect(text).toMatch(/ \[cut: 10000 of \d+ characters\]$/);
  expect(String(text).length).toBeLessThan(MAX_PARAMETER_CHARS + 100);
});

test('what is under way when the run ends is told as unanswered, once', () => {
  const { lines, audit, begin } = trail();
  const end = begin();
  audit.close();
  end({ outcome: 'ok', requestId: 'r-1', attempts: 1 });
  audit.close();
  expect(lines.slice(1)).toMatchObject([
    { outcome: 'Unanswered', requestId: null, attempts: null },
  ]);
  begin()({ outcome: 'ok', requestId: 'r-2', attempts: 1 });
  expect(lines).toHaveLength(2);
});

test('beyond the limit calls are counted', () => {
  const { lines, audit, begin } = trail();
  for (let call = 0; call < MAX_AUDIT_CALLS + 3; call++)
    begin()({ outcome: 'ok', requestId: null, attempts: 1 });
  audit.close();
  expect(lines).toHaveLength(MAX_AUDIT_CALLS + 2);
  expect(lines.at(-1)).toMatchObject({ kind: 'calls-left-out', count: 3 });
});
