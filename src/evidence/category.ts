// The category of an error: a table of mechanisms in order of precedence, the first that matches decides.
// The mechanism decides, not the exception's class: a pool that waits in vain is a connection, whoever reports it.
import type { Category } from './types.ts';

export interface Categorized {
  readonly category: Category;
  /** Name of the row that decided. */
  readonly rule: string;
}

interface Rule {
  readonly name: string;
  readonly category: Category;
  readonly pattern: RegExp;
}

/** Characters of an error that the rules look at. */
const MAX_TEXT_CHARS = 4_000;

const METHODS = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';

/** Where a clause begins: a line, a mark of punctuation, a word that opens one. */
const CLAUSE_START =
  '(?:^|[\\n:;,.(\\[\\]|"=–—-]\\s{0,3}|\\b(?:the|or|local|failed|error|fatal|critical|because|since)\\s)';
/** Where a clause ends: a line, a mark of punctuation, the next `key=` of a line of fields. */
const CLAUSE_END = '(?=\\s{0,3}(?:$|[\\n;:!()\\[\\]|"\'–—]|[.,](?!\\d)|-\\s)|\\s[\\w.]{1,40}=)';

const PEER =
  'service|server|api|upstream|backend|gateway|endpoint|dependency|provider|partner|proxy|host';
const ANSWERED = '(?:returned|responded|answered|replied)(?: with)?(?: an?)?';
const REASON =
  '(?=["\']? \\(?(?:Client|Server|Internal Server|Bad Gateway|Service|Gateway|Unauthorized|Forbidden|Too Many|error|response|status|HTTP)\\b)';

/**
 * A number that is a status: `HTTP 403`, `status code: 403`, `"status":403`, `403 Client Error`, `GET /x returned 403`.
 * `returned 403 rows` is none: a bare verb needs a request or a peer before the number and nothing counted after it.
 */
const status = (digits: string) =>
  [
    `(?:\\bHTTP(?:/\\d(?:\\.\\d)?)?|\\bstatus(?:[ _-]?code)?|(?:\\bresponse|\\berror)[ _-]?code|"code")["']?[ :=(]{1,3}(?:HTTP )?${digits}\\b`,
    `\\b${digits} (?:Client|Server) Error\\b`,
    `\\b${ANSWERED} ${digits}${REASON}`,
    `(?:\\b(?:${METHODS}) \\S{1,200}|https?://\\S{1,200}|\\b(?:${PEER})(?: \\S{1,60})?) ${ANSWERED} ${digits}(?:${CLAUSE_END}|(?= (?:for|from|on|after|to|when|while|at|and)\\b))`,
  ].join('|');

const rule = (category: Category, name: string, ...sources: readonly string[]): Rule => ({
  name,
  category,
  pattern: new RegExp(sources.join('|'), 'i'),
});

