// `mcpServers` files as people have them, read into server configurations. Comments, trailing commas and a byte order
// mark are no faults; what is wrong is said with its place, and a server that is wrong leaves the others usable.
import { getNodeValue, type Node } from 'jsonc-parser';
import { z } from 'zod';
import type { Checked, Diagnostic } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import type { Variables } from './expand.ts';
import { type Member, membersOf, spanOf } from './json-members.ts';
import { givenTwice, givenTwiceWithin, parseJsonText, twiceFault } from './json-text.ts';
import { readServer } from './read-server.ts';
import type { ServerConfig } from './server-config.ts';

/** The key that holds the servers: of most hosts, of VS Code. */
const SERVER_KEYS = ['mcpServers', 'servers'];
/** Keys beside it that other hosts know and that say nothing to this program. */
const FOREIGN_KEYS = ['inputs', '$schema'];
/** Our own: what `call_aws` refuses, as `service operation`, as a service, or `*` for everything. */
const DENY_KEY = 'awsDenyList';
const OWN_KEYS = [...SERVER_KEYS, DENY_KEY];

export interface McpSettings {
  readonly servers: readonly ServerConfig[];
  readonly awsDenyList: readonly string[];
}

/**
 * The servers of a file, in its order; `value` is null where the file as a whole can't be read.
 * Offsets of diagnostics are those of `text`.
 */
export function readServers(text: string, variables: Variables): Checked<McpSettings> {
  const { root, fault } = parseJsonText(text);
  if (fault !== null) return refused(fault);
  if (root?.type !== 'object') {
    return refused(noObject('The file holds no JSON object.', root));
  }
  const entries = membersOf(root);
  const twice = givenTwice(root).find(({ again }) => OWN_KEYS.includes(again.key));
  // Which of them its owner meant, be it servers or what is denied, nobody knows.
  if (twice !== undefined)
    return refused(twiceFault(twice, text, `"${twice.again.key}" is given twice.`));
  const holder = entries.find(({ key }) => SERVER_KEYS.includes(key));
  if (holder === undefined) return refused(noServers(root, entries));
  if (holder.value.type !== 'object') {
    return refused(
      noObject(`"${holder.key}" has to be an object: a name for each server.`, holder.value),
    );
  }
  const denied = entries.find(({ key }) => key === DENY_KEY)?.value;
  const awsDenyList = DenyList.safeParse(denied === undefined ? [] : getNodeValue(denied));
  // Who denies something and mistypes it must not be left with nothing denied.
  if (!awsDenyList.success) return refused(noObject(`"${DENY_KEY}" ${DENY_SHAPE}.`, denied));
  const names = namesIn(holder.value, text);
  const read = names.members.map((member) => readMember(member, text, variables));
  return {
    value: {
      servers: read.flatMap(({ value }) => (value === null ? [] : [value])),
      awsDenyList: awsDenyList.data,
    },
    diagnostics: [
      ...unknownKeys(entries, holder.key),
      ...names.diagnostics,
      ...read.flatMap(({ diagnostics }) => diagnostics),
    ],
  };
}

/** The servers of a file, the first of each name. */
function namesIn(holder: Node, text: string) {
  const twice = givenTwice(holder);
  const alike = givenTwice(holder, (key) => key.toLowerCase()).filter(
    ({ first, again }) => first.key !== again.key,
  );
  const later = new Set(twice.map(({ again }) => again.value));
  return {
    members: membersOf(holder).filter(({ value }) => !later.has(value)),
    diagnostics: [
      ...twice.map((one) =>
        twiceFault(one, text, `There are two servers "${one.again.key}": this one is left out.`),
      ),
      ...alike.map(({ first, again }) => lookAlike(first, again)),
    ],
  };
}

function lookAlike(first: Member, again: Member): Diagnostic {
  const message = `The servers "${first.key}" and "${again.key}" differ in case alone: both are used.`;
  const help = 'give one of them another name';
  return { severity: 'warning', code: 'names-alike', message, span: again.keySpan, help };
}

function readMember(member: Member, text: string, variables: Variables): Checked<ServerConfig> {
  const { key, value: node } = member;
  const faults = [
    ...givenTwiceWithin(node).map((twice) => ({ twice, what: 'is given twice' })),
    ...headersAlike(node).map((twice) => ({ twice, what: 'names a header that is there already' })),
  ].map(({ twice, what }) =>
    twiceFault(twice, text, `Server "${key}": "${twice.again.key}" ${what}.`),
  );
  if (faults.length > 0) return { value: null, diagnostics: faults };
  const nameless = nameFault(member);
  return nameless === null
    ? readServer(key, node, variables)
    : { value: null, diagnostics: [nameless] };
}

/** The name stands in what people and models read: it shows what it is, on one line. */
const MAX_NAME_CHARS = 100;

function nameFault({ key, keySpan }: Member): Diagnostic | null {
  const isPlain = key.trim() !== '' && sanitizeLine(key) === key && key.length <= MAX_NAME_CHARS;
  if (isPlain) return null;
  const message = `A server's name has 1 to ${MAX_NAME_CHARS} characters, each of which can be seen.`;
  const help = 'give it another name';
  return { severity: 'error', code: 'bad-server', message, span: keySpan, help };
}

/** Case means nothing to HTTP: both values would be sent as one. */
function headersAlike(server: Node) {
  const headers = membersOf(server).find(({ key }) => key === 'headers')?.value;
  if (headers?.type !== 'object') return [];
  return givenTwice(headers, (key) => key.toLowerCase()).filter(
    ({ first, again }) => first.key !== again.key,
  );
}

const DenyList = z.array(z.string().regex(/^(?:\*|[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)?)$/));
const DENY_SHAPE = 'has to be a list such as ["iam", "s3api get-bucket-policy"]';

const refused = (diagnostic: Diagnostic) => ({ value: null, diagnostics: [diagnostic] });

/** A value that has to be an object and is none. */
export function noObject(message: string, node: Node | undefined): Diagnostic {
  const span = node === undefined ? null : spanOf(node);
  return { severity: 'error', code: 'no-servers', message, span, help: SHAPE_HELP };
}

const SHAPE_HELP =
  'write {"mcpServers": {"name": {"command": "…"}}} or {"name": {"url": "https://…"}}';

function noServers(root: Node, entries: readonly Member[]): Diagnostic {
  const near = entries.find(({ key }) => didYouMean(key, SERVER_KEYS) !== null);
  return {
    severity: 'error',
    code: 'no-servers',
    message: 'There is no key "mcpServers".',
    span: near?.keySpan ?? { start: root.offset, end: root.offset + 1 },
    help: near === undefined ? SHAPE_HELP : 'did you mean "mcpServers"?',
  };
}

function unknownKeys(entries: readonly Member[], holder: string): readonly Diagnostic[] {
  return entries
    .filter(({ key }) => ![holder, ...FOREIGN_KEYS, DENY_KEY].includes(key))
    .map(({ key, keySpan }) => ({
      severity: 'warning' as const,
      code: 'unknown-key',
      message: SERVER_KEYS.includes(key)
        ? `"${key}" is left out, as "${holder}" holds the servers.`
        : `"${key}" is not known here and is left out.`,
      span: keySpan,
      help: null,
    }));
}
