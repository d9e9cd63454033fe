// How deep JSON is nested: the parser takes any depth, what walks the value afterwards runs out of stack.

/** Far more than any program writes, far less than a walk that calls itself can go. */
export const MAX_JSON_LEVELS = 500;

/** Whether the brackets of a JSON text, those within strings aside, stand in more levels than that. Linear. */
export function isNestedTooDeep(text: string): boolean {
  if (text.length <= MAX_JSON_LEVELS) return false;
  let level = 0;
  for (let at = 0; at < text.length && level <= MAX_JSON_LEVELS; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') level++;
    else if (character === '}' || character === ']') level--;
  }
  return level > MAX_JSON_LEVELS;
}

/** At its closing quote, or behind the text. */
function endOfString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
