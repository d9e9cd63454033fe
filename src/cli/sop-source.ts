// Where SOPs are sought, and how one is loaded for a command: with its faults told as a compiler tells them.
import { join, resolve } from 'node:path';
import { type Diagnostic, hasErrors, renderDiagnostic } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { findSop, type SopFolder } from '../sop/load.ts';
import { parseSop } from '../sop/parse.ts';
import type { Sop } from '../sop/sop.ts';
import type { Config } from './config.ts';
import { programFolder } from './places.ts';

/** ./sops, then the user's own, then the built-in ones. */
export function sopFolders({ userSops }: Config): readonly SopFolder[] {
  return [
    { label: 'project', path: resolve('sops') },
    { label: 'user', path: userSops },
    { label: 'built-in', path: join(programFolder(), 'sops') },
  ];
}

/** Throws Failure `usage` where there is no such SOP or it does not parse, with each fault and its place. */
export async function loadSop(nameOrPath: string, folders: readonly SopFolder[]): Promise<Sop> {
  const found = await findSop(nameOrPath, folders);
  if (found.value === null) throw unusable(nameOrPath, found.diagnostics, '', nameOrPath);
  const { text, path } = found.value;
  const { value, diagnostics } = parseSop(text, path);
  if (value === null || hasErrors(diagnostics)) throw unusable(nameOrPath, diagnostics, text, path);
  return value;
}

function unusable(
  name: string,
  diagnostics: readonly Diagnostic[],
  text: string,
  path: string,
): Failure {
  const shown = diagnostics.flatMap((diagnostic) =>
    renderDiagnostic(diagnostic, text, path).split('\n'),
  );
  return new Failure('usage', `The SOP "${name}" cannot be used.`, [
    ...shown,
    'See which there are: troubleshoot sop list',
  ]);
}
