// Programs by their name, as a shell finds them.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first file of that name in the folders of PATH that this user may run; null where there is none. */
export function onPath(command: string, path: string): string | null {
  const files = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command));
  return files.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next folder may have one.
    return false;
  }
}
