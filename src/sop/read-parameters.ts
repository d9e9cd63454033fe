// Reads `- **name** (required|optional, default: value): description` lines, bold or not, over several lines or not.
import type { Span } from '../base/diagnostic.ts';
import type { Line } from './lines.ts';
import { type Section, spanOf } from './outline.ts';
import { kindOfDefault } from './parameter-values.ts';
import type { SopParameter } from './sop.ts';

export interface DraftParameters {
  readonly parameters: readonly SopParameter[];
  /** Bullets among the parameters that do not read as one. */
  readonly oddParameterLines: readonly OddParameterLine[];
}

interface OddParameterLine {
  readonly span: Span;
  /** The name that it seems to declare; null: none. */
  readonly name: string | null;
  /** What stands behind a default and is no part of it; null: the line does not read as a parameter at all. */
  readonly surplus: string | null;
}

interface Head extends Default, Pick<SopParameter, 'name' | 'required'> {
  readonly rest: string;
}

type Default = Pick<SopParameter, 'defaultValue' | 'kind'>;

/** Lines of one bullet: its own and those that continue it. */
type Item = readonly [Line, ...Line[]];

export function readParameters(section: Section | null): DraftParameters {
  const parameters: SopParameter[] = [];
  const oddParameterLines: OddParameterLine[] = [];
  for (const item of items(section)) {
    const head = readHead(item[0].text);
    if (head === null || 'surplus' in head)
      oddParameterLines.push({
        span: spanOf(item[0]),
        name: /^[-*+]\s+(?:\*\*|`)?([\w-]{1,64})/.exec(item[0].text)?.[1] ?? null,
        surplus: head?.surplus ?? null,
      });
    else parameters.push(toParameter(head, item));
  }
  return { parameters, oddParameterLines };
}

function toParameter({ rest, ...head }: Head, item: Item): SopParameter {
  const [first, ...more] = item;
  const texts = [rest, ...more.map((line) => line.text.trim())];
  return {
    ...head,
    description: texts.join('\n').trim(),
    span: { start: first.start, end: item.at(-1)?.end ?? first.end },
  };
}

/** Top-level bullets with their continuation; a `Constraints…:` line ends the parameters. */
function items(section: Section | null): readonly Item[] {
  const found: [Line, ...Line[]][] = [];
  let open = false;
  let blank = false;
  for (const block of section?.blocks ?? []) {
    if (block.kind === 'fence') continue;
    const { line } = block;
    if (isConstraintsLine(line.text)) break;
    const current = found.at(-1);
    if (/^[-*+][ \t]/.test(line.text)) {
      found.push([line]);
      open = true;
    } else if (line.text.trim() !== '' && open && current !== undefined) {
      open = continues(current.at(-1)?.text ?? '', line.text, blank);
      if (open) current.push(line);
    }
    blank = line.text.trim() === '';
  }
  return found;
}

/** `Constraints:` and `Constraints for parameter acquisition:`, with or without bold. */
function isConstraintsLine(text: string): boolean {
  return /^\**constraints\b[^:]{0,80}:\**\s*$/i.test(text.trim());
}

/** Indented lines continue; a line at column 0 does while the sentence before it is open (hard-wrapped text). */
function continues(previous: string, text: string, afterBlank: boolean): boolean {
  if (/^\s/.test(text)) return true;
  if (afterBlank) return false;
  return !/[.!?:)"`]\s*$/.test(previous.slice(-80)) || /^[a-z(]/.test(text);
}

function readHead(text: string): Head | Surplus | null {
  const match = /^[-*+][ \t]+(?:\*\*|`)?([\w-]{1,64})(?:\*\*|`)? *\((required|optional)\b/i.exec(
    text,
  );
  if (match === null) return null;
  const [whole, name = '', kind = ''] = match;
  const after = text.slice(whole.length);
  const close = closingParenthesis(after);
  if (close === -1) return null;
  const byDefault = readDefault(after.slice(0, close));
  if (byDefault === null || 'surplus' in byDefault) return byDefault;
  const required = kind.toLowerCase() === 'required';
  return { name, required, ...byDefault, rest: after.slice(close + 2).trim() };
}

/** Index of the `)` of the `):` that ends the head; a quoted default may hold `):` itself. */
function closingParenthesis(text: string): number {
  const quoted = /^, *default: *("[^"]*"|'[^']*'|`[^`]*`) *\):/i.exec(text);
  return quoted === null ? text.indexOf('):') : quoted[0].length - 2;
}

type Surplus = { readonly surplus: string };

/** Behind a quoted default another part. */
const SURPLUS = /^(?:"[^"]*"|'[^']*'|`[^`]*`)[ \t]*([,;|(].*|[ \t](?:or|of|from)\b.*)$/i;
/**
 * Behind a bare one a named part: `, choices: a`. A list of what is written alike is one default: addresses, ARNs,
 * `level=ERROR, env=prod`.
 */
const SURPLUS_OF_BARE =
  /^(?:(?!:\s)[^"'`])*?[,;] *([a-z][\w -]{1,30}:(?:\s.*)?)$|^[^"'`=]*?[,;] *([a-z][\w -]{1,30}=.*)$/i;

/** null: neither empty nor a default. Within quotes it is text, whatever it looks like. */
function readDefault(text: string): Default | Surplus | null {
  if (text.trim() === '') return { defaultValue: null, kind: 'text' };
  const match = /^, *default: */i.exec(text);
  if (match === null) return null;
  const value = text.slice(match[0].length).trim();
  const [, byColon, bySign] = SURPLUS_OF_BARE.exec(value) ?? [];
  const surplus = SURPLUS.exec(value)?.[1]?.replace(/^[,;|] */, '') ?? byColon ?? bySign;
  if (surplus !== undefined) return { surplus };
  const quote = value[0];
  const quoted = value.length >= 2 && (quote === '"' || quote === "'" || quote === '`');
  const isQuoted = quoted && value.endsWith(quote);
  const defaultValue = isQuoted ? value.slice(1, -1) : value;
  const isText = isQuoted && quote !== '`';
  return { defaultValue, kind: isText ? 'text' : kindOfDefault(defaultValue) };
}
