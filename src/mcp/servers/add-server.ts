// Puts a server into an `mcpServers` file as it stands: comments, other servers, what its owner told this one beside, and
// the way the file is indented stay.
import { applyEdits, getNodeValue, modify, type Node } from 'jsonc-parser';
import type { Checked, Diagnostic } from '../../base/diagnostic.ts';
import { membersOf } from './json-members.ts';
import { givenTwice, parseJsonText, type Twice, twiceFault } from './json-text.ts';
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
  const { root, fault: unread } = parseJsonText(text);
  if (unread !== null) return { value: null, diagnostics: [unread] };
  if (root?.type !== 'object')
    return { value: null, diagnostics: [noObject('The file holds no JSON object.', root)] };
  const { node: before, fault } = standing(root, text, { holder, name });
  if (fault !== null) return { value: null, diagnostics: [fault] };
  const edited = before?.type === 'object' ? merged : replaced;
  const changed = edited(read, { holder, name, server }, before);
  if (changed === read) return { value: { text, change: 'same' }, diagnostics: [] };
  const marked = text.startsWith(BYTE_ORDER_MARK)
    ? `${BYTE_ORDER_MARK}${changed.slice(1)}`
    : changed;
  const change = before === null ? 'added' : 'replaced';
  return { value: { text: marked, change }, diagnostics: [] };
}

/** What stands there under the name, or why nothing may be put there: of two, which of them counts is not known. */
function standing(
  root: Node,
  text: string,
  { holder, name }: Pick<Addition, 'holder' | 'name'>,
): Standing {
  const twice = (node: Node, key: string): Twice | undefined =>
    givenTwice(node).find(({ again }) => again.key === key);
  const holders = twice(root, holder);
  if (holders !== undefined) return { node: null, fault: meantTwice(holders, text) };
  const servers = membersOf(root).find(({ key }) => key === holder)?.value;
  if (servers !== undefined && servers.type !== 'object')
    return faulty(`"${holder}" has to be an object: a name for each server.`, servers);
  const named = servers && twice(servers, name);
  if (named !== undefined) return { node: null, fault: meantTwice(named, text) };
  const one = servers && membersOf(servers).find(({ key }) => key === name)?.value;
  const isElsewhere = one?.type === 'object' && membersOf(one).some(({ key }) => URLS.has(key));
  if (isElsewhere)
    return faulty(`The name "${name}" is taken by a server at an address: rename that one.`, one);
  return { node: one ?? null, fault: null };
}

const meantTwice = (twice: Twice, text: string) =>
  twiceFault(
    twice,
    text,
    `"${twice.again.key}" stands there twice: which of them counts is not known.`,
  );

type Standing =
  | { readonly node: Node | null; readonly fault: null }
  | { readonly node: null; readonly fault: Diagnostic };

/** How the hosts call the address of a server. */
const URLS = new Set(['url', 'serverUrl', 'httpUrl']);

const faulty = (message: string, node: Node): Standing => ({
  node: null,
  fault: noObject(message, node),
});

type Edit = (text: string, addition: Addition, before: Node | null) => string;

const replaced: Edit = (text, { holder, name, server }) => set(text, [holder, name], server);

/** What the server is told beside, as its environment and what its host may do unasked, stays. */
const merged: Edit = (text, { holder, name, server }, before) => {
  const stands = before === null ? {} : (getNodeValue(before) as Record<string, unknown>);
  return Object.entries(server)
    .filter(([key, value]) => !isSame(stands[key], value))
    .reduce((edited, [key, value]) => set(edited, [holder, name, key], value), text);
};

function set(text: string, path: string[], value: unknown): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions: formattingOf(text) }));
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
