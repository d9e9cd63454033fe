// How large an answer is, without writing it out: its text would be a copy that nobody reads.

/** Bytes of a value as JSON, but for escapes. It nests no deeper than the port lets through. */
export function jsonBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + QUOTES;
  if (typeof value !== 'object' || value === null) return String(value).length;
  let bytes = BRACKETS;
  if (Array.isArray(value)) for (const item of value) bytes += jsonBytes(item) + SEPARATOR;
  else
    for (const [key, item] of Object.entries(value))
      if (item !== undefined) bytes += jsonBytes(key) + jsonBytes(item) + 2 * SEPARATOR;
  return bytes > BRACKETS ? bytes - SEPARATOR : bytes;
}

const QUOTES = 2;
const BRACKETS = 2;
/** A comma, or a colon. */
const SEPARATOR = 1;
