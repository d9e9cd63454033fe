// Lines of a JSON log that need no parsing to be indexed: those with the fields of a line that was parsed before and
// found to be an event as it stands, or an object around the message of one. A file has few such lists of fields.
import type { JsonReader, Telling } from '../kernel/json-reader.ts';
import { behindBlanks } from './bytes.ts';
import { areEvents, placedRoles, wrappingRoles } from './field-names.ts';

const QUOTE = 34;
const COLON = 58;
const CLOSING = 125;
const NONE = -1;

/**
 * Learns the fields of a line of valid JSON in the reader's window, unless one of them is named twice or with an escape.
 * `timeName`: the field that tells its time.
 */
export function learnLine(reader: JsonReader, start: number, end: number, timeName: string): void {
  learn(reader, start, end, (names) =>
    areEvents(names, timeName)
      ? { kind: 'event', roles: names.map((name) => (name === timeName ? 'time' : 'other')) }
      : null,
  );
}

/** In the same way the fields of a line that wraps a message. */
export function learnWrapping(reader: JsonReader, start: number, end: number): void {
  learn(reader, start, end, (names) => {
    const roles = wrappingRoles(names);
    return roles === null ? null : { kind: 'wrapping', roles };
  });
}

/** In the same way the fields of a line that says where its event belongs. */
export function learnPlaced(reader: JsonReader, start: number, end: number): void {
  learn(reader, start, end, (names) => {
    const roles = placedRoles(names);
    return roles === null ? null : { kind: 'placed', roles };
  });
}

function learn(
  reader: JsonReader,
  start: number,
  end: number,
  tell: (names: readonly string[]) => Telling | null,
): void {
  const names = namesIn(reader, start, end);
  if (names === null) return;
  const texts = names.map((name) => Buffer.from(name.subarray(1, -1)).toString());
  const isPlain = texts.every((text) => !text.includes('\\'));
  const telling = isPlain && new Set(texts).size === texts.length ? tell(texts) : null;
  if (telling !== null) reader.learn(names, telling);
}

/** Names of the fields of a line with their quotes, copied; null: the line cannot be told from its bytes. */
function namesIn(reader: JsonReader, start: number, end: number): readonly Uint8Array[] | null {
  const { window } = reader;
  const names: Uint8Array[] = [];
  for (let at = behindBlanks(window, start + 1); at < end; ) {
    const nameEnd = window[at] === QUOTE ? reader.valueEnd(at, end) : NONE;
    const behind = nameEnd === NONE ? NONE : memberEnd(reader, nameEnd, end);
    if (behind === NONE) return null;
    names.push(new Uint8Array(window.subarray(at, nameEnd)));
    const next = behindBlanks(window, behind);
    if (window[next] === CLOSING) return next + 1 === end ? names : null;
    at = behindBlanks(window, next + 1);
  }
  return null;
}

/** Behind the value that follows a name. */
function memberEnd(reader: JsonReader, nameEnd: number, end: number): number {
  const colon = behindBlanks(reader.window, nameEnd);
  return reader.window[colon] === COLON
    ? reader.valueEnd(behindBlanks(reader.window, colon + 1), end)
    : NONE;
}
