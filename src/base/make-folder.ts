// Makes a folder and those above it, one after the other: in a file system that makes no folders (/proc), Node's own
// recursive way tries for ever.

import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode } from './error-code.ts';

/** Nothing where it exists; returns those that it made, the outermost first. Throws what node:fs throws. */
export function makeFolder(path: string, mode = 0o777): readonly string[] {
  return missingFolders(resolve(path)).filter((folder) => makeOne(folder, mode));
}

function missingFolders(path: string): string[] {
  const missing: string[] = [];
  for (let at = path; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  return missing;
}

/** False where somebody else made it meanwhile. */
function makeOne(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (fault) {
    const code = errorCode(fault);
    if (code !== 'EEXIST') throw fault;
    return false;
  }
}
