// When two obligations are the same sentence: what is compared is the whole of it, in plain words, never a part.

/** Longer texts hold more than one obligation can say; they are compared to nothing. */
const MAX_WORDING_CHARS = 2_000;

/**
 * The sentence as it is compared: case, white space, Markdown emphasis, code marks, the trailing reason and the
 * punctuation at its end do not count. `${…}` stays as it stands. null where the text is too long to be known.
 */
export function wordingKey(text: string): string | null {
  if (text.length > MAX_WORDING_CHARS) return null;
  const plain = text
    .toLowerCase()
    .replace(/[`*]/g, '')
    .replace(/(?<![\w$])_+|_+(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return withoutReason(plain).replace(/[ .;,:!]{1,10}$/, '');
}

const REASON = /,? because |, since |, as /;
/** What follows "as" and "since" where they bring no reason but a condition, an addition or a time. */
const NO_REASON =
  /^(?:long|soon|far|well|much|many|often|if|in|of|per|needed|required|appropriate|possible|last|yesterday|midnight|the (?:last|start)|\d)/;
/** Words by which a text after the reason says more than a reason: then it is part of the obligation. */
const SAYS_MORE = /[.;:] |, (?:and|but|then|or else) |\b(?:must|shall|should|unless|except)\b/;

function withoutReason(sentence: string): string {
  const found = REASON.exec(sentence);
  if (found === null) return sentence;
  const reason = sentence.slice(found.index + found[0].length);
  return NO_REASON.test(reason) || SAYS_MORE.test(reason)
    ? sentence
    : sentence.slice(0, found.index);
}
