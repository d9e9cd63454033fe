// A masked text as words and the delimiters between them: what template mining compares place by place.

/** A template under work, and the masked texts that it stands for. */
export interface Shape {
  readonly words: readonly string[];
  /** One between each two words. */
  readonly delimiters: readonly string[];
  readonly members: readonly string[];
}

/** Settings that say what happened: their values are the message, not a variable of it. */
const TELLING_KEY =
  '(?:err(?:or)?|errno|reason|cause|exception|message|msg|details?|result|outcome|status|state|code|action|event|type|op(?:eration)?|method|level|severity)';
const TELLING = new RegExp(`${TELLING_KEY}$`, 'i');
/** One by one, so that an empty value (`()`, `user=`) holds a place of its own. */
const DELIMITER = '\\s=:,;()[\\]{}"\'|`';
/** What a setting holds in quotes or braces is one value: `tag="two words"`, `source=Work{<num>}`. */
const HELD = `(?<=(?<!${TELLING_KEY})=)(?:"[^"]{0,60}"|[\\w.]{0,40}\\{[^{}"]{0,60}\\})`;
/**
 * What stands in quotes behind a word is one value: nothing, one word however long (a path), or a name of up to four words,
 * `guild "The Lost"`; no request line.
 */
const NAMED =
  '(?<=[a-z>:] )(?:"(?!(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )(?:[^"\\s]{0,255}|[^"\\s]{1,24}(?: [^"\\s]{1,24}){1,3})"|\'(?:[^\'\\s]{0,255}|[^\'\\s]{1,24}(?: [^\'\\s]{1,24}){1,3})\'(?!\\w))';
/** A host and its port are one value, as an address and its port are one placeholder. */
const ENDPOINT =
  '(?<![\\w.<>-])(?:[a-z<][\\w<>]*(?:[.-][\\w<>]+)+|localhost|<(?:id|hex)>):<num>(?![:\\w])';
const TOKEN = new RegExp(`${HELD}|${NAMED}|${ENDPOINT}|[${DELIMITER}]|[^${DELIMITER}]+`, 'gi');
const IS_DELIMITER = new RegExp(`^[${DELIMITER}]$`);

export function shapeOf(masked: string): Shape {
  const words: string[] = [];
  const delimiters: string[] = [];
  let word = '';
  for (const token of masked.match(TOKEN) ?? []) {
    if (!IS_DELIMITER.test(token)) {
      word += token;
      continue;
    }
    words.push(word);
    delimiters.push(token);
    word = '';
  }
  words.push(word);
  return { words, delimiters, members: [masked] };
}

export function textOf({ words, delimiters }: Shape): string {
  return words.map((word, index) => word + (delimiters[index] ?? '')).join('');
}

/** Whether a setting of this name says what happened. */
export function isTelling(key: string): boolean {
  return TELLING.test(key);
}
