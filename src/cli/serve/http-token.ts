// The token of `mcp serve --http`: from a file, from the environment, or a new one that is told once.

import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { errorCode } from '../../base/error-code.ts';
import { Failure, withValue } from '../../base/failure.ts';

export interface Token {
  readonly value: string;
  /** Nobody knows it yet. */
  readonly isNew: boolean;
  /** Worth telling; null: nothing. */
  readonly warning: string | null;
}

const NEW_BYTES = 32;
const MIN_CHARS = 16;
const SHAPE = /^[A-Za-z0-9._~+/=-]+$/;
const OTHERS = 0o077;

/** The file comes before the environment. Throws Failure `usage`. */
export function httpToken(file: string | undefined, fromEnvironment: string | null): Token {
  if (file !== undefined) {
    const value = checked(read(file), file);
    const open = process.platform !== 'win32' && (statSync(file).mode & OTHERS) !== 0;
    const warning = open ? `Others on this machine may read ${file}: chmod 600 ${file}` : null;
    return { value, isNew: false, warning };
  }
  if (fromEnvironment !== null) {
    return { value: checked(fromEnvironment, TOKEN_VARIABLE), isNew: false, warning: null };
  }
  return { value: randomBytes(NEW_BYTES).toString('base64url'), isNew: true, warning: null };
}

const TOKEN_VARIABLE = 'TROUBLESHOOT_MCP_TOKEN';

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (fault) {
    const why = errorCode(fault) ?? String(fault);
    throw new Failure(
      'usage',
      `The token file ${file} cannot be read: ${why}.`,
      ['Make one: (umask 077; openssl rand -hex 32 > token)'],
      [withValue('--token-file', 'token')],
    );
  }
}

function checked(token: string, where: string): string {
  if (token.length >= MIN_CHARS && SHAPE.test(token)) return token;
  throw new Failure(
    'usage',
    `The token in ${where} cannot be used: it needs at least ${MIN_CHARS} letters or digits, without blanks.`,
    ['For example the output of: openssl rand -hex 32'],
  );
}
