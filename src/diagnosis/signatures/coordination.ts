// Services that others lean on: brokers that block or fall apart, search clusters that refuse, stores of settings and
// secrets that are slow or closed, and certificates that nobody renewed.
import type { ActionText, Signature } from '../signature.ts';

const WATCH_LIMIT = (what: string): ActionText => ({
  title: `Alarm on ${what} before its limit`,
  reason: 'It grows for a while before anything is refused.',
  steps: ['Alarm at 80 percent of the limit, on each node by itself.'],
});

export const COORDINATION: readonly Signature[] = [
  {
    name: 'broker-blocks-publishers',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\b(?<kind>memory|disk) resource limit alarm set on node (?<member>[\w.@-]{1,100})/,
      /\bconnection(?:s)? (?:is |are |was )?blocked by (?:the )?broker\b|\bconnection\.blocked\b|\bConnectionBlocked(?:Error|Exception)?\b/i,
      /\bblocked: low on (?:memory|disk)\b/i,
    ],
    title: 'The message broker blocks publishers: memory or disk is short',
    meaning:
      'Above its watermark of memory, or below that of free disk, the broker takes no more messages from those who publish, on the whole cluster, until the alarm clears; consumers still get theirs. Mostly a queue grows because its consumers stopped, are slow or fail.',
    component: ['member'],
    checks: [
      'Look for the queue with the most messages, and whether its consumers are there and acknowledge.',
      'Compare memory and free disk of each node with the watermarks.',
    ],
    immediate: {
      title: 'Let the largest queue drain',
      reason: 'The alarm clears as soon as memory or disk is below the watermark again.',
      steps: [
        'Mend or add consumers of the largest queue; move or drop messages only if they may be lost.',
        'More memory or disk helps for a while.',
      ],
    },
    shortTerm: {
      title: 'Bound the queues, and let publishers cope with a block',
      reason: 'A bounded queue can not take the whole broker with it.',
      steps: [
        'Set a maximum length with a dead-letter queue, and let publishers buffer or fail fast when they are blocked.',
      ],
    },
    longTerm: WATCH_LIMIT('the length of queues and the memory of brokers'),
  },
  {
    name: 'cluster-partitioned',
    category: 'connection',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\brunning_partitioned_network\b|\binconsistent_database\b|\bnet_tick_timeout\b|\bnetwork partition detected\b|\bpartitioned nodes?\b/i,
      /\bhome node '(?<member>[\w.@-]{1,100})' of durable queue\b[^\n]{0,120}\bis down or inaccessible/,
    ],
    title: 'The nodes of the message broker lost each other',
    meaning:
      'Nodes of the cluster no longer reach each other, each goes on by itself or stops, and queues whose home is on the other side can not be used. They do not join again by themselves in every mode, and what both sides took meanwhile may differ.',
    component: [],
    checks: [
      'Find out what broke the network between the nodes, or whether one of them hung or was paused.',
      'See which side has the clients and the newer messages.',
    ],
    immediate: {
      title: 'Mend the network, then restart the nodes of the side that is given up',
      reason: 'Restarted nodes take over what the other side has.',
      steps: [
        'Check that the nodes reach each other again.',
        'Choose the side to trust, and restart the nodes of the other one; what only they took is lost.',
      ],
    },
    shortTerm: {
      title: 'Say beforehand what a partition does',
      reason: 'A minority that pauses can not diverge.',
      steps: ['Use quorum queues, or pause_minority with three nodes or more.'],
    },
    longTerm: {
      title: 'Alarm on nodes that do not see each other',
      reason: 'Clients see it only at the queues of the other side.',
      steps: ['Alarm on partitions and on the number of running nodes.'],
    },
  },
  {
    name: 'broker-log-dirs-failed',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    leftBy: 'disk-full',
    any: [/\ball log dirs in \S{1,200} have failed\b/],
    title: 'A broker of Kafka ends itself: it can not write to its log directories',
    meaning:
      'A write to a log directory failed, so the broker serves nothing from it any more, and without another directory it ends. Why the write failed stands in the line before: a full disk, an error of the disk, missing rights.',
    component: ['member'],
    checks: [
      'Read the exception just before in the log of that broker, and the kernel log of its host.',
    ],
    immediate: {
      title: 'Mend the disk of the broker, and start it again',
      reason: 'Its partitions have fewer copies until it is back in sync.',
      steps: [
        'Make room or replace the disk, then start the broker and wait until it is in sync.',
        'Do not delete files of its log by hand; shorten the retention of large topics instead.',
      ],
    },
    shortTerm: {
      title: 'Bound what topics keep',
      reason: 'Retention by time alone grows with the traffic.',
      steps: ['Set retention by size too, so that all partitions of a broker fit its disk.'],
    },
    longTerm: WATCH_LIMIT('the disk of each broker'),
  },
  {
    name: 'partition-leader-moved',
    category: 'connection',
    type: 'infrastructure',
    layer: 'wait',
    any: [
      /\bNotLeader(?:OrFollower|ForPartition)\w{0,10}|\bNOT_LEADER_(?:OR_FOLLOWER|FOR_PARTITION)\b|\bLeaderNotAvailable\w{0,12}|\bLEADER_NOT_AVAILABLE\b/,
    ],
    title: 'Kafka partitions have no leader, or another one than clients know',
    meaning:
      'Clients ask a broker that does not lead the partition any more, or none does yet. That is so for seconds after each move of leaders, which a broker that stopped, restarted or was cut off brings about; clients that ask for the leaders again go on.',
    component: ['member'],
    checks: [
      'Look for a broker that went down, restarted or left the in-sync replicas just before.',
    ],
    immediate: {
      title: 'See which broker is missing, and bring it back',
      reason: 'Its partitions move with it each time.',
      steps: [
        'Read its log from before the first of these errors: disk, memory, network, restart.',
        'See that each partition has a leader again; clients that still fail are to be restarted.',
      ],
    },
    shortTerm: {
      title: 'Let clients try again until leaders are known',
      reason: 'A move of leaders then costs seconds and no message.',
      steps: ['Set retries and a delivery time-out longer than an election takes.'],
    },
    longTerm: WATCH_LIMIT('partitions without a leader or with too few in-sync replicas'),
  },
  {
    name: 'index-blocked',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\bflood[- ]stage (?:disk )?watermark\b[^\n]{0,40} exceeded on \[[^\]\n]{1,60}\]\[(?<member>[\w.-]{1,100})\]/i,
      /\bflood[- ]stage (?:disk )?watermark\b/i,
      /\bcluster_block_exception\b[^\n]{0,160}read-only-allow-delete|FORBIDDEN\/12\/index read-only/,
      /\bhigh disk watermark \[[^\]\n]{1,20}\] exceeded on \[[^\]\n]{1,60}\]\[(?<member>[\w.-]{1,100})\]/i,
    ],
    title: 'The search cluster takes no writes: the disk is full on {member|one of its nodes}',
    meaning:
      'Above the flood-stage watermark (95 percent unless it is set) every index with a shard on that node is blocked for writing; searches still work. Since version 7.4 the block goes by itself once the disk is below the high watermark, before that it has to be taken off.',
    component: ['member'],
    checks: [
      'Compare free disk and shards of all nodes, and find the indices that grew.',
      'Read the lines about the high watermark before: from when on shards could not be moved away.',
    ],
    immediate: {
      title: 'Make room on {member|the node that is full}',
      reason: 'Writing goes on as soon as the disk is below the high watermark.',
      steps: [
        'Delete or move old indices, or give the node more disk; then see whether the block is gone.',
        'Do not raise the watermarks to get on: a disk that is really full damages indices.',
      ],
    },
    shortTerm: {
      title: 'Let old indices go by themselves',
      reason: 'What is kept then depends on its age and size.',
      steps: [
        'Set a lifecycle policy with a largest size, and let what writes keep what is refused.',
      ],
    },
    longTerm: WATCH_LIMIT('the disk of search nodes'),
  },
  {
    name: 'search-circuit-breaker',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\bcircuit_breaking_exception\b|\bCircuitBreakingException\b/,
      /\[\w{1,30}\] Data too large, data for \[/,
    ],
    title: 'The search cluster refuses requests: its heap is nearly full',
    meaning:
      'A request would have taken more heap than the limit of a circuit breaker allows, so the node refuses it (429) to stay alive itself. Heavy aggregations, large results, many at once or too small a heap fill it; slowing the callers alone does not empty it.',
    component: ['host'],
    checks: [
      'Compare heap and garbage collections of each node before and during it, and which breaker tripped.',
      'Look for new or heavier queries: a new feature, a dashboard, deep pages, large aggregations.',
    ],
    immediate: {
      title: 'Stop the heaviest queries',
      reason: 'The heap is free again as soon as they are gone.',
      steps: [
        'List the running tasks and end the largest ones; turn off what began to send them.',
        'Clear the field data cache if it holds most of the heap.',
      ],
      rollback: 'Turn the feature on again once its queries are bounded.',
    },
    shortTerm: {
      title: 'Bound what one query may take',
      reason: 'One query can then not fill the heap of all.',
      steps: [
        'Limit buckets, sizes and time of queries, and aggregate on keyword fields with doc values.',
      ],
    },
    longTerm: WATCH_LIMIT('the heap of search nodes'),
  },
  {
    name: 'etcd-slow',
    category: 'resource',
    type: 'infrastructure',
    layer: 'wait',
    any: [
      /\betcdserver: (?:request timed out|leader changed|too many requests|server stopped)|\brpctypes\.EtcdError\b/,
      /\bslow fdatasync\b|\bapply request took too long\b|\bfailed to send out heartbeat on time\b|\bwal: sync duration of\b/,
    ],
    title: 'etcd does not answer in time',
    meaning:
      'etcd writes each change to disk before it answers, and a leader that can not do so in time loses its place. Mostly the disk is slow or shared with something busy, less often the network between the members; the control plane of a cluster stands still meanwhile.',
    component: ['member'],
    checks: [
      'Look for "slow fdatasync", "took too long" and lost leaders in the logs of the members, and compare them: one slow disk names the member.',
      'See what else writes to that disk: a backup, a defragmentation, another service.',
    ],
    immediate: {
      title: 'Take away what slows the disk of the member',
      reason: 'etcd is well again as soon as its writes are fast.',
      steps: [
        'Pause backups and jobs on that disk, or move the leader to a member with a fast one.',
      ],
      rollback: 'Let the paused job run again on another disk.',
    },
    shortTerm: {
      title: 'Give etcd a disk of its own',
      reason: 'Its delay then depends on nobody else.',
      steps: ['Use a local SSD, and see that 99 percent of its syncs take less than 10 ms.'],
    },
    longTerm: WATCH_LIMIT('the time that etcd takes to sync its log'),
  },
  {
    name: 'vault-sealed',
    category: 'external-service',
    type: 'dependency',
    layer: 'origin',
    any: [/\bVault is sealed\b|\bcore: (?:marked as sealed|vault is sealed)\b/],
    unless: /\bunsealed\b/i,
    title: 'Vault is sealed and gives out no secrets',
    meaning:
      'A sealed Vault holds its data encrypted without the key, so it answers every request with 503. It is sealed after each start until it is unsealed, by an operator who seals it, or where it can not reach the service that keeps its key.',
    component: ['urlHost'],
    checks: [
      'Read its log for who or what sealed it: a request to sys/seal, a restart, a lost key service.',
    ],
    immediate: {
      title: 'Unseal Vault',
      reason: 'It answers as soon as enough of the key is given.',
      steps: [
        'Find out first whether it was sealed on purpose, as after a breach.',
        'Let the holders of the key give their parts on each node, or mend the way to the service that unseals it.',
      ],
    },
    shortTerm: {
      title: 'Let services live on the secrets that they have',
      reason: 'A sealed Vault then stops new starts only.',
      steps: ['Keep secrets until their lease ends, and try again with a growing pause.'],
    },
    longTerm: {
      title: 'Unseal automatically, and alarm on a sealed node',
      reason: 'A restart at night then needs nobody.',
      steps: ['Use auto-unseal, and alarm on sys/health other than 200 and 429.'],
    },
  },
  {
    name: 'certificate-not-renewed',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [
      /\bFailed to renew certificate (?<host>[\w.-]{1,200}[\w])/,
      /\b(?:Challenge failed for domain|renewal of certificate[^\n]{0,80} failed|could not (?:renew|obtain) certificate)\b/i,
    ],
    title: 'The certificate of {host|a host} is not renewed',
    meaning:
      'The client that renews certificates asked for a new one and did not get it: the authority could not check the domain, refused, or was not reached. The present certificate goes on until its last day and then fails for everyone at once.',
    component: ['host'],
    checks: [
      'Read why the challenge failed: a path that answers 404, a redirect, a firewall, or a DNS record that is missing.',
      'Compare the last day of the certificate with today.',
    ],
    immediate: {
      title: 'Mend what the challenge needs, and renew by hand',
      reason: 'A renewal takes a minute once the authority can check the domain.',
      steps: [
        'Try the renewal as a dry run until it passes, then renew and reload what serves the certificate.',
      ],
    },
    shortTerm: {
      title: 'Let a failed renewal tell somebody',
      reason: 'It is tried weeks before the last day.',
      steps: ['Send the result of each renewal where it is read.'],
    },
    longTerm: {
      title: 'Alarm on the days that certificates have left',
      reason: 'It holds whatever renews them.',
      steps: ['Check each public name from outside, and alarm below 20 days.'],
    },
  },
  {
    name: 'etcd-space-used-up',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [/\betcdserver: (?:mvcc: database space exceeded|no space)\b|\balarm:NOSPACE\b/],
    title: 'etcd takes no writes: its database has reached its quota',
    meaning:
      'The database of etcd has grown to its quota, so it raised the alarm NOSPACE and accepts only reads and deletes. Everything that the cluster wants to record fails until space is made and the alarm is taken back.',
    component: [],
    checks: [
      'Compare the size of the database with the quota of each member, and what is in use of it.',
      'Count keys by prefix: events, leases and objects that something creates without end are the usual reason.',
    ],
    immediate: {
      title: 'Compact and defragment the members, then take the alarm back',
      reason: 'Deleted revisions keep their space until then.',
      steps: [
        'Compact to the present revision, defragment one member after the other, the leader last, and disarm the alarm.',
      ],
      commands: ['etcdctl endpoint status --write-out=table', 'etcdctl alarm list'],
      rollback: 'None is needed: only old revisions are removed.',
    },
    shortTerm: {
      title: 'Stop what writes without end, and let etcd compact itself',
      reason: 'Otherwise the space is used up again.',
      steps: ['Set `auto-compaction-retention`, and raise `quota-backend-bytes` up to 8 GiB.'],
    },
    longTerm: {
      title: 'Alarm at 80 percent of the quota',
      reason: 'The database grows over days.',
      steps: [
        'Watch `etcd_mvcc_db_total_size_in_bytes` against `etcd_server_quota_backend_bytes`.',
      ],
    },
  },
];
