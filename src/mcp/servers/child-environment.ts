// What a server started here may see of the environment: what AWS's SDKs, proxies and package runners need, and what
// its configuration names. Keys of models and whatever else lies about stay here.

const PREFIXES = ['AWS_', 'UV_', 'LC_'];
const NAMES = new Set([
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'FASTMCP_LOG_LEVEL',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'LANG',
  'TZ',
  'TMPDIR',
]);
/** Held back although its prefix is AWS's: it signs requests to models. */
const NEVER = new Set(['AWS_BEARER_TOKEN_BEDROCK']);
/** What a package runner publishes and logs in by. */
const LOG_IN = /^UV_.*(?:TOKEN|PASSWORD|USERNAME|SECRET|KEYRING|PUBLISH)/;
/** An address of an index that carries a password. */
const WITH_PASSWORD = /:\/\/[^/@\s]*:[^/@\s]*@/;

/** `own` are the variables of the server's configuration; they win. The SDK adds HOME, PATH and four others. */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const inherited = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isPassedOn(entry[0], entry[1]),
  );
  return { ...Object.fromEntries(inherited), ...own };
}

function isPassedOn(name: string, value: string): boolean {
  if (NEVER.has(name) || LOG_IN.test(name)) return false;
  if (name.startsWith('UV_') && WITH_PASSWORD.test(value)) return false;
  return NAMES.has(name.toUpperCase()) || PREFIXES.some((prefix) => name.startsWith(prefix));
}
