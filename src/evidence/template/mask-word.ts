// Words with digits in them: numbers, hexadecimal ids, names with a number, and names that hold a digit by themselves.

/** Words that hold a digit by name, not as a value. */
const NAMED_WITH_DIGIT =
  /^(?:s3|ec2|h2|k8s|e2e|b2b|p\d{2,3}|i18n|l[1-7]|ipv[46]|http[123]|oauth[12]|sha(?:1|256|384|512)|md5|utf-?(?:8|16|32)|base64|x86(?:_64)?|x509|amd64|arm64|aarch64|u?int(?:8|16|32|64)|float(?:32|64)|log4j2?|python[23]|php[5-9]|java\d{1,2}|win32|posix1|mp[34]|tls1|ssl[23]|route53|neo4j|psycopg[23]|boto3|urllib3|pg\d?|v\d{1,2}(?:(?:alpha|beta)\d)?|\d(?:xx|th|st|nd|rd)|(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]{4,9}(?:-[a-z]{4,9})?-\d[a-f]?)$/i;

/** What stands before a number that names the error: HTTP statuses, error codes, signals, exit codes. */
const NAMES_A_NUMBER =
  /(?:\bHTTP(?:\/\d(?:\.\d)?)?|\bstatus(?:[ _]?code)?|\berr(?:or|no)?(?:[ _]?code)?|\bcode|\bsignal|\bexit(?:ed)?(?: with)?(?: status| code)?)["']?[ =:(]{1,3}$/i;
const ERROR_CODE = /^(?:ORA|PLS|TNS|ERR|SQLSTATE|SQL|E|EC)[-_]?\d{3,6}$/;
const NAMES_AN_EXIT = /\b(?:signal|exit|errno)\b[^,;]{0,16}$/i;
/** What stands behind a status that is written in front of its name: `429 Too Many Requests`. */
const NAMED_BEHIND =
  /^ (?:Client Error|Server Error|errors?\b|responses?\b|Bad |Unauthorized|Payment |Forbidden|Not |Method |Conflict|Gone|Too |Internal |Service |Gateway |Request )/;
const CONTEXT_CHARS = 32;
const MAX_CODE_DIGITS = 5;
const MIN_HEX_CHARS = 6;
const MIN_ID_DIGIT_RUNS = 3;
const MIN_ID_DIGITS = 3;
const NUMBERED_PARTS = /^[A-Za-z]{1,12}\d{1,2}[A-Za-z]{1,6}\d{1,2}$/;

/** A replacer: the word as a placeholder, or with placeholders for the numbers in it. */
export function maskWord(word: string, offset: number, text: string): string {
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

/**
 * A number of its own, with a unit (`41C`) or at the end of a word (`worker12`), and any long one; not in `a2b`. In a
 * short word with two, both number a part: `disk1s3`.
 */
function maskPiece(piece: string): string {
  if (NAMED_WITH_DIGIT.test(piece)) return piece;
  const numbers = NUMBERED_PARTS.test(piece) ? /\d+/g : /\d+$|^\d+(?=[A-Za-z]?$)|\d{3,}/g;
  return piece.replace(numbers, '<num>');
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
