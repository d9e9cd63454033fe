// RFC 2119 words in a constraint: how strong it is, whether it forbids, whether it says why.
import type { ConstraintWord } from './sop.ts';

/** Longest spelling first; written in capitals, as RFC 8174 asks. Strongest first. */
const WORDS: readonly { readonly spelling: RegExp; readonly word: ConstraintWord }[] = [
  { spelling: /\b(?:MUST|SHALL) NOT\b/, word: 'MUST NOT' },
  { spelling: /\b(?:MUST|SHALL|REQUIRED)\b(?! NOT\b)/, word: 'MUST' },
  { spelling: /\bSHOULD NOT\b|\bNOT RECOMMENDED\b/, word: 'SHOULD NOT' },
  { spelling: /\bSHOULD\b(?! NOT\b)|(?<!\bNOT )\bRECOMMENDED\b/, word: 'SHOULD' },
  { spelling: /\b(?:MAY|OPTIONAL)\b/, word: 'MAY' },
];

const STRENGTH: Readonly<Record<ConstraintWord, number>> = {
  'MUST NOT': 3,
  MUST: 3,
  'SHOULD NOT': 2,
  SHOULD: 2,
  MAY: 1,
};

/** The strongest RFC 2119 word of a constraint, the first of equals; words in code spans do not count. */
export function constraintWord(text: string): ConstraintWord | null {
  const prose = withoutCode(text);
  const found = WORDS.flatMap(({ spelling, word }) => {
    const at = prose.search(spelling);
    return at === -1 ? [] : [{ word, at }];
  });
  found.sort((a, b) => STRENGTH[b.word] - STRENGTH[a.word] || a.at - b.at);
  return found[0]?.word ?? null;
}

/** Whether a constraint forbids or discourages something without a word that brings the reason. */
export function lacksReason(text: string): boolean {
  const prose = withoutCode(text);
  const negative = WORDS.some(
    ({ spelling, word }) => word.endsWith(' NOT') && spelling.test(prose),
  );
  return negative && !/\b(?:because|since|as|to avoid)\b/i.test(prose);
}

/** A constraint up to the words that surely bring its reason: `as` and `since` have other uses without a comma. */
export function withoutReason(text: string): string {
  return text.replace(/(?:,? *\b(?:because|to avoid)|, *(?:since|as))\b.*$/is, '');
}

function withoutCode(text: string): string {
  return text.replace(/`[^`\n]*`/g, '``');
}
