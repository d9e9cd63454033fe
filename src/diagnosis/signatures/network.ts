// The way between two hosts: names, certificates, refused and broken connections.
import type { ActionText, Signature } from '../signature.ts';

const RECONNECT: ActionText = {
  title: 'Try again with back-off, and stop asking a host that is down',
  reason: 'Retries at once turn a short fault into a long one.',
  steps: [
    'Use a bounded number of attempts with jitter and a circuit breaker.',
    'Log host, port and duration of each failed attempt.',
  ],
};
const PROBE: ActionText = {
  title: 'Probe the way to each dependency',
  reason:
    'A probe from the place where the application runs tells the network from the application.',
  steps: ['Run a canary that resolves, connects and calls each dependency every minute.'],
};
const KEEP_ANSWER: ActionText = {
  title: 'Keep the last good answer for a while',
  reason: 'A resolver that fails for seconds then goes unnoticed.',
  steps: [
    'Use a local caching resolver, and mind the number of queries a second that the VPC resolver allows.',
  ],
};
const RENEW: ActionText = {
  title: 'Renew certificates by machine',
  reason: 'A renewal that nobody has to remember is not forgotten.',
  steps: ['Use ACM or ACME, and reload the certificate without a restart.'],
};
const WATCH_EXPIRY: ActionText = {
  title: 'Alarm 30 days before expiry',
  reason: 'The date is known in advance.',
  steps: ['Check every certificate daily from outside, and watch DaysToExpiry of ACM.'],
};
/** `lookup X on 10.0.0.2:53` names the resolver, not the host at fault. */
const HOST = '(?<host>[A-Za-z0-9_][A-Za-z0-9_.-]{1,150})';
const NAME_OF_QUESTION = '(?<host>[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,149}[A-Za-z0-9_-])?)';

