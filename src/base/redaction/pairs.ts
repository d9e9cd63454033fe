// Secrets whose name is a neighbour's value: `{"key":"password","value":"X"}`, `name: DB_PASSWORD` over `value: X`.
// A pair is judged as the assignment that it stands for. Each value looks a bounded way around itself.
import { redactAssignments } from './assignments.ts';
import { isPlaceholder, isProse, looksRandom, mark } from './mark.ts';

/** How far from its value the name, or the bracket of the object around both, is looked for, in characters. */
const MAX_AWAY_CHARS = 200;
const MAX_VALUE_CHARS = 2_000;
const MAX_NAME_CHARS = 60;
/** Under a name that says only `credentials`, less is no secret. */
const MIN_SECRET_CHARS = 4;

/** The member `"value": ` with the quotes of JSON at any depth of escapes, or of Python. */
const VALUE_MEMBER = /(\\{0,7}["'])(?:\w{0,20}[vV]alue|val|VALUE)\1\s{0,4}:\s{0,4}/g;
const NAME_MEMBER =
  /["'](?!user)(?:[a-z]\w{0,20})?(?:name|key|field|header|variable|property|param|parameter|setting|id)\\{0,7}["']\s{0,4}:\s{0,4}\\{0,7}["']([\w .-]{1,80})\\{0,7}["']/i;
/** `"credentials":` before the object: whatever is the value in it is a secret. */
const SECRET_OBJECT =
  /["'](?:\w{0,20}(?:credentials?|secrets?|passwords?))\\{0,7}["']\s{0,4}:\s{0,4}$/i;

/** An object that holds settings beside secrets. */
const AUTH_OBJECT = /["']auth(?:entication|orization)?\\{0,7}["']\s{0,4}:\s{0,4}$/i;
const isMixed = (value: string) => value.length >= 16 && looksRandom(value);

/** `name: DB_PASSWORD⏎ value: X`, `key=password value=X`, `{Name:DB_PASSWORD Value:X}`. */
const BARE_PAIR =
  /\b(?:name|key|field|header|variable|param|setting)(?:=|:[ \t]{0,4})["']?([\w.-]{1,80})["']?(?:[ \t,;]{1,4}|[ \t]{0,4}(?:\n|\\n)[ \t]{0,40})value(?:=|:[ \t]{0,4})(["']?)([^\s"'\\,;{}[\]&]{1,200})/gi;

const SECRET_NAME = /pass|pwd|secret|token|key|cred|auth|cookie|cvv|contrase|senha|wort/i;

export function redactPairs(text: string): string {
  return SECRET_NAME.test(text) ? redactBarePairs(redactMembers(text)) : text;
}

function redactMembers(text: string): string {
  let result = '';
  let done = 0;
  for (const { 0: head, 1: quote = '"', index } of text.matchAll(VALUE_MEMBER)) {
    const start = index + head.length;
    const value = start < done ? null : readValue(text, start, quote);
    if (value === null) continue;
    const kind = kindOf(text, index, value);
    if (kind === null) continue;
    result += text.slice(done, start) + quote + mark(kind) + quote;
    done = value.end;
  }
  return done === 0 ? text : result + text.slice(done);
}

interface Value {
  readonly content: string;
  /** Behind its closing quote. */
  readonly end: number;
}

/** A string in the same quotes as the name of its member, or a number; null for anything else. */
function readValue(text: string, start: number, quote: string): Value | null {
  const ahead = text.slice(start, start + MAX_VALUE_CHARS);
  if (!ahead.startsWith(quote)) {
    const number = /^-?\d[\d.]{0,30}(?=[\s,}])/.exec(ahead)?.[0];
    return number === undefined ? null : { content: number, end: start + number.length };
  }
  let close = ahead.indexOf(quote, quote.length);
  while (close !== -1 && ahead[close - 1] === '\\') close = ahead.indexOf(quote, close + 1);
  if (close === -1) return null;
  return { content: ahead.slice(quote.length, close), end: start + close + quote.length };
}

function kindOf(text: string, member: number, { content, end }: Value): string | null {
  const from = objectStart(text, member);
  const until = objectEnd(text, end);
  const name = NAME_MEMBER.exec(text.slice(from, member) + text.slice(end, until))?.[1];
  if (name !== undefined) return kindUnder(name, content);
  const harmless = content.length < MIN_SECRET_CHARS || isPlaceholder(content) || isProse(content);
  if (harmless) return null;
  const before = beforeObject(text, from);
  const secret = SECRET_OBJECT.test(before) || (AUTH_OBJECT.test(before) && isMixed(content));
  return secret ? 'credential' : null;
}

/** What the value is taken for where it is assigned to the name; null where that is no secret. */
function kindUnder(name: string, value: string): string | null {
  if (!SECRET_NAME.test(name)) return null;
  const assignment = `${name.replaceAll(' ', '_')}="${value}"`;
  const safe = redactAssignments(assignment);
  return safe === assignment ? null : (/\[redacted:([a-z0-9-]+)\]"$/.exec(safe)?.[1] ?? null);
}

/** What stands before the bracket at `from - 1`; empty where none was found so far away. */
function beforeObject(text: string, from: number): string {
  return text[from - 1] === '{' ? text.slice(Math.max(0, from - MAX_NAME_CHARS), from - 1) : '';
}

/** Behind the bracket that opens the object around a member, or as far as is looked. */
function objectStart(text: string, member: number): number {
  const floor = Math.max(0, member - MAX_AWAY_CHARS);
  let depth = 0;
  for (let at = member - 1; at >= floor; at--) {
    if (text[at] === '}') depth++;
    else if (text[at] === '{' && depth-- === 0) return at + 1;
  }
  return floor;
}

function objectEnd(text: string, from: number): number {
  const ceiling = Math.min(text.length, from + MAX_AWAY_CHARS);
  let depth = 0;
  for (let at = from; at < ceiling; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && depth-- === 0) return at;
  }
  return ceiling;
}

function redactBarePairs(text: string): string {
  return text.replace(BARE_PAIR, (all, name: string, _quote: string, value: string) => {
    const kind = kindUnder(name, value);
    return kind === null ? all : all.slice(0, all.length - value.length) + mark(kind);
  });
}
