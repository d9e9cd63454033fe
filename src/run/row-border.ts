// What only whole rows tell: a secret that stands in two columns is taken out of both, and one whose name stands in a
// column beside it, or in the function that made the column, is known by that name. Beside rows that are lines of a private key, a row that may be its last line is one.
import { redact } from '../base/redact.ts';
import { mark } from '../base/redaction/mark.ts';
import { KEY_TAIL } from '../base/redaction/shapes.ts';
import { sanitize } from '../base/sanitize.ts';
import { eachCleaned, IDENTIFIER_COLUMNS, isFigure } from './border.ts';

/** A shorter value stands in too many texts by chance. */
const MIN_SECRET_CHARS = 3;
const MARK = mark('secret');
const KEY_MARK = mark('private-key');

interface Cell {
  readonly field?: string;
  readonly value?: string;
}
export type RawRow = readonly Cell[];

/** Where in a message a column's value stood. */
interface Context {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** The content of an answer with rows, each looked at as a whole; `cleaned` is what the border made of it. */
export function withCleanRows(
  raw: Readonly<Record<string, unknown>>,
  cleaned: Readonly<Record<string, unknown>>,
  contexts: readonly Context[] = [],
): Record<string, unknown> {
  if (!Array.isArray(raw.results) || !Array.isArray(cleaned.results)) return cleaned;
  const before = raw.results as readonly RawRow[];
  const results = eachCleaned(cleaned.results as readonly RawRow[], (row, index) =>
    cleanRow(before[index] ?? [], row, contexts),
  );
  return { ...cleaned, results: results === before ? results : withoutKeyTails(results) };
}

/** The last line of a key may look like a digest; the lines before it do not. */
function withoutKeyTails(rows: readonly RawRow[]): readonly RawRow[] {
  if (!rows.some((row) => row.some(({ value }) => value?.includes(KEY_MARK)))) return rows;
  return eachCleaned(rows, (row) =>
    eachCleaned(row, (cell) => {
      const { field = '', value = '' } = cell;
      const isTail = !IDENTIFIER_COLUMNS.has(field) && KEY_TAIL.test(value);
      return isTail ? { ...cell, value: KEY_MARK } : cell;
    }),
  );
}

function cleanRow(raw: RawRow, cleaned: RawRow, contexts: readonly Context[]): RawRow {
  // Of columns that CloudWatch makes each is clean by itself; there are very many such rows.
  if (contexts.length === 0 && cleaned.every(({ field = '' }) => field.startsWith('@')))
    return cleaned;
  const anyLost = cleaned.some(({ value }, index) => value !== raw[index]?.value);
  if (contexts.length === 0 && !anyLost && cleaned.every(isKnown)) return cleaned;
  const together = redactedTogether(raw);
  return eachCleaned(cleaned, (cell, index) => {
    const { field = '', value } = cell;
    const before = raw[index]?.value;
    if (value === undefined || before === undefined || IDENTIFIER_COLUMNS.has(field)) return cell;
    const hidden =
      (anyLost && isHiddenElsewhere(value, field, raw, cleaned)) ||
      isSecretIn(before, field, contexts);
    if (hidden) return { ...cell, value: MARK };
    const whole = together.get(field);
    return value === before && whole !== undefined ? { ...cell, value: sanitize(whole) } : cell;
  });
}

const isKnown = ({ field = '', value = '' }: Cell) =>
  field.startsWith('@') || isFigure(field, value);

/**
 * Fields beside each other as one JSON object, redacted: a name in one column tells what the value in another is.
 * Only of objects in which something was taken out.
 */
function redactedTogether(raw: RawRow): ReadonlyMap<string, string> {
  const objects = new Map<string, Record<string, string>>();
  for (const { field = '', value } of raw) {
    if (field.startsWith('@') || value === undefined) continue;
    const [parent, name] = placeOf(field);
    const object = objects.get(parent) ?? Object.create(null);
    if (!objects.has(parent)) objects.set(parent, object);
    object[name] = value;
  }
  const redacted = new Map<string, string>();
  for (const [parent, object] of objects) {
    for (const [name, value] of Object.entries(redactedObject(object))) {
      if (typeof value === 'string') redacted.set(parent + name, value);
    }
  }
  return redacted;
}

/** `setting.name` → `setting.` and `name`. */
function placeOf(field: string): readonly [string, string] {
  const at = field.lastIndexOf('.') + 1;
  return [field.slice(0, at), field.slice(at)];
}

function redactedObject(object: Readonly<Record<string, string>>): Record<string, unknown> {
  const text = JSON.stringify(object);
  const safe = redact(text);
  if (safe === text) return {};
  try {
    return JSON.parse(safe);
  } catch {
    // What is no JSON any more says nothing about a single column.
    return {};
  }
}

/** Whether another column holds the value, and lost it at the border. */
function isHiddenElsewhere(value: string, field: string, raw: RawRow, cleaned: RawRow): boolean {
  if (value.length < MIN_SECRET_CHARS) return false;
  return raw.some(
    (other, index) =>
      other.field !== field &&
      other.value?.includes(value) === true &&
      cleaned[index]?.value?.includes(value) === false,
  );
}

/** Whether the value is redacted where the query, or the column's own name, says that it stood. */
function isSecretIn(value: string, field: string, contexts: readonly Context[]): boolean {
  const own = /[()]/.test(field) ? (field.match(/[A-Za-z][\w.-]*/g) ?? []) : [];
  const places = [
    ...own.map((name) => ({ before: `${name}=`, after: '' })),
    ...contexts.filter((context) => context.field === field),
  ];
  return places.some(({ before, after }) => {
    const text = redact(`${before}${value}${after}`);
    return text.startsWith(before) && !text.slice(before.length).includes(value);
  });
}
