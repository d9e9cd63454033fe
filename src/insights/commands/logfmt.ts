// Texts of `key=value` pairs, and of values between commas, taken apart.

const PAIR = /([^\s="]+)(?:=(?:"((?:[^"\\]|\\.)*)"|(\S*)))?/g;

/** `level=info msg="a \"b\"" done`: a key without a value is "true". null: there is no pair. */
export function readLogfmt(text: string): Readonly<Record<string, string>> | null {
  const pairs: [string, string][] = [];
  let hasValue = false;
  for (const [, key = '', quoted, plain] of text.matchAll(PAIR)) {
    hasValue ||= quoted !== undefined || plain !== undefined;
    pairs.push([key, quoted?.replace(/\\(.)/g, '$1') ?? plain ?? 'true']);
  }
  return hasValue ? Object.fromEntries(pairs) : null;
}

/** The values of one line of CSV (RFC 4180). */
export function readCsv(text: string): readonly string[] {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    const { value, end } = text[at] === '"' ? quotedValue(text, at) : plainValue(text, at);
    values.push(value);
    if (text[end] !== ',') return values;
    at = end + 1;
  }
}

function plainValue(text: string, start: number) {
  const comma = text.indexOf(',', start);
  const end = comma === -1 ? text.length : comma;
  return { value: text.slice(start, end), end };
}

/** What stands between the closing quote and the comma is dropped. */
function quotedValue(text: string, start: number) {
  let value = '';
  let at = start + 1;
  for (; at < text.length; at++) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') value += text[++at];
    else break;
  }
  return { value, end: plainValue(text, at).end };
}
