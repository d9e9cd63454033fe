// All fields of an event with their values as texts: those of CloudWatch, of Lambda, and what its JSON holds.
import { newRow, reset } from '../run/event-row.ts';
import type { InsightsRecord } from '../types.ts';
import { cellText } from '../values.ts';
import { parseDocument } from './document.ts';
import { SYSTEM_FIELDS } from './system.ts';

/** Fields that CloudWatch finds in the JSON of one event. Source: User Guide, "Supported logs and discovered fields". */
const MAX_DISCOVERED = 200;
const MAX_DEPTH = 32;

/** Times are UTC milliseconds. */
export function allFields(record: InsightsRecord): ReadonlyMap<string, string> {
  const row = newRow(0);
  reset(row, record);
  const found = new Map<string, string>();
  for (const { name, kind, read } of SYSTEM_FIELDS.values()) {
    const text = cellText(read(row), kind === 'time' ? 'any' : kind);
    if (text !== undefined) found.set(name, text);
  }
  const document = parseDocument(record);
  if (document !== null) flatten(document, [], found, found.size + MAX_DISCOVERED);
  return found;
}

function flatten(
  value: unknown,
  path: readonly string[],
  found: Map<string, string>,
  most: number,
): void {
  if (found.size >= most || value === null || path.length > MAX_DEPTH) return;
  if (typeof value === 'object') {
    for (const [key, child] of Object.entries(value as object)) {
      flatten(child, [...path, key], found, most);
    }
    return;
  }
  const name = path.join('.');
  const text = cellText(value as string | number | boolean, 'any');
  if (text !== undefined) found.set(name.startsWith('@') ? `@${name}` : name, text);
}
