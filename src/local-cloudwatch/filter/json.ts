// `{ $.user.id = 1 && $.errors[*] = "x*" }`: conditions on the properties of a JSON event.
import type { Found, Reader, Test } from './reader.ts';
import { readComparison, readCondition } from './reader.ts';

type Step = { readonly key: string } | { readonly index: number } | 'any';

/** Wildcards in the selectors of one pattern, and in one of them. */
const MAX_WILDCARDS = 3;
const NAME = /\.?([\w-]+)/y;
const ANY = /\.\*|\.?\[\*\]/y;
const INDEX = /\.?\[(\d{1,9})\]/y;
const QUOTED_KEY = /\.?\['([^']*)'\]/y;

export function jsonPattern(reader: Reader): (message: string) => boolean {
  reader.expect('{');
  let wildcards = 0;
  const test = readCondition<unknown>(
    reader,
    () => {
      const path = readSelector(reader);
      wildcards += path.filter((step) => step === 'any').length;
      if (wildcards > MAX_WILDCARDS) {
        throw reader.fault(`at most ${MAX_WILDCARDS} wildcard selectors are allowed`);
      }
      return readTest(reader, path);
    },
    true,
  );
  reader.expect('}');
  if (!reader.atEnd()) throw reader.fault('nothing may follow the closing brace');
  return (message) => {
    const document = parse(message);
    return document !== undefined && test(document);
  };
}

/** undefined: no JSON object or array. */
function parse(message: string): unknown {
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function readSelector(reader: Reader): readonly Step[] {
  if (!reader.takeSymbol('$')) throw reader.fault('a selector begins with "$."');
  const path: Step[] = [];
  for (let step = readStep(reader); step !== null; step = readStep(reader)) path.push(step);
  if (path.length === 0) throw reader.fault('the selector names no property');
  if (path.filter((step) => step === 'any').length > 1) {
    throw reader.fault('a selector has at most one wildcard');
  }
  return path;
}

function readStep(reader: Reader): Step | null {
  if (reader.take(ANY) !== null) return 'any';
  const index = reader.take(INDEX)?.[1];
  if (index !== undefined) return { index: Number(index) };
  const quoted = reader.take(QUOTED_KEY)?.[1];
  if (quoted !== undefined) return { key: quoted };
  if (reader.take(/(?=\.[\w-])/y) === null) return null;
  const key = reader.take(NAME)?.[1];
  return key === undefined ? null : { key };
}

function readTest(reader: Reader, path: readonly Step[]): Test<unknown> {
  const word = reader.take(/IS\s+(NULL|TRUE|FALSE)\b|(NOT\s+EXISTS)\b/iy);
  if (word !== null) {
    if (word[2] !== undefined) return (document) => valuesAt(document, path).length === 0;
    const wanted = { NULL: null, TRUE: true, FALSE: false }[(word[1] ?? '').toUpperCase()];
    return (document) => valuesAt(document, path).some((value) => value === wanted);
  }
  const comparison = readComparison(reader);
  if (comparison === null) {
    throw reader.fault('an operator, IS NULL, IS TRUE, IS FALSE or NOT EXISTS is expected');
  }
  return (document) =>
    valuesAt(document, path).some((value) => isScalar(value) && comparison(value));
}

function isScalar(value: unknown): value is Found {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The values that a selector finds: several where it has a wildcard. */
function valuesAt(document: unknown, path: readonly Step[]): readonly unknown[] {
  let found: readonly unknown[] = [document];
  for (const step of path) found = found.flatMap((value) => childrenOf(value, step));
  return found;
}

function childrenOf(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === 'any') return Object.values(value);
  if ('index' in step)
    return Array.isArray(value) && step.index in value ? [value[step.index]] : [];
  if (Array.isArray(value) || !Object.hasOwn(value, step.key)) return [];
  return [(value as Readonly<Record<string, unknown>>)[step.key]];
}
