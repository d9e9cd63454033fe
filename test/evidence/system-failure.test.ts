// Failures without a level: of the system's own programs, of HAProxy, npm and AWS's services, of calls that CloudTrail recorded; and exceptions on
// the line below the words that they are logged with.
import { describe, expect, test } from 'vitest';
import { headOf, titleOf } from '../../src/evidence/head.ts';
import { occurrenceOf } from '../../src/evidence/occurrence.ts';
import { passes } from './candidate-filter.ts';
import { event } from './support.ts';

const read = (message: string) => occurrenceOf({ events: [event(message)], message });
const AT = 'Nov 20 14:00:05 web-1';

describe('a failure that a program of the system reports', () => {
  test.each([
    `${AT} systemd[1]: shop.service: Failed with result 'exit-code'.`,
    `${AT} systemd[1]: shop@2.service: Failed with result 'oom-kill'.`,
    `${AT} systemd[1]: data-backup.mount: Failed with result 'timeout'.`,
    `${AT} kernel: [1000.123456] blk_update_request: I/O error, dev sda, sector 7 op 0x0:(READ)`,
    '[ 1000.123456] print_req_error: critical medium error, dev sda, sector 7',
    `${AT} kernel: I/O error, dev nvme0n1, sector 7 op 0x1:(WRITE)`,
    `${AT} kernel: [1000.123456] Buffer I/O error on dev sdb1, logical block 0, async page read`,
    `${AT} kernel: [1000.123456] EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2`,
    `${AT} kernel: BTRFS error (device sdb): bdev /dev/sdb errs: wr 1, rd 0`,
    `${AT} kernel: XFS (dm-0): metadata I/O error in "xfs_trans_read_buf_map" at daddr 0x2`,
    `${AT} kernel: [1000.123456] nf_conntrack: nf_conntrack: table full, dropping packet`,
    `${AT} kernel: nf_conntrack: table full, dropping packet.`,
    `${AT} haproxy[77]: Server be_app/web2 is DOWN, reason: Layer4 timeout, check duration: 2001ms.`,
    `${AT} haproxy[77]: Server be_app/web2 is DOWN. 0 active and 0 backup servers left.`,
    `${AT} haproxy[77]: backend be_app has no server available!`,
    `${AT} rsyncd[911]: rsync: write failed on "srv.tar" (in backup): No space left on device (28)`,
    `${AT} backup[77]: tar: /mnt/backup/srv.tar: Cannot write: No space left on device`,
    `${AT} postfix/smtp[901]: 4F1A2B3C4D: to=<a@example.net>, relay=none, delay=31, delays=0.1/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.net[198.51.100.7]:25: Connection timed out)`,
    `${AT} postfix/smtp[901]: 4F1A2B3C4D: to=<a@example.net>, relay=none, delay=31, delays=0.1/0/30/0, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name=example.net type=MX: Host not found, try again)`,
    'feign.FeignException$ServiceUnavailable: [503] during [GET] to [http://stock/items/9]',
    'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
    'psycopg2.errors.UndefinedTable: relation "carts" is gone',
    "NoMethodError (undefined method `price' for #<Item:0x1>):",
    '⨯ unhandledRejection: Error: Hydration failed because the initial UI does not match.',
    "ActionView::Template::Error (undefined method `total' for nil:NilClass):",
  ])('counts: %s', (message) => {
    expect(read(message)?.severity).toBe('error');
    expect(passes(message)).toBe(true);
  });

  test.each([
    `${AT} systemd[1]: shop.service: Main process exited, code=exited, status=1/FAILURE`,
    `${AT} systemd[1]: shop.service: Succeeded.`,
    `${AT} systemd[1]: shop.service: Scheduled restart job, restart counter is at 5.`,
    `${AT} kernel: [1000.1] EXT4-fs (sda1): mounted filesystem. Opts: errors=remount-ro`,
    `${AT} smartd[9]: 0 I/O errors on device sda`,
    `${AT} checker: connections 120 of 262144, no table full, dropping packets: 0`,
    `${AT} guide: nf_conntrack: table full, dropping packet means that a limit was reached`,
    `${AT} checker: no I/O error, dev sda is fine`,
    `${AT} haproxy[77]: Server be_app/web2 is UP, reason: Layer4 check passed`,
    `${AT} haproxy[77]: Server be_app/web2 is going DOWN for maintenance.`,
    `${AT} guide: if Server be_app/web2 is DOWN, restart it`,
    'loaded app.exceptions.CartClosed: 3 handlers',
    'app.errors.CartClosed: none',
    'see NoMethodError (and others):',
    'unhandledRejection handler installed',
    `${AT} guide: "No space left on device" means that a disk is full`,
    `${AT} postfix/smtp[901]: 4F1A2B3C4D: to=<a@example.net>, relay=mx.example.net[198.51.100.7]:25, delay=1, delays=0/0/1/0, dsn=4.2.0, status=deferred (host mx.example.net[198.51.100.7] said: 450 4.2.0 Greylisted, see http://example.net (in reply to RCPT TO command))`,
    `${AT} postfix/smtp[901]: 4F1A2B3C4D: to=<a@example.net>, relay=mx.example.net[198.51.100.7]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok)`,
    "2026-11-20 14:00:05,123 INFO [main] a.B - shop.service: Failed with result 'exit-code'.",
    '2026-11-20T14:00:05Z INFO Server be_app/web2 is DOWN, reason: drill',
    '{"level":"info","msg":"I/O error, dev sda, sector 7"}',
  ])('does not count: %s', (message) => {
    expect(read(message)).toBeNull();
  });
});

