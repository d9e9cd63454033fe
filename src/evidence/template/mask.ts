// Typed placeholders for what varies in a message: ids, numbers, times, addresses. One table for all inputs, in order.

/** Characters of a message that masking and template mining look at; the rest does not decide a template. */
const MAX_TEMPLATE_CHARS = 600;

type Replacer = (match: string, offset: number, text: string) => string;

interface Mask {
  readonly pattern: RegExp;
  readonly to: Replacer;
}

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}';
const CLOCK = '\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?';
const IPV4 = '\\d{1,3}(?:\\.\\d{1,3}){3}';
const UNIT =
  'ms|msec|msecs|millis|milliseconds?|µs|us|ns|s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?|d|days?';

/** Words that hold a digit by name, not as a value. */
const NAMED_WITH_DIGIT =
  /^(?:s3|ec2|h2|k8s|e2e|b2b|p\d{2,3}|i18n|l[1-7]|ipv[46]|http[123]|oauth[12]|sha(?:1|256|384|512)|md5|utf-?(?:8|16|32)|base64|x86(?:_64)?|x509|amd64|arm64|aarch64|u?int(?:8|16|32|64)|float(?:32|64)|log4j2?|python[23]|php[5-9]|java\d{1,2}|win32|posix1|mp[34]|tls1|ssl[23]|route53|neo4j|psycopg[23]|boto3|urllib3|pg\d?|v\d{1,2}(?:(?:alpha|beta)\d)?|\d(?:xx|th|st|nd|rd)|(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]{4,9}(?:-[a-z]{4,9})?-\d[a-f]?)$/i;

const METHOD = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';

const USER_STOP =
  /^(?:is|was|has|not|does|did|with|from|by|for|in|on|at|and|or|to|name|id|unknown|input|error|account|session|data|service|profile|agent|code|mode|space|table|pool|who|that|the|request|login|token|defined|provided|supplied|cancelled|canceled|aborted)\b/i;

