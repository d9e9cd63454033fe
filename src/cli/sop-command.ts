// `troubleshoot sop list|show|lint|new`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { hasErrors, renderDiagnostic } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { makeFolder } from '../base/make-folder.ts';
import { sanitize } from '../base/sanitize.ts';
import { lintSop } from '../sop/lint.ts';
import { listSops } from '../sop/load.ts';
import { newSop } from '../sop/skeleton.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT } from './exit-code.ts';
import { LINT_KNOWLEDGE, loadSop, sopFolders } from './sop-source.ts';

const WIDTH = 80;

export async function listCommand(cli: CliProcess): Promise<number> {
  const { value, diagnostics } = await listSops(sopFolders(readConfig()));
  for (const sop of value ?? []) {
    const shadow = sop.shadowed ? ' (shadowed by one of the same name)' : '';
    cli.stdout.write(`${sanitize(sop.name)}  [${sop.source}]${shadow}\n`);
    cli.stdout.write(`  ${cut(sanitize(sop.summary), WIDTH - 2)}\n`);
    if (sop.problem !== null) cli.stdout.write(`  cannot be used: ${sanitize(sop.problem)}\n`);
    cli.stdout.write(`  ${relativeOrWhole(sop.path)}\n`);
  }
  for (const { message } of diagnostics) cli.stderr.write(`${sanitize(message)}\n`);
  return EXIT.ok;
}

const cut = (text: string, columns: number) =>
  text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;

function relativeOrWhole(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}

export async function showCommand(name: string, cli: CliProcess): Promise<number> {
  const sop = await loadSop(name, sopFolders(readConfig()), null);
  cli.stdout.write(sanitize(sop.text).replace(/\n?$/, '\n'));
  return EXIT.ok;
}

/** Exit code 2 where a file has an error; warnings alone are fine. */
export async function lintCommand(paths: readonly string[], cli: CliProcess): Promise<number> {
  let bad = false;
  for (const path of paths) {
    const text = readText(path);
    const diagnostics = lintSop(text, path, LINT_KNOWLEDGE);
    for (const diagnostic of diagnostics) {
      cli.stdout.write(`${sanitize(renderDiagnostic(diagnostic, text, path))}\n`);
    }
    if (diagnostics.length === 0) cli.stdout.write(`${path}: no faults\n`);
    bad ||= hasErrors(diagnostics);
  }
  return bad ? EXIT.usage : EXIT.ok;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new Failure('usage', `Cannot read ${path}: ${reason}`, [
      'The built-in ones: troubleshoot sop list',
    ]);
  }
}

export async function newCommand(name: string, cli: CliProcess): Promise<number> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new Failure('usage', `"${name}" is not a kebab-case name.`, [
      'For example: troubleshoot sop new checkout-incident',
    ]);
  }
  const path = join('sops', `${name}.sop.md`);
  if (existsSync(path))
    throw new Failure('usage', `${path} exists already.`, [`Edit it, or choose another name.`]);
  writeSop(path, newSop(name));
  cli.stdout.write(
    `${resolve(path)}\nCheck it: troubleshoot sop lint ${path}\nRun it: troubleshoot APPLICATION --sop ${name}\n`,
  );
  return EXIT.ok;
}

function writeSop(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, text, { flag: 'wx' });
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new Failure('failed', `Cannot write ${resolve(path)}: ${reason}`, [
      'Go to a folder that can be written, and type the same again.',
    ]);
  }
}
