// Puts a server into an `mcpServers` file as it stands: comments, other servers and the way it is indented stay.
import { applyEdits, getNodeValue, modify } from 'jsonc-parser';
import type { Checked } from '../../base/diagnostic.ts';
import { membersOf } from './json-members.ts';
import { givenTwice, parseJsonText, twiceFault } from './json-text.ts';
import { noObject } from './read-servers.ts';

export interface Addition {
  /** The key that holds the servers. */
  readonly holder: string;
  readonly name: string;
  readonly server: Readonly<Record<string, unknown>>;
}

export interface Added {
  readonly text: string;
  /** `same`: it stood there like this already. */
  readonly change: 'added' | 'replaced' | 'same';
}

const BYTE_ORDER_MARK = '\uFEFF';

/** An empty text becomes a whole file. Diagnostics say why a text can't be added to; their offsets are those of `text`. */
export function addServer(text: string, { holder, name, server }: Addition): Checked<Added> {
  if (text.trim().replace(BYTE_ORDER_MARK, '') === '') {
    const whole = `${JSON.stringify({ [holder]: { [name]: server } }, null, 2)}\n`;
    return { value: { text: whole, change: 'added' }, diagnostics: [] };
  }
  const read = text.replace(BYTE_ORDER_MARK, ' ');
  const { root, fault } = parseJsonText(text);
  if (fault !== null) return { value: null, diagnostics: [fault] };
  if (root?.type !== 'object')
    return { value: null, diagnostics: [noObject('The file holds no JSON object.', root)] };
  const servers = membersOf(root).find(({ key }) => key === holder)?.value;
  if (servers !== undefined && servers.type !== 'object') {
    const message = `"${holder}" has to be an object: a name for each server.`;
    return { value: null, diagnostics: [noObject(message, servers)] };
  }
  // Of two, the one that is not changed here might be the one that is read.
  const twice = [...givenTwice(root), ...(servers === undefined ? [] : givenTwice(servers))].find(
    ({ again }) => again.key === holder || again.key === name,
  );
  if (twice !== undefined)
    return {
      value: null,
      diagnostics: [twiceFault(twice, text, `"${twice.again.key}" is given twice.`)],
    };
  const before = servers && membersOf(servers).find(({ key }) => key === name)?.value;
  if (before !== undefined && isSame(getNodeValue(before), server))
    return { value: { text, change: 'same' }, diagnostics: [] };
  const edits = modify(read, [holder, name], server, { formattingOptions: formattingOf(read) });
  const edited = applyEdits(read, edits);
  const marked = text.startsWith(BYTE_ORDER_MARK) ? `${BYTE_ORDER_MARK}${edited.slice(1)}` : edited;
  const change = before === undefined ? 'added' : 'replaced';
  return { value: { text: marked, change }, diagnostics: [] };
}

/** Whatever the order of their keys. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As the file is indented: its first indented line says how. */
function formattingOf(text: string) {
  const [, indent = '  '] = /\n([ \t]+)\S/.exec(text) ?? [];
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
