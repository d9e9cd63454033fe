// Candidates that are the view of another one from further away become its consequences.
import type { Candidate } from './candidates.ts';

/** `told` is how a source is told that has views; `sourceOf` names the candidate behind one, if there is any; of two that name each other the later one is kept. */
export function joinedBehind(
  candidates: readonly Candidate[],
  sourceOf: (candidate: Candidate) => Candidate | undefined,
  told: (source: Candidate, views: readonly Candidate[]) => Candidate = (source) => source,
): Candidate[] {
  const behind = new Map<Candidate, Candidate>();
  for (const candidate of candidates) {
    // Of what was read in part it is not known when it came.
    const source = isInPart(candidate) ? undefined : sourceOf(candidate);
    if (source !== undefined && rootOf(source, behind) !== candidate) behind.set(candidate, source);
  }
  return candidates
    .filter((candidate) => !behind.has(candidate))
    .map((candidate) => {
      const views = candidates.filter(
        (other) => behind.has(other) && rootOf(other, behind) === candidate,
      );
      const found = views.flatMap(({ own, consequences }) => [
        ...own.filter(({ severity }) => severity === 'error'),
        ...consequences,
      ]);
      const source = told(candidate, views);
      return { ...source, consequences: [...source.consequences, ...found] };
    });
}

const isInPart = ({ own }: Candidate) => own.some(({ readInPart }) => readInPart === true);

function rootOf(candidate: Candidate, behind: ReadonlyMap<Candidate, Candidate>): Candidate {
  let root = candidate;
  // A circle is never entered, so this ends.
  for (let next = behind.get(root); next !== undefined; next = behind.get(root)) root = next;
  return root;
}
