// `[ip, user, ..., status = 4*, bytes > 1000]`: conditions on the columns of an event that blanks separate. What stands
// in brackets or quotes is one column; the last one takes all that is left.
import type { Reader, Test } from './reader.ts';
import { readComparison, readCondition } from './reader.ts';

interface Column {
  readonly kind: 'column';
  /** null: any text. */
  readonly test: Test<string> | null;
}

type Part = Column | { readonly kind: 'rest' };

const NAME = /[\w-]+/y;

export function columnsPattern(reader: Reader): (message: string) => boolean {
  reader.expect('[');
  const parts: Part[] = [];
  if (!reader.takeSymbol(']')) {
    do parts.push(readPart(reader));
    while (reader.takeSymbol(','));
    reader.expect(']');
  }
  if (!reader.atEnd()) throw reader.fault('nothing may follow the closing bracket');
  const rests = parts.filter(({ kind }) => kind === 'rest').length;
  if (rests > 1) throw reader.fault('"..." may stand once');
  return (message) => holds(parts, message);
}

function readPart(reader: Reader): Part {
  if (reader.takeSymbol('...')) return { kind: 'rest' };
  let named: string | null = null;
  let compared = false;
  const test = readCondition<string>(
    reader,
    () => {
      const name = reader.take(NAME)?.[0] ?? '';
      if (named !== null && name !== named) throw reader.fault('a condition is on one column');
      named = name;
      const comparison = readComparison(reader);
      compared ||= comparison !== null;
      return (text) => comparison?.(text) ?? true;
    },
    true,
  );
  return { kind: 'column', test: compared ? test : null };
}

function holds(parts: readonly Part[], message: string): boolean {
  const matches = fieldsOf(message);
  const at = parts.findIndex(({ kind }) => kind === 'rest');
  if (at === -1) {
    if (matches.length < parts.length) return false;
    const fields = matches.slice(0, parts.length).map(({ text }) => text);
    if (matches.length > parts.length) {
      fields[parts.length - 1] = message.slice(matches[parts.length - 1]?.start).trimEnd();
    }
    return all(parts, fields);
  }
  const fields = matches.map(({ text }) => text);
  const after = parts.slice(at + 1);
  if (fields.length < at + after.length) return false;
  return all(parts.slice(0, at), fields) && all(after, fields.slice(fields.length - after.length));
}

function all(parts: readonly Part[], fields: readonly string[]): boolean {
  return parts.every(
    (part, index) => part.kind === 'rest' || (part.test?.(fields[index] ?? '') ?? true),
  );
}

interface Field {
  readonly text: string;
  readonly start: number;
}

/** Brackets and quotes hold one field together; those that nothing closes are plain characters. */
function fieldsOf(message: string): readonly Field[] {
  const last = { ']': message.lastIndexOf(']'), '"': message.lastIndexOf('"') };
  const fields: Field[] = [];
  for (let at = nextVisible(message, 0); at < message.length; ) {
    const start = at;
    const close = message[at] === '[' ? ']' : message[at] === '"' ? '"' : null;
    if (close !== null && last[close] > at) {
      const end = message.indexOf(close, at + 1);
      fields.push({ text: message.slice(start + 1, end), start });
      at = nextVisible(message, end + 1);
    } else {
      while (at < message.length && !isBlank(message, at)) at++;
      fields.push({ text: message.slice(start, at), start });
      at = nextVisible(message, at);
    }
  }
  return fields;
}

const isBlank = (text: string, at: number) => text.charCodeAt(at) <= 0x20;

function nextVisible(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text, at)) at++;
  return at;
}
