// What stands in a secret's place, and the questions that every redaction rule asks of a value.

/** The mark for one secret of a kind such as `password`. */
export function mark(kind: string): string {
  return `[redacted:${kind}]`;
}

/** A whole value that was redacted before, perhaps behind the name of its scheme. */
const REDACTED = /^(?:[A-Za-z][\w-]{0,30} )?\[redacted:[a-z0-9-]{1,40}\]$/;

/** In brackets: `<redacted>`, `[FILTERED]`, `${DB_PASSWORD}`, `{{ vault.password }}`. */
const BRACKETED =
  '\\[redacted:[a-z0-9-]{1,40}\\]|<[a-z _:-]{0,40}>|\\[[a-z _:-]{0,40}\\]|\\$?\\{\\{?[a-z _.:$-]{0,60}\\}?\\}|\\$\\([^()]{0,60}\\)';
/** What people and frameworks print where a value is absent or hidden. */
const PLACEHOLDER = new RegExp(
  `^(?:${[
    'null|none|nil|undefined|true|false|yes|no|empty|blank|unset|set|n/a|nan|redacted|masked|hidden|filtered|removed',
    'omitted|protected|present|absent|provided|missing|string|sensitive|\\(null\\)|unknown|optional\\.empty|[*x.•#?_-]+',
    '\\$[A-Z_]{1,40}|%(?:\\(\\w{1,30}\\))?[a-z]{1,2}|:[a-z_]{1,30}',
    BRACKETED,
  ].join('|')})?$`,
  'i',
);
const BRACKETED_HERE = new RegExp(`(?:${BRACKETED})(?!\\w)`, 'iy');
/** Words that follow `password:` and its like in sentences and forms. */
const PROSE =
  /^(?:expired?|invalid|incorrect|required?|mismatch|mismatched|wrong|failed|failure|denied|changed|reset|updated|rejected|accepted|granted|auth|authentication|authorization|credentials?|tokens?|scheme|header|realm|must|should|does|doesn't|needs|may|cannot|can't|is|was|has|not|too|the|your|for|and|or|error|ok|valid|enabled|disabled|optional|policy|field|authenticate|login|bearer|basic|inv[áa]lid[ao]|incorrect[ao]|incorrecte|invalide|expir[ée]e?|expirad[ao]|requerid[ao]|falsch|ung(?:ü|ue)ltig|abgelaufen|fehlt)$/i;

/** Nothing secret: a mark, a placeholder, a template variable, or nothing at all. */
export function isPlaceholder(value: string): boolean {
  if (value.length > 80) return false;
  return REDACTED.test(value) || PLACEHOLDER.test(value);
}

/** Whether a placeholder in brackets begins here; a bare value ends before a bracket and would miss it. */
export function isPlaceholderAt(text: string, start: number): boolean {
  BRACKETED_HERE.lastIndex = start;
  return BRACKETED_HERE.test(text);
}

/** `min:8`, `required|string|max:255`: what a form demands of a password. */
const DEMAND =
  '(?:required|nullable|sometimes|string|confirmed|current_password|min|max|size|between|digits(?:_between)?|len|length|min_?length|max_?length|regex|same|different)';
const DEMANDS = new RegExp(
  `^${DEMAND}(?:[:=][^|\\s]{1,60})?(?:\\|${DEMAND}(?:[:=][^|\\s]{1,60})?){0,12}$`,
);

export function isDemand(value: string): boolean {
  return DEMANDS.test(value);
}

export function isProse(value: string): boolean {
  return PROSE.test(value.replace(/[.,;:!?)]{1,4}$/, ''));
}

/** Letters and digits mixed, or letters whose case changes too often for words: made by a machine. */
export function looksRandom(value: string): boolean {
  if (/(?:Error|Exception|Provider|Filter|Request|Response)$/.test(value)) return false;
  if (/\d/.test(value)) return /[A-Za-z]/.test(value);
  if (!/[a-z]/.test(value) || !/[A-Z]/.test(value)) return false;
  const rises = value.match(/[a-z][A-Z]/g)?.length ?? 0;
  return rises / value.length > 0.15;
}

const MIN_GENERATED_CHARS = 6;
/** Dates, fields, addresses and names of algorithms, which hold letters and digits in a sentence too. */
const NAMED_THING =
  /^(?:(?:user|account|acct|client|customer|id|host|node|worker|attempt|policy|rule|step|field|column|version|error|code|key|hash|test)[-_#:]?\d+[.,;:]?$|\d{4}-\d\d-\d\d|\d+(?:\.\d+)?-?[a-z]+$|[a-z_][\w.-]*[=:]|\/|[a-z]+:\/\/|(?:sha|md|base|utf|bcrypt|pbkdf|scrypt|argon|aes|rsa|hmac|pkcs|oauth|v)[-_]?\d)/i;

/**
 * Whether a word in a sentence was made as a password: letters with digits, or with a sign that no word holds inside.
 * Punctuation at its end does not count.
 */
export function looksGenerated(value: string): boolean {
  const word = value.replace(/[.,;:!?)]{1,8}$/, '');
  if (value.length < MIN_GENERATED_CHARS || NAMED_THING.test(value)) return false;
  return /[A-Za-z]/.test(word) && /[\d!@#$%^&*+~?]/.test(word);
}

/** The quote with its escapes (`"`, `\"`, `\\\"`) where the JSON key before `end` closed, or null. */
export function jsonKeyQuote(text: string, end: number): string | null {
  const before = text.slice(Math.max(0, end - 16), end);
  return /(\\{0,7}")\s{0,4}:\s{0,4}$/.exec(before)?.[1] ?? null;
}
