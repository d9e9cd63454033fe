// Texts one after another, each a sentence of its own.

const ENDED = /[.!?:…]$/;

/** A text that does not end as a sentence does is given its full stop, unless it is the last one: that may be a command. */
export function inSentences(texts: readonly string[]): string {
  const said = texts.map((text) => text.trim()).filter((text) => text !== '');
  const ended = said.map((text, at) =>
    at === said.length - 1 || ENDED.test(text) ? text : `${text}.`,
  );
  return ended.join(' ');
}
