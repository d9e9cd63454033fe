// Who may not: a policy that denies, credentials that are not accepted, 401 and 403, a login that failed.
import { beside, rule, status } from './rule.ts';

const CATEGORY = 'authentication-authorization';

export const DENIED = rule(
  'denied-by-policy',
  CATEGORY,
  /AccessDenied|\bAccess[ _-](?:is )?denied\b|\bAccess to \S{1,40}(?: \S{1,200}){0,2} is denied\b|\bexplicit deny\b|no identity-based policy/i,
  /\b(?:not|isn't) authori[sz]ed\b(?! by the (?:user|customer))|\bis unauthorized for\b|UnauthorizedOperation|UnauthorizedAccess|Authori[sz]ation(?:Error|Failed)|NotAuthori[sz]ed/i,
  /\bpermission[ -](?:was )?denied\b|PERMISSION_DENIED|PermissionDenied|PermissionError|AuthorizationPermissionMismatch|\bEACCES\b|\bEPERM\b|operation not permitted/i,
  /insufficient ?(?:privileges?|permissions?|scope)|\b(?:has|have) no permissions?\b|\bdoes(?: not|n't) have (?:\S{1,80} ){1,4}(?:access|permissions?|privileges?)\b|\bcommand denied to user\b/i,
  /\bACCESS[_-]REFUSED\b|\bNOPERM\b|\baccess control error\b|\bsecurity_exception\b|\bis forbidden: User\b|no pg_hba\.conf entry/i,
  /\bkms\w*.{0,60}(?:denied|not allowed)|\bnot allowed to (?:access|perform|invoke|assume|read|write|use|decrypt|encrypt|call|execute|list)\b|\bnot allowed by (?:\w+ )?policy\b|\bdenied by (?:\w+ ){0,2}(?:configuration|rules?|polic(?:y|ies)|acls?|authorizer)\b/i,
);

const SECRET = 'jwt|token|session token|api[ _-]?key|credentials?|password|signature';
const REJECTED =
  'expired|invalid|revoked|rejected|refused|malformed|mismatch|incorrect|failed|not accepted';
export const CREDENTIALS = rule(
  'credentials-rejected',
  CATEGORY,
  new RegExp(`\\b(?:${SECRET})(?: \\w+){0,3}[ _](?:${REJECTED})\\b`, 'i'),
  new RegExp(
    `\\b(?:invalid|expired|bad|incorrect|wrong|missing|revoked) (?:\\w+ )?(?:${SECRET})\\b`,
    'i',
  ),
  /ExpiredToken|ExpiredJwt|TokenExpired|SecurityToken\w{0,20}Exception|JsonWebTokenError|token used before issued|\bclient secret\b.{0,60}\bexpired\b|\b(?:auth|node|access|signing|account|machine) key (?:has |is )?expired\b/i,
  /InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|IncompleteSignature|InvalidAccessKeyId|RequestTimeTooSkewed|request time and the current time is too large/i,
  /CredentialsNotFound|NoCredentials|CredentialRetrieval|CredentialsProviderError|(?:unable to locate|could not load|no valid) credentials?\b|DefaultCredentials|\b(?:determine|find|obtain) credentials\b|TokenRefreshRequired/i,
  /InvalidGrant|Invalid(?:Provider|Access|Auth|Id|Refresh|Security|Session)Token|ExpiredProviderToken|Invalid(?:ApiKey|Credential|Password)|invalid_grant|invalid_client|invalid_token(?!_response)|invalid_id_token|\bUNAUTHENTICATED\b|\bAADSTS\d{4,7}\b|\bIDX10\d{3}\b/i,
  /\baudience (?:mismatch|not accepted|is invalid|doesn't match)|InvalidAudience|signature (?:validation|verification)\b|JWT rejected/i,
  /\bWRONGPASS\b|\bNOAUTH\b|password authentication failed|\b(?:bad|invalid|wrong)[ _](?:username|user name|login)(?:\b|_)|\bno (?:api[ _-]?key|credentials?|access token|auth\w*) (?:was |were )?(?:found|given|present|provided|supplied)\b|\busername and password not accepted\b|\blogon denied\b|BadCredentials/i,
  /\bcsrf\b.{0,20}(?:token|verification|failed)|InvalidAuthenticityToken|\bauthorization header\b|\bGSSException\b|\bkerberos tgt\b/i,
);

export const STATUS_401_403 = rule(
  'status-401-403',
  CATEGORY,
  status('40[13]'),
  /\bnpm (?:ERR!|error) code E40[13]\b|\b401 Unauthorized\b|\b403 (?:Forbidden|\(ACCESS)|\b(?:Unauthorized|Forbidden)(?:Exception|Error)?\b/i,
);

/** Weaker than any mechanism that the text names: a login also fails for a network, a time-out, a 503. */
export const LOGIN_FAILED = rule(
  'authentication-failed',
  CATEGORY,
  /authentication (?:has )?fail|auth(?:entication|enticating|ori[sz]ation)?[ _]?(?:error|fail|failed|failure|required)\b|\bauthentication (?:requires|plugin \S+ reported error)|Authentication\w{0,20}(?:Exception|Error)|\bauthenticating \w{0,10}Credential/i,
  /\bmaximum authentication attempts exceeded\b|Login (?:failed|incorrect|was refused|refused)|SASL authentication|(?:could not|failed to|unable to) (?:authenticate|authorize|log ?in(?:to)?)\b|SecurityException/i,
  /\b(?:Rest|Api)\w{0,20}Exception: Authenticate\b/i,
);

/** In free words: what lets somebody in, and that it did not. */
export const ACCESS_WORDS = rule(
  'access-words',
  CATEGORY,
  beside(
    'permissions?|privileges?|access rights|roles?|scopes?|entitlements?',
    'lacks?|lacking|missing|denied|insufficient|required|revoked|not granted|forbidden',
  ),
  beside(
    'tokens?|jwt|credentials?|password|passphrase|api[ _-]?key|hmac|signature|session|login|log-?in|sign-?in|identity|mfa|2fa|otp|client secret|access key',
    'expired|invalid|rejected|revoked|refused|denied|bad|wrong|incorrect|malformed|mismatch|verification failed|not accepted|not recogni[sz]ed|failed verification',
  ),
  /\b(?:hmac|signature|token|webhook) (?:verification|validation)\b.{0,40}\bfailed\b|\baccount\b.{0,30}\b(?:locked|disabled|suspended)\b|\bfailed log-?ins?\b/i,
  /\b(?:signature|hash|checksum|hmac|digest|credentials?) (?:does|do) not match\b|\bno (?:rights?|permissions?|privileges?|access rights) (?:for|to|on)\b|\bcannot perform \w+:\w+/i,
  /\b(?:authorization|api[-_ ]?key|x-api-key|auth|signature) header (?:is |was )?(?:missing|invalid|absent)\b|\b(?:could not|cannot|failed to|unable to) assume (?:the )?role\b/i,
  beside('mfa|2fa|otp|captcha|challenge', 'failed|rejected|expired|invalid|wrong'),
  beside(
    'saml|oidc|oauth2?|sso|ldap|kerberos|openid|bind',
    'rejected|denied|invalid|refused|expired|failed|error',
  ),
  /\b(?:email address|domain|identity|sender)\b.{0,40}\bnot verified\b/i,
  /\b(?:is|are|was|were) not (?:allowed|permitted|entitled) to\b|\bnot permitted\b|\bwithout (?:permission|authori[sz]ation|credentials)\b|\bfailed to retrieve credentials\b|\binvalid_scope\b|InvalidIdentityToken|\b(?:error|code|http) 40[13]\b/i,
);
