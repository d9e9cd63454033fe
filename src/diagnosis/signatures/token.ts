// Tokens and credentials that an application or its peers do not accept, and clocks that disagree.
import type { ActionText, Signature } from '../signature.ts';

const TOKEN_WATCH: ActionText = {
  title: 'Watch rejected tokens by reason and by client',
  reason: 'One old client is a nuisance, all clients at once an incident.',
  steps: [
    'Count rejections by reason and client, and log the issue and expiry times but never the token.',
  ],
};

export const TOKEN: readonly Signature[] = [
  {
    name: 'log-in-guessing',
    category: 'authentication-authorization',
    type: 'dependency',
    layer: 'surface',
    isBackground: true,
    any: [
      /\bmaximum authentication attempts exceeded for (?:invalid user )?\S{1,64} from (?<address>[\da-fA-F.:]{3,45}) port\b/,
      /\bFailed (?:password|publickey) for invalid user \S{1,64} from\b|\bInvalid user \S{0,64} from [\da-fA-F.:]{3,45} port\b/,
      /\b(?:kex_exchange_identification: (?:banner line contains invalid characters|client sent invalid protocol identifier)|Unable to negotiate with [\da-fA-F.:]{3,45} port)\b/,
    ],
    title: 'Strangers try to log in by SSH and are turned away',
    meaning:
      'Programs all over the internet try common names and passwords on every SSH server. They are turned away here, so nothing fails for those who may log in; it matters if one of them gets in, or if so many come that others wait.',
    component: ['address'],
    checks: ['See whether any log-in succeeded from the same addresses ("Accepted … from").'],
    immediate: {
      title: 'See that no stranger got in',
      reason: 'What was refused does no harm.',
      steps: [
        'Search for accepted log-ins from the addresses that were refused, and for new keys and accounts if there is one.',
      ],
    },
    shortTerm: {
      title: 'Take SSH off the internet, or let it take keys only',
      reason: 'What can not be reached or guessed is not worth trying.',
      steps: ['Turn passwords off, and allow the port from known networks only.'],
    },
    longTerm: {
      title: 'Block addresses that try again and again',
      reason: 'The log then shows what matters.',
      steps: [
        'Use fail2ban or the limits of the firewall, and alarm on accepted log-ins that are new.',
      ],
    },
  },
  {
    name: 'clock-skew',
    category: 'configuration',
    type: 'infrastructure',
    layer: 'origin',
    any: [
      /clock (?:skew|drift)[^\n]{0,80}/i,
      /token used before issued|JWT not active|\bImmatureSignatureError\b|\bPrematureJwtException\b|\b(?:JWT|(?:id |access )?token|assertion)\b[^\n]{0,40}\bnot (?:yet |be )?(?:valid|accepted|active|used)\b[^\n]{0,12}\b(?:yet|before|until|nbf|iat)\b|\b(?:JWT|(?:id |access )?token|assertion)\b[^\n]{0,20}\bnot yet (?:valid|active)\b/i,
      /\b(?:nbf|iat|not[ _-]?before|issued[ _-]?at|NotBefore|IssueInstant)\b[^\n]{0,60}\bin the future\b|Signature (?:expired:|not yet current)/i,
      /RequestTimeTooSkewed|\bdifference between the request time and the (?:current|server(?:'s)?) time is too large/i,
    ],
    unless:
      /clock (?:skew|drift)(?: check)? (?:ok|fine|within|normal)|clock skew[ =:]{1,3}0(?:\.0+)?(?:s|ms)?\b/i,
    title: 'The clocks of two hosts disagree',
    meaning:
      'A time stamp lies in the future or too far in the past for the one who checks it, so valid requests and tokens are rejected.',
    component: ['endpoint', 'urlHost', 'function'],
    checks: ['Check the time synchronisation of the hosts that issue and that check.'],
    immediate: {
      title: 'Set the clocks right',
      reason: 'Every check of a time fails by the difference.',
      steps: ['Restart the time service on the host that is off, or take the host out of service.'],
      rollback: 'Put the host back into service once its clock is right.',
    },
    shortTerm: {
      title: 'Allow a few seconds of difference',
      reason: 'Small differences are normal.',
      steps: ['Set a leeway of some seconds where times are checked.'],
    },
    longTerm: {
      title: 'Alarm on the clock offset of each host',
      reason: 'Drift is slow and easily seen.',
      steps: ['Publish the offset of the time service as a metric.'],
    },
  },
  {
    name: 'client-secret-expired',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /\bAADSTS7000222\b|\bclient secret(?: keys?)?\b[^\n]{0,100}\bexpired\b|\bInvalidClientSecretExpiredKeysProvided\b/i,
    ],
    unless: /\bclient secrets?\b[^\n]{0,40}\b(?:not|never) expired\b/i,
    title: 'The client secret of the application has expired',
    meaning:
      'The identity provider knows the application, but the secret by which it proves itself is past its end, so it gets no token and every call that needs one fails.',
    component: ['urlHost'],
    checks: ['Read the end of each secret of the application at the identity provider.'],
    immediate: {
      title: 'Issue a new client secret, and give it to the application',
      reason: 'No token is issued for a secret that has expired.',
      steps: [
        'Create a second secret at the identity provider, store it where the application reads it, and restart what keeps it in memory.',
        'Check that tokens are issued, then delete the old one.',
      ],
      rollback: 'None is needed: the old secret can not be used again.',
    },
    shortTerm: {
      title: 'Use a certificate, or an identity without a secret',
      reason: 'What is not stored needs not be renewed by hand.',
      steps: [
        'Move the application to a managed or federated identity where the provider has one.',
      ],
    },
    longTerm: {
      title: 'Alarm 30 days before a secret ends',
      reason: 'The date is known in advance.',
      steps: [
        'List the secrets of all applications with their ends each day, and let each have an owner.',
      ],
    },
  },
  {
    name: 'token-expired',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /ExpiredJwt(?:Exception)?|TokenExpired(?:Error|Exception)?|ExpiredSignatureError|SecurityTokenExpiredException/,
      /\b(?:JWT|token|session token|access token|refresh token)\b[^\n]{0,40}\b(?:has )?expired\b/i,
      /\binvalid_grant\b/,
    ],
    unless:
      /expired tokens? (?:removed|purged|cleaned|deleted)|(?:removed|purged|cleaned|deleted) \d* ?expired/i,
    title: 'Expired tokens are presented and rejected',
    meaning:
      'Callers present tokens whose time is over. One client that does not renew its token, a refresh that fails or a life time that became shorter explains it; the check itself works.',
    component: ['urlHost', 'unit', 'function'],
    checks: [
      'Check whether the rejections come from one client or from all, and whether the renewal of tokens fails too.',
      'Compare the clocks of issuer and checker.',
    ],
    immediate: {
      title: 'Let clients renew their tokens',
      reason: 'A new token is accepted at once.',
      steps: [
        'Find the clients with most rejections, and make them log in or renew; check that the token service answers.',
      ],
      rollback: 'Set the life time of tokens back if it was changed.',
    },
    shortTerm: {
      title: 'Renew before expiry',
      reason: 'A renewal ahead of time leaves room for a second try.',
      steps: ['Renew at four fifths of the life time, and on the first 401 exactly once.'],
    },
    longTerm: TOKEN_WATCH,
  },
  {
    name: 'token-rejected',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /JsonWebTokenError|InvalidSignature(?:Error|Exception)|SignatureException: JWT|invalid (?:token )?signature|signature verification failed/i,
      /invalid (?:api[ _-]?key|client secret|credentials)|invalid_client|BadCredentialsException|AuthenticationException/i,
      /\b(?:incorrect|wrong|bad) (?:API key|(?:user ?name|username) (?:or|and) password|credentials)\b|\bUsername and Password not accepted\b|\bInvalidProviderToken\b|\bInvalid API key\b/i,
      /\bLogin incorrect\b|\bACCESS_REFUSED - Login was refused\b|\b(?:NOAUTH|WRONGPASS)\b|\bNo API key found in request\b|\blogin failed for bad_username_or_password\b|\bSignature validation failed\b|\bJSchException: Auth fail\b/,
      /\b(?:HTTP|status(?: code)?)[ :=]{1,3}401\b|\bError code: 401\b|401 (?:Unauthorized|Client Error)/i,
    ],
    title: 'Credentials are rejected{hostText|}',
    meaning:
      'A key, a password or a token is presented and not accepted: it is wrong, revoked, or signed with another key than the one that checks it.',
    component: ['urlHost', 'unit', 'function'],
    checks: [
      'Check whether a key or a secret was rotated before the first rejection, and whether all instances use the same one.',
    ],
    immediate: {
      title: 'Put the valid credentials in place',
      reason: 'A rejected key stays rejected.',
      steps: [
        'Compare the version of the key on both sides, then give the application the one that is accepted.',
      ],
      rollback: 'Put the earlier key back while it is still accepted.',
    },
    shortTerm: {
      title: 'Accept old and new key side by side during a rotation',
      reason: 'Not all change over in the same second.',
      steps: ['Publish both keys until the last token of the old one has expired.'],
    },
    longTerm: TOKEN_WATCH,
  },
  {
    name: 'not-permitted',
    category: 'authentication-authorization',
    type: 'configuration',
    layer: 'origin',
    any: [
      /\bpermission denied for (?:table|schema|relation|database|sequence|function|view|column) "?(?<resource>[\w.-]{1,120})/,
      /\b(?:SELECT|INSERT|UPDATE|DELETE|EXECUTE|CREATE|ALTER|DROP) command denied to user\b|\bORA-01031\b|\bInsufficientPrivilege\b/,
      /\bnot authorized on (?<resource>[\w.-]{1,120}) to execute command\b/,
      /\bNot authorized to access (?:topics|group|cluster)\b|\b(?:Topic|Group|Cluster|TransactionalId)Authorization(?:Exception|Error|Failed)\b/,
      /\bsecurity_exception\b[^\n]{0,160}\bunauthorized\b|\bis unauthorized for (?:user|API key)\b|\bNOPERM\b/,
      /\bcode = PermissionDenied\b|\bPERMISSION_DENIED\b|\bPermissionDenied: 403\b|\bAuthorizationPermissionMismatch\b|\bRBAC: access denied\b/,
      /\b(?:Errors: \* |rpc error making call: )[Pp]ermission denied\b/,
    ],
    title: 'A right is missing: what the application asks for is refused',
    meaning:
      'The other side knows who asks and does not allow it: the user, role or token lacks a right on what it names. It stays refused until the right is given, whoever tries again.',
    component: ['resource', 'urlHost', 'unit'],
    checks: [
      'Compare the rights of the user that the application logs in as with those before the first refusal.',
      'Check whether the refused thing is new, or was created anew: rights are not inherited by what replaces a thing.',
    ],
    immediate: {
      title: 'Give the missing right, and no more than that',
      reason: 'Each such call fails until it is given.',
      steps: [
        'Read in the message which action on which thing was refused, and grant exactly that to the user of the application.',
      ],
      rollback: 'Take the right away again.',
    },
    shortTerm: {
      title: 'Make one call of each kind after a deployment, as the user of the application',
      reason: 'A missing right is certain to fail, so one call finds it.',
      steps: ['Run this check before the traffic is switched to the new version.'],
    },
    longTerm: {
      title: 'Keep rights in the repository, beside what needs them',
      reason: 'A new table, topic or secret then comes with its rights.',
      steps: ['Let the migration that creates a thing grant the rights on it.'],
    },
  },
];
