// The text of an `mcpServers` file as a tree: comments, trailing commas and a byte order mark are no faults. What JSON
// allows and readers take differently, a key that is given twice, is found here.
import {
  createScanner,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { type Member, membersOf, spanOf } from './json-members.ts';

/** Files as people write them nest half a dozen deep; the parser would run out of stack at some thousands. */
const MAX_DEPTH = 100;

export interface JsonText {
  /** Undefined where the text is no JSON. */
  readonly root: Node | undefined;
  readonly fault: Diagnostic | null;
}

/** Offsets are those of `text`. */
export function parseJsonText(text: string): JsonText {
  // A byte order mark counts as a blank, so that offsets stay true.
  const read = text.replace(/^\uFEFF/, ' ');
  const deep = tooDeepAt(read);
  if (deep !== null) return { root: undefined, fault: tooDeep(deep) };
  const errors: ParseError[] = [];
  const root = parseTree(read, errors, { allowTrailingComma: true });
  const [first] = errors;
  return first === undefined
    ? { root, fault: null }
    : { root: undefined, fault: syntaxFault(first) };
}

function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const at = scanner.getTokenOffset();
    if ('{['.includes(text[at] ?? ' ')) depth++;
    if ('}]'.includes(text[at] ?? ' ')) depth--;
    if (depth > MAX_DEPTH) return at;
  }
  return null;
}

function tooDeep(offset: number): Diagnostic {
  const message = `This is nested more than ${MAX_DEPTH} deep.`;
  const span = { start: offset, end: offset + 1 };
  return { severity: 'error', code: 'bad-json', message, span, help: null };
}

function syntaxFault(error: ParseError): Diagnostic {
  const what = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  const message = `This is no JSON: ${what}.`;
  return { severity: 'error', code: 'bad-json', message, span: spanOf(error), help: null };
}

/** A key of an object that stood in it before. */
export interface Twice {
  readonly first: Member;
  readonly again: Member;
}

/** `alike` folds keys that mean the same. */
export function givenTwice(object: Node, alike = (key: string) => key): readonly Twice[] {
  const seen = new Map<string, Member>();
  const found: Twice[] = [];
  for (const again of membersOf(object)) {
    const first = seen.get(alike(again.key));
    if (first === undefined) seen.set(alike(again.key), again);
    else found.push({ first, again });
  }
  return found;
}

/** The same of an object and whatever is in it. */
export function givenTwiceWithin(node: Node): readonly Twice[] {
  const own = node.type === 'object' ? givenTwice(node) : [];
  return [...own, ...(node.children ?? []).flatMap(givenTwiceWithin)];
}

/** Points at the later one and tells where the other stands. */
export function twiceFault({ first, again }: Twice, text: string, message: string): Diagnostic {
  const line = text.slice(0, first.keySpan.start).split('\n').length;
  const help = `the other one stands in line ${line}: other programs take the later one; keep one of them`;
  return { severity: 'error', code: 'given-twice', message, span: again.keySpan, help };
}
