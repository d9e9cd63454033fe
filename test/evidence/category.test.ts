import { describe, expect, test } from 'vitest';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { categorize } from '../../src/evidence/category.ts';
import type { Category } from '../../src/evidence/types.ts';
import { event, FOUR_HOURS } from './support.ts';

const CASES: readonly (readonly [Category, string, string])[] = [
  ['connection', 'pool-exhausted', 'SQLException: Connection pool exhausted'],
  [
    'connection',
    'pool-exhausted',
    'HikariPool-2 - Connection is not available, request timed out after 30000ms.',
  ],
  [
    'connection',
    'pool-exhausted',
    'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached',
  ],
  ['connection', 'pool-exhausted', 'FATAL: sorry, too many clients already'],
  ['connection', 'pool-exhausted', 'Unable to acquire JDBC Connection'],
  ['connection', 'pool-exhausted', 'Error: timeout exceeded when trying to connect'],
  ['connection', 'pool-exhausted', 'pool timed out while waiting for an open connection'],
  ['connection', 'pool-exhausted', 'Connection pool is full, discarding connection: stock'],
  ['connection', 'unreachable', 'Connection to 10.8.0.6:5672 failed: timeout'],
  ['connection', 'reset', 'build-6 was marked offline: Connection was broken'],
  ['connection', 'reset', 'SSL SYSCALL error: EOF detected'],
  ['connection', 'connection-words', 'Coordinate update error: No cluster leader'],
  ['connection', 'wrong-node', 'Not enough replicas available for query at consistency QUORUM'],
  ['connection', 'tls', 'Unable to set up ssl connection with peer 10.7.1.9:7544'],
  ['resource', 'disk-failing', 'write /data/state.json: read-only file system'],
  ['resource', 'disk-failing', 'MISCONF Redis is configured to save RDB snapshots'],
  ['resource', 'memory-exhausted', 'Exceptional future ignored: std::bad_alloc'],
  ['resource', 'memory-exhausted', 'ConnectException: Exceeded max buffer memory'],
  ['resource', 'resource-words', 'Outbound connection limit reached'],
  [
    'external-service',
    'rate-limited',
    'rpc error: code = ResourceExhausted desc = Status Code 429',
  ],
  ['external-service', 'dependency-timeout', 'deadline-exceeded: The operation took too long'],
  ['external-service', 'external-words', 'Braintree::DownForMaintenanceError'],
  ['configuration', 'missing-setting', "unknown variable 'query_cache_size=16M'."],
  ['configuration', 'missing-setting', "You may need to add 'shop.example.org' to ALLOWED_HOSTS."],
  ['configuration', 'missing-module', 'Failed to resolve import "./cart" from "src/main.ts".'],
  ['configuration', 'missing-resource', 'entryPoint "websecur" doesn\'t exist'],
  ['application-exception', 'statement-rejected', 'the object has been modified; please try again'],
  [
    'application-exception',
    'statement-rejected',
    'The INSERT statement conflicted with the FOREIGN KEY constraint "FK_orders".',
  ],
  [
    'authentication-authorization',
    'authentication-failed',
    'maximum authentication attempts exceeded for root from 10.8.8.1 port 41220 ssh2',
  ],
  ['authentication-authorization', 'access-words', 'Email address is not verified.'],
  // The words of names decide where the text says nothing.
  ['connection', 'connection-words', 'com.acme.mesh.TargetDisconnectedException: member 7'],
  [
    'authentication-authorization',
    'denied-by-policy',
    "MQException: reason '2035' ('MQRC_NOT_AUTHORIZED')",
  ],
  ['resource', 'resource-words', "MQException: reason '2053' ('MQRC_Q_FULL')"],
  ['application-exception', 'language-exception', 'CartClosedException: 7'],
  ['connection', 'reset', 'runner gh-17 lost communication with the server'],
  ['connection', 'refused', 'ORA-12170: TNS:Connect timeout occurred'],
  ['connection', 'unreachable', 'Repl: error connecting to master repl@db-0:3306, retry-time: 60'],
  [
    'connection',
    'unreachable',
    '503 UF upstream_reset_before_response_started{connection_failure}',
  ],
  ['connection', 'pool-exhausted', 'MongoWaitQueueTimeoutError: 9'],
  ['resource', 'disk-full', 'etcdserver: mvcc: database space exceeded'],
  ['resource', 'disk-full', 'failed to apply request: etcdserver: no space'],
  ['resource', 'disk-failing', 'Drive /data/3 returned an unexpected error: input/output error'],
  ['resource', 'capacity-throttled', '[pool www] server reached pm.max_children setting (8)'],
  ['resource', 'capacity-throttled', 'Too many parts (300). Merges are slower than inserts'],
  [
    'resource',
    'lambda-timeout',
    'Maximum execution time of 30 seconds exceeded in /srv/Export.php',
  ],
  ['resource', 'memory-exhausted', 'Memory limit of 512 MiB exceeded with 530 MiB used'],
  ['configuration', 'missing-setting', 'open /etc/postfix/main.cf: No such file or directory'],
  ['configuration', 'missing-module', 'npm: No matching version found for left-pad@9.9.9'],
  ['configuration', 'missing-resource', "The messaging entity 'refunds' could not be found"],
  [
    'authentication-authorization',
    'denied-by-policy',
    'client denied by server configuration: /srv/.git',
  ],
  [
    'authentication-authorization',
    'credentials-rejected',
    'APNs responded 403 InvalidProviderToken',
  ],
  [
    'authentication-authorization',
    'credentials-rejected',
    'plugin key-auth: No API key found in request',
  ],
  ['authentication-authorization', 'authentication-failed', 'reason: AUTHORIZATION_FAILURE'],
  ['external-service', 'dependency-5xx', 'PayPal returned 500 INTERNAL_SERVICE_ERROR'],
  ['external-service', 'rate-limited', 'Exceeded 2 calls per second for api client'],
  ['external-service', 'dependency-timeout', '(70007)The timeout specified has expired'],
  ['application-exception', 'statement-rejected', 'replicator: Document update conflict.'],
  ['uncategorized', 'no-rule', 'job 7 has run too long and may have previously timed out'],
  ['connection', 'wrong-node', "READONLY You can't write against a read only replica."],
  [
    'connection',
    'unreachable',
    'upstream timed out (110: Connection timed out) while connecting to upstream, client: 10.1.1.1',
  ],
  ['connection', 'unreachable', 'connection timeout of 500ms exceeded'],
  [
    'connection',
    'wrong-node',
    'post points: ERROR: cannot execute INSERT in a read-only transaction (SQLSTATE 25006)',
  ],
  [
    'connection',
    'wrong-node',
    'The MySQL server is running with the --read-only option so it cannot execute this statement',
  ],
  [
    'connection',
    'dns',
    '[ERROR] plugin/errors: 2 ledger.svc.cluster.local. A: read udp 10.0.1.7:4021->10.0.0.2:53: i/o timeout',
  ],
  [
    'external-service',
    'dependency-timeout',
    'Query execution was interrupted, maximum statement execution time exceeded',
  ],
  [
    'external-service',
    'dependency-5xx',
    'delivery rejected: 550 5.1.1 <kim@example.net>: Recipient address rejected: User unknown',
  ],
  ['external-service', 'dependency-5xx', 'send failed: 550 Requested action not taken'],
  ['uncategorized', 'no-rule', 'order of 550 5 litres refused by the clerk'],
  ['uncategorized', 'no-rule', 'route 550 user 7 lost'],
  [
    'authentication-authorization',
    'authentication-failed',
    '535 5.7.8 Error: authentication failed',
  ],
  ['authentication-authorization', 'denied-by-policy', '554 5.7.1 Relay access denied'],
  [
    'external-service',
    'rate-limited',
    'geocode failed {"provider":"mapwise","httpStatus":429,"body":{"status":"OVER_DAILY_LIMIT"}}',
  ],
  ['external-service', 'rate-limited', 'lookup failed {"http_status":"429"}'],
  [
    'resource',
    'consumer-too-slow',
    'org.apache.kafka.clients.consumer.CommitFailedException: Offset commit cannot be completed',
  ],
  ['connection', 'refused', 'dial tcp 10.0.3.4:5432: connect: connection refused'],
  ['connection', 'refused', 'connect ECONNREFUSED 127.0.0.1:6379'],
  ['connection', 'reset', 'read ECONNRESET'],
  ['connection', 'reset', 'java.net.SocketException: Broken pipe'],
  ['connection', 'dns', 'getaddrinfo ENOTFOUND db.internal'],
  ['connection', 'dns', 'java.net.UnknownHostException: db.internal'],
  ['connection', 'dns', 'dial tcp: lookup db.internal on 10.0.0.2:53: no such host'],
  ['connection', 'dns', 'dial tcp: lookup ledger: no such host'],
  ['connection', 'tls', 'x509: certificate has expired or is not yet valid'],
  ['connection', 'tls', 'javax.net.ssl.SSLHandshakeException: PKIX path building failed'],
  ['connection', 'tls', 'Certificate validation failed: CN=idp.example expired'],
  ['connection', 'unreachable', 'java.net.ConnectException: Connection timed out'],
  [
    'connection',
    'unreachable',
    'Authentication failed: Redis connection timeout (5000ms exceeded)',
  ],
  [
    'authentication-authorization',
    'denied-by-policy',
    'AccessDeniedException: User: x is not authorized to perform: kms:Decrypt',
  ],
  [
    'authentication-authorization',
    'denied-by-policy',
    'S3Exception: Access Denied (Service: S3, Status Code: 403)',
  ],
  ['authentication-authorization', 'denied-by-policy', 'EACCES: permission denied, open /data/x'],
  [
    'authentication-authorization',
    'credentials-rejected',
    'ExpiredTokenException: The security token included in the request is expired',
  ],
  [
    'authentication-authorization',
    'denied-by-policy',
    'KmsException: The key does not exist in this region, or you are not allowed to access it',
  ],
  ['authentication-authorization', 'status-401-403', 'GET /vault/keys returned 403'],
  ['authentication-authorization', 'credentials-rejected', 'JWT expired 3600 seconds ago'],
  ['authentication-authorization', 'status-401-403', 'POST /oauth returned 401 Unauthorized'],
  [
    'authentication-authorization',
    'status-401-403',
    '403 Client Error: for url https://api.example',
  ],
  [
    'authentication-authorization',
    'authentication-failed',
    'Authentication failed for the vault client',
  ],
  ['resource', 'memory-exhausted', 'java.lang.OutOfMemoryError: Java heap space'],
  ['resource', 'memory-exhausted', 'RequestId: x Error: Runtime exited with error: signal: killed'],
  ['resource', 'disk-full', 'OSError: [Errno 28] No space left on device'],
  ['resource', 'memory-exhausted', "OOM command not allowed when used memory > 'maxmemory'."],
  ['resource', 'disk-full', 'segment not written: disk full'],
  ['resource', 'disk-full', 'SQLITE_FULL: database or disk is full'],
  ['resource', 'disk-failing', 'blk_update_request: I/O error, dev sda, sector 7 op 0x0:(READ)'],
  ['resource', 'disk-failing', 'EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2'],
  ['resource', 'memory-exhausted', "shop.service: Failed with result 'oom-kill'."],
  ['resource', 'disk-full', 'msg=disk full path=/spool'],
  ['resource', 'disk-full', 'storage quota exceeded for volume 7'],
  ['resource', 'lock-contention', 'ERROR: canceling statement due to lock timeout'],
  ['resource', 'lock-contention', 'Lock request time out period exceeded.'],
  ['resource', 'lock-contention', 'Transaction (Process ID 52) was deadlocked on lock resources'],
  ['resource', 'capacity-throttled', 'thread pool exhausted'],
  ['resource', 'capacity-throttled', 'An error occurred (Throttling) when calling ListKeys'],
  ['resource', 'capacity-throttled', 'writes to table orders were throttled'],
  ['resource', 'quota-exceeded', 'Quota exceeded for metric read units'],
  ['resource', 'descriptors-exhausted', 'connect to stock failed: too many open files (EMFILE)'],
  ['resource', 'lambda-timeout', 'Task timed out after 3.00 seconds'],
  [
    'resource',
    'capacity-throttled',
    'ProvisionedThroughputExceededException: the level of configured throughput',
  ],
  ['resource', 'capacity-throttled', 'ThrottlingException: Rate exceeded'],
  [
    'resource',
    'lock-contention',
    'Deadlock found when trying to get lock; try restarting transaction',
  ],
  ['external-service', 'rate-limited', 'partner answered HTTP 429 Too Many Requests'],
  ['external-service', 'dependency-5xx', 'upstream tax service answered 503 Service Unavailable'],
  ['external-service', 'rate-limited', 'HTTP 429 from dependency: quota exceeded'],
  ['external-service', 'answer-timeout', "timeout of 2500ms exceeded\ncode: 'ECONNABORTED'"],
  [
    'external-service',
    'answer-timeout',
    'upstream timed out (110: Connection timed out) while reading response header from upstream',
  ],
  ['external-service', 'dependency-5xx', 'tariff service returned 503'],
  ['external-service', 'dependency-5xx', 'https://tax.example/v1 responded with 502: try later'],
  ['external-service', 'dependency-5xx', 'HTTP 502 GET /cart'],
  ['external-service', 'answer-timeout', 'java.net.SocketTimeoutException: Read timed out'],
  [
    'external-service',
    'dependency-timeout',
    'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
  ],
  [
    'configuration',
    'missing-module',
    "Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'",
  ],
  ['configuration', 'missing-module', "Cannot find module './lib/rates'"],
  ['configuration', 'missing-setting', 'environment variable DB_HOST is not set'],
  ['configuration', 'missing-setting', "KeyError: 'DB_HOST'"],
  ['configuration', 'missing-resource', 'ResourceNotFoundException: Requested resource not found'],
  ['application-exception', 'programming-error', 'java.lang.NullPointerException'],
  [
    'application-exception',
    'programming-error',
    "TypeError: Cannot read properties of undefined (reading 'id')",
  ],
  [
    'application-exception',
    'programming-error',
    'unhandled NullPointerException in Price.apply status=500',
  ],
  ['application-exception', 'general-class', "KeyError: 'price'"],
  ['application-exception', 'own-500', 'HTTP 500 GET /cart'],
  [
    'application-exception',
    'statement-rejected',
    'duplicate key value violates unique constraint "users_email_key"',
  ],
  ['application-exception', 'language-exception', 'com.shop.BasketException: basket 7 is closed'],
  ['uncategorized', 'no-rule', 'basket 7 is closed'],
];

