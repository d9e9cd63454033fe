// A JSON object as leaves by dot path, found again whatever the spelling of the keys:
// `error_type`, `errorType` and `ErrorType` are one name, and so are {"log":{"level":…}} and {"log.level":…}.

type Scalar = string | number | boolean;
type Leaf = Scalar | readonly unknown[];

/** Canonical path → leaf. */
export type Leaves = ReadonlyMap<string, Leaf>;

/** Names that one thing goes by, in canonical form, each with its rank: the first is the surest. */
export type Names = ReadonlyMap<string, number>;

/** Leaves looked at in one event, nesting levels, and what `fields` keeps of them: the rest is left out. */
const MAX_LEAVES = 400;
const MAX_DEPTH = 6;
const MAX_FIELDS = 80;
const MAX_FIELD_CHARS = 256;
/** Paths whose canonical form is remembered: a service logs the same few again and again. */
const MAX_KNOWN_PATHS = 10_000;

/** The names of a list, or of a text that separates them by spaces. */
export function names(list: string | readonly string[]): Names {
  const all = typeof list === 'string' ? list.split(' ') : list;
  return new Map([...new Set(all)].map((name, rank) => [name, rank]));
}

/** Walks an object in key order; nulls, empty strings and `-` count as absent. */
export function flatten(object: object): Leaves {
  const leaves = new Map<string, Leaf>();
  walk(object, '', 0, (path, leaf) => {
    const name = canonical(path);
    if (!leaves.has(name)) leaves.set(name, leaf);
    return leaves.size < MAX_LEAVES;
  });
  return leaves;
}

/** The scalar leaves of an object under their own dot paths, cut to MAX_FIELD_CHARS with `…`. */
export function fieldsIn(object: object): Record<string, string> {
  const fields: Record<string, string> = {};
  let seen = 0;
  let kept = 0;
  walk(object, '', 0, (path, leaf) => {
    seen++;
    if (Array.isArray(leaf) || path === '__proto__') return seen < MAX_LEAVES;
    fields[path] = clip(String(leaf));
    kept++;
    return seen < MAX_LEAVES && kept < MAX_FIELDS;
  });
  return fields;
}

/** A field value as `fields` keeps it. */
export function clip(value: string): string {
  return value.length > MAX_FIELD_CHARS ? `${value.slice(0, MAX_FIELD_CHARS - 1)}…` : value;
}

/** The first of the names that has a leaf. */
export function find(leaves: Leaves, names: Names): Leaf | null {
  return first(leaves, names, () => true);
}

/** The first of the names that has a scalar, as text. */
export function findText(leaves: Leaves, names: Names): string | null {
  const leaf = first(leaves, names, (leaf) => !Array.isArray(leaf));
  return leaf === null ? null : String(leaf);
}

/** Looks through the shorter of the two. */
function first(leaves: Leaves, names: Names, accepts: (leaf: Leaf) => boolean): Leaf | null {
  if (names.size < leaves.size) {
    for (const name of names.keys()) {
      const leaf = leaves.get(name);
      if (leaf !== undefined && accepts(leaf)) return leaf;
    }
    return null;
  }
  let best: Leaf | null = null;
  let bestRank = names.size;
  for (const [name, leaf] of leaves) {
    const rank = names.get(name);
    if (rank === undefined || rank >= bestRank || !accepts(leaf)) continue;
    best = leaf;
    bestRank = rank;
  }
  return best;
}

function walk(
  object: object,
  prefix: string,
  depth: number,
  visit: (path: string, leaf: Leaf) => boolean,
): boolean {
  for (const key of Object.keys(object)) {
    const value: unknown = (object as Record<string, unknown>)[key];
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (value === null || value === undefined || value === '' || value === '-') continue;
    const child = childOf(value);
    if (child === null) {
      if (!visit(path, value as Leaf)) return false;
    } else if (depth < MAX_DEPTH && !walk(child, path, depth + 1, visit)) {
      return false;
    }
  }
  return true;
}

/** What is walked into; null for a leaf. */
function childOf(value: unknown): object | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return value;
  return isPairs(value) ? joined(value) : null;
}

interface Pair {
  readonly key: string;
  readonly value: unknown;
}

/** OpenTelemetry writes attributes as a list: `[{"key":"exception.type","value":{"stringValue":"…"}}]`. */
function isPairs(value: unknown): value is readonly Pair[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPair);
}

function isPair(item: unknown): item is Pair {
  return (
    typeof item === 'object' &&
    item !== null &&
    'key' in item &&
    typeof item.key === 'string' &&
    'value' in item
  );
}

function joined(pairs: readonly Pair[]): object {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, bare(value)]));
}

function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const [first, ...rest] = Object.entries(value);
  const typed = rest.length === 0 && /^(?:string|int|double|bool)Value$/.test(first?.[0] ?? '');
  return typed ? first?.[1] : value;
}

const known = new Map<string, string>();

function canonical(path: string): string {
  const before = known.get(path);
  if (before !== undefined) return before;
  const name = path.toLowerCase().replace(/[_-]/g, '');
  if (known.size < MAX_KNOWN_PATHS) known.set(path, name);
  return name;
}
