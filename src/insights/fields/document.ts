// JSON in messages: the whole message, or, in Lambda's log groups, the first JSON object inside it; and the columns of
// flow logs.
// Source of the rules: CloudWatch Logs User Guide, "Supported logs and discovered fields".

import { isNestedTooDeep } from '../../base/nesting.ts';
import type { InsightsRecord } from '../types.ts';
import type { Container, Value } from '../values.ts';
import { flowFields } from './flow-logs.ts';

const LAMBDA_GROUP = '/aws/lambda/';
/** Opening braces of a Lambda message at which a JSON object is looked for. */
const MAX_FRAGMENTS = 8;
const LONG_INTEGER = /[:,[\s]-?\d{16}/;
const STRING_OR_LONG_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]{15,}/g;
const INTEGER = /^-?\d+$/;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The fields of a message as a JSON object (or array), or null. Never throws. */
export function parseDocument(record: InsightsRecord): Container | null {
  const { message } = record;
  const start = firstVisible(message);
  const first = message.charCodeAt(start);
  if (first === 0x7b || first === 0x5b) {
    const whole = parseContainer(message);
    if (whole !== null) return whole;
  }
  const flow = first === 0x31 || first === 0x32 ? flowFields(message) : null;
  if (flow !== null) return flow;
  return record.logGroup.startsWith(LAMBDA_GROUP) ? embedded(message) : null;
}

/** A JSON text as a list or map; null for anything else, and for what is nested too deep to be walked. Integers beyond 15 digits stay exact, as text. */
export function parseContainer(text: string): Container | null {
  try {
    if (isNestedTooDeep(text)) return null;
    let parsed: unknown = JSON.parse(text);
    if (LONG_INTEGER.test(text)) parsed = JSON.parse(quoteLongIntegers(text));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Container) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** For each part of a path the keys that may begin there: `a.b.c` → [[a, a.b, a.b.c], [b, b.c], [c]]. */
export type Path = readonly (readonly string[])[];

export function pathOf(parts: readonly string[]): Path {
  return parts.map((_, from) =>
    parts.slice(from).map((_part, length) => parts.slice(from, from + length + 1).join('.')),
  );
}

/** Reads a path out of parsed JSON. A key may hold dots itself: `{"a.b": 1}` is found as `a.b`. */
export function readPath(container: Container, path: Path, from = 0): unknown {
  const keys = path[from] ?? [];
  for (let length = 1; length <= keys.length; length++) {
    const key = keys[length - 1] ?? '';
    if (!Object.hasOwn(container, key) || (key === 'length' && Array.isArray(container))) continue;
    const value = (container as Readonly<Record<string, unknown>>)[key];
    if (length === keys.length) return value;
    if (typeof value !== 'object' || value === null) continue;
    const found = readPath(value as Container, path, from + length);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A discovered JSON value as a field: null is absent, objects and arrays are their JSON text. */
export function fieldValue(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : undefined;
}

function firstVisible(text: string): number {
  let at = 0;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** JSON.parse rounds integers beyond 2^53; ids must stay as they were written. */
function quoteLongIntegers(text: string): string {
  return text.replace(STRING_OR_LONG_INTEGER, (token) =>
    INTEGER.test(token) ? `"${token}"` : token,
  );
}

function embedded(message: string): Container | null {
  let at = message.indexOf('{');
  for (let count = 0; at !== -1 && count < MAX_FRAGMENTS; count++) {
    const end = objectEnd(message, at);
    const parsed = end === -1 ? null : parseContainer(message.slice(at, end));
    if (parsed !== null) return parsed;
    at = message.indexOf('{', at + 1);
  }
  return null;
}

/** Offset after the brace that closes the one at `start`; -1 where none does. */
function objectEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at);
    else if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return at + 1;
  }
  return -1;
}

/** Offset of the quote that closes the string at `start`; the end of the text where none does. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}
