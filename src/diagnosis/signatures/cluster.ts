// Several that work as one: groups of consumers, elected leaders, health checks, tables of connections.
import type { ActionText, Signature } from '../signature.ts';

const WATCH_MEMBERS: ActionText = {
  title: 'Watch each member by itself',
  reason: 'A mean over all members hides the one that fails.',
  steps: ['Record latency, pauses and errors by member, and alarm on one that leaves the others.'],
};
const SLACK: ActionText = {
  title: 'Give the time limits of the group room for a slow moment',
  reason: 'A limit shorter than the longest ordinary pause turns each pause into a failure.',
  steps: [
    'Compare the time limit with the longest pause of a healthy day, and raise it above that.',
  ],
};
const MEMBER = '(?<member>[A-Za-z][\\w.-]{0,60}\\d[\\w.-]{0,60})';

export const CLUSTER: readonly Signature[] = [
  {
    name: 'consumer-too-slow',
    category: 'resource',
    type: 'application-code',
    typeUnknown: true,
    layer: 'origin',
    any: [
      /max\.poll\.interval\.ms|\bpoll timeout has expired\b|\bmaxPollInterval\w{0,4} (?:of \d{1,9} ?ms )?exceeded|\bMax poll interval\b[^\n]{0,60}exceeded/i,
      /CommitFailedException|ILLEGAL_GENERATION|UNKNOWN_MEMBER_ID|Offset commit cannot be completed since the consumer is not part of an active group/i,
    ],
    title: 'Consumers take longer to process what they fetched than their group waits for them',
    meaning:
      'A consumer that does not ask for more messages in time is put out of its group, and its partitions are given to others. What it processed meanwhile can not be committed and is processed again, so the group falls behind. Mostly each message, or what it waits for, became slower; a larger batch does the same.',
    component: [],
    checks: [
      'Compare the time for one message or one batch before and after the onset, and look at what the work waits for.',
      'Check how far the group is behind, and whether all members are put out or one.',
    ],
    immediate: {
      title: 'Let consumers fetch fewer messages at once, or wait longer for them',
      reason: 'A batch that ends within the limit is committed, and the group settles.',
      steps: [
        'Lower max.poll.records, or raise max.poll.interval.ms above the longest batch, and restart the consumers one after the other.',
        'If the work became slower with a change, go back to what ran before.',
      ],
      rollback: 'Set both back to their earlier values.',
    },
    shortTerm: {
      title: 'Make the work on one message short and its own time bounded',
      reason: 'A call that hangs then costs one message, not the place in the group.',
      steps: ['Give each call a time-out, and hand long work to workers of its own.'],
    },
    longTerm: {
      title: 'Alarm on how far each group is behind',
      reason: 'A backlog is seen long before anything fails.',
      steps: ['Publish the lag of each partition, and the time from poll to poll of each member.'],
    },
  },
  {
    name: 'consumer-rebalance',
    category: 'connection',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      new RegExp(
        `rebalanc\\w{0,5}\\b[^\\n]{0,80}\\b(?:member|consumer) ${MEMBER}[^\\n]{0,60}(?:timed out|left|failed|removed)`,
        'i',
      ),
      new RegExp(
        `\\b(?:member|consumer) ${MEMBER}[^\\n]{0,60}(?:failed to heartbeat|session timed out|has left|was removed)`,
        'i',
      ),
      /\b(?:group|consumer)\b[^\n]{0,80}\brebalanc\w{0,5}\b[^\n]{0,60}(?:timed out|failed|expired|again)|RebalanceInProgress/i,
    ],
    unless: /rebalanc\w{0,5} (?:complete|finished|done)\b[^\n]{0,40}$/i,
    title:
      'A consumer group divides its work anew because {member|a member} does not answer in time',
    meaning:
      'A member of the group gave no sign of life within the time limit, so its partitions are given to others and all members stop meanwhile.',
    component: ['member'],
    checks: [
      'Look at the pauses and the load of the member that is named, beside those of the others.',
    ],
    immediate: {
      title: 'Take {member|the slow member} out of the group',
      reason: 'The others work on without stopping each time.',
      steps: [
        'Stop the member, see whether the group settles, and start it again on another host.',
      ],
      rollback: 'Start the member again as it was.',
    },
    shortTerm: SLACK,
    longTerm: WATCH_MEMBERS,
  },
  {
    name: 'leader-lost',
    category: 'connection',
    type: 'infrastructure',
    layer: 'wait',
    any: [
      /\b(?:lost|no|without(?: a)?) leader\b|\bleader (?:lost|changed again|is unknown|not elected)|\bno leader elected\b/i,
      /\bno cluster leader\b|\bmaster_not_discovered_exception\b|\bmaster not discovered(?: or elected)? yet\b|\bMasterNotDiscoveredException\b/i,
      /\belection (?:timeout|started|lost)\b|\blost (?:the )?quorum\b|\bno quorum\b|\bquorum (?:lost|not met)|\bsplit[- ]brain\b/i,
    ],
    unless: /\b(?:has|have) quorum\b|quorum (?:ok|reached|established)|\bnew leader elected\b/i,
    title: 'The cluster has no leader that lasts',
    meaning:
      'Without a leader nothing is written, and each election stops all members. One that is slow on its disk or its network begins elections again and again.',
    component: ['member'],
    checks: [
      'Compare the time that each member needs to write to its disk and to answer the others.',
    ],
    immediate: {
      title: 'Find the member that begins the elections, and take it out',
      reason: 'The rest can elect one of themselves and go on, as long as they are a majority.',
      steps: [
        'Count who begins elections, check its disk and network, and stop it if a majority remains.',
      ],
      rollback: 'Start the member again once its disk and network are well.',
    },
    shortTerm: SLACK,
    longTerm: WATCH_MEMBERS,
  },
  {
    name: 'broker-replicas-missing',
    category: 'connection',
    type: 'infrastructure',
    layer: 'wait',
    any: [
      /\bNotEnoughReplicas(?:AfterAppend)?(?:Exception|Error)?\b|\bNOT_ENOUGH_REPLICAS\w*/,
      /\binsufficient to satisfy the min\.isr\b|\bfewer in-sync replicas than required\b/i,
    ],
    title: 'The broker refuses messages: too few replicas are in sync',
    meaning:
      'A partition takes messages only while enough of its replicas are in sync. One or more brokers are down, cut off or too slow to follow, so it refuses what producers send.',
    component: ['member'],
    checks: [
      'See which brokers are missing from the in-sync replicas, and read their logs from before the first refusal: disk, memory, network, restart.',
    ],
    immediate: {
      title: 'Bring the missing brokers back',
      reason: 'The partitions take messages again as soon as enough replicas have caught up.',
      steps: [
        'Start the broker that is down, or mend its disk or network, and wait until it is in sync.',
        'Do not lower min.insync.replicas before it is known that what would be lost may be lost.',
      ],
    },
    shortTerm: {
      title: 'Let producers keep what was refused',
      reason: 'A refusal is no loss if it is tried again.',
      steps: ['Try again with a growing pause, and store what can not be sent.'],
    },
    longTerm: WATCH_MEMBERS,
  },
  {
    name: 'health-flapping',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      new RegExp(
        `\\bflap(?:s|ped|ping)?\\b[^\\n]{0,80}\\b(?:instance|host|node|pod|target|backend|member) ${MEMBER}`,
        'i',
      ),
      new RegExp(
        `\\b(?:instance|host|node|pod|target|backend|member) ${MEMBER}[^\\n]{0,80}\\b(?:flap(?:s|ped|ping)?\\b|alternating|healthy[/ ](?:and )?unhealthy)`,
        'i',
      ),
      /\bhealth(?: check)?s?\b[^\n]{0,60}\bflap(?:s|ped|ping)\b|\b(?:liveness|readiness) probe failed\b/i,
    ],
    unless: /\bflap(?:ping)? (?:detection|damping) (?:enabled|on)|no flapping/i,
    title: 'The health of {member|an instance} goes up and down',
    meaning:
      'The health check finds it well and unwell in turn, so traffic is sent there and taken away again and again. Either it can not do its work all the time, or the check is shorter than its answer takes.',
    component: ['member'],
    checks: [
      'Compare the time limit of the check with the time that the instance needs to answer and to start.',
    ],
    immediate: {
      title: 'Take {member|the instance} out of service',
      reason: 'What is not there is not sent traffic that it then loses.',
      steps: ['Remove it from the pool, and watch whether the errors end.'],
      rollback: 'Put it back once it answers its check ten times in a row.',
    },
    shortTerm: SLACK,
    longTerm: WATCH_MEMBERS,
  },
  {
    name: 'connection-table-full',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /conntrack: table full|neighbou?r table overflow|possible SYN flooding on port|nf_conntrack: [^\n]{0,40}dropping packet/i,
    ],
    unless: /conntrack: table full: 0\b/i,
    title: 'The kernel drops packets because its table of connections is full',
    meaning:
      'Each connection has a row in the table; without a free row new ones are dropped without a word, which callers see as time-outs.',
    component: ['host'],
    checks: ['Compare the number of rows with the limit, and see who opens most connections.'],
    immediate: {
      title: 'Raise the limit of the table, and find who fills it',
      reason: 'With free rows new connections are possible at once.',
      steps: ['Raise net.netfilter.nf_conntrack_max, as far as memory allows.'],
      rollback: 'Set the limit back to the value from before.',
    },
    shortTerm: {
      title: 'Use connections again instead of opening new ones',
      reason: 'Short connections keep their row long after they end.',
      steps: ['Turn on keep-alive between the services with most connections.'],
    },
    longTerm: WATCH_MEMBERS,
  },
  {
    name: 'broker-heartbeat-missed',
    category: 'connection',
    type: 'application-code',
    layer: 'wait',
    any: [
      /\bmissed heartbeats from client\b/,
      /\bMissedHeartbeatException\b|\bHeartbeat missing with heartbeat\b/,
      /\bclosing AMQP connection\b[\s\S]{0,200}\bheartbeat_timeout\b|\{heartbeat_timeout,running\}/,
    ],
    title: 'Connections to the message broker are closed: no heartbeat came in time',
    meaning:
      'One side heard nothing of the other for two heartbeats and closed the connection; messages that were not acknowledged are delivered again. A client that blocks its event loop, is paused or has no CPU sends none, and so does one whose packets are lost on the way.',
    component: [],
    checks: [
      'Find the client by its address in the line, and see whether it worked, paused or was restarted at the time.',
      'Check whether one client is concerned or all of them: all of them points to the network or to the broker.',
    ],
    immediate: {
      title: 'Restart the clients that hang, and let the others reconnect',
      reason: 'A client that does not notice the loss gets no more messages.',
      steps: ['Check the number of consumers of each queue, and restart those that are missing.'],
    },
    shortTerm: {
      title: 'Do long work outside the thread that serves the connection',
      reason: 'Heartbeats then go out while a message is worked on.',
      steps: [
        'Hand messages to a thread pool, and acknowledge from there in the way that the client library allows.',
      ],
    },
    longTerm: {
      title: 'Set a heartbeat that fits the work, and alarm on connections that churn',
      reason: 'Below five seconds a short pause already ends connections.',
      steps: ['Use 10 to 60 seconds, and watch the rate of closed connections of the broker.'],
    },
  },
];
