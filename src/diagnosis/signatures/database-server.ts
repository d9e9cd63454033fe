// What a database server says of itself: copies that no longer follow, damaged pages, a crash, transaction ids used up.
import type { ActionText, Signature } from '../signature.ts';

const PRACTISE_RESTORE: ActionText = {
  title: 'Practise to build a server anew from a backup',
  reason: 'How long it takes and whether it works is known only from doing it.',
  steps: ['Restore the last backup on another host once a month, and measure the time.'],
};

export const DATABASE_SERVER: readonly Signature[] = [
  {
    name: 'database-wraparound',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /database is not accepting commands (?:to avoid wraparound data loss|that assign new (?:XID|MultiXactId)s)[^\n]{0,60}?(?:in database "(?<database>[\w-]{1,63})")?$/im,
      /\bdatabase "(?<database>[\w-]{1,63})" must be vacuumed within \d{1,12} transactions/i,
    ],
    title: 'PostgreSQL {database|} has used up its transaction ids and takes no writes',
    meaning:
      'Each transaction that writes takes an id from a circle of about two thousand million, and only VACUUM gives old ones back. It has not kept up, so the server stops taking ids rather than lose rows; reading still works. What holds it up is a long transaction, a prepared transaction, a replication slot that nobody reads, or autovacuum that is turned off or too slow.',
    component: ['database', 'dbInstance', 'dbCluster', 'endpoint'],
    checks: [
      'Compare age(datfrozenxid) of all databases, and find the tables with the largest age(relfrozenxid).',
      'Look for old rows in pg_stat_activity (backend_xmin), pg_prepared_xacts and pg_replication_slots.',
    ],
    immediate: {
      title: 'End what holds old transactions open, then vacuum the oldest tables',
      reason: 'Ids come back as soon as the oldest tables are frozen.',
      steps: [
        'End long transactions, roll back forgotten prepared ones, and drop replication slots that nobody uses.',
        'Run VACUUM (without FULL) on the tables with the oldest ids first, as a superuser; single-user mode is needed in old versions only.',
      ],
    },
    shortTerm: {
      title: 'Let autovacuum keep up',
      reason: 'It freezes rows in time if it is allowed to.',
      steps: [
        'Give autovacuum more workers and a higher cost limit, and see that no table has it turned off.',
      ],
    },
    longTerm: {
      title: 'Alarm on the age of the oldest transaction id',
      reason: 'The server warns for days before it stops.',
      steps: ['Alarm at 500 million, and on the line "must be vacuumed within".'],
    },
  },
  {
    name: 'transaction-log-full',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\btransaction log for database ["'](?<database>[\w$ -]{1,128})["'] is full\b/i,
      /\bError: 9002, Severity: \d{1,2}\b/,
    ],
    title: 'The transaction log of the database {database|} is full and takes no writes',
    meaning:
      'SQL Server writes each change into its log first, and the log has no room that may be used again; reading still works. The line gives the reason as one word: LOG_BACKUP means that no backup of the log was made since, ACTIVE_TRANSACTION that a long transaction holds it, other words a replica or a reader that is behind.',
    component: ['database', 'dbInstance', 'dbCluster'],
    checks: [
      'Read log_reuse_wait_desc in sys.databases: it tells what holds the log now.',
      'Look when the log was last backed up, and whether that job failed or was stopped.',
    ],
    immediate: {
      title: 'Free the log by what its reason asks for',
      reason: 'Writes go on as soon as a part of the log may be used again.',
      steps: [
        'For LOG_BACKUP back the log up; for ACTIVE_TRANSACTION end the oldest transaction; else bring the replica or reader forward.',
        'If that takes long, let the log grow or add a second log file for the time being.',
      ],
      rollback: 'Remove the second log file once the first one is free again.',
    },
    shortTerm: {
      title: 'Back the log up every few minutes',
      reason: 'What was backed up is used again, and the log stays small.',
      steps: ['Set up the backup of the log as a job, and alarm when it fails.'],
    },
    longTerm: {
      title: 'Alarm on how full the log is',
      reason: 'It fills for a while before anything is refused.',
      steps: ['Alarm at 70 percent of the log, for each database.'],
    },
  },
  {
    name: 'replication-stopped',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /requested WAL segment (?<segment>[0-9A-F]{24}) has already been removed/,
      /\b(?:slave|replica) SQL(?: thread)?\b[^\n]{0,80}(?:aborted|failed executing|Could not execute)|\bError running query, (?:slave|replica) SQL thread aborted/i,
      /\bCould not execute (?:Write|Update|Delete)_rows(?:_v1)? event on table (?<table>[\w$.-]{1,130})/,
      /\b(?:Slave|Replica) I\/O(?: thread)?\b[^\n]{0,40}\berror (?:re)?connecting to (?:master|source) '(?<endpoint>[^'\s]{1,200})'/,
      /\bGot fatal error 1236 from (?:master|source)\b|ER_MASTER_FATAL_ERROR_READING_BINLOG|ER_SOURCE_FATAL_ERROR_READING_BINLOG/i,
    ],
    title: 'A replica of the database has stopped following its source{tableText|}',
    meaning:
      'The replica can not go on: what it needs next is no longer kept at its source, or a change does not fit the rows that it has. It keeps answering with what it had at that moment, so who reads from it sees data that is older every minute. It does not recover by itself.',
    component: ['dbInstance', 'dbCluster', 'endpoint'],
    checks: [
      'Read on the replica what it stopped at, and since when it lags.',
      'Look for a break of the connection, for writes into the replica itself, and for too short a time of keeping WAL or binary logs.',
    ],
    immediate: {
      title: 'Read from the source until the replica is built anew',
      reason: 'What the replica answers is out of date.',
      steps: [
        'Take the replica out of the pool of readers, if the source can carry their load.',
        'If what it needs is gone, build it anew from a backup; if one change does not fit, find out who wrote into the replica before that change is skipped.',
      ],
      rollback: 'Put the replica back once it follows without delay.',
    },
    shortTerm: {
      title: 'Keep what replicas need, and let nobody write into them',
      reason: 'A replica that was away for an hour then catches up by itself.',
      steps: [
        'Use a replication slot with a bound, or keep WAL or binary logs for longer than the longest break.',
        'Set replicas to read-only, for administrators too.',
      ],
    },
    longTerm: {
      title: 'Alarm on the delay of each replica',
      reason: 'A replica that stands still is seen before its readers complain.',
      steps: ['Alarm on seconds behind the source and on a replication thread that does not run.'],
    },
  },
  {
    name: 'replica-behind',
    category: 'resource',
    type: 'infrastructure',
    typeUnknown: true,
    layer: 'wait',
    any: [
      /\b(?:replica|replication|standby|slave|secondary)\b[^\n]{0,60}\b(?:lag(?:s|ging)? (?:is |of |by |behind |exceeds )|\d{1,9} ?s(?:econds)? behind (?:the )?(?:source|master|primary))/i,
    ],
    unless:
      /\blag (?:is |of )?(?:0|ok|normal|within)\b|\b(?:secondary|standby) (?:index|queue|topic|consumer)\b|\b(?:consumer|topic)\b[^\n]{0,60}\blag\b/i,
    title: 'A replica of the database lags behind its source',
    meaning:
      'Who reads from the replica sees data as they were some time ago. Either it has stopped following, and the lag grows by a second each second, or it applies changes more slowly than they come.',
    component: ['dbInstance', 'dbCluster', 'endpoint'],
    checks: [
      'See whether the lag grows by as much as time goes by: then the replica has stopped, and its log says why.',
      'Else look for a large transaction, a long query on the replica, or a slow disk.',
    ],
    immediate: {
      title: 'Read from the source until the replica has caught up',
      reason: 'What the replica answers is out of date.',
      steps: ['Take the replica out of the pool of readers, if the source can carry their load.'],
      rollback: 'Put the replica back once it follows without delay.',
    },
    shortTerm: {
      title: 'Let readers choose how old data may be',
      reason: 'What has to be new is then read from the source alone.',
      steps: [
        'Leave out replicas whose lag is above a bound, and read your own writes at the source.',
      ],
    },
    longTerm: {
      title: 'Alarm on the delay of each replica',
      reason: 'A replica that stands still is seen before its readers complain.',
      steps: ['Alarm on seconds behind the source and on a replication thread that does not run.'],
    },
  },
  {
    name: 'data-damaged',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\bDatabase page corruption on disk\b|\bpage_is_corrupt\b|\boutside (?:of )?the tablespace bounds\b/i,
      /\binvalid page in block \d{1,12} of relation\b|\bpage verification failed, calculated checksum\b|\bcould not read block \d{1,12} in file\b/i,
      /\b(?:index|table|tablespace|segment|wiredtiger)\b[^\n]{0,60}\b(?:is (?:marked as )?(?:corrupt(?:ed)?|crashed)|corruption detected)/i,
      /\bCorruptIndexException\b|\bWT_PANIC\b|\bdatabase disk image is malformed\b/i,
    ],
    title: 'Data files of the database are damaged',
    meaning:
      'A page that was read does not hold what was written: its checksum or its place is wrong. Mostly the disk, its controller or the memory damaged it, or the machine lost power while it wrote; less often it is a fault of the server. Some servers stop at once rather than spread it.',
    component: ['dbInstance', 'dbCluster'],
    checks: [
      'Read the kernel log of the host for errors of the disk or the memory before the first of these lines.',
      'Find out which table or index the page belongs to, and whether a replica has it whole.',
    ],
    immediate: {
      title: 'Stop writing, copy the files as they are, and go on from a healthy copy',
      reason: 'Each further write and each repair may destroy what could still be saved.',
      steps: [
        'Fail over to a replica that was checked, or restore the last good backup on other hardware.',
        'Keep the damaged files until all is back; force a recovery only on a copy.',
      ],
    },
    shortTerm: {
      title: 'Replace what damaged the data',
      reason: 'On the same disk it happens again.',
      steps: ['Test disk, controller and memory of the host, and replace what fails.'],
    },
    longTerm: PRACTISE_RESTORE,
  },
  {
    name: 'database-recovers',
    category: 'connection',
    type: 'dependency',
    layer: 'wait',
    any: [
      /the database system is in recovery mode\b/i,
      /terminating connection because of crash of another server process|terminating connection due to (?:unexpected postmaster exit|crash of another server process)/i,
    ],
    title: 'The database crashed and takes no connections while it recovers',
    meaning:
      'One of its processes died, so the server ended all of them and reads its log again before it takes connections. Why the process died stands in a line of the server before these.',
    component: ['dbCluster', 'dbInstance', 'endpoint'],
    checks: [
      'Read the log of the server just before the first of these lines: a PANIC, "terminated by signal", a full disk, an out-of-memory kill.',
    ],
    immediate: {
      title: 'Find out what ended the process, and whether recovery comes to its end',
      reason: 'If the reason is still there, recovery fails in the same way.',
      steps: [
        'Read the lines before the crash, and remove their reason first: make room on a full disk, stop what takes the memory.',
        'Let the recovery run; do not delete files of the write-ahead log by hand.',
      ],
    },
    shortTerm: {
      title: 'Let clients live through a restart of the database',
      reason: 'A restart then costs seconds.',
      steps: [
        'Turn on validation in the pool, and try reads and idempotent writes again with a growing pause.',
      ],
    },
    longTerm: PRACTISE_RESTORE,
  },
];
