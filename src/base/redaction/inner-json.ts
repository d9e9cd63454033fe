// JSON inside a JSON string, as CloudTrail's events, queues and step functions have it: each such string is unpacked,
// redacted as a text of its own and packed again. So rules need not see through escapes, whatever their depth, and what
// comes out is valid on each level.

/** A string of which the content begins an object or a list, or is such a string itself. */
const OPENING = /(?<!["\\])"[\s\\nrt"]{0,600}[{[]/g;
/** Without an escaped quote there is no string in it. */
const ESCAPED_QUOTE = /\\(?:"|u0022)/i;

/** Depth is bound by length: each level doubles the escapes of the one in it. */
export function redactInnerJson(text: string, redact: (inner: string) => string): string {
  if (!text.includes('\\') || !ESCAPED_QUOTE.test(text)) return text;
  let result = '';
  let done = 0;
  let from = 0;
  for (const { index } of text.matchAll(OPENING)) {
    if (index < from) continue;
    const start = index + 1;
    // Where that was a closing quote, the next one opens.
    from = endOfString(text, start);
    const safe = redactedString(text.slice(start, from), redact);
    if (safe === null) continue;
    result += text.slice(done, start) + safe;
    done = from;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** null where there is nothing to take out. */
function redactedString(packed: string, redact: (inner: string) => string): string | null {
  const inner = ESCAPED_QUOTE.test(packed) ? unpacked(packed) : null;
  if (inner === null) return null;
  const safe = redact(inner);
  return safe === inner ? null : JSON.stringify(safe).slice(1, -1);
}

/** At its closing quote, or at the end of a text that was cut before it. */
function endOfString(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** null where it is no content of a JSON string. An escape that was cut in two is left out. */
function unpacked(packed: string): string | null {
  try {
    return JSON.parse(`"${packed.replace(CUT_ESCAPE, '$1')}"`);
  } catch {
    return null;
  }
}

const CUT_ESCAPE = /((?:^|[^\\])(?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$/;