describe('categorize', () => {
  test.each(CASES)('%s by %s: %s', (category, rule, text) => {
    expect(categorize([text], false)).toEqual({ category, rule });
  });

  test.each([
    ['deadlock detector started', 'uncategorized'],
    ['zone lookup failed: row 5 is locked', 'uncategorized'],
    ["Internal Server Error: /cart\nKeyError: 'north'", 'application-exception'],
    ['swimming pool heater broken', 'uncategorized'],
    ['there is no spacenaming', 'uncategorized'],
    ['copy failed: no space\n  at /spool', 'resource'],
    ['quota table updated, limit not exceeded', 'uncategorized'],
    ['the quota for table orders was exceeded', 'resource'],
    ['the token bucket is large', 'uncategorized'],
    ['order 403 could not be packed', 'uncategorized'],
    ['the search returned 500 items', 'uncategorized'],
    ['stock api returned 403 rows', 'uncategorized'],
    ['https://a.example/sum returned 500.25 EUR', 'uncategorized'],
    ['coupon code: 500', 'uncategorized'],
    ['vinyl disk full price', 'uncategorized'],
    ['rare vinyl disk full', 'uncategorized'],
    ['the pool full of offers', 'uncategorized'],
    ['swimming pool is full', 'uncategorized'],
    ['deadlock between the two unions', 'uncategorized'],
    ['throttling of the engine was smooth', 'uncategorized'],
    ['lock timeout set to 30 s', 'uncategorized'],
    ['worker thread 5 parsed the page', 'uncategorized'],
    ['429 parcels left behind', 'uncategorized'],
    ['password page was rendered twice', 'uncategorized'],
  ])('a look-alike decides nothing: %s', (text, category) => {
    expect(categorize([text], false).category).toBe(category);
  });

  test.each([
    ['rpc error: code = Internal desc = segment is sealed', 'uncategorized'],
    ['GRPC error: rpc error: code = Internal desc = segment is sealed', 'uncategorized'],
    ['"GRPC error" err="rpc error: code = Internal desc = segment is sealed"', 'uncategorized'],
    ['rpc error: code = NotFound desc = volume 7', 'uncategorized'],
    ['cannot score cart: rpc error: code = Internal desc = segment is sealed', 'external-service'],
    ['rpc error: code = Unavailable desc = no healthy peer', 'external-service'],
  ])('a status of gRPC names a service only where a caller tells of it: %s', (text, category) => {
    expect(categorize([text], false).category).toBe(category);
  });

  test('the cause decides, not the exception that reports it', () => {
    expect(
      categorize(
        ['RuntimeException: cannot load cart', 'java.net.ConnectException', 'Connection refused'],
        true,
      ),
    ).toEqual({ category: 'connection', rule: 'refused' });
  });

  test('a trace without a telling word is an application exception', () => {
    expect(categorize(['something odd'], true).category).toBe('application-exception');
  });

  test('the end of a line is read too where a line break closes it', () => {
    const line =
      '2026-03-03T12:00:01.000Z\t8f1b6c1e-1111-4222-8333-444455556666\tERROR\tgeocode failed {"provider":"mapwise","httpStatus":429}';
    const [finding] = analyze(prepare([event(`${line}\n`)], FOUR_HOURS)).findings;
    expect(finding?.category).toBe('external-service');
  });
});
