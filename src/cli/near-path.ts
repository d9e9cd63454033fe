// The file or folder that a mistyped path was meant for; for an SOP also where a name or a folder was given.
import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { didYouMean } from '../base/did-you-mean.ts';
import { SOP_SUFFIX } from '../sop/sop-name.ts';

/** A name beside the path that is nearly the one typed; null where there is none, or where the path exists. */
export function nearPath(path: string): string | null {
  const folder = dirname(path);
  if (!existsSync(folder)) return null;
  try {
    // A link that leads nowhere is there, and no other name is meant.
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return null;
    const others = readdirSync(folder).filter((name) => name !== basename(path));
    const near = didYouMean(basename(path), others);
    return near === null ? null : join(folder, near);
  } catch {
    // A folder that cannot be read offers nothing, and so does a name that cannot be one.
    return null;
  }
}

/** The SOP of this name in ./sops, a file named nearly so, or the first SOP of a folder. */
export function nearSopPath(path: string): string | null {
  const byName = join('sops', path.endsWith(SOP_SUFFIX) ? path : `${path}${SOP_SUFFIX}`);
  if (existsSync(byName)) return byName;
  if (!isFolder(path)) return nearPath(path) ?? nearPath(byName);
  const first = readdirSync(path).find((name) => name.endsWith(SOP_SUFFIX));
  return first === undefined ? null : join(path, first);
}

export const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();