/** Order is precedence. Patterns are tried without regard to case on the head, the exceptions and their messages. */
const RULES: readonly Rule[] = [
  rule(
    'resource',
    'memory-exhausted',
    'OutOfMemory',
    '\\bout of memory\\b|\\bOOM command not allowed\\b',
    'OOMKilled|\\boom[- ]kill',
    'Java heap space|GC overhead limit|heap out of memory|Reached heap limit',
    '\\bMemoryError\\b|ENOMEM\\b|\\bcannot allocate memory\\b|Allowed memory size of',
    '\\bsignal: killed\\b|Memory Size: \\d+ MB.{0,40}exceeded|\\bexit(?:ed with)?(?: code| status)?:? 137\\b',
  ),
  rule(
    'resource',
    'descriptors-exhausted',
    '\\btoo many open files\\b|\\bE[MN]FILE\\b',
    "unable to create (?:new )?native thread|can't start new thread|pthread_create failed|\\bfork: (?:retry: )?Resource temporarily unavailable",
  ),
  rule(
    'resource',
    'disk-full',
    '\\bno space left on device\\b|\\bENOSPC\\b|(?:disk|storage|space|inode|file ?system|volume) quota (?:has been |is |was )?(?:exceeded|exhausted|reached)|not enough space on the disk|\\bEDQUOT\\b|disk usage exceeded|flood[- ]stage disk watermark|could not extend file',
    `${CLAUSE_START}(?:disk|file ?system|volume|partition) (?:is |was )?full${CLAUSE_END}`,
    `\\b(?:disk|file ?system|volume|partition)(?: /\\S{1,80})? (?:is|was) (?:completely )?full${CLAUSE_END}`,
  ),
  rule(
    'resource',
    'lambda-timeout',
    '\\bTask timed out after \\d|Function\\.ResponseSizeTooLarge|Sandbox\\.Timedout',
  ),
  rule(
    'connection',
    'tls',
    'certificate (?:has |is |was )?(?:expired|not (?:yet )?valid|not trusted|revoked|unknown)|certificate[ _](?:verify|verification|validation)[ _](?:has )?failed|(?:ssl|tls) (?:certificate )?verif|unable to verify the first certificate|unable to get (?:local )?issuer certificate|self[- ]signed certificate',
    'x509: |\\bSSLHandshake|SSLError|\\bSSL_ERROR|SSLPeerUnverified|\\b(?:TLS|SSL) (?:handshake|alert|negotiation)|handshake[_ ]failure|PKIX path|CERT_HAS_EXPIRED|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED|CertificateException|wrong version number|does not match certificate',
  ),
  rule(
    'connection',
    'pool-exhausted',
    '(?:connection|conn|db|database|jdbc|hikari|session|client|socket|redis)[ _-]?pool(?:-\\d+)?(?: \\S+)?(?: is| was| has been)? (?:empty|full)\\b',
    '(?<!(?:thread|worker|executor|memory|buffer|address)[ _-]?)pool(?:-\\d+)?(?: \\S+)?(?: is| was| has been)? (?:exhausted|timed? ?out)|(?<!thread)poolexhausted|PoolTimeout|exhausted the connection pool',
    'Connection is not available, request timed out|Unable to acquire JDBC Connection|Cannot(?: |)Get(?: |)(?:a )?(?:JDBC ?)?Connection|Failed to obtain JDBC Connection|Could not (?:get|obtain) a (?:resource from the pool|connection from (?:the )?pool)',
    'Timeout (?:waiting for|acquiring a) (?:idle object|connection)|timeout acquiring (?:a )?connection|QueuePool limit of size|remaining connection slots|too many (?:clients|connections)|max_connections|max_user_connections|ResourceRequest timed out|obtaining a connection from the pool|waiting for (?:an? )?(?:free |available |open |idle )?connection|unable to fetch a connection|timeout exceeded when trying to connect',
  ),
  rule(
    'resource',
    'lock-contention',
    '\\bdeadlock (?:found when|detected)\\b|\\bdeadlocked on\\b|\\bdeadlock victim\\b|\\b(?:due to|because of|encountered|caused by|java-level|asleep -) (?:an? )?deadlock\\b|\\bORA-00060\\b|\\b40P01\\b|ER_LOCK_DEADLOCK|Deadlock(?:\\w{0,30}(?:Exception|Error)|Detected\\b)|\\bdue to lock time-?out\\b|\\block (?:wait |request |acquisition )?time-?d? ?out (?:exceeded|expired|period|after|while|waiting)\\b|could not (?:obtain (?:a )?lock|acquire (?:a |the )?(?:\\S+ )?lock|serialize access)|database (?:table )?is locked|LockAcquisition|LockTimeout',
  ),
  rule(
    'authentication-authorization',
    'denied-by-policy',
    'AccessDenied|\\bAccess[ _]denied\\b|not authorized to perform|is not authorized|UnauthorizedOperation|AuthorizationError|AuthorizationFailed|not authorised|NotAuthorized|no identity-based policy|explicit deny|insufficient (?:privileges?|permissions?|scope)|permission denied|\\bEACCES\\b|\\bEPERM\\b|PermissionDenied|PermissionError|operation not permitted|\\bkms\\w*.{0,60}(?:denied|not allowed)|\\bnot allowed to (?:access|perform|invoke|assume|read|write|use|decrypt|encrypt|call|execute|list)\\b',
  ),
  rule(
    'authentication-authorization',
    'credentials-rejected',
    'ExpiredToken|ExpiredJwt|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|InvalidAccessKeyId|TokenExpired|CredentialsNotFound|NoCredentials|CredentialRetrieval|CredentialsProviderError|Unable to locate credentials|could not load credentials|TokenRefreshRequired|InvalidGrant|invalid_grant|invalid_client|invalid_token',
    '\\b(?:jwt|token|session token|api[ _-]?key|credentials?|password|signature)(?: \\w+){0,3} (?:expired|invalid|revoked|rejected|malformed|mismatch|incorrect|failed)\\b|\\b(?:invalid|expired|bad|incorrect|wrong|missing|revoked) (?:\\w+ )?(?:jwt|token|api[ _-]?key|credentials?|password|signature)\\b|token used before issued',
  ),
  rule(
    'authentication-authorization',
    'status-401-403',
    status('40[13]'),
    '\\b401 Unauthorized\\b|\\b403 Forbidden\\b|\\bUnauthorized(?:Exception|Error)?\\b|\\bForbidden(?:Exception|Error)?\\b',
  ),
  rule(
    'resource',
    'capacity-throttled',
    'Throttl(?:ing|ed)(?:Exception|Error)\\b|\\(Throttl(?:ing|ed)\\)|\\bThrottling: |["\']?(?:\\bcode|__type|\\berror)["\']?\\s?[:=]\\s?["\']?Throttl(?:ing|ed)["\']?\\s{0,2}(?:$|[\\n,;)}])',
    '\\b(?:requests?|calls?|quer(?:y|ies)|operations?|writes?|reads?|invocations?|functions?|cpu|container|table|partition|stream|shard)(?: \\S+){0,3} (?:was|were|is|are|been|being|got) (?:being )?throttled\\b|\\bthrottled by\\b',
    'ProvisionedThroughputExceeded|RequestLimitExceeded(?!\\))|\\bRate exceeded\\b|TooManyRequestsException|LimitExceededException|ServiceQuotaExceeded|SlowDown\\b|Request rate is large|ConcurrentInvocationLimit|ReservedFunctionConcurrent|BandwidthLimitExceeded|OverLimit\\b|KMSThrottl',
    'RejectedExecution|thread ?pool (?:is )?(?:exhausted|full|saturated)|queue (?:is )?full\\b|insufficient (?:cpu|memory|capacity)|InsufficientInstanceCapacity|\\bexceeded quota: |(?:memory|cpu|compute|capacity) quota exceeded|\\bevicted\\b.{0,40}(?:memory|disk)|all (?:workers|threads) (?:are )?busy|no (?:free |idle |available )?worker threads?\\b|worker (?:threads?|pool) (?:are |is )?(?:all )?(?:exhausted|busy|saturated)\\b',
  ),
  rule(
    'external-service',
    'answer-timeout',
    '(?<!connect(?:ion)? )\\btime-?out of \\d+(?:\\.\\d+)? ?m?s(?:econds)? exceeded',
    '\\btimed out\\b(?: \\([^)\\n]{0,80}\\))? while (?:reading|receiving|waiting for|awaiting|sending request)(?: \\S+){0,3} (?:response|reply|upstream|headers?|body|answer)\\b',
    '\\btimed out\\b(?: \\([^)\\n]{0,80}\\))? while (?:reading|awaiting) (?:response|upstream|headers?|body)\\b',
  ),
  rule(
    'connection',
    'dns',
    '\\bENOTFOUND\\b|\\bEAI_AGAIN\\b|UnknownHost|getaddrinfo|name or service not known|temporary failure in name resolution|no such host|nodename nor servname|could not resolve (?:host|hostname|address)|failed to resolve|NXDOMAIN|\\bSERVFAIL\\b|name resolution|Name does not resolve|lookup \\S+(?: on \\S+)?: ',
  ),
  rule(
    'connection',
    'refused',
    '\\bECONNREFUSED\\b|connection (?:was |actively )?refused|Connection refused|actively refused it|ConnectionRefused|Connect to \\S+ failed|could not connect to server|NoConnectionsAvailable',
  ),
  rule(
    'connection',
    'reset',
    '\\bECONNRESET\\b|\\bEPIPE\\b|\\bECONNABORTED\\b|connection (?:was )?(?:forcibly )?(?:reset|aborted|closed|lost|dropped|terminated)|broken pipe|socket hang ?up|server closed the connection|server has gone away|lost connection to|unexpected EOF|premature(?:ly)? (?:EOF|end|close)|Communications link failure|RemoteDisconnected|BrokenPipe|ConnectionReset|ConnectionClosed|ClosedChannel|other side closed|terminating connection',
  ),
  rule(
    'connection',
    'wrong-node',
    "\\bREADONLY You can(?:'|no)?t write|NotWritablePrimary|\\bnot master and slaveOk|\\bCLUSTERDOWN\\b",
  ),
  rule(
    'connection',
    'unreachable',
    '\\btime(?:d[ -]?|-| )?out\\b(?: \\([^)\\n]{0,80}\\))?(?: exceeded| expired)? (?:when|while) (?:trying to |attempting to )?(?:connect|establish|ssl handshaking|open(?:ing)? (?:a )?(?:connection|socket))',
    '\\bE(?:HOST|NET)UNREACH\\b|no route to host|network is unreachable|host is unreachable|NoRouteToHost|connect(?:ion)?(?: attempt)? timed out|connect(?:ion)? ?timeout|ConnectTimeout|connect ETIMEDOUT|dial tcp \\S+: i/o timeout|could not connect|unable to connect|failed to connect|cannot connect|cannot open channel|failed to open (?:a )?(?:connection|socket)|Connection(?:Error|Failed)|ConnectException|ConnectionFailure|NoBrokersAvailable|MongoNetworkError|ServerSelection|NoNodeAvailable|NoHostAvailable|MaxRetriesPerRequest|MISCONF Redis',
  ),
  rule(
    'authentication-authorization',
    'authentication-failed',
    'authentication (?:has )?fail|auth(?:entication)?[ _]?(?:error|failed|failure|required)\\b|AuthenticationException|AuthenticationError|BadCredentials|Login failed|login incorrect|\\bNOAUTH\\b|\\bWRONGPASS\\b|SASL authentication|could not authenticate|failed to authenticate',
  ),
  rule(
    'configuration',
    'missing-module',
    "ImportModuleError|ModuleNotFound|No module named|Cannot find (?:module|package)|MODULE_NOT_FOUND|ClassNotFound|NoClassDefFound|NoSuchMethodError|UnsupportedClassVersion|cannot open shared object|LoadError\\b|cannot load such file|HandlerNotFound|Handler '[^']{0,80}' missing|InvalidEntrypoint|Could not load file or assembly|DllNotFound|cannot import name|exec format error|exec: .{0,80}not found|Class [\"'][^\"']{1,120}[\"'] not found",
  ),
  rule(
    'configuration',
    'missing-setting',
    'environment variable|env(?:ironment)?[ _]var\\b|\\bos\\.environ\\b|missing (?:required )?(?:config|setting|env|property|parameter store|variable)|(?:config(?:uration)?|setting|property|variable|option)s?(?: \\S{1,80})? (?:is |are |was )?(?:not (?:set|defined|found|configured|provided)|missing|undefined|invalid|required)|invalid (?:config|configuration|setting|value for (?:config|property))|could not resolve placeholder|Misconfigur|ImproperlyConfigured|ConfigurationException|ConfigurationError|ConfigError|InvalidConfig|ParameterNotFound|BeanCreationException|UnsatisfiedDependency|NoSuchBeanDefinition|\\bKeyError: [\'"][A-Z][A-Z0-9]*_[A-Z0-9_]+[\'"]|not configured|misconfigured|bad configuration|required key not found',
  ),
  rule(
    'configuration',
    'missing-resource',
    "ResourceNotFoundException|NoSuchBucket|QueueDoesNotExist|NonExistentQueue|TableNotFound|(?:table|relation|column|database|schema|index|queue|bucket|topic) (?:\\S{1,80} )?(?:does not|doesn't) exist|Unknown (?:column|database|table)|no such (?:table|column|index)|index_not_found|UNKNOWN_TOPIC",
  ),
  rule(
    'application-exception',
    'programming-error',
    'NullPointer|NullReference|nil pointer|null pointer|ArrayIndexOutOfBounds|IndexOutOf(?:Bounds|Range)|StringIndexOutOfBounds|ClassCast|ArithmeticException|DivideByZero|ZeroDivision|division by zero|integer divide by zero|index out of (?:range|bounds)|StackOverflow|stack overflow|RecursionError|Maximum call stack|ConcurrentModification|NumberFormat|IllegalArgument|IllegalState|NoSuchElement|UnsupportedOperation|(?:Type|Reference|Range|Syntax|Attribute|Index|Key|Name|Assertion|UnboundLocal|NotImplemented|NoMethod|Argument)Error\\b|is not a function|of (?:undefined|null)\\b|undefined (?:method|variable|index|array key|offset)|unwrap\\(\\)|segmentation fault|SIGSEGV|concurrent map|send on closed channel|assertion failed|InvalidCast|InvalidOperation|FormatException|JsonParse|JSONDecode|Unexpected token',
  ),
  rule(
    'application-exception',
    'own-500',
    `^HTTP 500 (?:Internal Server Error )?(?:${METHODS}) /[^\\n]*(?:\\n|$)`,
  ),
  rule(
    'external-service',
    'rate-limited',
    status('429'),
    '\\btoo many requests\\b|rate[ _-]?limit(?:ed| exceeded| reached|ing)?|REQUEST_LIMIT_EXCEEDED|RateLimit',
  ),
  rule('resource', 'quota-exceeded', '\\bquota (?:has been |is |was )?(?:exceeded|exhausted)\\b'),
  rule(
    'external-service',
    'dependency-5xx',
    status('5\\d\\d'),
    '\\b50[0234] (?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out)|\\bBad Gateway\\b|\\bService (?:Temporarily )?Unavailable\\b|\\bGateway Time-?out\\b|ServiceUnavailable|InternalServerError|HttpServerError|BadGateway|upstream (?:\\S+ ){0,4}(?:unavailable|error|failed|failure|timed out|prematurely)|no healthy upstream|backend (?:\\S+ ){0,3}(?:unavailable|error)|circuit ?breaker|CallNotPermitted|remote (?:service|server) (?:error|unavailable)|UNAVAILABLE:',
  ),
  rule(
    'external-service',
    'dependency-timeout',
    '\\b(?:read|request|response|operation|socket|call|query|gateway|upstream|statement|transaction)s?(?: has| was)? ?time(?:d[ -]?| ?)out|\\bESOCKETTIMEDOUT\\b|\\bETIMEDOUT\\b|ReadTimeout|SocketTimeout|TimeoutException|TimeoutError|HttpTimeout|deadline[ _]exceeded|\\btimed out\\b|\\btime-?out (?:after|of|exceeded|while|waiting|calling|from|in)\\b|\\btimeout\\b.{0,20}\\bexceeded|DEADLINE_EXCEEDED|provider time-?out|did not respond|not responding|aborted due to timeout',
  ),
  rule(
    'application-exception',
    'statement-rejected',
    'duplicate (?:key|entry)|violates (?:\\S+ ){1,3}constraint|constraint (?:violation|failed)|IntegrityError|syntax error|SQLGrammar|BadSqlGrammar|SQLSyntax|data too long|value too long|out of range value|DataIntegrityViolation',
  ),
];

const LANGUAGE_EXCEPTION =
  /[A-Z][\w$]*(?:Exception|Error)\b|\bpanic\b|\bpanicked\b|\bTraceback\b|segmentation fault|SIGSEGV|unhandled (?:exception|rejection)|uncaught|nil pointer|null ?pointer|undefined is not|is not a function|\bPHP Fatal error\b/;

/**
 * The category of an error by its texts: head line, exceptions and their messages.
 * `thrown`: it holds an exception or a trace, whatever it says.
 */
export function categorize(texts: readonly string[], thrown: boolean): Categorized {
  const text = texts.join('\n').slice(0, MAX_TEXT_CHARS);
  const found = RULES.find((candidate) => candidate.pattern.test(text));
  if (found !== undefined) return { category: found.category, rule: found.name };
  if (thrown || LANGUAGE_EXCEPTION.test(text)) {
    return { category: 'application-exception', rule: 'language-exception' };
  }
  return { category: 'uncategorized', rule: 'no-rule' };
}
