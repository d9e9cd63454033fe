// What runs an application ends it or gives up on it: gunicorn's master, Heroku's dyno manager and router. They say what
// they did, never why it had to be.
import type { ActionText, Signature } from '../signature.ts';

const FIND_WAIT: ActionText = {
  title: 'Give what the requests wait for a time limit of its own',
  reason: 'A call that is given up in the code fails with a place and a reason.',
  steps: [
    'Set a time-out on calls of databases and services that is shorter than the one that was reached here.',
    'Move what takes long by its nature, such as reports and uploads, into a job of its own.',
  ],
};
const WATCH_SLOW: ActionText = {
  title: 'Watch the slowest requests',
  reason: 'Requests grow slow before they reach a limit.',
  steps: ['Alarm on the 99th percentile of the time of requests at half of the limit.'],
};

export const PLATFORM: readonly Signature[] = [
  {
    name: 'gunicorn-worker-timeout',
    category: 'resource',
    type: 'application-code',
    typeUnknown: true,
    layer: 'wait',
    any: [
      /\bWORKER TIMEOUT \(pid: ?\d{1,10}\)/,
      // A worker that is aborted in the middle of a request.
      /\bError handling request\b[\s\S]{0,4000}?\bsys\.exit\(1\)\s[\s\S]{0,400}?\bSystemExit: 1\b/,
    ],
    title: 'gunicorn ends workers that gave no sign of life within its timeout',
    meaning:
      'A worker did not report to its master within `timeout` (30 seconds unless it is set), so the master aborted it, with SIGKILL where it did not end by itself, and its requests failed. A worker of the sync kind is silent as long as one request takes, so mostly a request waits for something slow or computes too long; these lines do not say which. "Perhaps out of memory?" is what gunicorn writes behind every SIGKILL, also behind its own: a guess, and no sign of missing memory.',
    component: [],
    checks: [
      'Find the requests that had begun and had not ended when a worker was aborted; a trace that ends in handle_abort shows at which line it was.',
      'Compare the time of requests, of calls to databases and services, and the load of the processors before the first time-out.',
    ],
    immediate: {
      title: 'Find out what the workers waited for',
      reason: 'A longer timeout lets requests wait longer, it makes none of them faster.',
      steps: [
        'Look for the slowest requests just before each time-out, and turn off or limit what they have in common.',
        'Where such requests are known to take long, raise `timeout` above the longest of them, or use a worker class that reports while a request runs (gthread, gevent).',
      ],
      rollback: 'Set `timeout` and the worker class back to what they were.',
    },
    shortTerm: FIND_WAIT,
    longTerm: WATCH_SLOW,
  },
  {
    name: 'gunicorn-worker-killed',
    category: 'uncategorized',
    type: 'infrastructure',
    typeUnknown: true,
    layer: 'origin',
    leftBy: 'gunicorn-worker-timeout',
    any: [/\bWorker \(pid: ?\d{1,10}\) was sent SIGKILL\b/],
    title: 'Workers of gunicorn are killed with SIGKILL',
    meaning:
      'Something ended workers with SIGKILL, and what they were working on is lost. gunicorn writes "Perhaps out of memory?" behind every SIGKILL: it is a guess and no evidence. The kernel sends it where memory ran out, a platform where it stops a container, and gunicorn itself to a worker that timed out, which it says in a line before.',
    component: [],
    checks: [
      'Look for "Killed process" or "oom-kill" in the kernel log of the host, or for OOMKilled as the reason of the container, at the same times.',
      'Compare the memory of the workers with the limit before the first kill.',
    ],
    immediate: {
      title: 'Find out who sent the SIGKILL',
      reason: 'More memory helps only where memory ran out.',
      steps: [
        'Read the kernel log and the events of the platform at the times of the kills.',
        'If memory ran out, run fewer workers, or raise the limit until it is known what fills it.',
      ],
      rollback: 'Set the number of workers and the limit back to what they were.',
    },
    shortTerm: {
      title: 'Let workers be replaced before they grow too large',
      reason: 'A worker that leaks is then ended in order, between two requests.',
      steps: ['Set `max_requests` with `max_requests_jitter`.'],
    },
    longTerm: {
      title: 'Measure the memory of the workers',
      reason: 'What fills up slowly is seen before it is killed.',
      steps: ['Alarm at 80 percent of the memory limit.'],
    },
  },
  {
    name: 'heroku-memory',
    category: 'resource',
    type: 'infrastructure',
    layer: 'origin',
    any: [/\bError R1[45] \(Memory quota (?:vastly )?exceeded\)/],
    title: 'A dyno uses more memory than its quota',
    meaning:
      'The processes of a dyno take more memory than its size allows. With R14 it goes on and swaps, which makes it slow; with R15, at about twice the quota, Heroku kills it.',
    component: [],
    checks: [
      'Compare memory_total and memory_quota of the dyno since its last start: a steady climb is a leak, a level above the quota from the start is too much at once.',
      'Look for a deployment, more workers or threads, or larger requests before the first of these lines.',
    ],
    immediate: {
      title: 'Restart the dyno, and run fewer processes in it or a larger one',
      reason: 'A restart frees what leaked; only less use or more room keeps it below the quota.',
      steps: [
        'Restart the dyno and note how fast its memory grows again.',
        'Lower the number of workers or threads (WEB_CONCURRENCY), or take the next larger size of dyno.',
      ],
      rollback: 'Set the number of workers and the size of the dyno back to what they were.',
    },
    shortTerm: {
      title: 'Find out what fills the memory',
      reason: 'A larger dyno only delays a leak.',
      steps: ['Take heap profiles some hours apart and compare what grew.'],
    },
    longTerm: {
      title: 'Alarm on memory before the quota is reached',
      reason: 'A slow climb is seen days ahead.',
      steps: [
        'Turn on runtime metrics (log-runtime-metrics) and alarm at 80 percent of the quota.',
      ],
    },
  },
  {
    name: 'heroku-boot-timeout',
    category: 'configuration',
    type: 'application-code',
    typeUnknown: true,
    layer: 'origin',
    any: [/\bError R10 \(Boot timeout\)/],
    title: 'A web dyno does not listen on $PORT in time after its start',
    meaning:
      'The web process did not bind to the port in $PORT within the time for booting, so Heroku killed it; the SIGKILL and the exit status 137 behind it are that kill. Either the start takes too long, or the process listens on another port or on localhost only. Until one comes up, requests get H10 or wait.',
    component: [],
    checks: [
      'Read what the process itself wrote between its start and the kill: the last line shows how far it came.',
      'Check that it binds to 0.0.0.0 and the port in $PORT, and what a new version or a new setting does at the start (migrations, downloads, warming of caches).',
    ],
    immediate: {
      title: 'Go back to the release whose dynos came up, if the first kill follows a release',
      reason: 'The release before is known to start.',
      steps: [
        'Compare the time of the last release with that of the first R10, and roll back if they fit.',
        'If there was no release, look at what the start waits for: a database, a service, an add-on.',
      ],
      rollback: 'Release the newer version again once it starts in time.',
    },
    shortTerm: {
      title: 'Bind the port first, and do the rest behind it',
      reason: 'What takes long at the start then does not stop the dyno from coming up.',
      steps: ['Move migrations into the release phase, and load caches after the port is bound.'],
    },
    longTerm: {
      title: 'Measure the time of a start in the pipeline',
      reason: 'A start that grows slow is seen before it is too slow.',
      steps: [
        'Start the web process with production-like settings and fail above half of the limit.',
      ],
    },
  },
  {
    name: 'heroku-request-timeout',
    category: 'uncategorized',
    type: 'application-code',
    typeUnknown: true,
    layer: 'surface',
    any: [/\bcode=H12\b/],
    title: "Requests got no answer within the 30 seconds that Heroku's router waits (H12)",
    meaning:
      'The router handed each request to a dyno, had no answer of it after 30 seconds and answered 503 itself. The application may go on with the request, which keeps its worker from others, so these lines also pile up where only some requests are slow. Why the application was slow is not in these lines.',
    component: [],
    checks: [
      'Check whether all paths fail or only some, and all dynos or only one.',
      'Compare the times of database and service calls, the memory of the dynos and the wait for a worker before the first H12.',
    ],
    immediate: {
      title: 'Find out what the slow requests wait for',
      reason: 'The router only tells that it waited in vain.',
      steps: [
        "Read the application's own lines of some of these requests, by their request_id.",
        'If one dyno alone is slow, restart it; if all are, look at what they share.',
      ],
    },
    shortTerm: FIND_WAIT,
    longTerm: WATCH_SLOW,
  },
  {
    name: 'heroku-app-crashed',
    category: 'uncategorized',
    type: 'application-code',
    typeUnknown: true,
    layer: 'surface',
    any: [/\bcode=H10\b/],
    title: "Heroku's router found the web dyno crashed (H10)",
    meaning:
      'The web dyno had crashed or did not come up, so the router answered 503 itself. Why it crashed is written where the dyno ended, not in these lines.',
    component: [],
    checks: [
      'Read what the dyno wrote before "State changed from … to crashed", and its exit status.',
      'Look for a release or a changed setting before the first of these lines.',
    ],
    immediate: {
      title: 'Find out why the dyno ended, and start it again',
      reason: 'Heroku waits longer before each new start of a dyno that crashes again.',
      steps: [
        'Restart the dyno and read its lines from the start on.',
        'If the first crash follows a release, roll that release back.',
      ],
      rollback: 'Release the newer version again once the fault in it is mended.',
    },
    shortTerm: {
      title: 'Let the release phase start the application once',
      reason: 'A version that does not start is then not released.',
      steps: [
        'Load the application and its settings in the release phase, and fail if that fails.',
      ],
    },
    longTerm: {
      title: 'Alarm on dynos that crash',
      reason: 'Users see it first else.',
      steps: ['Alarm on lines with "State changed from … to crashed".'],
    },
  },
  {
    name: 'celery-worker-killed',
    category: 'resource',
    type: 'infrastructure',
    typeUnknown: true,
    layer: 'origin',
    any: [
      /\bWorkerLostError\b[^\n]{0,80}\bsignal 9 \(SIGKILL\)/,
      /\bProcess '[\w-]{1,60}' pid:\d{1,10} exited with 'signal 9 \(SIGKILL\)'/,
    ],
    title: 'Processes of a Celery worker are killed with SIGKILL',
    meaning:
      'Something ended processes of the worker with SIGKILL, and the tasks they were working on are lost or begin anew. Most often the kernel or the container ran out of memory; the line itself does not say so.',
    component: [],
    checks: [
      'Look for "Killed process" in the kernel log of the host, or for OOMKilled as the reason of the container, at the same times.',
      'Find the task that ran in the process: its name and arguments stand in the line that says it was received.',
    ],
    immediate: {
      title: 'Run fewer processes, or raise the memory limit',
      reason: 'The same task is killed again where memory does not suffice for it.',
      steps: [
        'Lower the concurrency of the worker, and route the large tasks to a worker of their own.',
      ],
      rollback: 'Set the concurrency back to what it was.',
    },
    shortTerm: {
      title: 'Let processes be replaced before they grow too large',
      reason: 'A process that leaks is then ended between two tasks.',
      steps: ['Set `worker_max_memory_per_child` and `worker_max_tasks_per_child`.'],
    },
    longTerm: {
      title: 'Make tasks safe to run twice, and let them be acknowledged late',
      reason: 'A task that was lost with its process then begins anew by itself.',
      steps: ['Set `acks_late` with `reject_on_worker_lost` for tasks that may run twice.'],
    },
  },
];
