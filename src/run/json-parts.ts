// One JSON text in parts, so that a large value never stands in memory a second time as one text.

/** Characters of a part; the last element of it may make it longer. */
const PART_CHARS = 262_144;
/** Values are taken apart so deep; what lies deeper is written whole. */
const DEPTH = 4;

/** Together they are `JSON.stringify(value)`. */
export function* jsonParts(value: unknown): Generator<string> {
  let part = '';
  for (const piece of pieces(value, DEPTH)) {
    part += piece;
    if (part.length < PART_CHARS) continue;
    yield part;
    part = '';
  }
  yield part;
}

function* pieces(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null || 'toJSON' in value) {
    yield JSON.stringify(value) ?? 'null';
  } else if (Array.isArray(value)) {
    yield '[';
    for (const [index, item] of value.entries()) {
      if (index > 0) yield ',';
      yield* pieces(item, depth - 1);
    }
    yield ']';
  } else {
    yield* members(value, depth);
  }
}

function* members(value: object, depth: number): Generator<string> {
  yield '{';
  let isFirst = true;
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined || typeof item === 'function') continue;
    yield `${isFirst ? '' : ','}${JSON.stringify(key)}:`;
    yield* pieces(item, depth - 1);
    isFirst = false;
  }
  yield '}';
}
