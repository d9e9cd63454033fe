// How deep JSON is nested: the parser takes any depth, what walks the value afterwards runs out of stack.

/** Far more than any program writes, far less than a walk that calls itself can go. */
export const MAX_JSON_LEVELS = 500;

/** Whether the brackets of a JSON text, those within strings aside, stand in more levels than that. Linear. */
export function isNestedTooDeep(text: string): boolean {
  if (text.length <= MAX_JSON_LEVELS) return false;
  let level = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      if (++level > MAX_JSON_LEVELS) return true;
    } else if (character === '}' || character === ']') level--;
  }
  return false;
}
