// Where SOPs are sought, and how one is loaded for a command: with its faults told as a compiler tells them.
import { join, resolve } from 'node:path';
import { type Diagnostic, renderDiagnostic } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { checkQuery } from '../local-cloudwatch/check-query.ts';
import { isKnownObligation } from '../run/obligations.ts';
import { PROCEDURES } from '../run/procedures/table.ts';
import { lintSop } from '../sop/lint.ts';
import { findSop, type SopFolder } from '../sop/load.ts';
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

/** Throws Failure `usage` where there is no such SOP or it cannot be carried out as written, with each fault and its place. */
export async function loadSop(nameOrPath: string, folders: readonly SopFolder[]): Promise<Sop> {
  const { value, diagnostics, text, path } = await findSop(nameOrPath, folders);
  if (value === null) throw unusable(nameOrPath, diagnostics, text ?? '', path);
  const faults = lintSop(value.text, value.path, LINT_KNOWLEDGE).filter(isError);
  if (faults.length > 0) throw unusable(nameOrPath, faults, value.text, value.path);
  return value;
}

/** What the linter has to know of procedures, of what they check, and of the query language. */
export const LINT_KNOWLEDGE = {
  procedures: PROCEDURES,
  isChecked: isKnownObligation,
  compileQuery: checkQuery,
};

const isError = ({ severity }: Diagnostic) => severity === 'error';

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
