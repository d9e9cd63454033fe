// JSON lines and lines of text in one file: a service logs JSON, and its runtime, or a library, writes to the same place.
// Such a file is read as text in which each JSON line is an event of its own.
import { OBJECT } from './bytes.ts';
import { decodeJson } from './decode.ts';
import { MESSAGE_FIELDS } from './field-names.ts';
import type { IndexedFile } from './index-builder.ts';
import { type TimePlace, timeAtPlace, timePlaceOf } from './line-time.ts';
import type { FileHead } from './log-file.ts';

const NAMED_MESSAGE = new RegExp(`"(?:${MESSAGE_FIELDS.join('|')}|level|severity)"\\s*:`);

/** Where JSON lines among text have their time; null: there is no text, or they are no logger's, or hold events of others. */
export function objectsIn(lines: readonly Buffer[], referenceMs: number): TimePlace | null {
  const objects = lines.filter((line) => line[0] === OBJECT);
  if (objects.length === lines.length) return null;
  const logged = objects.filter(
    (line) => decodeJson(line.toString(), referenceMs).events.length > 0,
  );
  const [first] = logged;
  const place = first === undefined ? null : timePlaceOf(first);
  if (place === null || logged.length * 2 < objects.length) return null;
  return logged.every((line) => isOwn(line, place, referenceMs)) ? place : null;
}

/** Whether it is an event as it stands, as a logger writes it, with its time in this place. */
function isOwn(line: Buffer, place: TimePlace, referenceMs: number): boolean {
  const text = line.toString();
  const [event] = decodeJson(text, referenceMs).events;
  if (event?.whole !== true || !NAMED_MESSAGE.test(text)) return false;
  return timeAtPlace(place, line, 0, line.length) === event.timestampMs;
}

/** How a file of JSON lines is to be read in which text was met behind the lines that its format was told from; null: as it was. */
export function withText(head: FileHead, { holds, file }: IndexedFile): FileHead | null {
  const { format } = head;
  if (format.kind !== 'json-lines' || format.time === null) return null;
  if (!holds.has('text') || holds.has('others')) return null;
  const stamps = { referenceMs: head.modifiedMs, looseLayout: null, objects: format.time };
  const firstMs = Math.min(...(file.blocks[0]?.segments ?? []).map(({ minMs }) => minMs));
  return {
    ...head,
    format: { kind: 'text', stamps, crlf: false, directives: false },
    firstMs,
  };
}
