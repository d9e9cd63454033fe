// A dependency that was reached and does not serve: its 429 and 5xx, its read time-outs, a circuit that is open for it.
import { beside, rule, status } from './rule.ts';

const WAITING =
  '(?:reading|receiving|waiting for|awaiting|sending request)(?: \\S+){0,3} (?:response|reply|upstream|headers?|body|answer)\\b';

/** Time-outs that say that the answer was waited for; stronger than the word `connection` beside them. */
export const ANSWER_TIMEOUT = rule(
  'answer-timeout',
  'external-service',
  /(?<!connect(?:ion)? )\btime-?out of \d+(?:\.\d+)? ?m?s(?:econds)? exceeded/i,
  new RegExp(`\\btimed out\\b(?: \\([^)\\n]{0,80}\\))? while ${WAITING}`, 'i'),
  /\btimed out\b(?: \([^)\n]{0,80}\))? while (?:reading|awaiting) (?:response|upstream|headers?|body)\b/i,
  /\bRead timed out\b|\bRead ?Timeout(?:Error|Exception)?\b/i,
);

export const RATE_LIMITED = rule(
  'rate-limited',
  'external-service',
  status('429'),
  /\btoo many requests\b|TooManyRequests|rate[ _-]?limit(?:ed| exceeded| reached|ing)?|\btoo many messages\b[^\n]{0,20}\bslow down\b|\bexceeded \d{1,9} (?:calls|requests) (?:per|an?|every)\b|\breduce request rates?\b|\brate_limit|REQUEST_LIMIT_EXCEEDED|RateLimit/i,
);

/** A status of gRPC as the whole message is what the one who was called logs; a caller says before it what it called for. */
const NOT_SAID_OF_ITSELF =
  '(?<!(?:^|\\] )rpc error: )(?<!\\bgrpc error\\W{1,4}(?:err\\W{1,2})?rpc error: )';

export const ANSWERED_5XX = rule(
  'dependency-5xx',
  'external-service',
  status('5\\d\\d'),
  /\b50[0234] (?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Server Error|Gateway Time-?out)/i,
  /\bBad ?Gateway\b|\bGateway ?Time-?out\b|\bService ?(?:Temporarily )?Unavailable\b|InternalServerError|HttpServerError|Kms?Internal|\bInternalError\b|\bencountered an internal error\b/i,
  /upstream (?:\S+ ){0,4}(?:unavailable|error|failed|failure|timed out|prematurely)|no (?:healthy|live) upstreams?|\bhas no server available\b|backend (?:\S+ ){0,3}(?:unavailable|error|unhealthy|fetch failed)/i,
  /circuit ?breaker|CallNotPermitted|BrokenCircuit|\bcircuit is (?:now )?open\b/i,
  /(?:remote )?(?:service|server|api|provider|backend) (?:is )?(?:temporarily |currently )?(?:unavailable|overloaded|busy)\b|\boverloaded_error\b|\bServerBusy|UNAVAILABLE:/i,
  new RegExp(`\\bcode = Unavailable\\b|${NOT_SAID_OF_ITSELF}\\bcode = Internal\\b`, 'i'),
  /StatusCode\.(?:UNAVAILABLE|INTERNAL)\b|\bservice not available\b|SMTPServerBusy|\b4[25]1 4\.\d\.\d\b/i,
  // A mail server that refuses a mailbox or a message for good; 53x is about the login.
  /\b55[0-4](?:[ -]|, b?['"])5\.\d{1,3}\.\d{1,3}\b|\b55[0-4][ -](?:requested (?:mail )?action|(?:mailbox|recipient|sender|user|message)\b[^\n]{0,40}\b(?:unknown|unavailable|rejected|refused|not found|disabled|full)\b|no such (?:user|recipient|mailbox))/i,
);

export const TIMEOUT = rule(
  'dependency-timeout',
  'external-service',
  /\b(?:read|request|response|operation|socket|call|query|gateway|upstream|statement|transaction|execution|command|headers|body)s?(?: has| was)?[ _]?time(?:d[ -]?| ?|_)out/i,
  /\bStates\.(?:Heartbeat)?Timeout\b|\b(?:Task|Activity|LambdaFunction|Execution)TimedOut\b|\bESOCKETTIMEDOUT\b|\bETIMEDOUT\b|SocketTimeout|TimeoutException|TimeoutError|HttpTimeout|Timeout::Error|TimeoutRejected|CommandTimeout|\bTimedOut\b/i,
  /deadline[ _-]?exceeded|(?<!\bmay have (?:previously )?)\btimed[- ]out\b|\btime-?out specified has expired\b|\btime-?out (?:after|of|exceeded|expired|while|waiting|calling|from|in|reading)\b|\btimeout\b.{0,20}\bexceeded|:\s?timeout$/im,
  /did not (?:respond|observe any item)|not responding|aborted due to timeout|\bprovider time-?out\b|\bexceeded (?:the )?(?:maximum |query |run )?time limit\b|\bexecution expired\b/i,
  /\bconfigured \S{0,40}Timeout\b|\bwithin the timeout\b|\btook (?:more|longer) than \d/i,
  /\bmaximum (?:statement|query) execution time (?:was |is )?exceeded\b/i,
);

/** In free words: somebody else's service, and that it does not serve. */
export const EXTERNAL_WORDS = rule(
  'external-words',
  'external-service',
  beside(
    '(?:payment |mail |sms |identity |cloud )?(?:gateway|provider|partner)|upstream|third[- ]party|dependency|downstream|remote (?:service|server|api)|(?:external|partner) (?:api|service)|[\\w-]+[ -](?:service|api)',
    'unavailable|down|overloaded|busy|not responding|unresponsive|no response|time-?out|outage|maintenance|internal (?:server )?error|degraded|gave up',
  ),
  /\bdown for maintenance\b|\bdid(?: not|n't) (?:answer|reply|respond|return)\b|\b(?:slow|late) (?:response|answer|reply)\b|\b(?:response|answer|reply|request|call)\b.{0,40}\b(?:exceeded|aborted after|took|within|longer than) \d+ ?m?s\b/i,
  /\b(?:processor|gateway|provider|service|api|server|partner|backend|supplier|vendor) (?:is |was )?(?:currently |temporarily )?(?:down|offline|unavailable)\b/i,
  /\b(?:received|got) (?:an? |HTTP |status ){0,2}(?:5\d\d|429) from\b|: (?:5\d\d|429) (?:internal|server|service|bad|gateway|too many)\b|\bcircuit (?:is )?(?:now )?open(?:ed)?\b|\b(?:QUERY|RATE|REQUEST)_LIMIT\b|_QUERY_LIMIT\b/i,
  /\bno (?:response|answer|reply) (?:was )?(?:received )?from\b|\b(?:error|http|service|api): ?(?:5\d\d|429)\b|\b(?:quota|limit|error): 429\b|\b(?:error|code) (?:5\d\d|429) (?:from|by)\b|\bInternal Server Error\b(?!: ?\/)/i,
  /\b(?:request|call|query) to \S{1,120}(?: \S{1,40})? (?:failed|aborted)\b.{0,20}\btime-?out\b/i,
);
