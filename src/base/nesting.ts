// How deep JSON is nested: the parser takes any depth, what walks the value afterwards runs out of stack.

/** Far more than any program writes, far less than a walk that calls itself can go. */
export const MAX_JSON_LEVELS = 500;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Whether the brackets of a JSON text, those within strings aside, stand in more levels than that. Linear. */
export function isNestedTooDeep(text: string): boolean {
  if (text.length <= MAX_JSON_LEVELS) return false;
  let level = 0;
  for (let at = 0; at < text.length && level <= MAX_JSON_LEVELS; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    // `{` and `[`, `}` and `]`: 32 apart.
    else if ((code | 32) === OPEN) level++;
    else if ((code | 32) === CLOSE) level--;
  }
  return level > MAX_JSON_LEVELS;
}

/** At its closing quote, or behind the text. */
function endOfString(text: string, open: number): number {
  let at = open + 1;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return at;
}
