// The border that everything which comes back from a tool passes: secrets and control characters are taken out, the
// shape and what CloudWatch is asked by again stay.
import { redact } from '../base/redact.ts';
import { remembered } from '../base/remembered.ts';
import { sanitize } from '../base/sanitize.ts';

/** Values that are handed back to CloudWatch as they are; whoever prints them escapes them. */
const IDENTIFIERS = new Set([
  'logGroupName',
  'nextToken',
  'nextForwardToken',
  'nextBackwardToken',
  'queryId',
  'eventId',
]);
/** Columns of query rows that CloudWatch makes: identifiers and times. */
export const IDENTIFIER_COLUMNS = new Set(['@ptr', '@log', '@timestamp', '@ingestionTime']);
/** And the times that it counts by, under no name of their own. */
const BIN_COLUMN = /^bin\(\d+[a-z]+\)$/;
const BIN_START = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;

/** Short texts that are remembered: counts, bins and names of streams come again and again. */
const MAX_REMEMBERED = 2_048;
const MAX_SHORT_CHARS = 64;

const redactedShort = remembered(redact, MAX_REMEMBERED);
const redacted = (text: string) =>
  text.length <= MAX_SHORT_CHARS ? redactedShort(text) : redact(text);

/** Redacts and sanitises every text of a result but identifiers; the shape stays. */
export function cleanContent(content: unknown): unknown {
  if (typeof content === 'string') return redacted(sanitize(content));
  if (Array.isArray(content)) return eachCleaned(content, cleanContent);
  if (content === null || typeof content !== 'object') return content;
  if (isCell(content)) return cleanCell(content);
  const cleaned = Object.fromEntries(
    Object.entries(content).map(([key, value]) => [
      key,
      IDENTIFIERS.has(key) ? value : cleanNamed(key, value),
    ]),
  );
  return { ...cleaned, ...cleanPairs(content) };
}

/** The list itself where nothing in it changes: there are very many rows. */
export function eachCleaned<Item>(
  items: readonly Item[],
  clean: (item: Item, index: number) => Item,
): readonly Item[] {
  let changed: Item[] | null = null;
  for (const [index, item] of items.entries()) {
    const cleaned = clean(item, index);
    if (changed === null && cleaned !== item) changed = items.slice(0, index);
    changed?.push(cleaned);
  }
  return changed ?? items;
}

interface Cell {
  readonly field: string;
  readonly value?: string;
}

function isCell(content: object): content is Cell {
  const { field, value } = content as Partial<Record<keyof Cell, unknown>>;
  return typeof field === 'string' && (value === undefined || typeof value === 'string');
}

/** The cell itself where there is nothing to take out: there are very many. */
function cleanCell(cell: Cell): Cell {
  const { field, value } = cell;
  if (value === undefined || IDENTIFIER_COLUMNS.has(field) || isFigure(field, value)) return cell;
  const cleaned = String(cleanNamed(field, value));
  return cleaned === value ? cell : { field, value: cleaned };
}

/** Whether it is a count or the time of one: no secret, whatever stands in the columns beside it. */
export function isFigure(field: string, value: string): boolean {
  // The name of a function holds that of a field, which may be a secret.
  if (COUNT.test(value)) return NAMED.test(field) && !namesSecret(field);
  return BIN_COLUMN.test(field) && BIN_START.test(value);
}

const MOST_DIGITS = '123456789';
const COUNT = /^\d{1,9}$/;

/** Whether some digits under this name would be redacted. */
const namesSecret = remembered((name) => {
  const counts = Array.from(MOST_DIGITS, (_, index) => MOST_DIGITS.slice(0, index + 1));
  return counts.some((count) =>
    [`${name}=${count}`, JSON.stringify({ [name]: count })].some((text) => redact(text) !== text),
  );
}, MAX_REMEMBERED);

/** A value under a name that says what it is (`password`) is redacted by that name too. */
function cleanNamed(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return eachCleaned(value, (item) => cleanNamed(name, item));
  const cleaned = cleanContent(value);
  if (typeof cleaned !== 'string' || name.startsWith('@') || !NAMED.test(name)) return cleaned;
  const prefix = `${name}=`;
  const whole = redacted(`${prefix}${cleaned}`);
  return whole.startsWith(prefix) ? whole.slice(prefix.length) : cleaned;
}

/** `{name: "DB_PASSWORD", value: "X"}`: the members that only their neighbours show to be secrets. */
function cleanPairs(content: object): Readonly<Record<string, string>> {
  const texts = Object.entries(content).filter(([, value]) => typeof value === 'string');
  if (texts.length < 2 || !texts.some(([key]) => PAIRED.test(key))) return {};
  const whole = parsedObject(redact(sanitize(JSON.stringify(Object.fromEntries(texts)))));
  return Object.fromEntries(
    Object.entries(whole).filter(
      (entry): entry is [string, string] =>
        PAIRED.test(entry[0]) && typeof entry[1] === 'string' && entry[1].includes('[redacted:'),
    ),
  );
}

const PAIRED = /^(?:\w{0,20}value|val)$/i;

function parsedObject(json: string): object {
  try {
    return JSON.parse(json);
  } catch {
    // What is no JSON any more says nothing about a single member.
    return {};
  }
}

const NAMED = /^[A-Za-z][\w.-]{0,80}$/;
