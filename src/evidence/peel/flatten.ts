// A JSON object as leaves by dot path, found again whatever the spelling of the keys:
// `error_type`, `errorType` and `ErrorType` are one name, and so are {"log":{"level":…}} and {"log.level":…}.

type Scalar = string | number | boolean;
type Leaf = Scalar | readonly unknown[];

export interface Leaves {
  /** Canonical path → leaf. */
  readonly byName: ReadonlyMap<string, Leaf>;
  /** Scalar leaves under their own dot paths, cut to MAX_FIELD_CHARS with `…`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Leaves looked at in one event, nesting levels, and what `fields` keeps of them: the rest is left out. */
const MAX_LEAVES = 400;
const MAX_DEPTH = 6;
const MAX_FIELDS = 80;
const MAX_FIELD_CHARS = 256;

/** Walks an object in key order; nulls, empty strings and `-` count as absent. */
export function flatten(object: object): Leaves {
  const byName = new Map<string, Leaf>();
  const fields: Record<string, string> = Object.create(null);
  let kept = 0;
  walk(object, '', 0, (path, leaf) => {
    const name = canonical(path);
    if (!byName.has(name)) byName.set(name, leaf);
    if (Array.isArray(leaf) || kept >= MAX_FIELDS) return byName.size < MAX_LEAVES;
    fields[path] = clip(String(leaf));
    kept++;
    return byName.size < MAX_LEAVES;
  });
  return { byName, fields: { ...fields } };
}

/** A field value as `fields` keeps it. */
export function clip(value: string): string {
  return value.length > MAX_FIELD_CHARS ? `${value.slice(0, MAX_FIELD_CHARS - 1)}…` : value;
}

/** The first of the names that has a leaf. */
export function find(leaves: Leaves, names: readonly string[]): Leaf | null {
  for (const name of names) {
    const leaf = leaves.byName.get(name);
    if (leaf !== undefined) return leaf;
  }
  return null;
}

/** The first of the names that has a scalar, as text. */
export function findText(leaves: Leaves, names: readonly string[]): string | null {
  for (const name of names) {
    const leaf = leaves.byName.get(name);
    if (leaf !== undefined && !Array.isArray(leaf)) return String(leaf);
  }
  return null;
}

function walk(
  object: object,
  prefix: string,
  depth: number,
  visit: (path: string, leaf: Leaf) => boolean,
): boolean {
  for (const [key, value] of Object.entries(object)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (value === null || value === undefined || value === '' || value === '-') continue;
    if (Array.isArray(value) || typeof value !== 'object') {
      if (!visit(path, value as Leaf)) return false;
    } else if (depth < MAX_DEPTH && !walk(value, path, depth + 1, visit)) {
      return false;
    }
  }
  return true;
}

function canonical(path: string): string {
  return path.toLowerCase().replace(/[_-]/g, '');
}
