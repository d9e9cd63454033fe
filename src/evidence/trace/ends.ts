// Long traces without their middle: the throw stands at one end and its root cause, or Python's exception, at the other.

/** At most `most` characters: the beginning and, from a line's beginning on, up to `tail` characters of the end. */
export function endsOf(text: string, most: number, tail: number): string {
  if (text.length <= most) return text;
  const end = text.slice(-tail);
  const line = end.indexOf('\n');
  if (line < 0) return text.slice(0, most);
  const head = text.slice(0, most - tail);
  return `${head.slice(0, Math.max(0, head.lastIndexOf('\n')))}${end.slice(line)}`;
}

/** At most `most` items: the first ones and `tail` of the last. */
export function endsOfList<T>(items: readonly T[], most: number, tail: number): readonly T[] {
  return items.length <= most ? items : [...items.slice(0, most - tail), ...items.slice(-tail)];
}
