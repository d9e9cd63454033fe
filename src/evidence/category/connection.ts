// A peer that is not reached, not trusted or lost: TLS, pools, DNS, refusals, resets, nodes that changed their role.
import { beside, rule } from './rule.ts';

export const TLS = rule(
  'tls',
  'connection',
  /certificate (?:has |is |was )?(?:expired|not (?:yet )?valid|invalid|not trusted|revoked|unknown)|certificate is valid for\b|remote certificate is invalid/i,
  /certificate[ _](?:verify|verification|validation)[ _](?:has )?failed|(?:ssl|tls) (?:certificate )?verif|does not match certificate|certificate's altnames/i,
  /unable to verify the first certificate|unable to get (?:local )?issuer certificate|self[- ]signed certificate|unknown authority/i,
  /x509: |PKIX path|\bCertPath\w{0,20}Exception|CertificateException|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_VERIFY_LEAF/i,
  /\bSSLHandshake|\bSSL(?:Exception|Error)|\bSSL_ERROR|\bSSL_do_handshake|SSLPeerUnverified|ERR_TLS_|ERR_SSL_|wrong version number|\bHostname \S{1,200} not verified/i,
  /\b(?:TLS|SSL) (?:handshake|alert|negotiation|connection could not)|handshake[_ ](?:failure|did not complete)|\bNO_PROPOSAL_CHOSEN\b|\bset ?up (?:an? )?(?:ssl|tls) connection\b|received fatal alert/i,
);

const NO_CONNECTION_POOL = '(?<!(?:thread|worker|executor|memory|buffer|address)[ _-]?)';
export const POOL = rule(
  'pool-exhausted',
  'connection',
  /(?:connection|conn|db|database|jdbc|hikari|session|client|socket|redis)[ _-]?pool(?:-\d+)?(?: \S+)?(?: is| was| has been)? (?:probably )?(?:empty|full)\b|\bThe pool is probably full\b/i,
  new RegExp(
    `${NO_CONNECTION_POOL}pool(?:-\\d+)?(?: \\S+)?(?: is| was| has been)? (?:exhausted|timed? ?out)`,
    'i',
  ),
  /(?<!thread)poolexhausted|PoolTimeout|AcquireTimeout|QueuePool limit of size|exhausted the connection pool|\bquery_wait_timeout\b/i,
  /Connection is not available, request timed out|Unable to acquire JDBC Connection|Cannot ?Get ?(?:a )?(?:JDBC ?)?Connection|Failed to obtain JDBC Connection/i,
  /\b(?:get|obtain|obtaining|acquire|acquiring|fetching|waiting for)(?: an?)?(?: new| free| available| open| idle| pooled)? (?:resource|connection|idle object)(?:s)? from (?:the )?(?:connection )?pool\b/i,
  /Time-?out (?:waiting for|acquiring)(?: an?)? (?:idle object|connection)|timeout acquiring (?:a )?connection|waiting for (?:an? )?(?:free |available |open |idle )?connection|unable to fetch a connection/i,
  /WaitQueueTimeout|\bchecking out an? (?:\w+ )?connection|remaining connection slots|too many (?:clients|connections)|no more connections allowed|max_(?:client_conn|connections|user_connections)|all pooled connections/i,
  /ResourceRequest timed out|timeout exceeded when trying to connect/i,
);

export const DNS = rule(
  'dns',
  'connection',
  /\bENOTFOUND\b|\bEAI_AGAIN\b|UnknownHost|getaddrinfo|\bgaierror\b|\bdns error\b|NXDOMAIN|\bSERVFAIL\b/i,
  /\bdns server error\b|name or service not known|nodename nor servname|no such host|\bhost not found\b|name does not resolve|name resolution/i,
  /could not resolve (?:host|hostname|address)|failed to (?:resolve (?!(?:ref|import|module|dependenc\w{1,3})\b)|lookup address)|lookup (?:\S+\.\S+|\S+ on \S+:\d+): |lookup \S+: (?:no such host|server misbehaving|temporary failure|i\/o timeout)/i,
  // CoreDNS, of a question that it passed on; and whoever asked a server of names.
  /\bplugin\/errors: \d \S{1,255} [A-Z]{1,10}: |\b(?:read|write|dial) udp \S{1,80}:53: i\/o timeout\b/i,
);

