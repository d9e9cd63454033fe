// A masked text as words and the delimiters between them: what template mining compares place by place.

/** A template under work, and the masked texts that it stands for. */
export interface Shape {
  readonly words: readonly string[];
  /** One between each two words. */
  readonly delimiters: readonly string[];
  readonly members: readonly string[];
}

/** One by one, so that an empty value (`()`, `user=`) holds a place of its own. */
const DELIMITERS = /([\s=:,;()[\]{}"'|`])/;

export function shapeOf(masked: string): Shape {
  const parts = masked.split(DELIMITERS);
  return {
    words: parts.filter((_, index) => index % 2 === 0),
    delimiters: parts.filter((_, index) => index % 2 === 1),
    members: [masked],
  };
}

export function textOf({ words, delimiters }: Shape): string {
  return words.map((word, index) => word + (delimiters[index] ?? '')).join('');
}
