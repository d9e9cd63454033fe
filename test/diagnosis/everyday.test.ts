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
const deferred = (host: string, why: string) =>
  `8BDEB32C03: to=<a@${host}>, relay=none, status=deferred (connect to ${host}[192.0.2.1]:25: ${why})`;
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
  ])('is what runs along evenly: %s', (message) => {
    const { verdict, rootCauses, ruledOut } = judge({ findings: [along(message)] });
    expect([verdict, rootCauses]).toEqual(['no-incident', []]);
    expect(ruledOut[0]?.because).toContain(
      'It runs along through the window (40 errors, under 1 % of all events)',
    );
  });

  test('is mail that several servers do not take at once', () => {
    const others = [deferred('b.example', 'Connection refused')];
    const finding = along(deferred('a.example', 'Connection timed out'), { others });
    expect(judge({ findings: [finding] }).verdict).toBe('no-incident');
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

  test.each([
    'call to https://payments.example failed: certificate chain validation failed: certificate has expired',
    "AxiosError: timeout of 5000ms exceeded (code: 'ECONNABORTED')",
    'TaskCanceledException: The operation was canceled. (HttpClient.Timeout of 5 seconds elapsing)',
    'SSL_do_handshake() failed (certificate verify failed) while SSL handshaking to upstream, client: 10.0.0.1, upstream: "https://10.1.0.4:443/"',
    'checksum validation failed for block 7 of table orders: data is corrupt',
    'call to billing-api failed with 401: access token has expired, order 7 was not billed',
    'charge failed: attempt 1 of 1: connect to gateway.example:443: connection refused',
    'could not connect to primary: context canceled',
    'payment was declined: provider account suspended',
    deferred('relay.internal', 'Connection refused'),
  ])('who is called in vain, and what is broken, in words like these: %s', (message) => {
    expect(verdictOf(along(message))).not.toBe('no-incident');
  });

  test('what is fatal', () => {
    expect(verdictOf(along('client closed the stream', { level: 'fatal' }))).not.toBe(
      'no-incident',
    );
  });

  test('deadlocks of many kinds, that are few of each', () => {
    const kinds = Array.from({ length: 4 }, (_, at) =>
      along('ERROR:  deadlock detected', { id: `F${at + 1}`, count: 8, group: `/shop/db-${at}` }),
    );
    expect(verdictOf(...kinds)).not.toBe('no-incident');
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
    'nightly settlement run not sent: https://bank.example/settle timed out after 30000 ms',
    'Failed to run nightly billing export',
    'could not complete backup of orders',
    'Task timed out after 900.00 seconds',
  ])('work that is lost, be it a single time: %s', (message) => {
    const lost = along(message, { count: 1, rhythm: 'sporadic', from: 120, to: 120 });
    expect(verdictOf(lost)).not.toBe('no-incident');
  });

  test('work that is lost, by the name of its log group', () => {
    const once = { count: 1, rhythm: 'sporadic' as const, from: 120, to: 120 };
    const verdicts = ['/shop/nightly-export', '/shop/app'].map((group) =>
      verdictOf(along('no rows were written', { ...once, group })),
    );
    expect(verdicts).toEqual(['inconclusive', 'no-incident']);
  });
});

test('what runs along beside an incident is not its cause, however loud', () => {
  const { rootCauses, ruledOut } = judge({ findings: [along(EXPIRED, { count: 400 }), NULL] });
  expect(rootCauses.map(({ findings }) => findings)).toEqual([['F2']]);
  expect(ruledOut.map(({ hypothesis }) => hypothesis).join()).toContain('F1');
});