export const REFUSED = rule(
  'refused',
  'connection',
  /\bECONNREFUSED\b|connection (?:was |actively )?refused|\bConnection to \S{1,200} refused\b|actively refused it|ConnectionRefused/i,
  /\bConnect to \S+ failed|could not connect to server|NoConnectionsAvailable|\bTNS:(?!protocol adapter)\S/i,
);

export const RESET = rule(
  'reset',
  'connection',
  /\bECONNRESET\b|\bEPIPE\b|\bECONNABORTED\b|\breset by peer\b|broken pipe|BrokenPipe|ConnectionReset|ConnectionClosed|ClosedChannel/i,
  /connection (?:\d+ )?(?:to \S{1,120} )?(?:is |was |has been |unexpectedly |already )?(?:forcibly )?(?:reset|aborted|broken|closed|lost|dropped|terminated)\b/i,
  /socket[ _](?:was )?(?:hang ?up|closed)|\bconnection (?:was )?hung up\b|(?:closed|terminated) (?:abruptly|unexpectedly|prematurely|by (?:the )?(?:peer|remote))|\bclosed before (?:the connection|message)\b/i,
  /server closed the connection|server has gone away|lost connection to|other side closed|terminating connection|\bfailed to respond\b|transport-level error|\blost (?:communication|contact) (?:to|with)\b/i,
  /unexpected EOF|\bEOF (?:detected|occurred)\b|\bEOFException: (?:failed to read|unexpected|SSL)|premature(?:ly)? (?:EOF|end|close)|error reading from server: EOF|\b(?:get|post|put|patch|delete|head) \\?"https?:[^"\s]{1,400}": EOF\b/i,
  /Communications link failure|(?:Remote|Server|Peer)Disconnected|\bdisconnected \(|UnexpectedClose|PROTOCOL_CONNECTION_LOST|\bIncompleteMessage\b|disconnect\/reset before headers/i,
);

