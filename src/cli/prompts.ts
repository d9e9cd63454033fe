// The texts that are sent to a model: prompts/*.md beside the program.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Prompts } from '../agent/prompt.ts';
import { programFolder } from './places.ts';

export function readPrompts(): Prompts {
  const folder = join(programFolder(), 'prompts');
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return new Map(
    files.map((name) => [basename(name, '.md'), readFileSync(join(folder, name), 'utf8')]),
  );
}
