// Makes a folder and those above it, one after the other: in a file system that makes no folders (/proc), Node's own
// recursive way tries for ever.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Nothing where it exists. Throws what node:fs throws. */
export function makeFolder(path: string, mode = 0o777): void {
  for (const folder of missingFolders(resolve(path))) makeOne(folder, mode);
}

function missingFolders(path: string): string[] {
  const missing: string[] = [];
  for (let at = path; !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at);
  return missing;
}

/** Somebody else may have made it meanwhile. */
function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? fault.code : null;
    if (code !== 'EEXIST') throw fault;
  }
}
