// Masks of variables, as the titles and templates of findings hold them (`took <duration>`), and how a sentence says them.
const NAMES = 'num|uuid|ip|hex|time|duration|size|email|user|token|mac|id';
const MASKS = new RegExp(`<(?:\\*|${NAMES})>(?:\\s?<(?:\\*|${NAMES})>)*`, 'g');

/** What a cut left of one. */
const CUT = /<[a-z*]{0,8}…$/;

export function isMasked(text: string): boolean {
  return text.search(MASKS) >= 0;
}

/** The text with `…` for each variable: what all that share the title have in common. */
export function withoutMasks(text: string): string {
  return text.replace(MASKS, '…').replace(CUT, '…');
}
