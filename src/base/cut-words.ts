// Text that is too long for its place ends at the end of a word, with `…` for what is left out.

/**
 * At most `maxChars` characters. A word that would take more than half of them is cut within: without its beginning
 * hardly anything would be said.
 */
export function cutWords(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const head = text.slice(0, maxChars - 1);
  const end = /\s/.test(text[head.length] ?? '') ? head.length : head.search(/\s\S*$/);
  const kept = end >= maxChars / 2 ? head.slice(0, end) : head;
  // Never half a surrogate pair.
  return `${kept.replace(/[\ud800-\udbff]$/, '').replace(/[\s…]+$/, '')}…`;
}
