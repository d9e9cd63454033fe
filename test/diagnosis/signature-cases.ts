// For every signature: lines that it must match, before any other row, and look-alikes that it must not.

export interface SignatureCase {
  readonly matches: readonly string[];
  readonly lookAlikes: readonly string[];
}

export const SIGNATURE_CASES: Readonly<Record<string, SignatureCase>> = {
  'api-gateway-malformed-answer': {
    matches: [
      '(4f1c) Execution failed due to configuration error: Malformed Lambda proxy response',
    ],
    lookAlikes: ['Lambda proxy integration is turned on'],
  },
  'api-gateway-invoke-denied': {
    matches: [
      'Execution failed due to configuration error: Invalid permissions on Lambda function',
    ],
    lookAlikes: ['permissions on Lambda function checked'],
  },
  'api-gateway-execution': {
    matches: [
      'Execution failed due to an internal error',
      'Execution failed due to a timeout error',
      'AuthorizerConfigurationException: null',
    ],
    lookAlikes: ['Successfully completed execution'],
  },
  'step-functions-time-out': {
    matches: ['TaskTimedOut: States.Timeout', 'ExecutionTimedOut'],
    lookAlikes: [
      'TaskSucceeded',
      'TaskTimedOut: report 7 ran longer than 10 s',
      'command 3 ended as ExecutionTimedOut',
    ],
  },
  's3-slow-down': {
    matches: [
      'An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate.',
    ],
    lookAlikes: ['slow down of the export by 3 percent', 'limiter entered SlowDown mode'],
  },
  'bedrock-throttled': {
    matches: [
      'ThrottlingException: Too many tokens, please wait before trying again.',
      'An error occurred (ThrottlingException) when calling the InvokeModel operation: Rate exceeded',
    ],
    lookAlikes: ['bedrock answered with 812 tokens'],
  },
  'ecs-image-pull': {
    matches: [
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref 123456789012.dkr.ecr.us-east-1.amazonaws.com/pay:1.9.2: not found',
    ],
    lookAlikes: ['pulled image pay:1.9.2 in 3 s'],
  },
  'ecs-deployment-failed': {
    matches: ['SERVICE_DEPLOYMENT_FAILED: ECS deployment circuit breaker: tasks failed to start.'],
    lookAlikes: ['SERVICE_DEPLOYMENT_COMPLETED: ECS deployment completed.'],
  },
  'kubernetes-forbidden': {
    matches: [
      'deployments.apps "web" is forbidden: User "system:serviceaccount:ci:deployer" cannot patch resource "deployments" in API group "apps" in the namespace "shop"',
    ],
    lookAlikes: ['user deployer can patch resource "deployments"'],
  },
  'npm-registry-denied': {
    matches: ['npm error code E401', 'npm ERR! code E403'],
    lookAlikes: ['npm warn deprecated inflight@1.0.6'],
  },
  'codebuild-command': {
    matches: [
      'Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: npm test. Reason: exit status 1',
    ],
    lookAlikes: ['Phase context status code:  Message: '],
  },
  'sns-topic-missing': {
    matches: ['NotFoundException: Topic does not exist'],
    lookAlikes: ['published to topic order-events'],
  },
  'sqs-queue-missing': {
    matches: [
      'AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist for this wsdl version.',
      'QueueDoesNotExist: The specified queue does not exist.',
    ],
    lookAlikes: ['queue order-events is empty'],
  },
  'lambda-memory': {
    matches: [
      'platform.report status=error errorType=Runtime.OutOfMemory durationMs=9 memorySizeMB=512 maxMemoryUsedMB=512',
      'RequestId: 4f1c Error: Runtime exited with error: signal: killed',
      'REPORT RequestId: 1\tDuration: 812.10 ms\tMemory Size: 512 MB\tMax Memory Used: 512 MB\t',
    ],
    lookAlikes: [
      'REPORT RequestId: 1\tDuration: 812.10 ms\tMemory Size: 512 MB\tMax Memory Used: 181 MB',
    ],
  },
  'lambda-time-out': {
    matches: [
      '2026-10-05T14:15:00.000Z 4f1c Task timed out after 30.03 seconds',
      'platform.report status=timeout durationMs=3000 memorySizeMB=128 maxMemoryUsedMB=98',
    ],
    lookAlikes: ['task budget: time out after 3 tries is fine, 30.03 seconds left'],
  },
  'lambda-import-error': {
    matches: [
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'requests'",
      'Runtime.HandlerNotFound: index.handler is undefined or not exported',
    ],
    lookAlikes: ["imported module 'app' in 3 ms"],
  },
  'lambda-init-error': {
    matches: [
      'INIT_REPORT Init Duration: 9998.5 ms\tPhase: init\tStatus: timeout',
      'RequestId: 1 Error: Runtime exited with error: exit status 1',
      'Extension.Crash: the extension ended early',
    ],
    lookAlikes: ['INIT_REPORT Init Duration: 212.5 ms\tPhase: init\tStatus: success'],
  },
  'gunicorn-worker-timeout': {
    matches: [
      '[2026-11-28 10:10:00 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:100)',
      'Error handling request /report/7\nTraceback (most recent call last):\n  File "/srv/shop/views.py", line 88, in report\n    rows = slow_query()\n  File "/usr/lib/python3/gunicorn/workers/base.py", line 204, in handle_abort\n    sys.exit(1)\nSystemExit: 1',
    ],
    lookAlikes: [
      '[INFO] Worker timeout is 30 s',
      '[ERROR] Error handling request /report/7\nValueError: 1',
    ],
  },
  'gunicorn-worker-killed': {
    matches: ['[1] [ERROR] Worker (pid:100) was sent SIGKILL! Perhaps out of memory?'],
    lookAlikes: ['[1] [INFO] Worker exiting (pid: 100)', 'Worker (pid:100) was sent SIGTERM!'],
  },
  'heroku-memory': {
    matches: ['Error R14 (Memory quota exceeded)', 'Error R15 (Memory quota vastly exceeded)'],
    lookAlikes: ['Process running mem=520M(101.7%)'],
  },
  'heroku-boot-timeout': {
    matches: [
      'Error R10 (Boot timeout) -> Web process failed to bind to $PORT within 60 seconds of launch',
    ],
    lookAlikes: ['Starting process with command `bundle exec puma`'],
  },
  'heroku-request-timeout': {
    matches: [
      'at=error code=H12 desc="Request timeout" method=GET path="/reports" dyno=web.1 service=30001ms status=503\nhttp status 503',
    ],
    lookAlikes: ['at=info method=GET path="/reports/code=H123" dyno=web.1 service=31ms status=200'],
  },
  'heroku-app-crashed': {
    matches: [
      'at=error code=H10 desc="App crashed" method=GET path="/" dyno= connect= service= status=503\nhttp status 503',
    ],
    lookAlikes: ['at=info method=GET path="/" dyno=web.1 service=31ms status=200'],
  },
  'lambda-concurrency': {
    matches: [
      'TooManyRequestsException: Rate Exceeded (Service: Lambda)',
      'ReservedFunctionConcurrentInvocationLimitExceeded',
    ],
    lookAlikes: ['Lambda concurrency 12 of 1000 in use'],
  },
  'secret-missing': {
    matches: [
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
      'An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation',
    ],
    lookAlikes: ['found the specified secret in Secrets Manager'],
  },
  's3-bucket-missing': {
    matches: ['NoSuchBucket: The specified bucket does not exist'],
    lookAlikes: ['bucket media exists'],
  },
  's3-object-missing': {
    matches: ['An error occurred (NoSuchKey) when calling the GetObject operation: gone'],
    lookAlikes: ['no such key in local cache'],
  },
  'dynamodb-table-missing': {
    matches: [
      'An error occurred (ResourceNotFoundException) when calling the PutItem operation: Requested resource not found',
      'DynamoDB: ResourceNotFoundException',
    ],
    lookAlikes: ['table rates found in DynamoDB'],
  },
  'subnet-addresses-used-up': {
    matches: [
      'Failed to increase pool size: InsufficientFreeAddressesInSubnet: The specified subnet subnet-0aa1 does not have enough free addresses to satisfy the request.',
      'plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container',
    ],
    lookAlikes: ['subnet-0aa1 has 212 free addresses'],
  },
  'transaction-log-full': {
    matches: [
      "SQLServerException: The transaction log for database 'Payroll' is full due to 'LOG_BACKUP'.",
      'Error: 9002, Severity: 17, State: 2.',
    ],
    lookAlikes: ['Log was backed up. Database: Payroll, first LSN: 1:1, last LSN: 1:9'],
  },
  'kms-denied': {
    matches: [
      'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ledger/i is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/aaaa',
      '[ERROR] DisabledException: An error occurred (DisabledException) when calling the Sign operation: arn:aws:kms:eu-west-1:111122223333:key/7c1e-44 is disabled.',
      'KMSInvalidStateException: arn:aws:kms:eu-west-1:111122223333:key/7c1e-44 is pending deletion.',
      'KMS.DisabledException: arn:aws:kms:eu-west-1:111122223333:key/aaaa is disabled.',
    ],
    lookAlikes: ['decrypted 12 objects with kms:Decrypt in 8 ms'],
  },
  'secrets-manager-denied': {
    matches: [
      'ClientError: An error occurred (AccessDeniedException) when calling the GetSecretValue operation: denied',
    ],
    lookAlikes: ['secretsmanager:GetSecretValue served from cache'],
  },
  's3-denied': {
    matches: [
      'software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403)',
      'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
      'An error occurred (403) when calling the HeadObject operation: Forbidden',
    ],
    lookAlikes: ['S3 upload of 403 objects done'],
  },
  'aws-credentials': {
    matches: [
      'ExpiredTokenException: The security token included in the request is expired',
      'NoCredentialsError: Unable to locate credentials',
    ],
    lookAlikes: ['security token renewed, expires in 3600 s'],
  },
  'iam-denied': {
    matches: [
      'AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/mailer/i is not authorized to perform: ses:SendEmail on resource: arn:aws:ses:eu-west-1:111122223333:identity/x',
      'UnauthorizedOperation: You are not authorized to perform this operation.',
    ],
    lookAlikes: [
      'org.springframework.security.access.AccessDeniedException: Access is denied',
      'java.nio.file.AccessDeniedException: /srv/spool/7',
      'denied_count=0 access granted',
    ],
  },
  'dynamodb-throttled': {
    matches: [
      'ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded. Table: orders',
      'ThrottlingException: Throughput exceeds the current capacity of your DynamoDB table or index',
    ],
    lookAlikes: ['DynamoDB table orders has 40 % of its throughput left'],
  },
  'sqs-throttled': {
    matches: [
      'SqsException: Request is throttled. (Service: Sqs, RequestThrottled)',
      'An error occurred (ThrottlingException) when calling the SendMessage operation (SQS): Rate exceeded',
    ],
    lookAlikes: ['SQS batch of 10 messages sent'],
  },
  'step-functions-throttled': {
    matches: [
      'SfnException: ThrottlingException: Rate exceeded calling StartExecution: Throttled',
      'ThrottlingException: Rate exceeded (Service: StepFunctions)',
    ],
    lookAlikes: ['StartExecution of order-flow done, throttle=none'],
  },
  'kinesis-throttled': {
    matches: [
      'Rate exceeded for shard shardId-000000000003 in stream clicks',
      'Kinesis PutRecords: ProvisionedThroughputExceeded',
    ],
    lookAlikes: ['Kinesis shard shardId-000000000003 at 40 percent'],
  },
  'aws-throttled': {
    matches: [
      'An error occurred (ThrottlingException) when calling the DescribeInstances operation: Rate exceeded',
      'RequestLimitExceeded: Request limit exceeded.',
    ],
    lookAlikes: ['throttle set to 10 requests a second'],
  },
  'host-memory': {
    matches: [
      'Out of memory: Killed process 4121 (java) total-vm:9120kB',
      'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),global_oom,task=java,pid=4121',
    ],
    lookAlikes: ['Memory cgroup out of memory: Killed process 4121 (java) total-vm:9120kB'],
  },
  'container-killed-memory': {
    matches: [
      'OutOfMemoryError: Container killed due to memory usage',
      'container worker exited with code 137',
      'Memory cgroup out of memory: Killed process 4121 (java) total-vm:9120kB',
      'pod web-1 OOMKilled',
    ],
    lookAlikes: ['job 137 exited with code 0', 'processed 137 items, exit'],
  },
  'jvm-heap': {
    matches: [
      'java.lang.OutOfMemoryError: Java heap space',
      'java.lang.OutOfMemoryError: unable to create new native thread',
    ],
    lookAlikes: ['Java heap space at 61 percent after GC'],
  },
  'node-heap': {
    matches: ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
    lookAlikes: ['heap used 120 MB of 512 MB'],
  },
  'python-memory': {
    matches: [
      'MemoryError\n',
      'numpy.core._exceptions._ArrayMemoryError: Unable to allocate 8.00 GiB',
    ],
    lookAlikes: ['MemoryErrorHandler registered'],
  },
  'php-memory': {
    matches: [
      'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)',
    ],
    lookAlikes: ['memory peak 20480 bytes of allowed 134217728'],
  },
  'disk-full': {
    matches: [
      'OSError: [Errno 28] No space left on device: /var/data/spool',
      'ENOSPC: no space left on device, write',
      'error number 28 while writing; check also that no disk quota exceeded its limit',
    ],
    lookAlikes: ['disk check: 40 % space left on device /dev/sda1'],
  },
  'file-system-read-only': {
    matches: [
      'EXT4-fs error (device sdb1): ext4_lookup:1855: inode #2: comm git: deleted inode referenced: 131',
      'write chunk failed: Read-only file system',
      "EROFS: read-only file system, open '/var/lib/app/index'",
      'nvme0n1: media error count 14, remounting /data read-only',
    ],
    lookAlikes: ['config volume mounted read-only as configured', 'read-only mounts verified'],
  },
  'quota-used-up': {
    matches: [
      'write /var/data/a: Disk quota exceeded',
      'storage quota exceeded for bucket media',
      'EDQUOT: disk quota exceeded, write',
      'quota exceeded for tenant 12',
    ],
    lookAlikes: [
      'API quota exceeded for project 12',
      'You have exceeded your daily request quota for this API.',
      'geocode failed provider=maps httpStatus=429',
      "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute'",
      'quota 40 % used',
    ],
  },
  'file-descriptors': {
    matches: [
      'accept failed: Too many open files',
      'Error: EMFILE: too many open files, open /tmp/x',
      'file descriptor limit alarm set. New connections will not be accepted until this alarm clears',
    ],
    lookAlikes: ['42 open files, limit 65536'],
  },
  'thread-pool-full': {
    matches: [
      'java.util.concurrent.RejectedExecutionException: Task rejected from ThreadPoolExecutor@1',
    ],
    lookAlikes: ['thread pool resized to 20'],
  },
  'ports-used-up': {
    matches: [
      'dial tcp 203.0.113.9:443: connect: cannot assign requested address',
      'Error: connect EADDRNOTAVAIL 10.0.0.9:443',
    ],
    lookAlikes: ['listen tcp 10.0.0.4:80: bind: cannot assign requested address'],
  },
  'container-restarts': {
    matches: [
      'Essential container in task exited',
      'CrashLoopBackOff for web',
      'Back-off restarting failed container app in pod web-1',
      'failed to "StartContainer" for "app" with CrashLoopBackOff: "back-off 5m0s restarting failed container=app pod=web-1"',
    ],
    lookAlikes: ['container in task started', 'restarting container web as asked'],
  },
  'ecs-task-not-started': {
    matches: [
      'ResourceInitializationError: unable to pull secrets or registry auth',
      'Task failed ELB health checks in target group web',
    ],
    lookAlikes: ['container in task started'],
  },
  'redis-memory': {
    matches: ["ReplyError: OOM command not allowed when used memory > 'maxmemory'."],
    lookAlikes: ['redis used memory 40 % of maxmemory'],
  },
  'redis-state': {
    matches: [
      "redis.exceptions.ReadOnlyError: You can't write against a read only replica.",
      "ReplyError: READONLY You can't write against a read only replica.",
      'LOADING Redis is loading the dataset in memory',
      'redis.exceptions.BusyLoadingError: Redis is loading the dataset in memory',
    ],
    lookAlikes: ['redis replica is read only as configured'],
  },
  'redis-unavailable': {
    matches: [
      'Error: connect ECONNREFUSED 10.0.4.17:6379',
      'redis.exceptions.ConnectionError: Error 111 connecting to cache',
      'JedisConnectionException: Failed connecting to cache',
      '[ioredis] Unhandled error event: Error: connect ETIMEDOUT',
      'MaxRetriesPerRequestError: Reached the max retries per request limit (which is 20).',
      'Error: connect ETIMEDOUT\n    at Socket.x (/app/node_modules/ioredis/built/Redis.js:170:41)',
      'Redis::CannotConnectError (Error connecting to Redis on cache:25061 (Redis::TimeoutError))',
    ],
    lookAlikes: ['redis connected to 10.0.4.17:6379', 'Error: connect ECONNREFUSED 10.0.4.17:8080'],
  },
  'too-many-connections': {
    matches: ['FATAL: sorry, too many clients already', 'ERROR 1040 (HY000): Too many connections'],
    lookAlikes: ['connections: 12, not too many'],
  },
  'connection-pool-exhausted': {
    matches: [
      'HikariPool-1 - Connection is not available, request timed out after 30000ms.',
      'java.sql.SQLException: Connection pool exhausted',
      'could not obtain a database connection within 30 seconds',
      'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out',
      'MongoWaitQueueTimeoutError: Timed out while checking out a connection from connection pool',
      'connection not available and request was dropped from queue after 2913ms',
    ],
    lookAlikes: [
      'HikariPool-1 - Pool stats (total=10, active=2, idle=8, waiting=0)',
      'connection pool resized to 20',
    ],
  },
  'database-lock': {
    matches: [
      'Deadlock found when trying to get lock; try restarting transaction',
      'ERROR: deadlock detected',
      'Lock wait timeout exceeded',
      'database is locked',
    ],
    lookAlikes: ['deadlock detector started', 'no deadlocks in last interval'],
  },
  'database-log-in': {
    matches: [
      'FATAL: password authentication failed for user "ledger"',
      "Access denied for user 'app'@'10.0.0.4' (using password: YES)",
    ],
    lookAlikes: ["Login failed for user 'maria'", 'password authentication configured'],
  },
  'database-schema': {
    matches: [
      'ERROR: relation "invoices" does not exist',
      "Unknown column 'vat_code' in 'field list'",
      "Table 'shop.invoices' doesn't exist",
      'ActiveRecord::PendingMigrationError: Migrations are pending.',
    ],
    lookAlikes: ['user 17 does not exist'],
  },
  'database-statement-time-out': {
    matches: [
      'ERROR: canceling statement due to statement timeout',
      'Query execution was interrupted, maximum statement execution time exceeded',
    ],
    lookAlikes: ['statement timeout set to 30s'],
  },
  'database-read-only': {
    matches: [
      'ERROR: cannot execute INSERT in a read-only transaction',
      'Error: ER_OPTION_PREVENTS_STATEMENT: The MySQL server is running with the --read-only option so it cannot execute this statement',
      'MongoServerError: not primary, code 10107 NotWritablePrimary',
    ],
    lookAlikes: ['opened read-only transaction for report'],
  },
  'database-shut-down': {
    matches: [
      'FATAL:  terminating connection due to administrator command',
      'FATAL: the database system is starting up',
      'psycopg2.errors.AdminShutdown: terminating connection due to administrator command',
    ],
    lookAlikes: ['database system is ready to accept connections', 'the database system is up'],
  },
  'database-refused': {
    matches: [
      'PDOException: SQLSTATE[HY000] [2002] Connection refused',
      'org.postgresql.util.PSQLException: Connection to db.internal:5432 refused. Check that the hostname and port are correct',
      'Error: connect ECONNREFUSED 10.1.2.3:3306',
      'Communications link failure',
      "Can't reach database server at `db-1.internal:3306`",
      'NoHostAvailableException: All host(s) tried for query failed (tried: /10.0.1.7:9042)',
      'ORA-12541: TNS:no listener',
      'Microsoft.Data.SqlClient.SqlException (0x80131904): A network-related or instance-specific error occurred while establishing a connection to SQL Server.',
    ],
    lookAlikes: [
      'Error: connect ECONNREFUSED 10.1.2.3:8443',
      'connected to postgres at 10.1.2.3:5432',
    ],
  },
  'mail-recipient-refused': {
    matches: [
      'delivery rejected: 550 5.1.1 <a@example.net>: Recipient address rejected: User unknown',
      'SMTPRecipientsRefused: 550 No such user here',
    ],
    lookAlikes: ['550 orders of user 5 shipped', 'SMTP 250 2.1.5 Ok'],
  },
  'mail-refused-for-now': {
    matches: [
      'jakarta.mail.MessagingException: 421 4.3.2 Service not available, closing transmission channel',
      'SMTPDataError: 451 4.7.1 Try again later',
    ],
    lookAlikes: ['HTTP 421 Misdirected Request', 'SMTP 250 2.0.0 Ok: queued as 4.2.1'],
  },
  'mail-refused': {
    matches: ['SMTPSenderRefused: 554 5.7.1 Client host blocked using a block list'],
    lookAlikes: ['SMTP 250 2.0.0 Ok', 'mailer version 550.5.1'],
  },
  'clock-skew': {
    matches: [
      'clock skew detected: 312 s ahead of the issuer',
      'operation error S3: PutObject, StatusCode: 403, RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
      'InvalidSignatureException: Signature expired: 20261120T160000Z is now earlier than 20261120T163500Z',
      'JWT not active',
      'token rejected: JWT not yet valid: nbf is 412 s in the future',
      'PrematureJwtException: token must not be accepted before 12:00',
    ],
    lookAlikes: ['clock skew check ok'],
  },
  'token-expired': {
    matches: [
      'io.jsonwebtoken.ExpiredJwtException: JWT expired 3600 seconds ago',
      'TokenExpiredError: jwt expired',
    ],
    lookAlikes: ['removed 12 expired tokens', 'token cache expires in 3600 s'],
  },
  'client-secret-expired': {
    matches: [
      "invalid_client: AADSTS7000222: The provided client secret keys for app '6f1c7e0a' are expired.",
    ],
    lookAlikes: [
      "AADSTS7000215: Invalid client secret provided for app '6f1c7e0a'",
      'client secret valid until 2027-01-01, not expired',
    ],
  },
  'token-rejected': {
    matches: [
      'JsonWebTokenError: invalid signature',
      'requests.exceptions.HTTPError: 401 Client Error for url: https://api.example.org/v1',
      "SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted.')",
      'APNs responded 403 InvalidProviderToken',
      'Login incorrect (mschap: MS-CHAP2-Response is incorrect): [amir]',
      'ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.',
      'NOAUTH Authentication required.',
      'Error code: 401 - Incorrect API key provided',
    ],
    lookAlikes: ['order 401 shipped', 'signature verified'],
  },
  'missing-module': {
    matches: [
      "ModuleNotFoundError: No module named 'numpy'",
      "Error: Cannot find module './rates'",
      'java.lang.NoClassDefFoundError: com/acme/Tax',
      "Module not found: Error: Can't resolve './cart' in '/srv/src'",
    ],
    lookAlikes: ['module numpy found in cache'],
  },
  'missing-setting': {
    matches: [
      'Error: environment variable PAYMENT_URL is not set',
      "KeyError: 'DATABASE_URL'",
      'pydantic_core.ValidationError: 1 validation error for Settings\nrates_url\n  Field required [type=missing, input_value={}, input_type=dict]',
      "Could not resolve placeholder 'billing.endpoint' in value",
      'Missing required configuration: billing.endpoint',
      'error: Environment variable not found: DATABASE_URL.',
      'Could not automatically determine credentials. Please set GOOGLE_APPLICATION_CREDENTIALS',
      'Config validation error: "STRIPE_KEY" is required',
      'The root module input variable "region" is not set',
    ],
    lookAlikes: [
      "KeyError: 'amount'",
      'LOG_LEVEL is not set, using default info',
      'The server side encryption configuration was not found',
    ],
  },
  'dns-no-answer': {
    matches: [
      'Error: getaddrinfo EAI_AGAIN rates.internal',
      '[ERROR] plugin/errors: 2 rates.shop.svc.cluster.local. A: read udp 10.2.86.1:42800->10.0.0.2:53: i/o timeout',
      'dial tcp: lookup rates.internal on 10.0.0.2:53: read udp 10.1.4.2:50312->10.0.0.2:53: i/o timeout',
      'dial tcp: lookup rates.internal on 10.0.0.2:53: server misbehaving',
      'urllib3: Temporary failure in name resolution',
    ],
    lookAlikes: [
      '[INFO] 10.1.2.3:40000 - 7 "A IN rates.internal. udp 54 false 512" NOERROR qr,aa,rd 106 0.0002s',
      'dial tcp: lookup rates.internal on 10.0.0.2:53: no such host',
    ],
  },
  dns: {
    matches: [
      'Error: getaddrinfo ENOTFOUND rates.internal',
      'java.net.UnknownHostException: rates.internal',
      'dial tcp: lookup rates.internal on 10.0.0.2:53: no such host',
    ],
    lookAlikes: ['resolved rates.internal in 2 ms'],
  },
  'tls-expired': {
    matches: [
      'Error: certificate has expired',
      '"GET /p HTTP/2" 503 UF,URX upstream_reset_before_response_started{connection_failure,TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify_cert_failed:_cert_is_expired:TLS_error_end} 0 201',
      'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-10-26T09:46:37Z is after 2026-10-26T09:46:36Z',
      'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007)',
    ],
    lookAlikes: [
      'certificate valid until 2027-01-01, not expired',
      'x509: certificate has expired or is not yet valid: current time 2026-10-26T09:46:37Z is before 2026-10-26T10:00:00Z',
    ],
  },
  'connect-time-out': {
    matches: [
      'to=<a@example.net>, relay=none, status=deferred (connect to mx.example.net[198.51.100.7]:25: Connection timed out)',
      'dial tcp 10.8.0.36:8443: i/o timeout',
      'Error: connect ETIMEDOUT 10.4.0.9:9200',
      'CommunicationException: dir.corp.example:636 [Root exception is java.net.ConnectException: Connection timed out]',
      'requests.exceptions.ConnectTimeout: Connection to rates.internal timed out. (connect timeout=2)',
      'connect() failed (110: Connection timed out) while connecting to upstream',
    ],
    lookAlikes: [
      'upstream timed out (110: Connection timed out) while reading response header from upstream',
      'java.net.SocketTimeoutException: Read timed out',
      'connection timed out after reading 0 bytes',
      'connect timeout set to 5 s',
    ],
  },
  'tls-certificate': {
    matches: [
      'x509: certificate has expired or is not yet valid: current time 2026-10-26T09:46:37Z is before 2026-10-26T10:00:00Z',
      'x509: certificate signed by unknown authority',
      'javax.net.ssl.SSLHandshakeException: PKIX path building failed',
      'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed',
    ],
    lookAlikes: ['certificate valid until 2027-01-01, not expired'],
  },
  'consumer-too-slow': {
    matches: [
      'CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment',
      'consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms',
    ],
    lookAlikes: ['fetched 500 records in 20 ms', 'commit failed: transaction rolled back'],
  },
  'consumer-rebalance': {
    matches: [
      'kafka group billing-cg rebalance triggered: member w-7 session timed out',
      'Member consumer-4-91 in group ledger has failed to heartbeat, removing it: consumer consumer-4 has left',
    ],
    lookAlikes: ['kafka group billing-cg rebalance complete generation=12'],
  },
  'leader-lost': {
    matches: [
      'Request error: method=GET url=/v1/kv/a error="No cluster leader"',
      'master not discovered or elected yet, an election requires at least 2 nodes',
      'Unable to retrieve version information from nodes. master_not_discovered_exception',
      'raft: lost leader, election started at term 14',
      'write refused: no leader elected',
    ],
    lookAlikes: ['new leader elected: m-1', 'cluster has quorum'],
  },
  'health-flapping': {
    matches: [
      'backend health flapping: instance web-14 alternating healthy/unhealthy',
      'Readiness probe failed: HTTP probe failed with statuscode: 404',
    ],
    lookAlikes: ['flapping detection enabled'],
  },
  'connection-table-full': {
    matches: ['nf_conntrack: table full, dropping packet'],
    lookAlikes: ['nf_conntrack entries 120 of 262144'],
  },
  'duplicate-key': {
    matches: [
      'ERROR: duplicate key value violates unique constraint "payout_once"',
      "Duplicate entry '17-4' for key 'seat_booking'",
      'Unique constraint failed on the fields: (`email`)',
      'ORA-00001: unique constraint (BOOKS.PK_LEDGER) violated',
    ],
    lookAlikes: ['removed duplicate entries: 0'],
  },
  'number-out-of-range': {
    matches: [
      'nextval: reached maximum value of sequence "events_id_seq" (2147483647)',
      'ERROR: integer out of range',
    ],
    lookAlikes: ['port is in range'],
  },
  'message-form-unknown': {
    matches: [
      'org.apache.kafka.common.errors.SerializationException: Unknown magic byte!',
      'message rejected: schema v9 unknown',
    ],
    lookAlikes: ['schema is compatible with version 8'],
  },
  'write-conflict': {
    matches: [
      'commit conflict: snapshot is not the latest',
      'org.springframework.orm.ObjectOptimisticLockingFailureException: OptimisticLockException',
    ],
    lookAlikes: ['merge conflicts: 0, no merge conflict'],
  },
  'license-expired': {
    matches: [
      'license [3f1a-77] is expired: blocking cluster health and cluster stats',
      'security_exception: current license is non-compliant for [security]',
      'ORA-20001: no valid license found for feature PARTITIONING',
    ],
    lookAlikes: [
      'license [3f1a-77] expires in [1h 20m]',
      "the driver's license of customer 17 has expired",
      'license valid until 2027-01-01, not expired',
    ],
  },
  'message-too-large': {
    matches: [
      'rpc error: code = ResourceExhausted desc = grpc: received message larger than max (4194390 vs. 4194304)',
      'org.apache.kafka.common.errors.RecordTooLargeException: The message is 1203121 bytes when serialized which is larger than 1048576',
      '*17 client intended to send too large body: 10485761 bytes, client: 10.2.0.9, server: shop.example.com',
      'PayloadTooLargeError: request entity too large',
    ],
    lookAlikes: ['message of 4194390 bytes stored', 'max.request.size = 1048576'],
  },
  'local-time-missing': {
    matches: [
      'pytz.exceptions.NonExistentTimeError: 2026-03-08 02:30:00',
      'org.joda.time.IllegalInstantException: Cannot parse "2026-03-29T02:30": Illegal instant due to time zone offset transition (Europe/Berlin)',
      'System.ArgumentException: The supplied DateTime represents an invalid time. For example, when the clock is adjusted forward',
    ],
    lookAlikes: ['clocks in Europe/Berlin change at 02:00', 'local time 02:30 stored'],
  },
  'redis-threads-busy': {
    matches: [
      'StackExchange.Redis.RedisTimeoutException: Timeout performing GET (5000ms), IOCP: (Busy=0,Free=1000,Min=4,Max=1000), WORKER: (Busy=118,Free=32649,Min=4,Max=32767), v: 2.7.33',
    ],
    lookAlikes: [
      'StackExchange.Redis.RedisTimeoutException: Timeout performing GET (5000ms), IOCP: (Busy=0,Free=1000,Min=4,Max=1000), WORKER: (Busy=3,Free=32764,Min=4,Max=32767), v: 2.7.33',
    ],
  },
  'broker-replicas-missing': {
    matches: [
      'org.apache.kafka.common.errors.NotEnoughReplicasException: Messages are rejected since there are fewer in-sync replicas than required.',
      'Produce failed: [Error 19] NOT_ENOUGH_REPLICAS',
    ],
    lookAlikes: ['partition orders-3 has 3 in-sync replicas', 'min.insync.replicas = 2'],
  },
  'storage-not-responding': {
    matches: [
      'org.apache.kafka.common.errors.KafkaStorageException: Disk error when trying to access log file on the disk.',
      'nfs: server store-2 not responding, still trying',
      'write failed: Input/output error',
      'Buffer I/O error on dev sdb1, logical block 4711',
    ],
    lookAlikes: ['nfs: server store-2 is responding again'],
  },
  'broker-unavailable': {
    matches: [
      'kafka.errors.NoBrokersAvailable: NoBrokersAvailable',
      'AMQPConnectionError: closed by peer',
    ],
    lookAlikes: ['kafka consumer joined group'],
  },
  'tcp-refused': {
    matches: [
      'Error: connect ECONNREFUSED 10.0.4.17:8080',
      'dial tcp 10.0.4.17:8080: connect: connection refused',
    ],
    lookAlikes: ['refused 0 connections'],
  },
  'tcp-reset': {
    matches: [
      'Error: read ECONNRESET',
      'java.net.SocketException: Connection reset by peer',
      'write: broken pipe',
      'Error: socket hang up',
      'Error: Connection lost: The server closed the connection. code: PROTOCOL_CONNECTION_LOST',
      'OperationalError: SSL SYSCALL error: EOF detected',
      'aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected',
    ],
    lookAlikes: ['connection pool reset by operator'],
  },
  'host-unreachable': {
    matches: [
      'connect EHOSTUNREACH 10.9.8.7:443',
      'java.net.NoRouteToHostException: No route to host',
    ],
    lookAlikes: ['route to host 10.9.8.7 added'],
  },
  'java-null-pointer': {
    matches: [
      'java.lang.NullPointerException: Cannot invoke "com.acme.Cart.getItems()" because "cart" is null',
      'java.lang.NullPointerException',
    ],
    lookAlikes: ['Registered NullPointerExceptionMapper'],
  },
  'java-exception': {
    matches: [
      'java.lang.IllegalStateException: order already closed',
      'java.lang.ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 3',
    ],
    lookAlikes: ['Registered GlobalExceptionHandler for 4 exception types'],
  },
  'node-undefined': {
    matches: [
      "TypeError: Cannot read properties of undefined (reading 'lines')",
      "TypeError: Cannot read property 'lines' of undefined",
    ],
    lookAlikes: ['read properties of 12 objects', 'TypeError: order.total is not a function'],
  },
  'node-type-error': {
    matches: ['TypeError: order.total is not a function', 'ReferenceError: rates is not defined'],
    lookAlikes: [
      'read properties of 12 objects',
      "TypeError: Cannot read properties of undefined (reading 'lines')",
    ],
  },
  'go-nil': {
    matches: [
      'panic: runtime error: invalid memory address or nil pointer dereference',
      'panic: assignment to entry in nil map',
    ],
    lookAlikes: ['panic: runtime error: index out of range [3] with length 3'],
  },
  'go-panic': {
    matches: [
      'panic: runtime error: index out of range [3] with length 3',
      'panic recovered err="runtime error: slice bounds out of range [:9] with capacity 4"',
      'fatal error: concurrent map writes',
    ],
    lookAlikes: ['panic button pressed by operator'],
  },
  'dotnet-null': {
    matches: [
      'System.NullReferenceException: Object reference not set to an instance of an object.',
      "System.ArgumentNullException: Value cannot be null. (Parameter 'order')",
    ],
    lookAlikes: [
      'NullReferenceExceptionFilter added',
      'System.InvalidOperationException: Sequence contains no elements',
    ],
  },
  'dotnet-fault': {
    matches: [
      'System.InvalidOperationException: Sequence contains no elements',
      "System.InvalidCastException: Unable to cast object of type 'A' to type 'B'.",
    ],
    lookAlikes: ['InvalidCastExceptionFilter added'],
  },
  'ruby-nil': {
    matches: ["NoMethodError: undefined method `total' for nil:NilClass"],
    lookAlikes: ["NoMethodError: undefined method `total' for #<Cart:0x1>"],
  },
  'ruby-fault': {
    matches: [
      "NoMethodError: undefined method `total' for #<Cart:0x1>",
      'undefined local variable or method rate',
    ],
    lookAlikes: ['method total defined'],
  },
  'php-null': {
    matches: [
      'PHP Fatal error:  Uncaught Error: Call to a member function total() on null in /app/cart.php:12',
    ],
    lookAlikes: ['Call to a member function total() on bool'],
  },
  'php-fault': {
    matches: [
      'PHP Fatal error:  Uncaught Error: Call to a member function total() on bool in /app/cart.php:12',
      'Undefined array key "rate"',
    ],
    lookAlikes: ['PHP 8.3 started without errors'],
  },
  'rust-none': {
    matches: [
      'called `Option::unwrap()` on a `None` value',
      "thread 'main' panicked at src/rates.rs:41:9:\ncalled `Option::unwrap()` on a `None` value",
    ],
    lookAlikes: ['called `Result::unwrap()` on an `Err` value: ParseIntError'],
  },
  'rust-panic': {
    matches: [
      "thread 'main' panicked at src/rates.rs:41:9: index out of bounds",
      'called `Result::unwrap()` on an `Err` value: ParseIntError',
    ],
    lookAlikes: ['panic handler installed'],
  },
  'python-none': {
    matches: [
      "AttributeError: 'NoneType' object has no attribute 'total'",
      "TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'",
    ],
    lookAlikes: ["KeyError: 'amount'", "AttributeError: 'Cart' object has no attribute 'total'"],
  },
  'python-fault': {
    matches: ["KeyError: 'amount'", 'ZeroDivisionError: division by zero'],
    lookAlikes: [
      '0 key errors',
      'KeyErrorHandler registered',
      'TypeError: fetch failed\n    at load (/srv/a.js:3:7)',
      '** (KeyError) key :xk not found in: %{}',
    ],
  },
  'native-crash': {
    matches: ['Segmentation fault (core dumped)', 'free(): double free or corruption'],
    lookAlikes: ['segment 12 dumped to core table'],
  },
  'dependency-429': {
    matches: [
      'API request failed: HTTP 429 Too Many Requests',
      '429 Client Error: Too Many Requests for url: https://api.example.org/x',
      'RateLimitError: rate limit exceeded',
      'API quota exceeded for project 12',
      "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'",
      'acme: error: 429 :: urn:ietf:params:acme:error:rateLimited :: too many certificates',
      'FCM QUOTA_EXCEEDED: Sending limit exceeded for the message target (429)',
    ],
    lookAlikes: [
      'rate limit headroom ok',
      'processed 429 orders',
      'Disk quota exceeded',
      'storage quota exceeded for bucket media',
      'mailbox quota exceeded',
    ],
  },
  'load-balancer-no-answer': {
    matches: [
      'https 2026-11-28T10:20:00.005000Z app/shop/50dc6c495c0c9188 192.0.2.39:2817 10.0.0.1:80 0.001 -1 -1 502 - 34 366 "GET https://shop.example:443/cart HTTP/1.1" "curl/7.46.0"\nhttp status 502',
      '2026-11-28T10:20:00.005000Z shop 192.0.2.39:2817 - -1 -1 -1 503 0 0 0 "GET http://shop.example:80/cart HTTP/1.1" "curl/7.46.0" - -\nhttp status 503',
    ],
    lookAlikes: [
      'https 2026-11-28T10:20:00.005000Z app/shop/50dc6c495c0c9188 192.0.2.39:2817 10.0.0.1:80 0.001 0.104 0.000 503 503 34 366 "GET https://shop.example:443/cart HTTP/1.1" "curl/7.46.0"\nhttp status 503',
      'https 2026-11-28T10:20:00.005000Z app/shop/50dc6c495c0c9188 192.0.2.39:2817 10.0.0.1:80 0.001 0.104 0.000 200 200 34 366 "GET https://shop.example:443/cart HTTP/1.1" "curl/7.46.0"',
    ],
  },
  'own-unavailable': {
    matches: [
      'https 2026-11-28T10:20:00.005000Z app/shop/50dc6c495c0c9188 192.0.2.39:2817 10.0.0.1:80 0.001 0.104 0.000 503 503 34 366 "GET https://shop.example:443/cart HTTP/1.1" "curl/7.46.0"\nhttp status 503',
      '10.0.0.9 - - "GET /a HTTP/1.1" 503 12',
      'GET /a\nhttp status 503',
      '10.0.0.9 - - "GET /a HTTP/1.1" 502 12 "https://shop.example/a"\nhttp status 502',
      'upstream_addr=-\nhttp status 504',
    ],
    lookAlikes: [
      '10.0.0.9 - - "GET /a HTTP/1.1" 503 12 upstream=10.0.0.7:80',
      'GET /a\nhttp status 200',
      'GET /a\nupstream_addr=10.0.0.7:80\nhttp status 502',
      'connect() to 10.0.0.7:80 failed\nhttp status 502',
      'POST https://rates.example/v1\nhttp status 503',
    ],
  },
  'service-unavailable': {
    matches: [
      'upstream session cache unavailable, could not restore session',
      '503 Service Unavailable',
      "CallNotPermittedException: CircuitBreaker 'rates' is OPEN",
      'The FCM server is temporarily unavailable',
      '{"type":"error","error":{"type":"overloaded_error"}}',
    ],
    lookAlikes: [
      'experiment "circuit breaker open" ended',
      'circuit breaker rates closed',
      'upstream healthy',
      'upstream ledger.internal:8443 timed out after 5000 ms',
    ],
  },
  'own-server-error': {
    matches: [
      '10.0.0.9 - - "GET /api/orders/1 HTTP/1.1" 500 312',
      'GET /orders\nhttp status 500',
      'http status 500\nstatus=500',
      'Request finished HTTP/2 POST http://localhost:5000/orders - 500\nhttp status 500',
      '10.0.0.9 - - "GET http://shop.example/api/orders/1 HTTP/1.1" 500 312\nhttp status 500',
    ],
    lookAlikes: [
      '10.0.0.9 - - "GET /api/orders/500 HTTP/1.1" 200 500',
      'rates API returned 500',
      'lookup failed: GET https://rates.example/v2/fx: 500\nhttp status 500',
    ],
  },
  'dependency-5xx': {
    matches: [
      'rates API returned 500',
      'request failed with status code 502',
      'rates API returned 500\nhttp status 500',
      'call failed GET https://rates.example/v2/fx 500 (31 ms)\nhttp status 500',
      'lookup failed: GET https://rates.example/v2/fx: 500\nhttp status 500',
      'HttpException: POST https://rates.example/v2/fx -> 500 Internal Server Error\nhttp status 500',
    ],
    lookAlikes: [
      'returned 500 rows',
      'status=200',
      'GET /orders\nhttp status 500',
      'slow: GET https://img.example/big 540 ms',
      'failed to parse body of GET https://api.example/items: 500 items expected, got 499',
      '10.0.0.3 GET https://shop.example/cart 500 37ms\nhttp status 500',
      'Request finished HTTP/2 POST http://localhost:5000/orders - 500\nhttp status 500',
    ],
  },
  'dependency-time-out': {
    matches: [
      '(70007)The timeout specified has expired: AH01075: Error dispatching request to : (polling)',
      'Get "https://feeds.example.org/a": net/http: TLS handshake timeout',
      'java.net.SocketTimeoutException: Read timed out',
      'Payment gateway timeout after 30 seconds',
      'rpc error: context deadline exceeded',
      'AxiosError: ETIMEDOUT',
      'upstream ledger.internal:8443 timed out after 5000 ms',
      'NatsError: TIMEOUT waiting for publish ack',
      'upstream timed out (110: Connection timed out) while reading response header from upstream',
    ],
    lookAlikes: ['Retry policy configured: maxAttempts=3 timeout=30s', 'timeout budget 25000ms'],
  },
  'database-wraparound': {
    matches: [
      'database is not accepting commands to avoid wraparound data loss in database "metrics"',
      'database is not accepting commands that assign new XIDs to avoid wraparound data loss in database "metrics"',
      'database "metrics" must be vacuumed within 10985967 transactions',
    ],
    lookAlikes: [
      'automatic vacuum of table "metrics.public.samples": index scans: 1',
      'automatic aggressive vacuum to prevent wraparound of table "metrics.public.samples": index scans: 0',
    ],
  },
  'replication-stopped': {
    matches: [
      'could not receive data from WAL stream: ERROR:  requested WAL segment 000000010000005E000000A7 has already been removed',
      "Replica SQL for channel '': Worker 1 failed executing transaction; Could not execute Write_rows event on table wallet.balances; Duplicate entry '88123' for key 'balances.PRIMARY'",
      'Error running query, slave SQL thread aborted. Fix the problem, and restart the slave SQL thread',
      "Got fatal error 1236 from source when reading data from binary log: 'Could not find first log file name'",
      "Slave I/O for channel '': error connecting to master 'repl@db-0:3306' - retry-time: 60 retries: 1",
    ],
    lookAlikes: ['replica SQL thread initialized, starting replication', 'removed WAL segment'],
  },
  'data-damaged': {
    matches: [
      'Database page corruption on disk or a failed file read of page [page id: space=312, page number=4411].',
      'invalid page in block 12 of relation base/16384/24601',
      'page verification failed, calculated checksum 12 but expected 13',
      "Table './forum/posts' is marked as crashed and should be repaired",
    ],
    lookAlikes: ['checksum verification of 120 pages complete, no page is corrupt'],
  },
  'database-recovers': {
    matches: [
      'FATAL:  the database system is in recovery mode',
      'terminating connection because of crash of another server process',
    ],
    lookAlikes: ['database system was not properly shut down; automatic recovery in progress'],
  },
  'tls-spoken-to-plain': {
    matches: [
      'upstream_reset_before_response_started{connection_failure,TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER}',
      'tls: first record does not look like a TLS handshake',
      'http: server gave HTTP response to HTTPS client',
    ],
    lookAlikes: [
      'wrong version of the schema: number 3',
      'row 5 of orders has a wrong version number, expected 3',
    ],
  },
  'envoy-no-healthy-upstream': {
    matches: [
      '[2026-11-20T11:00:00.000Z] "GET /p HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-"',
      'no healthy upstream',
    ],
    lookAlikes: ['"GET /p HTTP/1.1" 200 - via_upstream - "-" 0 19 3', 'no_healthy_upstream: 0'],
  },
  'envoy-connection-failure': {
    matches: [
      '[2026-11-20T11:00:00.000Z] "GET /p HTTP/1.1" 503 URX,UF upstream_reset_before_response_started{connection_failure} - "-" 0 91 31',
      'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
    ],
    lookAlikes: [
      '"GET /p HTTP/1.1" 503 - "-" "UF curl"',
      '"GET /p HTTP/2" 503 UF,URX upstream_reset_before_response_started{connection_failure,TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify_cert_failed:_cert_is_expired:TLS_error_end} 0 201',
    ],
  },
  'proxy-server-down': {
    matches: [
      'Server be_app/app3 is DOWN, reason: Layer4 timeout, check duration: 2001ms. 2 active and 0 backup servers left.',
      'backend be_app has no server available!',
      "[ALERT] (301) : backend 'be_orders' has no server available!",
    ],
    lookAlikes: ['Server be_app/app3 is UP, reason: Layer7 check passed, code: 200'],
  },
  'web-workers-used-up': {
    matches: [
      '[pool www] server reached pm.max_children setting (20), consider raising it',
      'AH00484: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting',
      '1024 worker_connections are not enough while connecting to upstream',
    ],
    lookAlikes: ['[pool www] pm.max_children = 20'],
  },
  'image-not-pulled': {
    matches: [
      'Failed to pull image "registry.example.com/portal:2.14.1": rpc error: code = NotFound',
      '"PullImage from image service failed" err="rpc error: code = NotFound desc = failed to pull and unpack image \\"registry.example.com/portal:2.14.1\\": failed to resolve reference \\"registry.example.com/portal:2.14.1\\": not found"',
      'Failed to pull image: ImagePullBackOff',
      'Job failed: failed to pull image "registry.example.org/app:7": unauthorized: authentication required',
    ],
    lookAlikes: [
      'Pulling image "registry.example.com/portal:2.14.0"',
      'Successfully pulled image',
      'asset manifest not found in /app/dist',
    ],
  },
  'sandbox-not-created': {
    matches: [
      'RunPodSandbox for worker failed: failed to setup network for sandbox "8a1f": plugin type="calico" failed (add): Unauthorized',
      'container runtime network not ready: NetworkPlugin not ready: cni plugin not initialized',
    ],
    lookAlikes: ['RunPodSandbox for worker returns sandbox id "8a1f"'],
  },
  'unit-failed': {
    matches: [
      "thumbor.service: Failed with result 'exit-code'.",
      'Failed to start thumbor.service - Image server.',
    ],
    lookAlikes: ['thumbor.service: Deactivated successfully.', 'Started thumbor.service'],
  },
  'broker-blocks-publishers': {
    matches: [
      'memory resource limit alarm set on node rabbit@rabbit1.',
      'publish timed out after 5000ms: connection blocked by broker (low on memory)',
    ],
    lookAlikes: ['memory resource limit alarm cleared on node rabbit@rabbit1'],
  },
  'cluster-partitioned': {
    matches: [
      'mnesia_event got {inconsistent_database, running_partitioned_network, rabbit@rabbit1}',
      "NOT_FOUND - home node 'rabbit@rabbit2' of durable queue 'events' in vhost '/' is down or inaccessible",
    ],
    lookAlikes: ['node rabbit@rabbit2 up', 'table is partitioned by day'],
  },
  'partition-leader-moved': {
    matches: [
      'org.apache.kafka.common.errors.NotLeaderOrFollowerException: For requests intended only for the leader',
      'Error while fetching metadata: {orders=LEADER_NOT_AVAILABLE}',
    ],
    lookAlikes: ['broker 2 is leader of orders-1'],
  },
  'search-circuit-breaker': {
    matches: [
      'search failed: status=429 {"type":"circuit_breaking_exception","reason":"[parent] Data too large"}',
      '[parent] Data too large, data for [<http_request>] would be [8160437862/7.5gb]',
    ],
    lookAlikes: ['circuit breaker settings updated'],
  },
  'etcd-slow': {
    matches: [
      'etcdserver: request timed out',
      'slow fdatasync took=1.2s expected-duration=1s',
      'leader failed to send out heartbeat on time; took too long, leader is overloaded likely from slow disk',
    ],
    lookAlikes: ['etcdserver: compact tree index'],
  },
  'vault-sealed': {
    matches: ['Code: 503. Errors:\n\n* Vault is sealed', 'core: marked as sealed'],
    lookAlikes: ['core: vault is unsealed'],
  },
  'certificate-not-renewed': {
    matches: [
      'Failed to renew certificate www.example.com with error: Some challenges have failed.',
      'Challenge failed for domain www.example.com',
    ],
    lookAlikes: ['Certificate not yet due for renewal'],
  },
  'configuration-not-read': {
    matches: [
      'Loading configuration file failed file=/etc/alertmanager/config.yml',
      'failed to load config: open /etc/app.toml',
      'yaml: line 31: did not find expected key',
      '[emerg] 12#12: unknown directive "proxy_passs" in /etc/nginx/nginx.conf:12',
    ],
    lookAlikes: [
      'Completed loading of configuration file',
      'configuration loaded',
      'failed to load configuration: dial tcp 10.0.0.4:8500: connect: connection refused',
    ],
  },
  'redis-not-saved': {
    matches: [
      "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
      'Background saving error',
      "Can't save in background: fork: Cannot allocate memory",
    ],
    lookAlikes: ['Background saving terminated with success'],
  },
  'log-in-guessing': {
    matches: [
      'maximum authentication attempts exceeded for invalid user admin from 203.0.113.7 port 41112 ssh2 [preauth]',
      'Failed password for invalid user admin from 203.0.113.7 port 41112 ssh2',
    ],
    lookAlikes: ['Accepted publickey for deploy from 10.0.0.5 port 41112 ssh2'],
  },
  'pipeline-job-failed': {
    matches: [
      'Job failed: exit code 1',
      '##[error]Process completed with exit code 2.',
      'ERROR: script returned exit code 137',
    ],
    lookAlikes: ['Job succeeded', 'script returned exit code 0'],
  },
  'broker-log-dirs-failed': {
    matches: ['Shutdown broker because all log dirs in /var/lib/kafka have failed'],
    lookAlikes: ['Loading logs from log dirs ArrayBuffer(/var/lib/kafka)'],
  },
  'replica-behind': {
    matches: [
      'balance of account 12 is stale: replica db2 is 312 seconds behind source',
      'replica lag is 812 s, reading from primary',
    ],
    lookAlikes: [
      'replica lag is 0 s',
      'replica started',
      'secondary queue lag is 5000 messages',
      'consumer of replication topic: lag is 900',
    ],
  },
  'index-blocked': {
    matches: [
      'bulk failed: status=429 type=cluster_block_exception reason="blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block]"',
      'flood stage disk watermark [95%] exceeded on [a1b2][es2][/var/lib/elasticsearch] free: 4.1gb[4.1%], all indices on this node will be marked read-only',
      'high disk watermark [90%] exceeded on [a1b2][es2][/var/lib/elasticsearch] free: 8.5gb[8.2%], shards will be relocated away from this node',
    ],
    lookAlikes: [
      'upload refused: disk usage exceeded for user 12',
      'high disk watermark is [90%]',
      'low disk watermark [85%] no longer exceeded',
    ],
  },
  'not-permitted': {
    matches: [
      'ERROR:  permission denied for table invoices',
      'MongoServerError: not authorized on shop to execute command { find: "carts" }',
      'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [refunds]',
      'security_exception: action [indices:data/write/bulk] is unauthorized for user [feeder]',
      'google.api_core.exceptions.PermissionDenied: 403 Missing or insufficient permissions.',
      'gateway: RBAC: access denied for GET /admin/stats',
      'Request error: error="rpc error making call: Permission denied: token lacks permission"',
    ],
    lookAlikes: [
      'permission "kms:Decrypt" granted to role billing',
      'permission denied for the trip of class 7b',
      'mkdir /srv/spool: permission denied',
    ],
  },
  'celery-worker-killed': {
    matches: [
      "Task handler raised error: WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: 41.')",
      "Process 'ForkPoolWorker-3' pid:77 exited with 'signal 9 (SIGKILL)'",
    ],
    lookAlikes: [
      "WorkerLostError('Worker exited prematurely: signal 15 (SIGTERM) Job: 41.')",
      "Process 'ForkPoolWorker-3' pid:77 exited with 'exitcode 0'",
    ],
  },
  'pod-setting-missing': {
    matches: [
      'Error syncing pod, skipping: CreateContainerConfigError: secret "web-env" not found',
      "couldn't find key DB_URL in ConfigMap shop/web",
      'MountVolume.SetUp failed for volume "tls" : secret "web-tls" not found',
    ],
    lookAlikes: ['secret "web-env" created', 'found key DB_URL in ConfigMap shop/web'],
  },
  'pod-not-scheduled': {
    matches: [
      '0/7 nodes are available: 3 Insufficient memory, 4 Insufficient cpu.',
      '0/3 nodes are available: 3 node(s) had untolerated taint {gpu: true}.',
    ],
    lookAlikes: ['7/7 nodes are available', '10/12 nodes are available: 2 cordoned'],
  },
  'broker-heartbeat-missed': {
    matches: [
      'closing AMQP connection <0.31774.55> (10.2.5.190:54288 -> 10.2.5.248:5672):\nmissed heartbeats from client, timeout: 60s',
      'com.rabbitmq.client.AlreadyClosedException: connection is already closed due to connection error; cause: com.rabbitmq.client.MissedHeartbeatException: Heartbeat missing with heartbeat = 60 seconds',
    ],
    lookAlikes: ['missed heartbeats: 0', 'heartbeat of client 7 is set to 60 s'],
  },
  'etcd-space-used-up': {
    matches: [
      'rpc error: etcdserver: mvcc: database space exceeded',
      'failed to apply request: etcdserver: no space',
      'memberID:7 alarm:NOSPACE',
    ],
    lookAlikes: ['etcdserver: database of 2.1 GB defragmented', 'no alarm is set'],
  },
  'model-context-exceeded': {
    matches: [
      "BadRequestError: Error code: 400 - This model's maximum context length is 8192 tokens. However, your messages resulted in 9122 tokens.",
      'invalid_request_error: prompt is too long: 209831 tokens > 200000 maximum',
    ],
    lookAlikes: [
      'maximum context length set to 8192 tokens by configuration',
      'prompt of 812 tokens answered',
    ],
  },
};
