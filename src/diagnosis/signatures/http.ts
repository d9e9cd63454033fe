// What other services answer over HTTP, or do not answer: 429, 5xx, time-outs.
import { UPSTREAM } from '../../evidence/upstream.ts';
import type { ActionText, Signature } from '../signature.ts';

const BREAKER: ActionText = {
  title: 'Put a circuit breaker and a fallback in front of the dependency',
  reason: 'A dependency that fails then costs its own function only.',
  steps: [
    'Stop calling after a run of failures, try one call after a pause, and decide what the user sees meanwhile.',
  ],
};
const OBJECTIVE: ActionText = {
  title: 'Agree on limits and availability with the owner of the dependency',
  reason: 'What is agreed can be measured and planned for.',
  steps: [
    'Measure latency and errors for each dependency from your side, and review them with its owner.',
  ],
};

/**
 * A call with its whole address and the answer right behind it: `POST https://x/y -> 500`. Who takes a request writes
 * its path, but for ASP.NET in its last line of one, or begins with the client's address.
 */
const ANSWERED =
  /(?<!\bfinished (?:HTTP\/[\d.]{1,3} )?)(?<!\d )\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) https?:\/\/[^\s"]{1,300}(?: ?[,:=>-]{1,2})? {1,3}(?:status[=: ]{1,2})?5\d\d\b(?! ?(?:ms|s|sec|seconds|[kmg]?i?b|bytes|rows|items|records|results|orders|messages|entries)\b)/;

export const HTTP: readonly Signature[] = [
  {
    name: 'dependency-429',
    category: 'external-service',
    type: 'dependency',
    layer: 'origin',
    any: [
      /\b(?<tooMany>429)\b[^\n]{0,30}Too Many Requests/i,
      /\b(?:HTTP|(?:http|response)?[_-]?status(?:[ _-]?code)?)["']?[ :=/]{1,3}(?:1\.1 )?(?<tooMany>429)\b/i,
      /Too Many Requests|TooManyRequests\b/i,
      /rate[ _-]?limit(?:ed)?[^\n]{0,40}(?:exceeded|reached|hit|error)|RateLimit(?:Exceeded)?(?:Error|Exception)|REQUEST_LIMIT_EXCEEDED/i,
      /\b(?<tooMany>429)\b[^\n]{0,60}\b(?:rate_?limited|quota exceeded)\b/i,
      /\bQUOTA_EXCEEDED\b[^\n]{0,120}\b(?<tooMany>429)\b/i,
      /\b(?:rate|requests?|API|calls?|quer(?:y|ies))\b[^\n]{0,30}\bquota (?:has been |was |is )?(?:exceeded|exhausted|used up)\b/i,
      /\bexceeded (?:your|the|its|their) (?:\w{2,12} )?(?:\w{2,12} )?(?:rate limit|(?:request|call|query|api)s?[ -](?:quota|limit))\b|\bOVER_(?:QUERY|DAILY|RATE)_LIMIT\b/i,
      /\bquota (?:has been |was |is )?exceeded\b[^\n]{0,120}\b(?:requests?|calls|queries)\b[^\n]{0,20}\b(?:per|an?) (?:second|minute|hour|day)\b/i,
    ],
    title: '{urlHost|A service} limits the rate of calls{tooManyText|}',
    meaning:
      'A limit on the rate of calls was reached: more are made in a period than are allowed, and those above it are refused. More traffic, a new job or retries without a pause drive the rate up.',
    component: ['urlHost', 'unit'],
    checks: [
      'Compare the number of calls a minute with the limit that the other side publishes, and read Retry-After of its answers.',
      'Look for a job that begins shortly before each group of refusals.',
    ],
    immediate: {
      title: 'Slow the calls to {urlHost|the dependency} down to its limit',
      reason: 'Calls above the limit are refused anyway, and some services lengthen the penalty.',
      steps: [
        'Wait for Retry-After, lower the concurrency of the callers, and spread scheduled jobs over time.',
      ],
      rollback: 'Raise the concurrency again step by step.',
    },
    shortTerm: {
      title: 'Limit the rate on your own side',
      reason: 'A queue with a rate keeps below the limit by design.',
      steps: ['Share one token bucket among all instances, batch calls, and cache answers.'],
    },
    longTerm: OBJECTIVE,
    fix: 'back-off',
  },
  {
    name: 'load-balancer-no-answer',
    category: 'uncategorized',
    type: 'application-code',
    typeUnknown: true,
    layer: 'surface',
    any: [
      /(?: (?:-1|\d{1,6}\.\d{1,9})){3} 50[234] (?:-|0) \d{1,15} \d{1,15} "(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /,
    ],
    title:
      'The load balancer answered {statuses|502 to 504} itself, without an answer of its targets',
    meaning:
      'These are access records of a load balancer in which no status of a target stands, so it made the answers itself. Its documentation gives as usual reasons: for 502 a target that closed the connection or sent no valid answer, for 503 no target to send to, for 504 a target that did not answer in time. Why the targets did not serve is written in their logs, not here.',
    component: [],
    checks: [
      'Read the logs of the targets at the times of failed requests: whether they restarted, refused connections or were slow.',
      'Check the health of the target group at those times, and whether all paths fail or only some.',
    ],
    immediate: {
      title: 'Look at the targets of the load balancer',
      reason: 'The load balancer only tells that they gave no answer.',
      steps: [
        'Check how many targets were healthy at the onset, and compare their time-outs for idle connections with that of the load balancer: theirs has to be the longer one.',
      ],
    },
    shortTerm: {
      title: 'Let targets leave the load balancer before they stop',
      reason: 'A target that still gets requests while it stops fails them.',
      steps: ['Deregister a target, wait for its open requests, then stop it.'],
    },
    longTerm: {
      title: 'Alarm on unhealthy targets and on 5xx answers of the load balancer itself',
      reason: 'Users see these before the application does.',
      steps: [
        'Set alarms on UnHealthyHostCount, and on HTTPCode_ELB_5XX_Count apart from HTTPCode_Target_5XX_Count.',
      ],
    },
  },
  {
    name: 'own-unavailable',
    category: 'uncategorized',
    type: 'application-code',
    typeUnknown: true,
    layer: 'surface',
    any: [
      /^http status 50[234]$/m,
      /"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/[^"\n]{0,300}" 50[234]\b/,
    ],
    unless: UPSTREAM,
    title: 'Requests failed with {statuses|502 to 504}, the logs do not say why',
    meaning:
      'These are access records of the application itself, and none of them names another service. Such an answer is given by an application that is overloaded, starts, stops or is in maintenance, and by a proxy for what stands behind it: which of these it was, the records do not tell.',
    component: [],
    checks: [
      'Find out which program answers these requests, and read its own error log at the same times.',
      'Check whether all paths fail or only some, and whether they fail at once or after a wait.',
    ],
    immediate: {
      title: 'Find out what answered these requests, and why',
      reason: 'An access record says that a request failed, never why.',
      steps: [
        'Check whether the application was up and within its limits at the times of some failed requests.',
      ],
    },
    shortTerm: {
      title: 'Write the upstream and its times into the access log',
      reason: 'The next search then knows whether the answer came from here or from behind.',
      steps: ['Log the upstream address, its status and its time, and the reason of the answer.'],
    },
    longTerm: {
      title: 'Watch the share of 5xx answers by path',
      reason: 'What users see first should be seen here first.',
      steps: ['Alarm on the share of failed requests, path by path.'],
    },
  },
  {
    name: 'service-unavailable',
    category: 'external-service',
    type: 'dependency',
    layer: 'surface',
    any: [
      /upstream[^\n]{0,60}(?:unavailable|unreachable|failed|error|prematurely closed)|no healthy upstream|no live upstreams/i,
      /Service (?:Temporarily )?Unavailable|ServiceUnavailable|Bad Gateway/i,
      /\b(?:server|service|API) is (?:temporarily|currently) (?:unavailable|overloaded)\b|\boverloaded_error\b/i,
      /circuit ?breaker[^\n]{0,60}\bopen\b(?!["'])|CallNotPermittedException|BrokenCircuitException/i,
      /http status 50[234]\b/,
      /\b(?:dependency|downstream|backend)\b[^\n]{0,50}\b(?:unavailable|unreachable|is down|failed)/i,
    ],
    unless: /circuit ?breaker[^\n]{0,40}half[- ]open/i,
    title: '{urlHost|A service behind this one} is not available',
    meaning:
      'These errors say that something behind this service is not available or failed. This is how a failure shows at the edge; why the service behind it failed is written in that service, not here.',
    component: ['urlHost', 'endpoint', 'unit'],
    checks: ['Find the first failure of the service behind this one, in its own logs.'],
    immediate: {
      title: 'Look at the service behind this one first',
      reason: 'The answer at the edge changes as soon as the service behind it works.',
      steps: [
        'Read the logs of the service behind at the time of the onset, with the request ids of failed requests.',
      ],
    },
    shortTerm: BREAKER,
    longTerm: OBJECTIVE,
  },
  {
    name: 'own-server-error',
    category: 'application-exception',
    type: 'application-code',
    layer: 'surface',
    any: [
      /^http status 5(?:00|01|0[5-9]|[1-9]\d)$/m,
      /"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/[^"\n]{0,300}" 5(?:00|01|0[5-9]|[1-9]\d)\b/,
    ],
    unless: new RegExp(
      `${ANSWERED.source}|\\b(?:upstream|dependency|downstream)\\b|\\bAPI (?:returned|answered|responded)|Service Unavailable|Bad Gateway`,
      'i',
    ),
    title: 'The application answers its own callers with server errors (5xx)',
    meaning:
      'These are access records of the application itself: it took the requests and failed to handle them. They show how the failure is seen from outside; why it fails is written in the errors of the same requests.',
    component: ['unit'],
    checks: [
      'Read the errors of the same requests: by request id, else by time and log stream.',
      'Check whether all paths fail or only some.',
    ],
    immediate: {
      title: 'Find the error behind the failed requests',
      reason: 'An access record says that a request failed, never why.',
      steps: ['Read the application log at the times of some failed requests.'],
    },
    shortTerm: {
      title: 'Log each failed request with its exception and request id',
      reason: 'The next search then begins at the cause.',
      steps: ['Log the exception once, where the 5xx answer is made.'],
    },
    longTerm: {
      title: 'Watch the share of 5xx answers by path',
      reason: 'What users see first should be seen here first.',
      steps: ['Alarm on the share of failed requests, path by path.'],
    },
  },
  {
    name: 'dependency-5xx',
    category: 'external-service',
    type: 'dependency',
    layer: 'wait',
    any: [
      /\b(?!http status 5\d\d$)(?<!^http )(?:HTTP|status(?: ?code)?|responded(?: with)?|returned|response|answered)["']?[ :=/]{1,3}(?:1\.1 |status |code )?5\d\d(?![\w.]| (?:rows|items|records|results|orders|messages|entries|bytes|ms)\b)/im,
      /\b5\d\d (?:Server Error|Internal Server Error)|HttpServerErrorException|InternalServerError\b/,
      ANSWERED,
    ],
    title: '{urlHost|A dependency} answers with server errors (5xx)',
    meaning:
      'The other side received the call and failed to handle it. The fault lies there, or in a request that it can not handle.',
    component: ['urlHost', 'endpoint', 'unit'],
    checks: [
      'Check whether all calls fail or only those with a certain input, and read the status page of the other side.',
    ],
    immediate: {
      title: 'Report the failing calls to the owner of {urlHost|the dependency}',
      reason: 'Only the owner sees why it fails.',
      steps: [
        'Hand over times and request ids of some failed calls, and use the fallback meanwhile.',
      ],
    },
    shortTerm: BREAKER,
    longTerm: OBJECTIVE,
  },
  {
    name: 'dependency-time-out',
    category: 'external-service',
    type: 'dependency',
    layer: 'wait',
    any: [
      /\b(?:upstream|backend|downstream|dependency|call to|request to) (?<client>[\w.-]{1,150}:\d{2,5})\b[^\n]{0,60}\btim(?:ed|e) ?-?out\b/i,
      /\b(?:upstream|backend|downstream|dependency)\b[^\n]{0,60}\btimed out\b/i,
      /(?:Socket|Read|Connect|Http)Timeout(?:Exception|Error)?\b|Read timed out|connect(?:ion)? timed out/i,
      /ETIMEDOUT|ESOCKETTIMEDOUT|ECONNABORTED|UND_ERR_\w{4,10}_TIMEOUT|Headers Timeout Error|TLS handshake time-?out/,
      /context deadline exceeded|Client\.Timeout exceeded|i\/o timeout|DEADLINE_EXCEEDED|Deadline expired/i,
      /HttpClient\.Timeout|TaskCanceledException|OperationTimedOut|request timed out|execution expired/i,
      /Gateway Time-?out|\b504\b|\(70007\)The timeout specified has expired/i,
      /\bnats: timeout\b|\bNatsError: TIMEOUT\b/,
      /\btimed out (?:after|waiting|while)\b|\btime-?out (?:after|of|exceeded)\b|\bTimeout(?:Error|Exception)\b/i,
    ],
    unless: /time-?out (?:budget|policy|configured|set to)/i,
    title: '{client|What the service waits for} does not answer in time',
    meaning:
      'A call got no answer within the time limit of the one who made it{afterText|}. The other side is slow or overloaded, or the answer is lost on the way; the words do not say which.',
    component: ['urlHost', 'endpoint', 'unit'],
    checks: [
      'Compare the latency of the dependency before and during the time-outs.',
      'Check whether all its instances are slow, or one.',
    ],
    immediate: {
      title: 'Bound the damage of the slow dependency',
      reason: 'Requests that wait hold threads and connections that others need.',
      steps: [
        'Set a time-out that is shorter than the patience of your own caller, try idempotent calls again once or twice with back-off, and ask the owner of the dependency.',
      ],
      rollback: 'Set the time-out back to its earlier value.',
    },
    shortTerm: BREAKER,
    longTerm: OBJECTIVE,
    fix: 'client-time-out',
  },
];