const MASKS: readonly Mask[] = [
  { pattern: /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>)\]}|,;]+/gi, to: withoutQuery },
  { pattern: /\b[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b/g, to: always('<email>') },
  { pattern: /\barn:aws[\w-]{0,12}:[^\s"'<>,;)\]}]+/g, to: maskArn },
  { pattern: new RegExp(`(?<=\\b(?:${METHOD}) )/[^\\s"'<>]*`, 'g'), to: withoutQuery },
  {
    pattern: new RegExp(
      `(?<="(?:${METHOD}) /[^\\s"]{0,500} HTTP/[\\d.]{1,3}"[ ,:-]{1,3}(?:status[=: ]{1,2})?)[1-5]\\d\\d\\b`,
      'g',
    ),
    to: always('<num>'),
  },
  {
    pattern:
      /(?<![0-9a-fA-F-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9a-fA-F])/g,
    to: always('<uuid>'),
  },
  { pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]{0,})?/g, to: always('<token>') },
  { pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, to: always('<token>') },
  {
    pattern:
      /(?<![\w:.-])[0-9a-fA-F]{2}(?:(?::[0-9a-fA-F]{2}){5,31}|(?:-[0-9a-fA-F]{2}){5})(?![\w:-])/g,
    to: always('<mac>'),
  },
  {
    pattern: new RegExp(
      `\\b\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}(?:[T :_-]{1,2}${CLOCK})?(?: ?Z|(?: ?[+-]\\d{2}:?\\d{2}\\b))?`,
      'g',
    ),
    to: always('<time>'),
  },
  {
    pattern: new RegExp(
      `\\b(?:${DAY},? {1,2})?(?:${MONTH} {1,2}\\d{1,2}|\\d{1,2}[ /-]${MONTH}[ /-]\\d{4}),?[ :]${CLOCK}(?: (?:[A-Z]{3,4} )?\\d{4}\\b)?(?: [+-]\\d{4}| GMT| UTC)?`,
      'g',
    ),
    to: always('<time>'),
  },
  {
    pattern: new RegExp(`(?<![\\w:.])(?:${CLOCK}|\\d{1,2}:\\d{2})(?![\\w:])`, 'g'),
    to: always('<time>'),
  },
  { pattern: /(?<=\buser ) (?=from\b)/g, to: always('<user> ') },
  {
    pattern: new RegExp(
      `(?<![\\w.])(?:::ffff:)?${IPV4}(?:\\/\\d{1,2}|:\\d{1,5})?(?![\\w.]\\w)\\b`,
      'gi',
    ),
    to: always('<ip>'),
  },
  {
    pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}(?![\w:])/gi,
    to: always('<ip>'),
  },
  {
    pattern:
      /(?<![\w:])(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{0,4}::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4}(?![\w:])/gi,
    to: maskShortIp,
  },
  { pattern: /(?<![\w:.])[0-9a-f]{2,8}(?:[:.][0-9a-f]{1,4}){2,6}(?![\w:])/g, to: maskHexGroups },
  { pattern: /\b0x[0-9a-fA-F]+\b/g, to: always('<hex>') },
  {
    pattern: /(?<=\b(?:for|by|from|of) (?:[a-z]{1,12} )?user(?:name)? )[\w.@\\-]{1,64}/gi,
    to: maskUser,
  },
  {
    pattern:
      /(?<=\b(?:password|publickey|hostbased|keyboard-interactive\/pam|log[io]n|logon|authentication|authentication failures?) for )[\w.@\\-]{1,64}/gi,
    to: maskUser,
  },
  { pattern: /(?<=\buser(?:name)?[ =:]{1,2})(["'`])[^"'`]{1,400}\1/gi, to: always('<user>') },
  { pattern: /(?<=\b(?:invalid|unknown) user )[\w.@\\-]{1,64}/gi, to: maskUser },
  {
    pattern: new RegExp(
      `(?<![\\w.-])[<~≈]? ?[-+]?\\d+(?:[.,]\\d+)*(?: ?(?:${UNIT}))(?![\\w/])`,
      'g',
    ),
    to: always('<duration>'),
  },
  {
    pattern: /(?<![\w.-])\d+(?:\.\d+)? ?(?:[KMGT]i?B|bytes?|[kmg]b)(?![\w/])/gi,
    to: always('<size>'),
  },
  { pattern: /[\w$@#*+~.%-]+/g, to: maskWord },
];

/** What stands before a number that names the error: HTTP statuses, error codes, signals, exit codes. */
const NAMES_A_NUMBER =
  /(?:\bHTTP(?:\/\d(?:\.\d)?)?|\bstatus(?:[ _]?code)?|\berr(?:or|no)?(?:[ _]?code)?|\bcode|\bsignal|\bexit(?:ed)?(?: with)?(?: status| code)?)["']?[ =:(]{1,3}$/i;
const ERROR_CODE = /^(?:ORA|PLS|TNS|ERR|SQLSTATE|SQL|E|EC)[-_]?\d{3,6}$/;
const NAMES_AN_EXIT = /\b(?:signal|exit|errno)\b[^,;]{0,16}$/i;
/** What stands behind a status that is written in front of its name: `429 Too Many Requests`. */
const NAMED_BEHIND =
  /^ (?:Client Error|Server Error|errors?\b|responses?\b|Bad |Unauthorized|Payment |Forbidden|Not |Method |Conflict|Gone|Too |Internal |Service |Gateway |Request )/;
/** Values of one kind in a row: `<ip>, <ip>`, `job_<num> job_<num>`. */
const LIST =
  /(?<![^\s,;([])([^\s,<]{0,40}<[a-z]+>[^\s,<]{0,20})(?:(?:, ?| )\1){1,}(?=[\s,;.)\]]|$)/g;
const CONTEXT_CHARS = 32;
const MAX_CODE_DIGITS = 5;
const MIN_HEX_CHARS = 6;
const MIN_ID_DIGIT_RUNS = 3;
const MIN_ID_DIGITS = 3;

/**
 * The text with its variables replaced by `<uuid>`, `<ip>`, `<num>`, `<hex>`, `<time>`, `<duration>`, `<size>`,
 * `<email>`, `<user>`, `<token>`, `<mac>`, `<id>`. Paths, URLs and ARNs keep their shape: `/servers/<num>/x`.
 * White space is collapsed, lists of one kind too; only the first MAX_TEMPLATE_CHARS characters count.
 */
export function mask(text: string): string {
  let masked = head(text);
  for (const { pattern, to } of MASKS) masked = masked.replace(pattern, to);
  return masked
    .replace(/\s+/g, ' ')
    .replace(/(^|[^A-Za-z\d>])[-+](?=<num>)/g, '$1')
    .replace(/(?:(?:<(?:num|hex)>|\*{2,}) ){1,}(?:<(?:num|hex)>|\*{2,})(?![^\s,;.)\]])/g, numbers)
    .replace(LIST, '$1')
    .trim();
}

/** Cut between two words. */
function head(text: string): string {
  if (text.length <= MAX_TEMPLATE_CHARS) return text;
  const end = text.lastIndexOf(' ', MAX_TEMPLATE_CHARS);
  return text.slice(0, end > 0 ? end : MAX_TEMPLATE_CHARS);
}

function numbers(row: string): string {
  return row.includes('<hex>') ? '<hex>' : '<num>';
}

function always(placeholder: string): Replacer {
  return () => placeholder;
}

/** Scheme, host and path stay; a query string is a value. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '?<*>');
}

/** `fe80::1`, but not `std::add`. */
function maskShortIp(text: string): string {
  return /\d/.test(text) ? '<ip>' : text;
}

/** `0000:3f:1c.0`, but no version and no time of day. */
function maskHexGroups(text: string): string {
  return /[a-f]/.test(text) && /\d/.test(text) && text.includes(':') ? '<hex>' : text;
}

/** Region, account and the random suffix of a secret vary; the resource names itself. */
function maskArn(arn: string): string {
  return arn
    .replace(/:\d{12}(?=:|$)/, ':<num>')
    .replace(/(:secret:[^\s:]*?)-[A-Za-z0-9]{5,6}$/, '$1-<*>');
}

function maskUser(name: string): string {
  return USER_STOP.test(name) ? name : '<user>';
}

function maskWord(word: string, offset: number, text: string): string {
  if (!/\d/.test(word)) return word;
  const [, lead = '', core = '', tail = ''] = /^([-.$@#*+~%]*)(.*?)([-.$@#*+~]*)$/.exec(word) ?? [];
  if (NAMED_WITH_DIGIT.test(core) || ERROR_CODE.test(core)) return word;
  const start = offset + lead.length;
  const before = text.slice(Math.max(0, start - CONTEXT_CHARS), start);
  const after = text.slice(start + core.length, start + core.length + CONTEXT_CHARS);
  if (/^\d+$/.test(core) && isNamingNumber(core, before, after)) return word;
  return `${lead}${maskCore(core)}${tail}`;
}

function maskCore(core: string): string {
  if (/^v?\d+(?:[.,:_-]\d+)*%?$/.test(core)) return '<num>';
  if (core.length >= MIN_HEX_CHARS && /^[0-9a-f]+$/i.test(core)) return '<hex>';
  return isId(core)
    ? '<id>'
    : core
        .replace(/^\d+\.\d+(?=[a-zA-Z]{3})/, '<num>')
        .split(/([^a-zA-Z0-9]+)/)
        .map(maskPiece)
        .join('');
}

/** A number of its own or at the end of a word (`worker12`), and any long one; `jk2_init` keeps its name. */
function maskPiece(piece: string): string {
  return NAMED_WITH_DIGIT.test(piece) ? piece : piece.replace(/\d+$|^\d+$|\d{3,}/g, '<num>');
}

/** Successes vary beside each other (200, 204, 304); failures differ in kind. */
function isNamingNumber(digits: string, before: string, after: string): boolean {
  if (digits.length > MAX_CODE_DIGITS || /\w:$/.test(before)) return false;
  if (/^[45]\d\d$/.test(digits) && NAMED_BEHIND.test(after)) return true;
  const wentWell = /^[123]\d\d$/.test(digits) && !NAMES_AN_EXIT.test(before);
  return !wentWell && NAMES_A_NUMBER.test(before);
}

/** Letters and digits mixed beyond a word with a number: `9e1c77`, `attempt_14451_0020_m_09`. */
function isId(core: string): boolean {
  const runs = core.match(/\d+/g) ?? [];
  if (runs.join('').length < MIN_ID_DIGITS) return false;
  if (runs.length >= MIN_ID_DIGIT_RUNS) return true;
  const switches = core.match(/\d(?=[a-zA-Z])|[a-zA-Z](?=\d)/g)?.length ?? 0;
  return switches >= MIN_ID_DIGIT_RUNS;
}