export const WRONG_NODE = rule(
  'wrong-node',
  'connection',
  /\bREADONLY You can(?:'|no)?t write|NotWritablePrimary|NotPrimary|NotEnoughReplicas|\bnot enough replicas\b|\bfewer in-sync replicas\b|\bnot (?:the )?primary\b|\bnot master and slaveOk|\bCLUSTERDOWN\b|\bMASTERDOWN\b|NotLeader(?:For|Or)/i,
  /\bcannot (?:execute|run|perform) [a-z ]{3,40} in a read-only transaction\b|\brunning with the --(?:super-)?read-only option\b|\bcannot execute statement in a READ ONLY transaction\b/i,
);

const CONNECT =
  '(?:connect(?:ing)?|establish(?:ing)?|ssl handshaking|dial(?:ing)?|open(?:ing)? (?:a )?(?:connection|socket))';
export const UNREACHABLE = rule(
  'unreachable',
  'connection',
  new RegExp(
    `\\btime(?:d[ -]?|-| )?out\\b(?: \\([^)\\n]{0,80}\\))?(?: exceeded| expired)? (?:when|while) (?:trying to |attempting to )?${CONNECT}\\b`,
    'i',
  ),
  /\bE(?:HOST|NET)UNREACH\b|no route to host|(?:network|host) (?:is )?unreachable|NoRouteToHost/i,
  /connect(?:ion)?(?: attempt)?(?: to \S{1,120})? timed out|connect(?:ion)?[ _]?timeout|ConnectTimeout|connect ETIMEDOUT|dial tcp \S+: i\/o timeout|\bOpenTimeout\b/i,
  /\bwhile dialing\b|\bfailed to (?:dial|get conn)\b|Exception opening socket|failed to open (?:a )?(?:TCP )?(?:connection|socket)/i,
  /(?:could not|cannot|can't|unable to|failed to) (?:connect|reach)\b|(?:Unable ?To|Cannot|Cant|FailedTo)Connect|\b(?:error|failed|failure) (?:in |while |when )?connecting\b|\berror trying to connect\b|\bconnection to \S{1,200} failed\b|\btime-?out was reached connecting\b|\baccept timed out\b|\bnetwork-related\b|cannot open channel/i,
  /\b(?:could not be|without|could not|failed to|while) establish(?:ed|ing)?(?: an?| the)?(?: new)?(?:$| connection| \(|\.)|\bNo connection is active\b/im,
  /Connection(?:Error|Failed)|ConnectException|ConnectionFailure|NoBrokersAvailable|NoLivingConnections|MongoNetwork(?:Timeout)?Error|ServerSelect(?:ion|or)|NoNodeAvailable|NoHostAvailable/i,
  /\bno (?:servers|brokers|nodes) (?:are )?available\b|\bnone of the (?:configured nodes|specified endpoints)|\ball (?:\d+ )?host\(s\) tried\b/i,
  /MaxRetriesPerRequest|\bnfs: server \S{1,120} not responding\b|(?:\b|_)connection[ _]failure\b/i,
);

/** In free words: a way to a peer, and that it is not there. */
export const CONNECTION_WORDS = rule(
  'connection-words',
  'connection',
  beside(
    '(?:ssl|tls|server|client|ca|intermediate|root) certificates?|certificates?|cert|m?tls|ssl',
    'expired|expires|bad|invalid|untrusted|unknown|revoked|rejected|mismatch(?:ed)?|failed|failure|not trusted|alert',
  ),
  beside(
    '(?:database|db|redis|kafka|broker|tcp|socket|amqp|ldap|grpc|ssh|client|server|upstream|peer|network) ?(?:connections?|sockets?|channels?|links?)|connections? (?:to|from|with|pool)|socket',
    'lost|refused|reset|closed|dropped|aborted|terminated|forced|broken|failed|failure|timed out|time-?out|unavailable|unreachable|shut ?down|down|error|exhausted|interrupted|disconnected',
  ),
  /\bunreachable\b|\breconnect(?:ing|ion)?\b|\bheart-?beats?\b.{0,40}\b(?:lost|missed|failed|time[d-]? ?out|expired)|\b(?:lost|missed|no) heart-?beats?\b|\bno (?:more |free |available |idle |open |usable |living |live )+connections?\b|\b(?:all|\d+\/\d+) (?:\w+ )?connections? (?:are )?(?:in use|busy|taken)/i,
  /\b(?:unable|failed|could not|cannot) (?:to )?resolve \S{1,80}\.\S{1,80}|\bcertificate chain (?:is )?(?:incomplete|broken|invalid)|\blink\b.{0,30}\b(?:is )?(?:down|lost)\b|\bconn(?:ection)? (?:has |was )?crashed\b|\blogin has been failing\b/i,
  /\bno route to \S|\b(?:group |transaction )?coordinator (?:is )?(?:not available|unavailable|unknown)\b|\bloading the dataset\b|\bnot found in dns\b|\bssl peer\b|\blost (?:its |the )?(?:\w+ ){0,3}connection\b/i,
  /\bdisconnect(?:ed|ing)\b|\bconnection loss\b|\b(?:tunnel|link|interface) (?:is )?down\b|\b(?:connection|network|socket|transport)[ _-](?:setup[ _-])?(?:error|failure|timeout|forced|interrupted|shut ?down)\b|\bRST_STREAM\b|\bGOAWAY\b/i,
  /\bdial (?:tcp|udp|unix) \S+: |\bno (?:cluster |partition )?(?:primary|leader|master)(?: (?:available|elected|found))?\b|\bprimary stepped down\b|\bpool initiali[sz]ation\b|\bnetwork (?:partition|is down|error)\b|\bpacket loss\b/i,
);
