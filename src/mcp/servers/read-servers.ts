// `mcpServers` files as people have them, read into server configurations. Comments, trailing commas and a byte order
// mark are no faults; what is wrong is said with its place, and a server that is wrong leaves the others usable.
import {
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { z } from 'zod';
import type { Checked, Diagnostic } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import type { Variables } from './expand.ts';
import { type Member, membersOf, spanOf } from './json-members.ts';
import { readServer } from './read-server.ts';
import type { ServerConfig } from './server-config.ts';

/** The key that holds the servers: of most hosts, of VS Code. */
const SERVER_KEYS = ['mcpServers', 'servers'];
/** Keys beside it that other hosts know and that say nothing to this program. */
const FOREIGN_KEYS = ['inputs', '$schema'];
/** Our own: what `call_aws` refuses, as `service operation`, as a service, or `*` for everything. */
const DENY_KEY = 'awsDenyList';

export interface McpSettings {
  readonly servers: readonly ServerConfig[];
  readonly awsDenyList: readonly string[];
}

/**
 * The servers of a file, in its order; `value` is null where the file as a whole can't be read.
 * Offsets of diagnostics are those of `text`.
 */
export function readServers(text: string, variables: Variables): Checked<McpSettings> {
  const errors: ParseError[] = [];
  // A byte order mark counts as a blank, so that offsets stay true.
  const root = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) return refused(syntaxFault(first));
  if (root?.type !== 'object') {
    return refused(noObject('The file holds no JSON object.', root));
  }
  const entries = membersOf(root);
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
  const read = membersOf(holder.value).map(({ key, value }) => readServer(key, value, variables));
  return {
    value: {
      servers: read.flatMap(({ value }) => (value === null ? [] : [value])),
      awsDenyList: awsDenyList.data,
    },
    diagnostics: [...unknownKeys(entries), ...read.flatMap(({ diagnostics }) => diagnostics)],
  };
}

const DenyList = z.array(z.string().regex(/^(?:\*|[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)?)$/));
const DENY_SHAPE = 'has to be a list such as ["iam", "s3api get-bucket-policy"]';

const refused = (diagnostic: Diagnostic) => ({ value: null, diagnostics: [diagnostic] });

/** JSON that is none. */
export function syntaxFault(error: ParseError): Diagnostic {
  const what = printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return {
    severity: 'error',
    code: 'bad-json',
    message: `This is no JSON: ${what}.`,
    span: spanOf(error),
    help: null,
  };
}

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

function unknownKeys(entries: readonly Member[]): readonly Diagnostic[] {
  return entries
    .filter(({ key }) => ![...SERVER_KEYS, ...FOREIGN_KEYS, DENY_KEY].includes(key))
    .map(({ key, keySpan }) => ({
      severity: 'warning' as const,
      code: 'unknown-key',
      message: `"${key}" is not known here and is left out.`,
      span: keySpan,
      help: null,
    }));
}
