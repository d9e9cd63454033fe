// Disk, descriptors, threads, and containers that can not be started.
import type { ActionText, Signature } from '../signature.ts';

/** What runs of a service, and what has ended. */
const SHOW_TASKS = [
  'aws ecs describe-services --cluster {cluster} --services {ecsService}',
  'aws ecs describe-tasks --cluster {cluster} --tasks {task}',
  'aws ecs list-tasks --cluster {cluster} --desired-status STOPPED',
];
const STOP_ROLL_OUT: ActionText = {
  title: 'Let a roll-out stop by itself when new containers do not come up',
  reason: 'The old ones then serve on.',
  steps: [
    'On ECS enable the deployment circuit breaker with rollback; on Kubernetes set readiness probes, maxUnavailable and a progress deadline.',
  ],
};
const START_IMAGE: ActionText = {
  title: 'Start the image once in the pipeline',
  reason: 'An image that does not start is found before it is deployed.',
  steps: ['Run the container with production-like settings and probe its health check.'],
};

export const RESOURCE: readonly Signature[] = [
  {
    name: 'disk-full',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /No space left on device(?:[^\n]{0,80}?(?<path>\/[\w./-]{1,100}))?/i,
      /\b(?:errno|error number|errcode|OS error)[ :]{1,2}28\b/i,
      /\bENOSPC\b(?:[^\n]{0,80}?(?<path>\/[\w./-]{1,100}))?/,
      /(?:disk|volume|filesystem) (?:is )?full\b|not enough space on the disk/i,
    ],
    title: 'The disk is full{pathText|}',
    meaning:
      'Writes fail because the file system has no room left, neither for data nor for logs and temporary files. Inodes can run out too, with the same message.',
    component: ['path', 'ecsService', 'function'],
    checks: [
      'Check free blocks and free inodes of the volume, and which directory grew before the onset.',
    ],
    immediate: {
      title: 'Make room on the volume',
      reason: 'Nothing that writes can work until there is room.',
      steps: [
        'Remove rotated logs, core dumps and temporary files that no process holds open; a deleted file that is still open frees nothing until its process is restarted.',
        'Grow the volume if everything on it is needed.',
      ],
      commands: ['df -h {path}', 'df -i {path}'],
      rollback: 'Copy what you remove elsewhere first; a grown volume can not be shrunk.',
    },
    shortTerm: {
      title: 'Rotate and bound what grows',
      reason: 'The same writer fills the new room too.',
      steps: ['Set a size and an age for logs, temporary files and caches.'],
    },
    longTerm: {
      title: 'Alarm at 80 percent of the disk and of the inodes',
      reason: 'A full disk announces itself for days.',
      steps: ['Collect disk_used_percent and disk_inodes_free with the CloudWatch agent.'],
    },
  },
  {
    name: 'file-system-read-only',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    leftBy: 'storage-not-responding',
    any: [
      /Read-only file ?system(?:[^\n]{0,80}?(?<path>\/[\w./-]{1,100}))?/i,
      /\b(?:EXT[234]-fs|BTRFS|F2FS-fs)(?:: | )(?:error|critical)(?::)? \(device \w|\bDetected aborted journal\b/,
      /\bEROFS\b(?:[^\n]{0,80}?(?<path>\/[\w./-]{1,100}))?/,
      /\bReadOnlyFileSystemException\b|\b(?:re)?mount(?:ed|ing)\b[^\n]{0,60}?(?<path>\/[\w./-]{1,100})?[^\n]{0,20}\bread-only\b/i,
    ],
    unless:
      /\bread-?only\b[^\n]{0,20}\b(?:ok|verified|as configured|by design)\b|readOnlyRootFilesystem\b[^\n]{0,20}\b(?:enabled|ok)\b/i,
    title: 'The file system takes no writes{pathText|}',
    meaning:
      'Writes fail because the file system is mounted read-only. The kernel mounts it so after errors of the disk, and some platforms do so by design for all but a temporary folder.',
    component: ['path', 'ecsService', 'function'],
    checks: [
      'Read the kernel log of the host for errors of the disk before the first failed write.',
      'Check whether the path was writable before, and how the volume is mounted.',
    ],
    immediate: {
      title: 'Move what writes to a healthy disk',
      reason: 'No write can work there until the file system is mounted for writing again.',
      steps: [
        'Take the host out of service, or send its writes elsewhere.',
        'Check the file system and the disk before it is mounted for writing again.',
      ],
      commands: ['findmnt {path}'],
      rollback: 'Put the host back into service once its disk is checked or replaced.',
    },
    shortTerm: {
      title: 'Take a host out of service by itself when its disk turns read-only',
      reason: 'A health check that only reads goes on to pass.',
      steps: ['Let the health check write and delete a small file on each volume that is written.'],
    },
    longTerm: {
      title: 'Alarm on errors of disks',
      reason: 'A disk that fails tells of it before.',
      steps: ['Collect the error counters of the disks and the events of the kernel.'],
    },
  },
  {
    name: 'quota-used-up',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /\b(?<stored>disk|storage|volume|bucket|mailbox)\b[^\n]{0,40}\bquota\b[^\n]{0,20}\b(?:exceeded|reached|exhausted|used up)/i,
      /\bquota (?:has been |was |is )?exceeded\b[^\n]{0,60}\b(?<stored>disk|storage|volume|bucket|mailbox)\b/i,
      /\bEDQUOT\b|QuotaExceeded(?:Error|Exception)?\b/,
      /\bquota (?:has been |was |is )?(?:exceeded|exhausted|used up)\b|\bexceeded (?:its |the |your )?[^\n]{0,20}\bquota\b/i,
    ],
    unless:
      /\b(?:rate|requests?|API|calls?|quer(?:y|ies))\b[^\n]{0,30}\bquota\b|\bquota\b[^\n]{0,120}\b(?:requests?|calls|queries)\b|\bHTTP[ /][^\n]{0,10}429\b|http status 429|\bError R1[45] \(/i,
    title: 'The {quotaKind|} quota{bucketText|} is used up',
    meaning:
      'The message says that a quota is used up, so what needs more of it is refused. What filled it is not in these words.',
    component: ['bucket', 'path', 'ecsService', 'function'],
    checks: ['Compare use and limit of the quota, and find what grew before the first refusal.'],
    immediate: {
      title: 'Free what counts against the quota, or raise it',
      reason: 'Everything that needs more than is left is refused meanwhile.',
      steps: [
        'Find the largest and the newest users of the quota, remove what is not needed, and ask its owner for more if all of it is.',
      ],
      rollback: 'Copy what you remove elsewhere first.',
    },
    shortTerm: {
      title: 'Bound what grows',
      reason: 'The same user fills a larger quota too.',
      steps: ['Set an age or a size after which what is stored is removed.'],
    },
    longTerm: {
      title: 'Alarm at 80 percent of the quota',
      reason: 'A quota that is watched is raised before it is reached.',
      steps: ['Publish the use of the quota as a metric.'],
    },
  },
  {
    name: 'file-descriptors',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /too many open files/i,
      /\bEMFILE\b|\bENFILE\b/,
      /errno 24\b/i,
      /\bfile descriptor limit alarm set\b/,
    ],
    title: 'The process has no file descriptors left',
    meaning:
      'The process reached its limit of open files and sockets, so it can neither open a file nor accept or make a connection. Mostly something opens connections or files and does not close them.',
    component: ['ecsService', 'function', 'unit'],
    checks: [
      'Count the descriptors of the process by kind: a growing number of sockets to one address names the leak.',
      'Check whether a client is created for each request instead of once.',
    ],
    immediate: {
      title: 'Restart the affected processes, and raise their limit',
      reason:
        'A restart closes all that leaked; a higher limit lengthens the time until it happens again.',
      steps: [
        'Restart one process after the other, and note how fast the number of descriptors grows again.',
      ],
      commands: [
        'aws ecs describe-services --cluster {cluster} --services {ecsService}',
        'aws ecs update-service --cluster {cluster} --service {ecsService} --force-new-deployment',
      ],
      rollback: 'Set the limit back once the leak is closed.',
    },
    shortTerm: {
      title: 'Close what is opened, on every path',
      reason: 'A leak on the error path shows only when errors come.',
      steps: [
        'Use the construct of the language that closes on leaving the block, and reuse clients with keep-alive.',
      ],
    },
    longTerm: {
      title: 'Measure open descriptors',
      reason: 'A slow leak is seen days before it hurts.',
      steps: [
        'Publish the number of open descriptors as a metric with an alarm at 80 percent of the limit.',
      ],
    },
    fix: 'descriptor-limit',
  },
  {
    name: 'thread-pool-full',
    category: 'resource',
    type: 'application-code',
    layer: 'wait',
    any: [
      /RejectedExecutionException/,
      /thread ?pool[^\n]{0,40}(?:exhausted|is full|queue (?:is )?full)/i,
      /ThreadPool(?:Bulkhead)?[^\n]{0,60}(?:full|rejected)/,
    ],
    title: 'A thread pool rejects work: threads and queue are full',
    meaning:
      'All threads of a pool are busy and its queue is full. Mostly the threads wait for something slow behind them.',
    component: ['unit', 'function'],
    checks: ['Take a thread dump and read what most threads wait for.'],
    immediate: {
      title: 'Relieve the pool',
      reason: 'The waiting threads, not their number, are the usual fault.',
      steps: [
        'Set a time-out on what the threads wait for, and shed load until the queue is empty.',
      ],
    },
    shortTerm: {
      title: 'Separate slow work from fast work',
      reason: 'A slow dependency then can not take all threads.',
      steps: ['Give each dependency a pool or a bulkhead of its own.'],
    },
    longTerm: {
      title: 'Measure busy threads and queue length',
      reason: 'A filling queue is seen before it rejects.',
      steps: ['Publish both as metrics with alarms.'],
    },
  },
  {
    name: 'ports-used-up',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [/EADDRNOTAVAIL|[Cc]annot assign requested address|AddrNotAvailable/],
    unless: /\b(?:bind|listen)\w{0,3}\b[^\n]{0,80}(?:EADDRNOTAVAIL|annot assign)/i,
    title: 'No local port is left for new connections',
    meaning:
      'Each connection to the same address and port needs a local port of its own, and those are used up. Many calls at once, or connections that are opened for each call and then wait to be closed, do it; so does a NAT gateway with its limit for each destination.',
    component: [],
    checks: [
      'Count the connections of the host by address and state: many in TIME_WAIT come from connections that are not used again.',
      'Check whether a client is created for each call, and whether the number of calls at once was raised before the first failure.',
    ],
    immediate: {
      title: 'Make fewer connections at once',
      reason: 'Ports become free as soon as connections end.',
      steps: ['Lower the number of calls at once, or spread the callers over more hosts.'],
      rollback: 'Raise the number again step by step.',
    },
    shortTerm: {
      title: 'Use connections again',
      reason: 'One connection with keep-alive replaces hundreds of short ones.',
      steps: ['Share one client with a bounded pool, and read or close each answer.'],
    },
    longTerm: {
      title: 'Measure connections by state',
      reason: 'A growing number is seen before the ports run out.',
      steps: ['Publish the number of connections of each host with an alarm at half of its ports.'],
    },
  },
  {
    name: 'container-restarts',
    category: 'uncategorized',
    type: 'application-code',
    typeUnknown: true,
    layer: 'wait',
    any: [
      /CrashLoopBackOff|Back-off (?:\d\w{1,5} )?restarting failed container/,
      /Essential container in task exited/,
    ],
    title: 'A container ends again and again soon after its start',
    meaning:
      'The process in the container ends by itself, and the platform starts it anew with growing pauses, so fewer instances serve than are wanted. Why it ends stands in what the process itself wrote last, not in these lines.',
    component: ['ecsService', 'cluster'],
    checks: [
      'Read the last lines that the container wrote before it ended, and its exit code: 137 is a kill, mostly for memory; 1 or 2 an error of the program itself.',
      'Check whether image, settings, secrets or limits of the container changed before the first end.',
    ],
    immediate: {
      title: 'Go back to what last ran, if image or settings changed before the first end',
      reason: 'The old revision with its old settings is known to start.',
      steps: ['Find the revision and the settings that ran before the first end, and deploy them.'],
      commands: SHOW_TASKS,
      rollback: 'Deploy the new revision again once its containers start.',
    },
    shortTerm: STOP_ROLL_OUT,
    longTerm: START_IMAGE,
  },
  {
    name: 'ecs-task-not-started',
    category: 'configuration',
    type: 'configuration',
    layer: 'origin',
    any: [/ResourceInitializationError/, /failed (?:ELB|container) health checks/],
    title: 'Containers can not be started or kept running',
    meaning:
      'The platform could not start a container, or stopped it because its health check failed, so fewer instances serve than are wanted.',
    component: ['ecsService', 'cluster'],
    checks: [
      'Read the reason that the platform gives, and compare image, secrets and settings with those of the revision before.',
    ],
    immediate: {
      title: 'Go back to the last revision whose containers ran',
      reason: 'The old revision is known to start.',
      steps: ['Find the revision that ran before the first failure, and deploy it.'],
      commands: SHOW_TASKS,
      rollback: 'Deploy the new revision again once its containers start.',
    },
    shortTerm: STOP_ROLL_OUT,
    longTerm: START_IMAGE,
  },
];
