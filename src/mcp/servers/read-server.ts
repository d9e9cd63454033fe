// One server of an `mcpServers` file: its keys checked, its variables replaced.
import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import { z } from 'zod';
import type { Checked, Diagnostic } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { expand, mayUseVariables, type Variables } from './expand.ts';
import { membersOf, spanOf } from './json-members.ts';
import { DEFAULT_TIMEOUT_MS, type ServerConfig } from './server-config.ts';
import { sigv4Settings } from './sigv4-settings.ts';

const Texts = z.record(z.string(), z.string());

/** Keys of Claude Code, Kiro, Cursor, VS Code and Cline; `auth` to `profile` are our own. */
const ServerShape = z.looseObject({
  type: z.string().optional(),
  transport: z.string().optional(),
  command: z.string().min(1).optional(),
  args: z.array(z.string()).optional(),
  env: Texts.optional(),
  cwd: z.string().optional(),
  url: z.string().optional(),
  headers: Texts.optional(),
  disabled: z.boolean().optional(),
  timeout: z.number().positive().optional(),
  disabledTools: z.array(z.string()).optional(),
  autoApprove: z.array(z.string()).optional(),
  alwaysAllow: z.array(z.string()).optional(),
  auth: z.enum(['none', 'sigv4']).optional(),
  service: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
  profile: z.string().min(1).optional(),
});
type Shape = z.infer<typeof ServerShape>;

const KNOWN_KEYS = Object.keys(ServerShape.shape);
/** Keys in which variables are replaced. */
const EXPANDED_KEYS = [
  'command',
  'args',
  'env',
  'cwd',
  'url',
  'headers',
  'service',
  'region',
  'profile',
];
/** Below this a time-out was surely meant in seconds. */
const LEAST_TIMEOUT_MS = 1_000;

/** `value` is null where the server can't be used; the diagnostics say why. A disabled one is only noted. */
export function readServer(name: string, node: Node, variables: Variables): Checked<ServerConfig> {
  const shape = ServerShape.safeParse(getNodeValue(node));
  if (!shape.success) {
    return {
      value: null,
      diagnostics: shape.error.issues.map((issue) => shapeFault(name, node, issue)),
    };
  }
  const warnings = [...unknownKeys(name, node), ...timeoutWarning(node, shape.data.timeout)];
  // A server that is not started needs no variables.
  const { data, faults, usesVariables } =
    shape.data.disabled === true
      ? { data: shape.data, faults: [], usesVariables: false }
      : expanded(shape.data, node, variables);
  const server =
    faults.length > 0 ? null : serverOf(name, data, node, { usesVariables, written: shape.data });
  if (server === null) return { value: null, diagnostics: [...warnings, ...faults] };
  return { value: server.value, diagnostics: [...warnings, ...server.diagnostics] };
}

function shapeFault(name: string, server: Node, { path, message }: z.core.$ZodIssue): Diagnostic {
  const keys = path.map((key) => (typeof key === 'number' ? key : String(key)));
  const at = findNodeAtLocation(server, keys) ?? server;
  const where = keys.length === 0 ? '' : `, ${keys.join('.')}`;
  return {
    severity: 'error',
    code: 'bad-server',
    message: `Server "${name}"${where}: ${message}.`,
    span: spanOf(at),
    help: null,
  };
}

function unknownKeys(name: string, node: Node): readonly Diagnostic[] {
  return membersOf(node)
    .filter(({ key }) => !KNOWN_KEYS.includes(key))
    .map(({ key, keySpan }) => {
      const near = didYouMean(key, KNOWN_KEYS);
      return {
        severity: 'warning' as const,
        code: 'unknown-key',
        message: `Server "${name}": "${key}" is not known here and is left out.`,
        span: keySpan,
        help: near === null ? null : `did you mean "${near}"?`,
      };
    });
}

function timeoutWarning(node: Node, timeout: number | undefined): readonly Diagnostic[] {
  if (timeout === undefined || timeout >= LEAST_TIMEOUT_MS) return [];
  const at = findNodeAtLocation(node, ['timeout']) ?? node;
  return [
    {
      severity: 'warning',
      code: 'short-timeout',
      message: `"timeout" is in milliseconds: ${timeout} is less than a second.`,
      span: spanOf(at),
      help: `for ${timeout} seconds write ${timeout * 1_000}`,
    },
  ];
}

