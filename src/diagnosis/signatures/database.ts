// Databases: connections used up, refused, locks, log-in, schema, time limits, fail-over.
import type { ActionText, Signature } from '../signature.ts';

const RDS_COMMANDS = [
  "aws rds describe-db-instances --db-instance-identifier {dbInstance} --query 'DBInstances[].{Status:DBInstanceStatus,Class:DBInstanceClass}'",
  'aws rds describe-events --source-type db-instance --source-identifier {dbInstance} --start-time {windowStart} --end-time {windowEnd}',
  'aws rds describe-db-clusters --db-cluster-identifier {dbCluster}',
  'aws rds describe-events --source-type db-cluster --source-identifier {dbCluster} --start-time {windowStart} --end-time {windowEnd}',
];
const CONNECTION_METRIC =
  'aws cloudwatch get-metric-statistics --namespace AWS/RDS --metric-name DatabaseConnections --dimensions Name=DBInstanceIdentifier,Value={dbInstance} --statistics Maximum --period 300 --start-time {windowStart} --end-time {windowEnd}';
const PROXY: ActionText = {
  title: 'Put a connection pooler between application and database',
  reason: 'The number of connections then no longer grows with the number of instances.',
  steps: [
    'Try RDS Proxy or another pooler under load.',
    'Set the pool of each instance to the limit of the database divided by the largest number of instances.',
  ],
};

/** Words that show that a connection was meant for a database. */
const DB = String.raw`(?:jdbc|postgres|psql|psycopg|pgx|mysql|mariadb|oracle|sqlserver|mongo|sequelize|hibernate|:5432\b|:3306\b|:1433\b|:1521\b|:27017\b)`;

