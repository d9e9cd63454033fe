// Where MCP servers of others are configured: files named by flag, the project's .mcp.json, the user's own.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { renderDiagnostic } from '../base/diagnostic.ts';
import { errorCode } from '../base/error-code.ts';
import { Failure } from '../base/failure.ts';
import { redact } from '../base/redact.ts';
import { sanitize } from '../base/sanitize.ts';
import { type McpSettings, readServers } from '../mcp/servers/read-servers.ts';
import type { ServerConfig } from '../mcp/servers/server-config.ts';
import type { McpPlaces } from './config.ts';

export interface McpFile {
  readonly path: string;
  readonly origin: 'flag' | 'project' | 'user';
  readonly text: string;
  readonly servers: readonly ServerConfig[];
  readonly awsDenyList: readonly string[];
  /** What is wrong or unknown in it, as a compiler tells it. */
  readonly faults: readonly string[];
}

const PROJECT_FILE = '.mcp.json';
/** One that stands there and is larger, or no file at all, is not read. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Throws Failure `usage` where a file that was named by flag is missing or wrong; others tell it in `faults`. */
export function readMcpFiles(
  named: readonly string[],
  { userFile, environment }: McpPlaces,
): readonly McpFile[] {
  return [
    ...named.map((path) => readFile(resolve(path), 'flag', environment)),
    ...standing(resolve(PROJECT_FILE), 'project', environment),
    ...standing(userFile, 'user', environment),
  ];
}

function standing(
  path: string,
  origin: McpFile['origin'],
  environment: McpPlaces['environment'],
): readonly McpFile[] {
  return existsSync(path) ? [readFile(path, origin, environment)] : [];
}

function readFile(
  path: string,
  origin: McpFile['origin'],
  environment: McpPlaces['environment'],
): McpFile {
  const text = textOf(path, origin);
  if (text === null) return { path, origin, text: '', ...NOTHING, faults: [unreadable(path)] };
  const { value, diagnostics } = readServers(text, { environment, folder: process.cwd() });
  // They show a line of the file: a project's comes from others, and anybody's may hold a secret.
  const faults = diagnostics.map((diagnostic) =>
    redact(sanitize(renderDiagnostic(diagnostic, text, path))),
  );
  if (origin === 'flag' && diagnostics.some(({ severity }) => severity === 'error')) {
    throw new Failure(
      'usage',
      `The MCP configuration ${path} can't be used.`,
      faults.flatMap((fault) => fault.split('\n')),
    );
  }
  const { servers, awsDenyList } = value ?? NOTHING;
  return { path, origin, text, servers, awsDenyList, faults };
}

/** What a file denies that can't be read is not known: then `call_aws` is not offered. */
const NOTHING: McpSettings = { servers: [], awsDenyList: ['*'] };

const unreadable = (path: string) =>
  `${path} can't be read: it has to be a file of at most ${MAX_FILE_BYTES} bytes, and open to you.`;

/** null where a file that stands there can't be read. */
function textOf(path: string, origin: McpFile['origin']): string | null {
  try {
    // Nobody chose it: what is no file might never end.
    if (origin !== 'flag' && !isSmallFile(path)) return null;
    return readFileSync(path, 'utf8');
  } catch (fault) {
    if (origin !== 'flag') return null;
    const why = errorCode(fault) ?? String(fault);
    throw new Failure('usage', `The MCP configuration ${path} can't be read: ${why}.`, [
      'Give the path of a file: --mcp-config FILE',
    ]);
  }
}

function isSmallFile(path: string): boolean {
  const found = statSync(path);
  return found.isFile() && found.size <= MAX_FILE_BYTES;
}
