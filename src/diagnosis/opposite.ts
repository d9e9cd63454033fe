// Whether a line says the opposite of another: the same words, but that what was removed is added, what was off is on.

const PAIRS: readonly (readonly [string, string])[] = [
  ['removed', 'added'],
  ['removing', 'adding'],
  ['disabled', 'enabled'],
  ['disabling', 'enabling'],
  ['deactivated', 'activated'],
  ['detached', 'attached'],
  ['detaching', 'attaching'],
  ['revoked', 'granted'],
  ['revoking', 'granting'],
  ['off', 'on'],
];
const OPPOSITES: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);
/** They go with the verb: something is removed from what it is added to. */
const DIRECTION = /^(?:from|to)$/;
/** Another one may take it back. */
const WHO = /\bby \S+/gi;

/** Both hold the same words in the same order; one of them turns into its opposite, and none into another. */
export function saysOpposite(one: string, other: string): boolean {
  const [first, second] = [wordsOf(one), wordsOf(other)];
  if (first.length !== second.length) return false;
  const turned = first.filter((word, index) => word !== second[index]);
  const verbs = turned.filter((word) => !DIRECTION.test(word));
  return verbs.length === 1 && first.every((word, index) => fits(word, second[index] ?? ''));
}

function fits(word: string, other: string): boolean {
  const isDirection = DIRECTION.test(word) && DIRECTION.test(other);
  return word === other || isDirection || OPPOSITES.get(word) === other;
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replace(WHO, '')
    .split(/[\s,;"'()]+/)
    .map((word) => word.replace(/[.:]+$/, ''))
    .filter((word) => word !== '');
}
