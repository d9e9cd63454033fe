// Redis and its relatives: not reachable, out of memory, not able to write.
import type { ActionText, Signature } from '../signature.ts';

const CACHE_COMMANDS = [
  'redis-cli -h {cacheHost} INFO memory',
  'aws elasticache describe-replication-groups --replication-group-id {cacheId}',
  'aws elasticache describe-events --source-type replication-group --source-identifier {cacheId} --start-time {windowStart} --end-time {windowEnd}',
];
const WITHOUT_CACHE: ActionText = {
  title: 'Let the application live without its cache for a while',
  reason: 'A cache is there to be faster, not to be needed.',
  steps: [
    'On a cache failure read from the source with a bounded number of concurrent reads, and stop asking the cache for some seconds.',
  ],
};

export const CACHE: readonly Signature[] = [
  {
    name: 'redis-memory',
    category: 'resource',
    type: 'configuration',
    layer: 'origin',
    any: [/OOM command not allowed when used memory/i],
    title: 'Redis refuses writes: maxmemory is reached{limitText|}',
    meaning:
      'Redis reached maxmemory and its eviction policy lets it drop nothing, so it refuses every command that needs memory; reads still work.',
    component: ['cacheHost', 'endpoint'],
    checks: [
      'Check used_memory, maxmemory and maxmemory_policy, and which keys have no time to live.',
    ],
    immediate: {
      title: 'Let Redis evict keys, or give it more memory',
      reason: 'Writes work again as soon as keys may be dropped.',
      steps: [
        'Set the policy to allkeys-lru if the data can be rebuilt, else raise maxmemory or take a larger node.',
      ],
      commands: CACHE_COMMANDS,
      rollback: 'Set maxmemory-policy back to the value it had.',
    },
    shortTerm: {
      title: 'Give every key a time to live',
      reason: 'Keys that never expire fill any memory.',
      steps: [
        'Find the largest groups of keys without a time to live, and set one where they are written.',
      ],
    },
    longTerm: WITHOUT_CACHE,
  },
  {
    name: 'redis-not-saved',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /MISCONF (?:Redis|Valkey|Errors writing to the AOF)[^\n]{0,20}/,
      /\bWrite error saving DB on disk\b|\bCan't save in background: fork\b|\bBackground saving error\b/,
    ],
    title: 'Redis refuses writes: it can not save its data to disk',
    meaning:
      'The last snapshot failed, and Redis is told to refuse writes rather than lose them (stop-writes-on-bgsave-error); reads still work. Mostly the disk is full or not writable, or there is no memory for the process that saves.',
    component: ['cacheHost', 'endpoint'],
    checks: [
      "Read Redis's own log just before the first refusal: it names the reason, such as a full disk or a fork that failed.",
      'Check free disk where `dir` points to, and its owner.',
    ],
    immediate: {
      title: 'Make room where Redis saves its data',
      reason: 'It takes writes again after the next snapshot that ends well.',
      steps: [
        'Free disk or memory on the host of Redis, then start a BGSAVE and see that it ends well.',
        'Turn stop-writes-on-bgsave-error off only if losing the data at a restart is no harm.',
      ],
      commands: ['redis-cli -h {cacheHost} INFO persistence'],
      rollback: 'Turn stop-writes-on-bgsave-error on again once snapshots end well.',
    },
    shortTerm: {
      title: 'Keep two snapshots and the log of writes within the disk',
      reason: 'A snapshot is written beside the one before.',
      steps: ['Give the disk at least twice the size of the data, and move other files away.'],
    },
    longTerm: {
      title: 'Alarm on failed snapshots and on free disk',
      reason: 'One failed snapshot is enough for Redis to refuse writes.',
      steps: ['Alarm on rdb_last_bgsave_status other than ok.'],
    },
  },
  {
    name: 'redis-state',
    category: 'connection',
    type: 'dependency',
    layer: 'origin',
    any: [
      /READONLY You can't write against a read only/,
      /\b(?:LOADING )?Redis is loading the dataset in memory\b/,
      /CLUSTERDOWN/,
      /MASTERDOWN/,
      /\bReadOnlyError: You can't write against a read only/,
    ],
    title: 'Redis does not accept writes at this node',
    meaning:
      'Redis answers but can not serve the command: after a fail-over the client still talks to a replica, or the node is loading or has lost its cluster.',
    component: ['cacheHost', 'endpoint'],
    checks: [
      'Check for a fail-over or a restart of the node before the first such answer, and whether the client follows the primary endpoint.',
    ],
    immediate: {
      title: 'Connect again to the primary node',
      reason: 'Clients that hold an old connection keep talking to the wrong node.',
      steps: [
        'Restart or reconnect the clients, and use the primary endpoint instead of the address of a node.',
      ],
      commands: CACHE_COMMANDS,
      rollback: 'Point the clients back to the earlier endpoint.',
    },
    shortTerm: {
      title: 'Reconnect on READONLY and after a fail-over',
      reason: 'Most clients can do it and do not by default.',
      steps: ['Turn on reconnect-on-error in the client, and keep the DNS cache short.'],
    },
    longTerm: WITHOUT_CACHE,
  },
  {
    name: 'redis-threads-busy',
    category: 'resource',
    type: 'application-code',
    layer: 'origin',
    // What StackExchange.Redis writes behind a time-out: threads at work beyond those that are there without a wait.
    any: [/\bWORKER: \(Busy=(?:\d{3,},Free=\d+,Min=\d{1,2}|\d{2},Free=\d+,Min=\d)\b/],
    title: 'The thread pool of the application is exhausted, so answers of Redis wait to be read',
    meaning:
      'Far more threads are at work than the pool keeps ready, and it adds others only slowly. Answers of Redis wait until a thread reads them, and time out though Redis may be well. Mostly threads block on calls that could be awaited.',
    component: ['unit'],
    checks: [
      'Compare Busy with Min in these errors: above Min each further thread takes up to half a second to come.',
      'Take a dump of the threads, and read what most of them wait for.',
    ],
    immediate: {
      title: 'Raise the minimum of the thread pool, or spread the load over more instances',
      reason: 'Threads that are there at once read the answers in time.',
      steps: [
        'Set ThreadPool.SetMinThreads, or System.Threading.ThreadPool.MinThreads, above the number that is busy.',
        'If it began with a new version, go back to the one before.',
      ],
      rollback: 'Set the minimum back to the value from before.',
    },
    shortTerm: {
      title: 'Await instead of blocking',
      reason: 'A thread that blocks on .Result or .Wait() does nothing else.',
      steps: ['Find the blocking calls on the path of a request, and make them asynchronous.'],
    },
    longTerm: {
      title: 'Measure the thread pool',
      reason: 'A queue of work is seen before calls time out.',
      steps: ['Publish the length of its queue and its number of threads, with alarms.'],
    },
  },
  {
    name: 'redis-unavailable',
    category: 'connection',
    type: 'dependency',
    layer: 'origin',
    any: [
      /(?:ECONNREFUSED|Connection refused|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|ENOTFOUND)[^\n]{0,160}?(?<endpoint>[\w.-]{1,150}:6379)\b/i,
      /(?<endpoint>[\w.-]{1,150}:6379)\b[^\n]{0,120}(?:refused|timed out|timeout|unreachable|reset)/i,
      /(?:Jedis|Redis)Connection(?:Failure)?Exception|RedisTimeoutException|RedisCommandTimeoutException/,
      /redis(?:\.exceptions|::)?[.:]?(?:Cannot)?Connect(?:ion)?Error|redis(?:\.exceptions)?\.TimeoutError/i,
      /\b(?:io)?redis\b[^\n]{0,120}(?:ECONNREFUSED|connection (?:refused|timed out|closed|lost)|unavailable|unreachable|not connected|ETIMEDOUT|ECONNRESET)/i,
      /(?:ECONNREFUSED|[Cc]onnection refused)[^\n]{0,120}\b(?:[Ii][Oo])?[Rr]edis\b/,
      /\bMaxRetriesPerRequestError\b|\bmax retries per request limit\b/i,
      /(?:ECONNREFUSED|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|Connection is closed)[\s\S]{0,400}(?:^|=)(?:io|@)?redis(?: client)?$/im,
      /(?:^|=)(?:io|@)?redis(?: client)?$[\s\S]{0,400}(?:ECONNREFUSED|ETIMEDOUT|ECONNRESET|EHOSTUNREACH|Connection is closed)/im,
    ],
    title: 'Redis {endpoint|} is not reachable',
    meaning:
      'The application can not reach Redis, so everything that needs sessions, locks or cached values from it fails or goes to the source.',
    component: ['endpoint', 'cacheHost'],
    checks: [
      'Check whether the Redis node runs, whether it restarted or failed over before the first refusal, and how many clients it has.',
      'Check the security group and the address that the clients use.',
    ],
    immediate: {
      title: 'Bring Redis {endpoint|} back, or point the clients to a node that runs',
      reason: 'What depends on it fails until it answers again.',
      steps: [
        'Check the state of the node first; restart it only if it does not come back by itself, because a restart empties a cache without persistence.',
      ],
      commands: CACHE_COMMANDS,
      rollback: 'Point the clients back to the earlier endpoint.',
    },
    shortTerm: {
      title: 'Use a replica with automatic fail-over',
      reason: 'One node is one fault away from an outage.',
      steps: ['Add a replica in another zone, and connect through the primary endpoint.'],
    },
    longTerm: WITHOUT_CACHE,
  },
];