export const DATABASE: readonly Signature[] = [
  {
    name: 'too-many-connections',
    category: 'connection',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /too many clients already|remaining connection slots are reserved/i,
      /(?:SQLSTATE|Error|ERROR|FATAL|MySQL|exception|message from server)[^\n]{0,80}too many connections/i,
      /ER_CON_COUNT_ERROR|ER_TOO_MANY_USER_CONNECTIONS|max_user_connections/,
      /ORA-(?:00018|12516|12519|12520)\b/,
    ],
    title: 'The database {endpoint|} has no connection slot left',
    meaning:
      'The database itself refuses new connections because its own limit is reached, whatever the pools of the applications allow. Someone holds more connections than before: new instances, larger pools or sessions that are not closed.',
    component: ['dbInstance', 'dbCluster', 'endpoint'],
    checks: [
      'List the sessions of the database by user, client and state; many idle ones of one client name the leak.',
    ],
    immediate: {
      title: 'Free connection slots',
      reason: 'No new session can begin until some are closed.',
      steps: [
        'End idle sessions that are older than some minutes.',
        'Scale back the service that opened most of them.',
      ],
      commands: [...RDS_COMMANDS, CONNECTION_METRIC],
      rollback: 'Scale the service up again once the number of sessions is bounded.',
    },
    shortTerm: {
      title: 'Make the pools fit the limit',
      reason: 'Pool size times instances must stay under the limit of the database.',
      steps: ['Lower the pool of each instance, and close idle connections after a minute or two.'],
    },
    longTerm: PROXY,
    fix: 'pool-settings',
  },
  {
    name: 'connection-pool-exhausted',
    category: 'connection',
    type: 'infrastructure',
    layer: 'wait',
    any: [
      /(?<pool>[\w.-]{1,60}) - Connection is not available, request timed out after (?<waitMs>\d{1,7})ms/,
      /connection pool (?:is )?(?:exhausted|empty|full|depleted|timed? ?out)/i,
      /could not (?:obtain|get|acquire) (?:a |an )?(?:\w{1,20} )?connection (?:from (?:the )?pool|within (?<waitSeconds>\d{1,4}) ?s)/i,
      /(?:pool exhausted|PoolExhausted\w{0,20}|PoolTimeout|pool error Timeout waiting for idle object)/i,
      /QueuePool limit of size (?<limit>\d{1,5}) overflow \d{1,5} reached/,
      /Timeout acquiring a connection|ResourceRequest timed out|timeout (?:exceeded )?when trying to (?:connect|acquire)/i,
      /Timeout expired\. {1,2}The timeout period elapsed prior to obtaining a connection from the pool/,
      /Cannot get a connection, pool error|unable to (?:get|acquire) (?:a )?connection from (?:the )?(?:connection )?pool/i,
      /could not obtain a connection from the pool within [\d.]{1,6} seconds|ConnectionTimeoutError/,
      /no (?:idle|free|available) connections? (?:left |available )?in (?:the )?pool/i,
      /\btimed? ?out (?:while )?waiting for (?:an? )?(?:(?:free|idle|available|database) )?connection from (?:the )?(?:\w{1,20} )?pool\b/i,
      /\bwaiting for (?:a )?(?:free |database )?connection\b[^\n]{0,60}(?:timed out|timeout)/i,
      /\bchecking out a connection from (?:the )?connection pool\b|\bMongoWaitQueueTimeoutError\b|\bconnection not available and request was dropped from queue\b/,
    ],
    unless: /Caused by: [^\n]{0,200}(?:[Cc]onnection refused|UnknownHost|too many clients)/,
    title: 'Connection pool {pool|of the application} is exhausted',
    meaning:
      'All connections of the pool were in use and requests gave up waiting for one{waitText|}. Connections are held longer than before (slow statements, a leak, a transaction around a slow call) or more requests arrive than the pool was made for.',
    component: ['pool', 'dbInstance', 'dbCluster', 'endpoint'],
    checks: [
      'Compare active, idle and waiting connections of the pool before and during the shortage.',
      'Look for statements and transactions that run longer than before, and for code that takes a connection and does not give it back on its error path.',
    ],
    immediate: {
      title: 'Relieve connection pool {pool|of the application}',
      reason: 'Requests fail while they wait, so connections must come back faster or be more.',
      steps: [
        'End sessions of the database that are idle in a transaction or run for minutes.',
        'Raise the pool only if the database has free slots: pool size times instances must stay under its limit, and each concurrent Lambda environment is an instance.',
        'Restart instances one by one if their connections do not come back, which is the mark of a leak.',
      ],
      commands: [
        ...RDS_COMMANDS,
        CONNECTION_METRIC,
        'aws lambda get-function-concurrency --function-name {function}',
      ],
      rollback: 'Set the pool size back to its earlier value if the database slows down.',
    },
    shortTerm: {
      title: 'Find who holds the connections',
      reason: 'A larger pool only hides a leak or a slow statement.',
      steps: [
        'Turn on leak detection of the pool, with a threshold just above the longest good transaction.',
        'Set a statement time-out, and take remote calls out of transactions.',
      ],
    },
    longTerm: PROXY,
    fix: 'pool-settings',
  },
  {
    name: 'database-lock',
    category: 'connection',
    type: 'application-code',
    layer: 'origin',
    any: [
      /deadlock (?:found|detected)|Deadlock found when trying to get lock|was deadlocked on lock/i,
      /Lock wait timeout exceeded|ER_LOCK_(?:DEADLOCK|WAIT_TIMEOUT)|LockAcquisitionException|CannotAcquireLockException|DeadlockLoserDataAccessException/,
      /canceling statement due to lock timeout|could not obtain lock on/i,
      /\b40P01\b|\b55P03\b|ORA-00060\b/,
      /database is locked|database table is locked|SQLITE_BUSY/,
    ],
    title: 'Transactions block each other in the database{tableText|}',
    meaning:
      'Statements waited for locks that other transactions held, until the database gave up one of them. Transactions that take the same rows in different orders deadlock; one long transaction makes all others wait.',
    component: ['table', 'dbInstance', 'dbCluster', 'endpoint', 'unit'],
    checks: [
      'Ask the database for the last deadlock and for the oldest open transaction.',
      'Check whether a migration, a batch job or a backup began before the first lock error.',
    ],
    immediate: {
      title: 'End the transaction that holds the locks',
      reason: 'Everyone behind it goes on as soon as it ends.',
      steps: [
        'Find the oldest open transaction and who runs it, then end that session; pause the batch job if it is one.',
      ],
      commands: RDS_COMMANDS,
      rollback: 'Start the ended job again outside of busy hours.',
    },
    shortTerm: {
      title: 'Take locks in one order, and shortly',
      reason: 'A fixed order can not deadlock.',
      steps: [
        'Sort the rows before they are changed, keep transactions short, and try a deadlocked transaction again with a bound.',
      ],
    },
    longTerm: {
      title: 'Change large amounts of rows in small batches',
      reason: 'Small batches let others through.',
      steps: ['Let jobs commit every few hundred rows and run outside of busy hours.'],
    },
  },
  {
    name: 'database-log-in',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /password authentication failed for user/i,
      /Access denied for user '[^'\n]{1,80}'@/,
      /SqlException[^\n]{0,80}Login failed for user|Login failed for user[^\n]{0,120}(?:Error: 18456|SqlClient)/,
      /no pg_hba\.conf entry for host/,
      /ORA-01017\b|ER_ACCESS_DENIED_ERROR|MongoServerError: Authentication failed/,
    ],
    title: 'The database rejects the log-in of the application',
    meaning:
      'The database answers but does not accept user or password. After a rotation the application mostly still uses the old password.',
    component: ['dbInstance', 'dbCluster', 'endpoint', 'secret'],
    checks: [
      'Check whether the secret was rotated before the first rejection, and which version the application has read.',
    ],
    immediate: {
      title: 'Give the application the current credentials',
      reason: 'No connection can be opened with the old ones.',
      steps: [
        'Restart the application if it reads the secret only at its start, or put back the earlier password.',
      ],
      commands: [
        'aws secretsmanager list-secret-version-ids --secret-id {secret}',
        ...RDS_COMMANDS,
      ],
      rollback: 'Move the AWSCURRENT label back to the earlier version of the secret.',
    },
    shortTerm: {
      title: 'Read the secret again when a log-in is rejected',
      reason: 'A rotation then needs no restart.',
      steps: [
        'Fetch the secret anew after the first rejection, once, and then open the connection again.',
      ],
    },
    longTerm: {
      title: 'Rotate with two users in turn',
      reason: 'The old credentials stay valid until all have changed over.',
      steps: ['Use the alternating-users strategy of Secrets Manager, or IAM authentication.'],
    },
  },
  {
    name: 'database-schema',
    category: 'application-exception',
    type: 'application-code',
    layer: 'code',
    any: [
      /(?:relation|column) "?(?<table>[\w.]{1,80})"?(?: of relation "?[\w.]{1,80}"?)? does not exist/,
      /Unknown column '(?<table>[\w.]{1,80})'/,
      /Table '(?<table>[\w.]{1,80})' doesn't exist/,
      /no such (?:table|column): (?<table>[\w.]{1,80})/,
      /Invalid (?:object|column) name '(?<table>[\w.]{1,80})'|ORA-00942\b|ORA-00904\b|\bPendingMigrationError\b|\bMigrations are pending\b|UndefinedTable|UndefinedColumn|SQLGrammarException/,
    ],
    title: 'Code and database schema do not fit{tableText|}',
    meaning:
      'A statement names a table or a column that the database does not have. Code and schema were changed apart: a migration is missing, failed or came too early.',
    component: ['table', 'dbInstance', 'unit'],
    checks: ['Compare the list of applied migrations with the running version of the code.'],
    immediate: {
      title: 'Bring code and schema together again',
      reason: 'Each run of the statement fails.',
      steps: [
        'Apply the missing migration, or go back to the version of the code that fits the schema.',
      ],
      rollback: 'Run the down step of the migration, after a backup.',
    },
    shortTerm: {
      title: 'Change the schema in steps that both versions understand',
      reason: 'Old and new code run side by side during a deployment.',
      steps: ['Add first, move the code, remove last.'],
    },
    longTerm: {
      title: 'Check the schema at start-up',
      reason: 'An instance with the wrong schema then never gets traffic.',
      steps: ['Let the health check compare the version of the schema.'],
    },
  },
  {
    name: 'database-statement-time-out',
    category: 'connection',
    type: 'dependency',
    layer: 'wait',
    any: [
      /canceling statement due to (?:statement timeout|conflict with recovery)/i,
      /Query execution was interrupted, maximum statement execution time exceeded/,
      /QueryTimeoutException|SQLTimeoutException|MySQLTimeoutException/,
      /Execution Timeout Expired|ORA-01013\b|MaxTimeMSExpired/,
    ],
    title: 'Statements run into the time limit of the database',
    meaning:
      'The database stopped statements that ran longer than allowed. A plan that changed, a missing index, more rows or waiting for locks are the usual reasons.',
    component: ['dbInstance', 'dbCluster', 'table', 'endpoint', 'unit'],
    checks: [
      'Find the slowest statements of the window, and compare their plans with those of the day before.',
    ],
    immediate: {
      title: 'Take the slow statement off the database',
      reason: 'One slow statement slows all others.',
      steps: ['End its sessions, and pause the job or the feature that runs it.'],
      commands: RDS_COMMANDS,
      rollback: 'Start the job again outside of busy hours.',
    },
    shortTerm: {
      title: 'Mend the plan',
      reason: 'The same statement may be slow again with the next rows.',
      steps: ['Refresh the statistics of the table, and add the index that the plan lacks.'],
    },
    longTerm: {
      title: 'Watch the slowest statements',
      reason: 'A plan seldom becomes slow at once.',
      steps: ['Turn on the slow query log or Performance Insights.'],
    },
  },
  {
    name: 'database-read-only',
    category: 'connection',
    type: 'dependency',
    layer: 'origin',
    any: [
      /cannot execute [A-Z ]{3,30} in a read-only transaction/,
      /running with the --read-only option|\bNotWritablePrimary\b|\bNotPrimaryError\b/,
    ],
    title: 'The database changed its role: connections reach a node that does not write',
    meaning:
      'Connections lead to a node that is read-only, as after a fail-over: it answers, and refuses every write.',
    component: ['dbCluster', 'dbInstance', 'endpoint'],
    checks: ['Read the events of the database for a fail-over, a restart or maintenance.'],
    immediate: {
      title: 'Connect again to the writer',
      reason: 'Open connections keep the old address.',
      steps: ['Empty the connection pools or restart the instances, and use the writer endpoint.'],
      commands: RDS_COMMANDS,
      rollback: 'Nothing to undo; the pools fill again by themselves.',
    },
    shortTerm: {
      title: 'Test connections before use, and keep the DNS cache short',
      reason: 'A fail-over then costs seconds.',
      steps: [
        'Turn on validation in the pool, bound the age of connections, and use a driver that follows fail-overs.',
      ],
    },
    longTerm: PROXY,
  },
  {
    name: 'database-shut-down',
    category: 'connection',
    type: 'dependency',
    layer: 'origin',
    any: [
      /terminating connection due to administrator command/i,
      /the database system is (?:starting up|shutting down|not yet accepting connections)|\bServer shutdown in progress\b|\bER_SERVER_SHUTDOWN\b/i,
    ],
    title: 'The database ends its connections: it was shut down or restarts',
    meaning:
      'The server closed open connections, or takes no new ones until it has started. A shutdown, a restart, a fail-over, or an administrator who ended sessions does it.',
    component: ['dbCluster', 'dbInstance', 'endpoint'],
    checks: [
      'Read the log and the events of the database for a shutdown, a restart, a fail-over or maintenance, and who asked for it.',
    ],
    immediate: {
      title: 'See that the database runs, and connect again',
      reason: 'Pools keep connections that the server has closed.',
      steps: [
        'Check that it accepts connections, and start it if it does not.',
        'Empty the connection pools or restart the instances that do not recover by themselves.',
      ],
      commands: RDS_COMMANDS,
      rollback: 'Nothing to undo; the pools fill again by themselves.',
    },
    shortTerm: {
      title: 'Let clients live through a restart of the database',
      reason: 'A restart then costs seconds.',
      steps: [
        'Turn on validation in the pool, and try reads and idempotent writes again with a growing pause.',
      ],
    },
    longTerm: PROXY,
  },
  {
    name: 'database-refused',
    category: 'connection',
    type: 'dependency',
    layer: 'origin',
    any: [
      new RegExp(
        `${DB}[^\\n]{0,200}(?:connection (?:to [^\\n]{1,80} )?refused|ECONNREFUSED|could not connect|can't connect)`,
        'i',
      ),
      new RegExp(
        `(?:connection refused|ECONNREFUSED|could not connect|can't connect)[^\\n]{0,200}${DB}`,
        'i',
      ),
      /\bSQLSTATE\[(?:HY000|08006)\] \[(?:2002|2003|7)\]/,
      /Communications link failure|could not connect to server: Connection refused|Connection to [\w.-]{1,100}:\d{2,5} refused/,
      /\bCan't reach database server\b|\bNoHostAvailable(?:Exception)?\b|\bTNS:no listener\b/,
      /\bA network-related or instance-specific error occurred while establishing a connection to SQL Server\b/,
      /MongoNetwork(?:Timeout)?Error|MongoServerSelectionError|SequelizeConnection(?:Refused)?Error|ER_SERVER_SHUTDOWN/,
    ],
    title: 'The database {endpoint|} refuses connections',
    meaning:
      'The connection to the database is refused or lost: the database is down, restarting or at another address, or a firewall rejects it.',
    component: ['dbInstance', 'dbCluster', 'endpoint'],
    checks: [
      'Check the state and the events of the database.',
      'Check the address and the port that the application uses, and the security groups.',
    ],
    immediate: {
      title: 'Bring the database {endpoint|} back, or point the application to the one that runs',
      reason: 'Everything that needs the database fails meanwhile.',
      steps: [
        'Check whether the database runs; if it does, check what changed in network or settings before the first refusal.',
      ],
      commands: RDS_COMMANDS,
      rollback: 'Put back the earlier address or security group.',
    },
    shortTerm: {
      title: 'Bound waiting and retries',
      reason: 'Instances that retry at once keep a database that comes back from breathing.',
      steps: ['Connect with back-off and jitter, and answer readiness checks truthfully.'],
    },
    longTerm: {
      title: 'Run the database in two zones and practise the fail-over',
      reason: 'A fail-over that was practised takes a minute.',
      steps: ['Enable Multi-AZ and fail over on purpose once a quarter.'],
    },
  },
];
