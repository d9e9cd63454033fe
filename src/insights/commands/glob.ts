// Glob patterns of `parse`: each `*` takes as little as possible up to the next literal, the last one
// takes the rest. Found by plain searches from left to right, so no input can make it slow.

/** The captured texts of one match; null: no match. */
export type Captures = (text: string) => readonly (string | undefined)[] | null;

/** How many `*` a pattern has; `\*` is a literal star. */
export function globStars(pattern: string): number {
  return literals(pattern).length - 1;
}

/** The pattern may lie anywhere in the text; text before and after it does not matter. */
export function globCaptures(pattern: string): Captures {
  const [first = '', ...others] = literals(pattern);
  return (text) => {
    const start = text.indexOf(first);
    return start === -1 ? null : captureFrom(text, start + first.length, others);
  };
}

function captureFrom(text: string, start: number, others: readonly string[]): string[] | null {
  const captures: string[] = [];
  let at = start;
  for (const [index, literal] of others.entries()) {
    const rest = literal === '' && index === others.length - 1;
    const end = rest ? text.length : text.indexOf(literal, at);
    if (end === -1) return null;
    captures.push(text.slice(at, end));
    at = end + literal.length;
  }
  return captures;
}

/** The literal parts around the stars. */
function literals(pattern: string): readonly string[] {
  const parts = [''];
  for (let at = 0; at < pattern.length; at++) {
    const escaped = pattern[at] === '\\' && pattern[at + 1] === '*';
    if (escaped) at++;
    if (pattern[at] === '*' && !escaped) parts.push('');
    else parts.push((parts.pop() ?? '') + pattern[at]);
  }
  return parts;
}