const ID = '4f1c2b3a-0000-4000-8000-0123456789ab';
describe('a failure that a service of AWS or npm reports in plain lines', () => {
  test.each([
    `(${ID}) Execution failed due to configuration error: Malformed Lambda proxy response`,
    `(${ID}) Execution failed due to an internal error`,
    `(${ID}) Execution failed due to a timeout error`,
    '[Container] 2026/11/20 14:00:05.120000 Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: npm ci. Reason: exit status 1',
    'npm error code E401',
    'npm ERR! code ERESOLVE',
  ])('counts: %s', (message) => {
    expect(read(message)?.severity).toBe('error');
    expect(passes(message)).toBe(true);
  });

  test.each([
    `(${ID}) Method completed with status: 502`,
    `(${ID}) Successfully completed execution`,
    '[Container] 2026/11/20 14:00:05.120000 Phase context status code:  Message: ',
    '[Container] 2026/11/20 14:00:05.120000 Phase complete: BUILD State: FAILED',
    'npm error A complete log of this run can be found in: /root/.npm/_logs/x.log',
    'npm warn deprecated inflight@1.0.6: this leaks memory',
  ])('does not count: %s', (message) => {
    expect(read(message)).toBeNull();
  });

  test('the id in front of a line of API Gateway is that of the request', () => {
    const found = read(`(${ID}) Execution failed due to an internal error`);
    expect(found?.peeled.requestId).toBe(ID);
    expect(found && headOf(found)).toBe('Execution failed due to an internal error');
  });
});

describe('a call that CloudTrail recorded', () => {
  const record = (fields: object) => ({
    eventVersion: '1.08',
    eventTime: '2026-11-20T14:00:05Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    awsRegion: 'eu-west-1',
    ...fields,
    responseElements: null,
  });
  const read = (fields: object) => {
    const message = JSON.stringify(fields);
    return { occurrence: occurrenceOf({ events: [event(message)], message }), message };
  };

  test.each([
    ['GetBucketPolicy', 'NoSuchBucketPolicy'],
    ['GetBucketTagging', 'NoSuchTagSet'],
    ['GetBucketEncryption', 'ServerSideEncryptionConfigurationNotFoundError'],
    ['GetBucketOwnershipControls', 'OwnershipControlsNotFoundError'],
  ])('did not fail where %s was told that nothing is set', (eventName, errorCode) => {
    const fields = record({ eventName, errorCode, errorMessage: 'is not there', readOnly: true });
    expect(read(fields).occurrence).toBeNull();
  });

  test.each([
    { eventName: 'GetObject', errorCode: 'NoSuchBucket', readOnly: true },
    { eventName: 'GetSecretValue', errorCode: 'ResourceNotFoundException', readOnly: true },
    { eventName: 'DeleteBucketPolicy', errorCode: 'NoSuchBucketPolicy', readOnly: false },
  ])('failed where what it needs is not there: %j', (fields) => {
    expect(read(record({ ...fields, errorMessage: 'x' })).occurrence?.severity).toBe('error');
  });

  test('failed where it has an error code', () => {
    const { occurrence, message } = read(
      record({ errorCode: 'AccessDenied', errorMessage: 'User is not authorized' }),
    );
    expect(occurrence?.severity).toBe('error');
    expect(occurrence && titleOf(occurrence, '')).toBe('AccessDenied: User is not authorized');
    expect(passes(message)).toBe(true);
  });

  test('is named where there is no message, and found in an event of EventBridge', () => {
    const { occurrence } = read({
      'detail-type': 'AWS API Call via CloudTrail',
      detail: record({ errorCode: 'Client.UnauthorizedOperation' }),
    });
    expect(occurrence && headOf(occurrence)).toContain('Client.UnauthorizedOperation: GetObject');
  });

  test.each([
    {},
    { errorCode: null },
    { errorCode: '' },
    { errorCode: 0 },
    { errorCode: 'Client.DryRunOperation', errorMessage: 'Request would have succeeded' },
  ])('went well with %j', (fields) => {
    expect(read(record(fields)).occurrence).toBeNull();
  });

  test('is none of what other services call an error code', () => {
    expect(read({ errorCode: 'OK', path: '/cart', took: 7 }).occurrence).toBeNull();
    expect(read({ errorCode: 'E7', errorMessage: 'none' }).occurrence).toBeNull();
  });
});

describe('an exception without frames below the words that it is logged with', () => {
  const KAFKA =
    '[2026-11-20 14:00:05,123] ERROR [ReplicaManager broker=1] Error processing append operation (kafka.server.ReplicaManager)\norg.apache.kafka.common.errors.NotEnoughReplicasException: The size of the current ISR is 1';

  test('names the error', () => {
    const occurrence = read(KAFKA);
    expect(occurrence?.peeled).toMatchObject({
      errorType: 'org.apache.kafka.common.errors.NotEnoughReplicasException',
      errorMessage: 'The size of the current ISR is 1',
    });
    expect(occurrence && titleOf(occurrence, '')).toBe(
      'NotEnoughReplicasException: The size of the current ISR is 1',
    );
  });

  test('does not raise the level, and prose is none', () => {
    expect(read(KAFKA.replace('ERROR', 'INFO'))).toBeNull();
    expect(read('2026-11-20 14:00:05,123 ERROR gone\nsee the list of errors: x')?.peeled).toEqual(
      expect.objectContaining({ errorType: null }),
    );
  });
});
