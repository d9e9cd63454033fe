// What other agents see through `mcp serve`: the border of an investigation, and beyond it what only a whole row or its
// query tells. A secret that stands in two columns, or under a name that its query gave it, is one in both.
import { redact } from '../base/redact.ts';
import { sanitize } from '../base/sanitize.ts';
import type { Border } from '../mcp/cloudwatch-logs/logs-tool.ts';
import { cleanContent, IDENTIFIER_COLUMNS } from '../run/border.ts';
import { refusedFor } from '../run/faults.ts';
import { type Context, contextsOf } from './query-contexts.ts';
import { regionProblem } from './regions.ts';

/** Queries whose text is kept; the first ones are forgotten. */
const MAX_QUERIES = 1_000;
/** A shorter value stands in too many texts by chance. */
const MIN_SECRET_CHARS = 3;
const MARK = '[redacted:secret]';

interface Cell {
  readonly field?: string;
  readonly value?: string;
}
type Row = readonly Cell[];

/** `region` is the one that the server was started for. */
export function serveBorder(region: string): Border {
  const queries = new Map<string, string>();
  return {
    regionProblem,
    result: ({ tool, args }, content) => {
      const cleaned = cleanContent(content) as Record<string, unknown>;
      if (tool === 'start-query') remember(queries, content.queryId, args.queryString);
      if (tool !== 'get-query-results' || !Array.isArray(content.results)) return cleaned;
      const contexts = contextsOf(queries.get(String(args.queryId)) ?? '');
      const raw = content.results as readonly Row[];
      const results = (cleaned.results as readonly Row[]).map((row, index) =>
        cleanRow(raw[index] ?? [], row, contexts),
      );
      return { ...cleaned, results };
    },
    fault: (name, message) => {
      const help = refusedFor(name, message);
      const then = help.length === 0 ? [] : [`Then: troubleshoot mcp serve --region ${region}`];
      return [redact(sanitize(message)), ...help, ...then].join('\n');
    },
  };
}

function remember(queries: Map<string, string>, id: unknown, text: unknown): void {
  if (typeof id !== 'string' || typeof text !== 'string') return;
  queries.set(id, text);
  const [oldest] = queries.keys();
  if (queries.size > MAX_QUERIES && oldest !== undefined) queries.delete(oldest);
}

function cleanRow(raw: Row, cleaned: Row, contexts: readonly Context[]): Row {
  const together = redactedTogether(raw);
  return cleaned.map((cell) => {
    const { field = '', value } = cell;
    const before = raw.find((one) => one.field === field)?.value;
    if (value === undefined || before === undefined || IDENTIFIER_COLUMNS.has(field)) return cell;
    const hidden =
      isHiddenElsewhere(value, field, raw, cleaned) || isSecretIn(before, field, contexts);
    if (hidden) return { ...cell, value: MARK };
    const whole = together.get(field);
    return value === before && whole !== undefined ? { ...cell, value: sanitize(whole) } : cell;
  });
}

/** Fields beside each other as one JSON object, redacted: a name in one column tells what the value in another is. */
function redactedTogether(raw: Row): ReadonlyMap<string, string> {
  const objects = new Map<string, Record<string, string>>();
  for (const { field = '', value } of raw) {
    if (field.startsWith('@') || value === undefined) continue;
    const [parent, name] = placeOf(field);
    objects.set(parent, { ...objects.get(parent), [name]: value });
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
  try {
    return JSON.parse(redact(JSON.stringify(object)));
  } catch {
    // What is no JSON any more says nothing about a single column.
    return {};
  }
}

/** Whether another column holds the value, and lost it at the border. */
function isHiddenElsewhere(value: string, field: string, raw: Row, cleaned: Row): boolean {
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