function expanded(shape: Shape, node: Node, variables: Variables) {
  const faults: Diagnostic[] = [];
  let usesVariables = false;
  const walk = (value: unknown, path: readonly (string | number)[]): unknown => {
    if (Array.isArray(value)) return value.map((item, at) => walk(item, [...path, at]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]),
      );
    }
    if (typeof value !== 'string') return value;
    const { text, faults: found } = expand(value, variables);
    usesVariables ||= mayUseVariables(value);
    const span = spanOf(findNodeAtLocation(node, [...path]) ?? node);
    for (const fault of found) faults.push({ severity: 'error', span, ...fault });
    return text;
  };
  const replaced = Object.fromEntries(EXPANDED_KEYS.map((key) => [key, walk(shape[key], [key])]));
  return { data: ServerShape.parse({ ...shape, ...replaced }), faults, usesVariables };
}

/** What `type` and `transport` are called by the hosts. */
const TRANSPORTS: Readonly<Record<string, 'stdio' | 'http'>> = {
  stdio: 'stdio',
  http: 'http',
  'streamable-http': 'http',
  streamableHttp: 'http',
};

interface Reading {
  readonly usesVariables: boolean;
  /** Before its variables were replaced. */
  readonly written: Shape;
}

function serverOf(
  name: string,
  shape: Shape,
  node: Node,
  { usesVariables, written }: Reading,
): Checked<ServerConfig> {
  const said = shape.type ?? shape.transport;
  const refuse = (message: string, help: string, key?: string): Checked<ServerConfig> => {
    const at = (key === undefined ? undefined : findNodeAtLocation(node, [key])) ?? node;
    const fault = { severity: 'error' as const, code: 'bad-server', span: spanOf(at), help };
    return { value: null, diagnostics: [{ ...fault, message: `Server "${name}": ${message}` }] };
  };
  const saidKey = shape.type === undefined ? 'transport' : 'type';
  const kind = said === undefined ? (shape.url === undefined ? 'stdio' : 'http') : TRANSPORTS[said];
  if (kind === undefined)
    return refuse(`the transport "${said}" is not spoken here.`, transportHelp(said), saidKey);
  const settings = settingsOf(name, shape);
  if (kind === 'stdio') {
    const { command, args = [], env = {}, cwd = null } = shape;
    if (command === undefined)
      return refuse(
        'there is no "command" to start.',
        'give "command", or "url" for a server elsewhere',
      );
    const asWritten = startedBy(written);
    return { value: { kind, ...settings, command, args, env, cwd, asWritten }, diagnostics: [] };
  }
  const { url, headers = {} } = shape;
  if (url === undefined) return refuse('there is no "url".', 'give "url": "https://…"');
  const fault = urlFault(url);
  if (fault !== null && !settings.disabled)
    return refuse(fault, 'write an address with https://, or http:// on this machine', 'url');
  return {
    value: {
      kind,
      ...settings,
      url,
      headers,
      sigv4: fault === null ? sigv4Settings(url, shape) : null,
      usesVariables,
    },
    diagnostics: [],
  };
}

function startedBy({ command = '', args = [], env = {}, cwd }: Shape): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [
    [command, ...args].join(' '),
    ...(variables.length > 0 ? [`with ${variables.join(' ')}`] : []),
    ...(cwd === undefined ? [] : [`in ${cwd}`]),
  ].join(', ');
}

function transportHelp(said: string | undefined): string {
  return said === 'sse'
    ? 'SSE was replaced by Streamable HTTP: ask the server for that address and write "type": "http"'
    : 'write "type": "stdio" or "http"';
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function urlFault(url: string): string | null {
  if (!URL.canParse(url)) return `"${url}" is no address.`;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))) return null;
  return protocol === 'http:'
    ? 'http:// sends everything in the clear to another machine.'
    : `${protocol}// is not spoken here.`;
}

function settingsOf(name: string, shape: Shape) {
  return {
    name,
    disabled: shape.disabled ?? false,
    timeoutMs: shape.timeout ?? DEFAULT_TIMEOUT_MS,
    disabledTools: shape.disabledTools ?? [],
    approvedTools: [...new Set([...(shape.autoApprove ?? []), ...(shape.alwaysAllow ?? [])])],
  };
}
