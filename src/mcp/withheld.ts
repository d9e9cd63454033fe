// What answers of AWS may not hand on: the variables that functions and containers are given, which often hold passwords,
// and what stands under a name that says it is a secret. JSON inside of texts (CloudTrail's records, what state machines
// were given) is looked through as the answer itself is.

/** Nothing AWS answers is nested deeper; what is, somebody made to be. */
const MAX_DEPTH = 100;

/** The same (itself, where there is nothing to take out), with such values taken out; names stay, and texts that hold JSON still do. */
export function withoutSecrets(answer: unknown): unknown {
  return walked(answer, 0);
}

function walked(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return insideText(value, depth);
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return mark('nested-too-deep');
  const members = Array.isArray(value) ? named(value) : Object.entries(value);
  const isSecure = members.some(([key, inner]) => /^type$/i.test(key) && inner === 'SecureString');
  const entries = members.map(([key, inner]) => {
    const isHeld = isSecure && /^value$/i.test(key);
    return [key, isHeld ? mark('secret') : member(key, inner, depth + 1)] as const;
  });
  if (entries.every(([, inner], at) => inner === members[at]?.[1])) return value;
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** Items by their place; behind `--password` of a command line, by that name. */
function named(list: readonly unknown[]): readonly (readonly [key: string, value: unknown])[] {
  return list.map((item, at) => {
    const before = list[at - 1];
    const option = typeof before === 'string' ? /^--?([\w-]{2,60})$/.exec(before)?.[1] : undefined;
    return [option ?? String(at), item];
  });
}

function member(key: string, value: unknown, depth: number): unknown {
  if (ENVIRONMENT.test(key) && !isPlainName(value)) return taken(value, 'environment', depth);
  if (ALWAYS.test(key)) return taken(value, 'secret', depth);
  if (key === 'CloudTrailEvent') return record(value, depth);
  if (SECRET.test(key) && !NO_SECRET.test(key)) return secretUnder(key, value, depth);
  return walked(value, depth);
}

/** `Environment: {Variables: {NAME: value}}` of Lambda, `environment: [{name, value}]` of ECS, and what others call it. */
const ENVIRONMENT = /^(?:(?:runtime_?)?environment(?:_?variables)?|variables|env(?:_?vars?)?)$/i;
/** `environment: "production"` is no variable. */
const isPlainName = (value: unknown) => typeof value === 'string' && /^[\w.-]{0,40}$/.test(value);
/** Secrets whatever they hold, and scripts and archives, which may hold some. */
const ALWAYS = /^(?:secret(?:String|Binary)|userData|zipFile|plaintext|keyMaterial)$/i;
const SECRET =
  /(?:pass(?:word|wd|phrase)|pwd|secret|secret_?(?:key|value)|(?:api|private|access|shared|account)_?key|token|credentials?|connection_?string)s?$/i;
/** Where paging goes on, and what makes a request the same when it is sent again. */
const NO_SECRET =
  /(?:next|continuation|pagination|forward|backward|starting|page|sequence|client|client_?request|request|idempotency|creator_?request|sync|lock)_?token$|(?:public|primary|partition|sort|foreign|ssh_?public)_?key$/i;
/** Says where a secret is, or that there is none. */
const HARMLESS =
  /^(?:arn:[\w:/.*+=@,-]+|\*+|null|none|true|false|hidden_due_to_security_reasons|<[\w -]*>|\[redacted:[a-z0-9-]+\])?$/i;
/** `secret: "prod/db"` is its name. */
const SECRET_NAME = /^[a-z0-9]+(?:[/_.-][a-z0-9]+)*\/[a-z0-9/_.-]+$/;

function secretUnder(key: string, value: unknown, depth: number): unknown {
  if (Array.isArray(value) && depth < MAX_DEPTH)
    return value.map((item) => secretUnder(key, item, depth + 1));
  // Tokens are counted, passwords are not.
  if (typeof value === 'number') return /pass|pwd/i.test(key) ? mark('secret') : value;
  if (typeof value !== 'string') return walked(value, depth);
  const inside = insideText(value, depth);
  const isName = /^secrets?$/i.test(key) && SECRET_NAME.test(value);
  return inside !== value || isName || HARMLESS.test(value) ? inside : mark('secret');
}

/** Of one that cannot be read nobody knows what it holds. */
function record(value: unknown, depth: number): unknown {
  const isUnread = typeof value === 'string' && typeof parsed(value) !== 'object';
  return isUnread ? mark('record') : walked(value, depth);
}

/** A text that is JSON is looked through; one that need not change stays as it is written. */
function insideText(text: string, depth: number): string {
  if (depth >= MAX_DEPTH || !/^\s*["[{]/.test(text)) return text;
  const before = parsed(text);
  const after = walked(before, depth + 1);
  return after === before ? text : JSON.stringify(after);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A text like any other.
    return undefined;
  }
}

/** Each value in it; in `{name, value}` the name stays. */
function taken(value: unknown, kind: string, depth: number): unknown {
  if (value === null || value === undefined) return value;
  const isLeaf = typeof value !== 'object' || value instanceof Uint8Array;
  if (isLeaf || depth >= MAX_DEPTH) return mark(kind);
  if (Array.isArray(value)) return value.map((item) => taken(item, kind, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key.toLowerCase() === 'name' ? inner : taken(inner, kind, depth + 1),
    ]),
  );
}

const mark = (kind: string) => `[redacted:${kind}]`;
