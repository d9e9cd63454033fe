// Where SOPs are sought, and how one is loaded for a command: with its faults told as a compiler tells them.
import { join, resolve } from 'node:path';
import { type Diagnostic, renderDiagnostic } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { checkQuery } from '../local-cloudwatch/check-query.ts';
import { isKnownObligation } from '../run/obligations.ts';
import { PROCEDURES } from '../run/procedures/table.ts';
import { lintSop } from '../sop/lint.ts';
import { type FoundSop, findSop, type SopFolder } from '../sop/load.ts';
import type { Sop } from '../sop/sop.ts';
import type { Config } from './config.ts';
import { isFolder, nearSopPath } from './near-path.ts';
import { programFolder } from './places.ts';

/** ./sops, then the user's own, then the built-in ones. */
export function sopFolders({ userSops }: Config): readonly SopFolder[] {
  return [
    { label: 'project', path: resolve('sops') },
    { label: 'user', path: userSops },
    { label: 'built-in', path: join(programFolder(), 'sops') },
  ];
}

/** `flag` gave the name; null: it is an argument. Throws Failure `usage` where there is no such SOP or it cannot be carried out as written, with each fault and its place. */
export async function loadSop(
  nameOrPath: string,
  folders: readonly SopFolder[],
  flag: '--sop' | null,
): Promise<Sop> {
  const found = await findSop(nameOrPath, folders);
  const { value } = found;
  if (value === null) throw unusable(nameOrPath, found, nearOf(nameOrPath, found), flag);
  const diagnostics = lintSop(value.text, value.path, LINT_KNOWLEDGE).filter(isError);
  if (diagnostics.length > 0) throw unusable(nameOrPath, { ...found, diagnostics }, null, flag);
  return value;
}

/** Another one is meant only where none was found. */
function nearOf(nameOrPath: string, { text, near }: FoundSop): string | null {
  return text === null ? (near ?? nearSopPath(nameOrPath)) : null;
}

/** What the linter has to know of procedures, of what they check, and of the query language. */
export const LINT_KNOWLEDGE = {
  procedures: PROCEDURES,
  isChecked: isKnownObligation,
  compileQuery: checkQuery,
};

const isError = ({ severity }: Diagnostic) => severity === 'error';

/** Errors that are told where an SOP is refused, the first ones. */
const MAX_SHOWN = 20;

function unusable(
  name: string,
  { diagnostics, text, path }: FoundSop,
  near: string | null,
  flag: '--sop' | null,
): Failure {
  const shown = diagnostics
    .slice(0, MAX_SHOWN)
    .flatMap((diagnostic) => renderDiagnostic(diagnostic, text ?? '', path).split('\n'));
  if (diagnostics.length > MAX_SHOWN)
    shown.push(`and ${diagnostics.length - MAX_SHOWN} more errors`);
  const help = [...(isFolder(name) ? [] : shown), 'See which there are: troubleshoot sop list'];
  const message = isFolder(name)
    ? `"${name}" is a folder; an SOP is a file, NAME.sop.md, or its name.`
    : `The SOP "${name}" cannot be used.`;
  if (near !== null)
    return new Failure('usage', message, help, [
      { label: 'Type', replace: [{ flag, from: name, to: near }] },
    ]);
  const check = { label: 'Check it', keep: [], first: ['sop', 'lint', path] };
  const builtIn = { label: 'With the built-in one', drop: ['--sop'] };
  return new Failure('usage', message, help, [
    ...(text === null ? [] : [check]),
    ...(flag === null ? [] : [builtIn]),
  ]);
}
