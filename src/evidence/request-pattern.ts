// Regular expressions for the records of requests that failed alike: method, path and status, in the order in which the
// sample has them, as loggers differ and one logger does not.
import { escaped, PLACEHOLDER } from './fixed-text.ts';
import { finder } from './gapped.ts';

/** The head of a failed request: status, what was said of it, method, path. */
const REQUEST = /^HTTP (\d{3})(?: (.{1,200}))? ([A-Z]{3,7}) (\S{1,200})$/;
/** What a placeholder of a path stands for: something in one part of it, or in several. */
const SEGMENT = '[^\\s"?\\/]+';
const SEGMENTS = '[^\\s"?]+';

/**
 * The strict ones first: parts of the path one by one, fields by their names, and what is little between two as it is.
 * Null where the template is none of a request.
 */
export function requestPatterns(template: string, raw: string): readonly string[] | null {
  const [, status, said, method, path = ''] = REQUEST.exec(template) ?? [];
  if (status === undefined) return /^HTTP \d{3}\b/.test(template) ? [] : null;
  const saying = said === undefined ? [] : [said.split(PLACEHOLDER).map(escaped).join('.+')];
  const pathOf = (value: string) =>
    `${path.split(PLACEHOLDER).map(escaped).join(value)}(?:[?\\s"]|$)`;
  const strict = [
    named(`\\b${method}\\b`, raw, ''),
    named(pathOf(SEGMENT), raw, '[\\s"=:]'),
    statusIn(raw, status),
  ];
  const loose = [`\\b${method}\\b`, pathOf(SEGMENTS), `[\\s"=:]${status}\\b`];
  return [
    ...inOrder([...strict, ...saying], raw, asItIs),
    ...inOrder([...strict, ...saying], raw, between),
    ...inOrder([...loose, ...saying], raw, between),
  ];
}

/** A field's name up to its value, at the end of a text. */
const FIELD = /[^\w.-]?["']?([A-Za-z_][\w.-]{0,40})["']?\s?[=:]\s?["']?$/;
const MAX_FIELD_CHARS = 60;

const fieldBefore = (raw: string, start: number) =>
  FIELD.exec(raw.slice(Math.max(0, start - MAX_FIELD_CHARS), start));

/** Behind its name where it is a field's value, else behind a mark if it is so in the sample. */
function named(source: string, raw: string, mark: string): string {
  const start = finder(source)(raw)?.start;
  if (start === undefined) return source;
  const [field] = fieldBefore(raw, start) ?? [];
  if (field !== undefined) return `${escaped(field)}${source}`;
  return new RegExp(`${mark}$`).test(raw.slice(0, start)) ? `${mark}${source}` : source;
}

/** By its name where one says what it is: others may hold the same number. */
function statusIn(raw: string, status: string): string {
  const fields = [...raw.matchAll(new RegExp(`\\b${status}\\b`, 'g'))].flatMap(({ index }) => {
    const [field = '', name = ''] = fieldBefore(raw, index) ?? [];
    return /status|code/i.test(name) ? { field, length: name.length } : [];
  });
  const [shortest] = fields.sort((a, b) => a.length - b.length);
  return `${shortest === undefined ? '[\\s"=:]' : escaped(shortest.field)}${status}\\b`;
}

interface Place {
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

/** The parts in the order of the sample, and what lies between two; none where it lacks one. */
function inOrder(
  parts: readonly string[],
  raw: string,
  gapOf: (text: string) => string,
): readonly string[] {
  const places = parts.flatMap((source): Place[] => {
    const found = finder(source)(raw);
    return found === null ? [] : [{ source, ...found }];
  });
  if (places.length < parts.length) return [];
  const [first, ...rest] = places.sort((a, b) => a.start - b.start);
  let pattern = first?.source ?? '';
  let endsAt = first?.end ?? 0;
  for (const { source, start, end } of rest) {
    pattern += `${gapOf(raw.slice(endsAt, start))}${source}`;
    endsAt = end;
  }
  return [pattern];
}

/** How much longer the text between two parts may be than in the sample, in characters. */
const SLACK_CHARS = 2;
/** Where more lies between them, other fields do, of any length. */
const MAX_NEAR_CHARS = 16;

function between({ length }: string): string {
  if (length === 0) return '';
  return length > MAX_NEAR_CHARS ? '.*' : `.{0,${length + SLACK_CHARS}}`;
}

/** The same, but for its numbers, where it is short. */
const asItIs = (text: string) =>
  text.length > MAX_NEAR_CHARS ? '.*' : escaped(text).replace(/\d+(?:\\\.\d+)*/g, '[\\d.]+');
