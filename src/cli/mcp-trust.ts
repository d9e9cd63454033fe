// Which project files may start commands or give something away: those that a person has confirmed, as they stood then.
// A changed file is asked about again.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../base/make-folder.ts';
import { redact } from '../base/redact.ts';
import type { ServerConfig } from '../mcp/servers/server-config.ts';
import type { McpFile } from './mcp-files.ts';

/** Path → SHA-256 of the text that was confirmed. */
const Trusted = z.record(z.string(), z.string());

/** Files named by flag and the user's own were chosen by hand; a project comes from others. */
export function isUnconfirmed(file: McpFile, trustFile: string): boolean {
  const asks = file.servers.some((server) => whatItGets(server) !== null);
  return file.origin === 'project' && asks && !isConfirmed(file, trustFile);
}

/** Whether somebody confirmed the file as it stands. */
export function isConfirmed(file: McpFile, trustFile: string): boolean {
  return trusted(trustFile)[file.path] === hashOf(file);
}

/** What a server does that nobody may decide for others, in words; null where it does nothing of the kind. */
export function whatItGets(server: ServerConfig): string | null {
  if (server.disabled) return null;
  if (server.kind === 'stdio') return redact(server.asWritten);
  const { origin } = new URL(server.url);
  const reasons = [
    ...(server.usesVariables ? ['gets values of environment variables'] : []),
    ...(server.sigv4 === null ? [] : ['gets requests signed with AWS credentials']),
    ...(server.approvedTools.length === 0 ? [] : ['has tools that may be used unasked']),
  ];
  return reasons.length === 0 ? null : `${origin} ${reasons.join(', ')}`;
}

/** Throws what node:fs throws. */
export function trust(file: McpFile, trustFile: string): void {
  makeFolder(dirname(trustFile), 0o700);
  const all = { ...trusted(trustFile), [file.path]: hashOf(file) };
  writeFileSync(trustFile, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
}

/** A file that does not say it says that nothing was confirmed. */
function trusted(trustFile: string): z.infer<typeof Trusted> {
  if (!existsSync(trustFile)) return {};
  try {
    return Trusted.catch({}).parse(JSON.parse(readFileSync(trustFile, 'utf8')));
  } catch {
    // Not JSON: it confirms nothing, and the next confirmation writes it anew.
    return {};
  }
}

const hashOf = ({ text }: McpFile) => createHash('sha256').update(text).digest('hex');
