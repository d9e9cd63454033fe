// What runs along in every system all day is no incident; a beginning, much of it or work that is lost makes one.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { type CaseSpec, caseOf, type FindingSpec } from './cases.ts';

const judge = (spec: CaseSpec) => diagnose(caseOf(spec));
const along = (message: string, more: Partial<FindingSpec> = {}): FindingSpec => ({
  id: 'F1',
  message,
  count: 40,
  rhythm: 'consistent',
  from: 1,
  to: 238,
  ...more,
});
const EXPIRED = 'TokenExpiredError: jwt expired';
const NULL: FindingSpec = {
  id: 'F2',
  message: 'refund failed: no account for order',
  count: 9,
  rhythm: 'onset',
  from: 120,
  to: 239,
};

describe('no incident', () => {
  test.each([
    'client 10.0.0.7 stream closed: context canceled',
    'Validation failed for argument [0]: sku must not be blank',
    EXPIRED,
    'open() "/srv/www/.env" failed (2: No such file or directory), client: 192.0.2.1, request: "GET /.env HTTP/1.1"',
    'charge declined by issuer: insufficient_funds',
    'ERROR:  duplicate key value violates unique constraint "carts_token_key"',
    'ERROR:  canceling statement due to user request',
    '8BDEB32C03: to=<a@b.example>, relay=none, status=deferred (connect to b.example[192.0.2.1]:25: Connection timed out)',
  ])('is what runs along evenly: %s', (message) => {
    const { verdict, rootCauses, ruledOut } = judge({ findings: [along(message)] });
    expect([verdict, rootCauses]).toEqual(['no-incident', []]);
    expect(ruledOut[0]?.because).toContain(
      'It runs along through the window (40 errors, under 1 % of all events)',
    );
  });

  test('is a single deadlock, and a failed step of a workflow where no execution failed', () => {
    const deadlock = along('ERROR:  deadlock detected', {
      count: 1,
      rhythm: 'sporadic',
      from: 90,
      to: 90,
    });
    const step = along('TaskFailed: Lambda.SdkClientException', {
      text: 'TaskFailed: Lambda.SdkClientException',
    });
    expect(judge({ findings: [deadlock] }).verdict).toBe('no-incident');
    expect(judge({ findings: [step] }).verdict).toBe('no-incident');
  });
});

describe('an incident may be', () => {
  const verdictOf = (...findings: readonly FindingSpec[]) => judge({ findings }).verdict;

  test('what sets in, though each of its lines is everyday', () => {
    expect(verdictOf(along(EXPIRED, { rhythm: 'onset', from: 120 }))).not.toBe('no-incident');
  });

  test('what is seen in the second half only', () => {
    expect(verdictOf(along(EXPIRED, { count: 12, from: 121 }))).not.toBe('no-incident');
  });

  test('a twentieth of all that is logged', () => {
    const spec = { findings: [along(EXPIRED, { count: 500 })], totalEvents: 10_000 };
    expect(judge(spec).verdict).not.toBe('no-incident');
  });

  test('many statements that run into the limit of time', () => {
    const slow = 'ERROR:  canceling statement due to statement timeout';
    expect(verdictOf(along(slow, { count: 13 }))).not.toBe('no-incident');
  });

  test('a failed step where an execution failed too', () => {
    const text = (said: string) => ({ text: `${said}: ModelNotFound` });
    const step = along('TaskFailed: ModelNotFound', text('TaskFailed'));
    const whole = along('ExecutionFailed: ModelNotFound', { ...text('ExecutionFailed'), id: 'F2' });
    expect(verdictOf(step, whole)).not.toBe('no-incident');
  });

  test('what is tried again and again and again: it may never work', () => {
    const refused = 'could not connect to broker kafka-1:9092: Connection refused, retrying in 5 s';
    expect(verdictOf(along(refused))).not.toBe('no-incident');
  });

  test('an unknown error that runs along evenly', () => {
    expect(verdictOf(along('payment 12 failed', { count: 8 }))).not.toBe('no-incident');
  });

  test.each([
    'job=prices aborted: column "net" missing',
    'backup failed, nothing was written',
    'pg_dump: error: permission denied',
    'process exited with code 3',
  ])('work that is lost, be it a single time: %s', (message) => {
    const lost = along(message, { count: 1, rhythm: 'sporadic', from: 120, to: 120 });
    expect(verdictOf(lost)).not.toBe('no-incident');
  });
});

test('what runs along beside an incident is not its cause, however loud', () => {
  const { rootCauses, ruledOut } = judge({ findings: [along(EXPIRED, { count: 400 }), NULL] });
  expect(rootCauses.map(({ findings }) => findings)).toEqual([['F2']]);
  expect(ruledOut.map(({ hypothesis }) => hypothesis).join()).toContain('F1');
});
