// The file or folder that a mistyped path was meant for.
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { didYouMean } from '../base/did-you-mean.ts';

/** A name beside the path that is nearly the one typed; null where there is none, or where the path exists. */
export function nearPath(path: string): string | null {
  const folder = dirname(path);
  if (existsSync(path) || !existsSync(folder)) return null;
  try {
    const near = didYouMean(basename(path), readdirSync(folder));
    return near === null ? null : join(folder, near);
  } catch {
    // A folder that cannot be read offers nothing.
    return null;
  }
}
