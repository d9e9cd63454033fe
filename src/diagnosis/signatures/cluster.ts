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
      /\b(?:group|consumer)\b[^\n]{0,80}\brebalanc\w{0,5}\b[^\n]{0,60}(?:timed out|failed|expired|again)|max\.poll\.interval\.ms|RebalanceInProgress|CommitFailedException/i,
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
    layer: 'origin',
    any: [
      /\b(?:lost|no|without(?: a)?) leader\b|\bleader (?:lost|changed again|is unknown|not elected)|\bno leader elected\b/i,
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
];