export const NETWORK: readonly Signature[] = [
  {
    name: 'dns-no-answer',
    category: 'connection',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      new RegExp(`getaddrinfo EAI_AGAIN ${HOST}`),
      new RegExp(
        `lookup (?!fail|error|timed)${HOST}(?: on (?<resolver>[\\d.:]{4,45}))?: (?:server misbehaving|i/o timeout|Temporary failure|(?:read|dial) (?:udp|tcp)[^\\n]{0,120}(?:i/o timeout|refused))`,
      ),
      // What CoreDNS says of a question that the resolver behind it did not answer; the name ends with the root's dot.
      new RegExp(
        `plugin/errors: \\d ${NAME_OF_QUESTION}\\.? (?:A|AAAA|CNAME|SRV|PTR|TXT|MX|HINFO): `,
      ),
      /\bEAI_AGAIN\b|\bSERVFAIL\b|Temporary failure in name resolution|\bdns server (?:timed out|did not answer)/i,
      /\bread udp [^\n]{0,60}->(?<resolver>[\d.]{7,15}:53): (?:i\/o timeout|read: connection refused)/,
    ],
    title: 'The resolver gives no answer for {host|names}',
    meaning:
      'The resolver itself failed or did not answer in time, so no connection is even tried. Whether the name exists it did not say: it is slow, down or over its limit, or what it asks in turn does not answer.',
    component: ['resolver'],
    checks: [
      'Ask the resolver that the application uses for this name and for others, from the place where it runs, and another resolver for the same names.',
      'Read the log of the resolver at the time of the onset, and count its queries against its limit (1,024 packets a second from a network interface to the resolver of a VPC).',
    ],
    immediate: {
      title: 'Bring the resolver back, or point the application to one that answers',
      reason: 'Every call to a host by its name fails before it begins.',
      steps: [
        'Restart the resolvers that do not answer one after the other, or add some where they are overloaded.',
      ],
      commands: ['dig +short {host}'],
      rollback: 'Put back the earlier number of resolvers and the earlier setting.',
    },
    shortTerm: KEEP_ANSWER,
    longTerm: PROBE,
  },
  {
    name: 'dns',
    category: 'connection',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      new RegExp(`getaddrinfo ENOTFOUND ${HOST}`),
      new RegExp(`lookup (?!fail|error|timed)${HOST}(?: on [\\d.:]{4,45})?: no such host`),
      new RegExp(`UnknownHostException: ${HOST}`),
      new RegExp(
        `(?:Could not resolve host|Failed to resolve(?! reference\\b)|Name resolution failed for|Couldn't resolve host)[: ]{1,2}'?${HOST}`,
        'i',
      ),
      new RegExp(`${HOST} could not be resolved \\(\\d{1,3}: `),
      new RegExp(`host not found in upstream "${HOST}`),
      /\bENOTFOUND\b|UnknownHostException|NameResolutionError|\bNXDOMAIN\b/,
      /Name or service not known|nodename nor servname|No such host is known|no such host|getaddrinfo failed/i,
    ],
    title: 'The name {host|of a host} is not resolved',
    meaning:
      'The resolver gives no address for the name, so no connection is even tried. The name is wrong or gone, or the resolver is asked in another network than the one that knows it.',
    component: ['host', 'urlHost'],
    checks: [
      'Resolve the name from the place where the application runs, and from elsewhere.',
      'Check whether the record, the hosted zone or the resolver settings of the network changed before the first failure.',
    ],
    immediate: {
      title: 'Make the name {host|of the host} resolve again',
      reason: 'Every call to the host fails before it begins.',
      steps: ['Put the record back, or correct the name in the settings if it is a wrong one.'],
      commands: ['dig +short {host}'],
      rollback: 'Put back the earlier record or setting.',
    },
    shortTerm: KEEP_ANSWER,
    longTerm: PROBE,
  },
  {
    name: 'tls-expired',
    category: 'connection',
    type: 'configuration',
    layer: 'origin',
    any: [
      /x509: certificate has expired or is not yet valid: current time \S{4,40} is after \S{4,40}/,
      /cert(?:ificate)?[ _](?:has[ _]|is[ _])?(?:already )?expired(?! or is not yet valid)|CERT_HAS_EXPIRED|CertificateExpiredException|NotAfter: |\balert (?:certificate )?expired\b/i,
      /\bcert(?:ificate)?\b[^\n]{0,80}\bexpired (?:on|at|since) \S*\d/i,
    ],
    title: 'TLS certificate of {host|the peer} has expired',
    meaning:
      'The connection is broken off during the TLS handshake because the time for which the certificate is valid is over. A clock that runs ahead would show in the same words.',
    component: ['host', 'urlHost', 'endpoint'],
    checks: [
      'Read the dates of the certificate that the peer presents, and of each one in its chain.',
      'Find out who runs the peer: only its owner can renew the certificate.',
    ],
    immediate: {
      title: 'Have the certificate of {host|the peer} renewed',
      reason: 'No client that checks certificates can connect meanwhile.',
      steps: [
        'If the peer is yours, issue a new certificate for the same names and reload it; if it is not, report it to its owner with the time of the first failure.',
        'Do not turn the check off.',
      ],
      commands: ['openssl s_client -connect {endpoint} -showcerts </dev/null'],
      rollback:
        'If clients refuse the new certificate, mend its names and chain; the one that is out of date can not be put back.',
    },
    shortTerm: RENEW,
    longTerm: WATCH_EXPIRY,
  },
  {
    name: 'tls-certificate',
    category: 'connection',
    type: 'configuration',
    layer: 'origin',
    any: [
      /x509: [^\n]{3,160}/,
      /PKIX path (?:building|validation) failed|SSLHandshakeException|SSLPeerUnverifiedException/,
      /CERTIFICATE_VERIFY_FAILED|certificate verify failed|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT_ALTNAME_INVALID/,
      /(?:tls|ssl)[^\n]{0,40}(?:handshake (?:failed|failure|error)|alert (?:bad|unknown|expired)[ _]\w{2,20})/i,
      /self[- ]signed certificate|The remote certificate is invalid/i,
    ],
    title: 'TLS certificate of {host|the peer} is not accepted',
    meaning:
      'The connection is broken off during the TLS handshake because the certificate is not valid at this time, does not carry the name of the host or comes from an authority that is not trusted.',
    component: ['host', 'urlHost', 'endpoint'],
    checks: [
      'Read validity, names and chain of the certificate that the peer presents.',
      'Check whether a certificate or a trust store was changed before the first failure.',
    ],
    immediate: {
      title: 'Put a valid certificate in place',
      reason: 'No client that checks certificates can connect meanwhile.',
      steps: [
        'Read dates, names and chain of the certificate in use, and issue one that is right in all three.',
        'Do not turn the check off.',
      ],
      commands: ['openssl s_client -connect {endpoint} -showcerts </dev/null'],
      rollback:
        'If clients refuse the new certificate, mend its names and chain; one that is out of date can not be put back.',
    },
    shortTerm: RENEW,
    longTerm: WATCH_EXPIRY,
  },
  {
    name: 'broker-unavailable',
    category: 'connection',
    type: 'dependency',
    layer: 'origin',
    any: [
      /NoBrokersAvailable|KafkaJS(?:Connection|NumberOfRetries)\w{0,20}|LEADER_NOT_AVAILABLE|Broker transport failure|Topic [\w.-]{1,100} not present in metadata/,
      /AMQP(?:Connection)?(?:Error|Exception)|\bamqp\b[^\n]{0,80}(?:refused|closed|reset)/i,
      /(?:kafka|rabbitmq|:9092\b|:5672\b)[^\n]{0,120}(?:refused|disconnected|not available|timed out)/i,
    ],
    title: 'The message broker {endpoint|} is not available',
    meaning:
      'The application can not reach its message broker, so messages are neither sent nor received.',
    component: ['endpoint', 'urlHost'],
    checks: ['Check the state of the brokers, their disks and the election of leaders.'],
    immediate: {
      title: 'Bring the broker back',
      reason: 'Messages wait or are lost meanwhile.',
      steps: ['Check the brokers one by one, the free disk first.'],
    },
    shortTerm: RECONNECT,
    longTerm: PROBE,
  },
  {
    name: 'tcp-refused',
    category: 'connection',
    type: 'dependency',
    layer: 'origin',
    any: [
      new RegExp(
        `\\b(?:connect(?:ing|ion)?|call(?:ing)?|dial(?:ing)?|talk(?:ing)?) to (?!the\\b|an?\\b|server\\b|host\\b|port\\b|address\\b|peer\\b|upstream\\b|localhost\\b|remote\\b|it\\b)${HOST}[^\\n]{0,60}\\brefused`,
        'i',
      ),
      /ECONNREFUSED/,
      /[Cc]onnection (?:was )?refused/,
      /ConnectException: (?!.{0,40}timed out)/,
      /actively refused it/,
      /connect\(\) failed \(111/,
    ],
    title: '{endpoint|A dependency} refuses connections',
    meaning:
      'The connection is refused: mostly nothing listens on the port, because the process behind it is down, restarting or listens elsewhere; a firewall can refuse too.',
    component: ['endpoint', 'urlHost', 'host'],
    checks: [
      'Check whether the process behind the address runs and since when.',
      'Check whether address or port was changed before the first refusal.',
    ],
    immediate: {
      title: 'Bring {endpoint|the dependency} back, or send the calls elsewhere',
      reason: 'Everything that needs it fails meanwhile.',
      steps: [
        'Look at the logs of the process behind the address at the time of the first refusal, and restart it if it is down.',
      ],
      rollback: 'Send the calls back once it is stable.',
    },
    shortTerm: RECONNECT,
    longTerm: PROBE,
  },
  {
    name: 'tcp-reset',
    category: 'connection',
    type: 'infrastructure',
    layer: 'wait',
    any: [
      /ECONNRESET|EPIPE\b/,
      /[Cc]onnection (?:was )?reset(?: by peer)?/,
      /[Bb]roken pipe/,
      /socket hang up|forcibly closed by the remote host|Connection aborted|prematurely closed|(?:Remote|Server)Disconnected|unexpected end of stream/i,
      /\bPROTOCOL_CONNECTION_LOST\b|\bserver closed the connection\b|\bSSL SYSCALL error: EOF detected\b|\bEOF occurred in violation of protocol\b|\bsocket_closed_remotely\b|\btcp recv(?: \([^)\n]{1,40}\))?: closed\b/i,
    ],
    title: '{endpoint|A peer} breaks connections off',
    meaning:
      'Connections that were open were ended by the other side or by something between. A peer that restarts does it, and so does an idle time-out that is shorter than the keep-alive of the client.',
    component: ['endpoint', 'urlHost', 'host'],
    checks: [
      'Compare the idle time-out of the load balancer or the peer with the keep-alive of the client.',
      'Check whether the peer restarted at the time of the resets.',
    ],
    immediate: {
      title: 'Close idle connections before the peer does',
      reason: 'A connection that was ended while idle fails on its next use.',
      steps: [
        'Set the idle time of the client pool below that of the peer, and try idempotent calls again once.',
      ],
      rollback: 'Set the idle time back to its earlier value.',
    },
    shortTerm: RECONNECT,
    longTerm: PROBE,
  },
  {
    name: 'connect-time-out',
    category: 'connection',
    type: 'dependency',
    layer: 'wait',
    any: [
      /\bdial (?:tcp[46]?|udp) (?<endpoint>[\w.-]{1,150}:\d{2,5}): (?:i\/o timeout|connect: connection timed out)/,
      /\bconnect to (?<endpoint>[\w.-]{1,150})\[[\da-fA-F.:]{3,45}\]:\d{1,5}: Connection timed out/,
      /\bconnect ETIMEDOUT\b(?: (?<endpoint>[\w.-]{1,150}:\d{2,5})\b)?/,
      /ConnectException: [^\n]{0,80}timed out|\b[Cc]onnect(?:ion)? timed out(?!\)? (?:after|while) (?:reading|waiting|sending))|ConnectTimeout(?:Exception|Error)?\b|UND_ERR_CONNECT_TIMEOUT|connect timeout=/,
      /connect\(\) failed \(110|upstream timed out \(110: [^\n]{0,60}while connecting/,
    ],
    title: 'Connecting to {endpoint|a dependency} times out',
    meaning:
      'The attempt to connect got no answer at all. A host that is up refuses at once, so mostly the host is down or overloaded, or a security group, a route or a firewall drops the packets on the way.',
    component: ['endpoint', 'urlHost', 'host', 'unit'],
    checks: [
      'Connect to the address by hand from the place where the application runs, and from elsewhere.',
      'Check whether all instances of the application fail to connect or only some, and all instances behind the address or one.',
    ],
    immediate: {
      title: 'Find out where the connection is lost',
      reason: 'The host and the way to it have different owners.',
      steps: [
        'Check whether the host runs and accepts connections, and whether security groups, routes or firewalls changed before the first failure.',
        'Put the network back as it was, or send the calls to an instance that answers.',
      ],
      rollback: 'Send the calls back once it is stable.',
    },
    shortTerm: RECONNECT,
    longTerm: PROBE,
  },
  {
    name: 'host-unreachable',
    category: 'connection',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /EHOSTUNREACH|ENETUNREACH/,
      /No route to host|Network is unreachable|NoRouteToHostException/i,
    ],
    title: '{endpoint|A host} can not be reached over the network',
    meaning:
      'No route leads to the host, or it is gone: routing, a security group, a network ACL or the host itself.',
    component: ['endpoint', 'urlHost', 'host'],
    checks: [
      'Check route tables, security groups and network ACLs, and whether the host still exists under the address.',
    ],
    immediate: {
      title: 'Restore the way to {endpoint|the host}',
      reason: 'No connection can be made without a route.',
      steps: ['Compare network changes with the first failure, and undo the one that fits.'],
      rollback: 'Apply the change again once it is corrected.',
    },
    shortTerm: RECONNECT,
    longTerm: PROBE,
  },
];
