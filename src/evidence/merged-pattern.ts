// Many regular expressions as one that matches what any of them matches, with what they begin alike written once: a
// query has room for so many characters only.

/** A group, a class, an escaped character or a plain one, with how often it comes. */
const ATOM =
  /(?:\((?:\\.|\[(?:\\.|[^\]\\])*\]|\((?:\\.|\[(?:\\.|[^\]\\])*\]|[^()\\[])*\)|[^()\\[])*\)|\[(?:\\.|[^\]\\])*\]|\\.|[^\\])(?:[*+?]|\{[\d,]*\})?\??/gs;

/** What may follow, by its first atom; null: a pattern ends here, so that nothing more need follow. */
type Branches = Map<string, Branches | null>;

/** Of patterns without alternatives but in groups, and without groups in groups in groups. */
export function mergedPattern(patterns: readonly string[]): string {
  const root: Branches = new Map();
  for (const pattern of patterns) add(root, pattern.match(ATOM) ?? []);
  return written(root);
}

function add(root: Branches, atoms: readonly string[]): void {
  let branches = root;
  for (const [index, atom] of atoms.entries()) {
    const known = branches.get(atom);
    if (known === null) return;
    if (index === atoms.length - 1) {
      branches.set(atom, null);
      return;
    }
    const next: Branches = known ?? new Map();
    branches.set(atom, next);
    branches = next;
  }
}

function written(branches: Branches): string {
  const all = [...branches].map(([atom, next]) => `${atom}${next === null ? '' : written(next)}`);
  return all.length === 1 ? (all[0] ?? '') : `(?:${all.join('|')})`;
}
