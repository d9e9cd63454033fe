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
const FIELD = /\[[^\]]*\]|"(?:[^"\\]|\\.)*"|\S+/g;

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
  const matches = [...message.matchAll(FIELD)];
  const at = parts.findIndex(({ kind }) => kind === 'rest');
  if (at === -1) {
    if (matches.length < parts.length) return false;
    const fields = matches.slice(0, parts.length).map(([text]) => bare(text));
    if (matches.length > parts.length) {
      fields[parts.length - 1] = message.slice(matches[parts.length - 1]?.index).trimEnd();
    }
    return all(parts, fields);
  }
  const fields = matches.map(([text]) => bare(text));
  const after = parts.slice(at + 1);
  if (fields.length < at + after.length) return false;
  return all(parts.slice(0, at), fields) && all(after, fields.slice(fields.length - after.length));
}

function all(parts: readonly Part[], fields: readonly string[]): boolean {
  return parts.every(
    (part, index) => part.kind === 'rest' || (part.test?.(fields[index] ?? '') ?? true),
  );
}

/** Without the brackets or quotes around it. */
function bare(field: string): string {
  return /^(?:\[.*\]|".*")$/s.test(field) ? field.slice(1, -1) : field;
}
