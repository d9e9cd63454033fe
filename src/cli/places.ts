// Where the program's own files are: found from this file, never from the working directory.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json and sops/, whether this runs from src or from dist. */
export function programFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'sops')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

export function programVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(programFolder(), 'package.json'), 'utf8'));
  const { version } = manifest as { version: string };
  return version;
}
