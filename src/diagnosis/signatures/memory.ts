// Memory that ran out: containers and processes that were killed, heaps of the JVM, Node and PHP.
import type { ActionText, Signature } from '../signature.ts';

const FIND_LEAK: ActionText = {
  title: 'Find out what fills the memory',
  reason: 'A larger limit only delays a leak.',
  steps: [
    'Take a heap dump or a heap profile shortly before the limit is reached, and compare it with one taken after the start.',
    'Look for caches without a bound, listeners that are never removed and results that are held whole.',
  ],
};
const MEMORY_ALARM: ActionText = {
  title: 'Watch memory before it runs out',
  reason: 'A slow climb is seen days ahead.',
  steps: [
    'Set an alarm at 80 percent of the limit, and run a load test of some hours after each larger change.',
  ],
};
const UNDO_LIMIT = 'Set the limit back to its earlier value.';

export const MEMORY: readonly Signature[] = [
  {
    name: 'host-memory',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\bOut of memory: Kill(?:ed)? process \d+(?: \((?<process>[\w./-]{1,40})\))?/,
      /\boom-kill:constraint=CONSTRAINT_NONE\b|\bglobal_oom\b/,
    ],
    unless: /\bMemory cgroup\b|\bCONSTRAINT_MEMCG\b/,
    title: 'The machine runs out of memory, and its kernel kills a process{processText|}',
    meaning:
      'No memory was left on the whole machine, not only in one container, so the kernel ended the process that would free the most. That process need not be the one that took it.',
    component: ['process'],
    checks: [
      'Read the table of processes that the kernel logged before it: who held the memory, and whether there is swap.',
    ],
    immediate: {
      title: 'Free memory on the machine, or give it more',
      reason: 'As long as none is left, the kernel ends one process after the other.',
      steps: [
        'Stop or move what holds the most memory and is needed least, then start again what was killed.',
      ],
      commands: [],
      rollback: 'Move it back once the machine has room.',
    },
    shortTerm: FIND_LEAK,
    longTerm: MEMORY_ALARM,
  },
  {
    name: 'container-killed-memory',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /OutOfMemoryError: Container killed due to memory usage/,
      /\bOOMKilled\b/,
      /(?:exited|exit(?:ed)? (?:with )?(?:code|status)|exit_?code)["']?[ :=(]{0,3}137\b/i,
      /Memory cgroup out of memory: Kill(?:ed)? process \d+ \((?<process>[\w./-]{1,40})\)/,
      /oom-kill(?:er)?\b[^\n]{0,200}|Memory cgroup out of memory/,
    ],
    title: 'A container is killed for lack of memory{processText|}',
    meaning:
      'The kernel or the platform killed the process because it reached its memory limit. What it was working on is lost, and the restart empties its caches. Exit code 137 alone means SIGKILL: the platform also sends it to a task that does not stop in time.',
    component: ['process', 'ecsService', 'function'],
    checks: [
      'Read why the container or the task was stopped, and compare the memory use of the container with its limit before the kill.',
    ],
    immediate: {
      title: 'Raise the memory limit of the container',
      reason: 'The kills and the restarts stop while the cause is looked for.',
      steps: [
        'Raise the hard limit of the container and of the task one step, and see whether the memory use levels off.',
      ],
      commands: [
        'aws ecs describe-tasks --cluster {cluster} --tasks {task}',
        'aws ecs describe-services --cluster {cluster} --services {ecsService}',
        'aws ecs list-tasks --cluster {cluster} --desired-status STOPPED',
      ],
      rollback: 'Deploy the earlier revision of the task definition.',
    },
    shortTerm: FIND_LEAK,
    longTerm: MEMORY_ALARM,
  },
  {
    name: 'jvm-heap',
    category: 'resource',
    type: 'application-code',
    layer: 'origin',
    any: [
      /OutOfMemoryError: (?<area>Java heap space|GC overhead limit exceeded|Metaspace|Compressed class space|Direct buffer memory|Requested array size exceeds VM limit|unable to create (?:new )?native thread)/,
      /\bjava\.lang\.OutOfMemoryError\b/,
    ],
    title: 'The JVM runs out of memory{areaText|}',
    meaning:
      'The Java virtual machine could not get more memory. After an OutOfMemoryError the state of the process is not to be trusted: other threads fail in places that are not at fault.',
    component: ['ecsService', 'function', 'unit'],
    checks: [
      'Check how the heap grew before the first error, and compare the maximum heap with the limit of the container.',
    ],
    immediate: {
      title: 'Restart the affected processes, and raise the heap if the host has room',
      reason: 'A process that ran out of memory does not recover by itself.',
      steps: [
        'Turn on -XX:+HeapDumpOnOutOfMemoryError and -XX:+ExitOnOutOfMemoryError before the restart.',
      ],
      rollback: UNDO_LIMIT,
    },
    shortTerm: FIND_LEAK,
    longTerm: MEMORY_ALARM,
    fix: 'jvm-options',
  },
  {
    name: 'node-heap',
    category: 'resource',
    type: 'application-code',
    layer: 'origin',
    any: [
      /JavaScript heap out of memory/,
      /Reached heap limit Allocation failed/,
      /ERR_WORKER_OUT_OF_MEMORY/,
    ],
    title: 'The Node.js process runs out of heap',
    meaning: 'V8 reached its heap limit and ended the process, so all requests in flight are lost.',
    component: ['function', 'unit'],
    checks: [
      'Compare --max-old-space-size with the memory of the container, and look at the growth of the heap since the start.',
    ],
    immediate: {
      title: 'Raise --max-old-space-size to about three quarters of the container',
      reason: 'The process then lives until the leak is found.',
      steps: ['Set NODE_OPTIONS and restart one task after the other.'],
      rollback: UNDO_LIMIT,
    },
    shortTerm: FIND_LEAK,
    longTerm: MEMORY_ALARM,
  },
  {
    name: 'python-memory',
    category: 'resource',
    type: 'application-code',
    layer: 'origin',
    any: [
      /^\s{0,4}MemoryError\b/m,
      /numpy[^\n]{0,60}ArrayMemoryError|Unable to allocate [\d.]{1,10} [KMGT]iB/,
    ],
    title: 'The Python process can not get memory',
    meaning: 'An allocation failed because the process or its host had no memory left.',
    component: ['function', 'unit'],
    checks: ['Check the size of the input that was handled when the allocation failed.'],
    immediate: {
      title: 'Handle smaller pieces, or give the process more memory',
      reason: 'What needed so much memory may come again.',
      steps: ['Set the failing input aside and go on with the others.'],
      rollback: UNDO_LIMIT,
    },
    shortTerm: FIND_LEAK,
    longTerm: MEMORY_ALARM,
  },
  {
    name: 'php-memory',
    category: 'resource',
    type: 'configuration',
    layer: 'origin',
    any: [/Allowed memory size of (?<limitBytes>\d{4,12}) bytes exhausted/],
    title: 'PHP requests reach memory_limit',
    meaning:
      'A request needed more memory than memory_limit allows{limitBytesText|} and was ended.',
    component: ['unit'],
    checks: [
      'Find the request that needs the memory: mostly a query without a limit or an upload held whole.',
    ],
    immediate: {
      title: 'Raise memory_limit for the affected script only',
      reason: 'A higher limit for all scripts takes the memory from the host.',
      steps: [
        'Raise the limit for the pool or the script, and page the query that fills the memory.',
      ],
      rollback: UNDO_LIMIT,
    },
    shortTerm: FIND_LEAK,
    longTerm: MEMORY_ALARM,
  },
];
