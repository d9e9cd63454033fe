// `troubleshoot sop list|show|lint|new`.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Diagnostic, hasErrors, renderDiagnostic } from '../base/diagnostic.ts';
import { errorCode } from '../base/error-code.ts';
import { type Amendment, Failure } from '../base/failure.ts';
import { grouped } from '../base/grouped.ts';
import { makeFolder } from '../base/make-folder.ts';
import { sanitize } from '../base/sanitize.ts';
import { lintSop } from '../sop/lint.ts';
import { isEndless, listSops, type SopListing } from '../sop/load.ts';
import { newSop } from '../sop/skeleton.ts';
import { isSopName, kebabName, stemOf } from '../sop/sop-name.ts';
import type { CliProcess } from './cli-process.ts';
import { readConfig } from './config.ts';
import { EXIT } from './exit-code.ts';
import { wrapWords } from './failure-text.ts';
import { nearSopPath } from './near-path.ts';
import { quoted } from './own-command.ts';
import { LINT_KNOWLEDGE, loadSop, sopFolders } from './sop-source.ts';
import { widthOf } from './width.ts';

export async function listCommand(cli: CliProcess): Promise<number> {
  const config = readConfig();
  const columns = widthOf(cli.stdout, config);
  const { value, diagnostics } = await listSops(sopFolders(config), LINT_KNOWLEDGE);
  const listings = value ?? [];
  const hiddenBy = (sop: SopListing) =>
    listings
      .filter(({ name, shadowedBy }) => name === sop.name && shadowedBy === sop.source)
      .map(({ source }) => `  this one is used, not another one of [${source}]`);
  const lines = listings.flatMap((sop) => [
    `${sanitize(sop.name)}  [${sop.source}]`,
    ...hiddenBy(sop),
    ...(sop.shadowedBy === null ? [] : [`  not used: the one of [${sop.shadowedBy}] comes first`]),
    ...(sop.summary === '' ? [] : [`  ${sanitize(sop.summary)}`]),
    ...problemLines(sop),
  ]);
  for (const line of lines.flatMap((one) => wrapWords(one, columns, '    ')))
    cli.stdout.write(`${line}\n`);
  for (const { message } of diagnostics) cli.stderr.write(`${sanitize(message)}\n`);
  return EXIT.ok;
}

/** The place; of one that cannot be used why, and what tells all of it. */
function problemLines({ problem, path }: SopListing): readonly string[] {
  const place = sanitize(relativeOrWhole(path));
  return problem === null
    ? [`  ${place}`]
    : [
        `  cannot be used: ${sanitize(problem)}`,
        `  check it: troubleshoot sop lint ${quoted(place)}`,
      ];
}

function relativeOrWhole(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}

export async function showCommand(name: string, cli: CliProcess): Promise<number> {
  const sop = await loadSop(name, sopFolders(readConfig()), null);
  cli.stdout.write(sanitize(sop.text).replace(/\n?$/, '\n'));
  return EXIT.ok;
}

/** Faults of a file that are told, the first ones. */
const MAX_SHOWN = 200;

/** Exit code 2 where a file has an error; warnings alone are fine. */
export async function lintCommand(paths: readonly string[], cli: CliProcess): Promise<number> {
  const config = readConfig();
  // Where no person reads, a fault's place and message stay on one line for the program that does.
  const isRead = cli.stdout.isTTY === true || config.columns !== null;
  const columns = isRead ? widthOf(cli.stdout, config) : Number.POSITIVE_INFINITY;
  const say = (text: string) => cli.stdout.write(`${sanitize(text)}\n`);
  const texts = paths.map((path) => ({ path, text: readText(path) }));
  let bad = false;
  for (const { path, text } of texts) {
    const diagnostics = lintSop(text, path, LINT_KNOWLEDGE);
    for (const diagnostic of diagnostics.slice(0, MAX_SHOWN)) {
      const shown = renderDiagnostic(diagnostic, text, path, isRead ? columns : undefined);
      say(wrapWords(shown, columns, '    ').join('\n'));
    }
    if (diagnostics.length > MAX_SHOWN)
      say(`… and ${grouped(diagnostics.length - MAX_SHOWN)} more: mend these first`);
    say(closingCount(diagnostics, path));
    bad ||= hasErrors(diagnostics);
  }
  return bad ? EXIT.usage : EXIT.ok;
}

function closingCount(diagnostics: readonly Diagnostic[], path: string): string {
  if (diagnostics.length === 0) return `${path}: no faults`;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counts = [counted(errors, 'error'), counted(warnings, 'warning')];
  return `${counts.filter((count) => !count.startsWith('0')).join(', ')} in ${path}`;
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function readText(path: string): string {
  try {
    if (isEndless(statSync(path), path)) throw new Error('it is a pipe or a device, no file');
    return readFileSync(path, 'utf8');
  } catch (fault) {
    throw unreadable(path, fault instanceof Error ? fault : new Error(String(fault)));
  }
}

function unreadable(path: string, fault: NodeJS.ErrnoException): Failure {
  const near = nearSopPath(path);
  const again: Amendment[] =
    near === null ? [] : [{ label: 'Type', replace: [{ flag: null, from: path, to: near }] }];
  const message =
    fault.code === 'ENOENT'
      ? `There is no file ${resolve(path)}.`
      : fault.code === 'EISDIR'
        ? `${path} is a folder; what is checked is a file, NAME.sop.md.`
        : `Cannot read ${path}: ${fault.message}`;
  return new Failure('usage', message, ['See which there are: troubleshoot sop list'], again);
}

export async function newCommand(name: string, cli: CliProcess): Promise<number> {
  if (!isSopName(name)) {
    const near = kebabName(stemOf(name)) ?? 'checkout-incident';
    throw new Failure('usage', `"${name}" is not a kebab-case name.`, [
      `For example: troubleshoot sop new ${near}`,
    ]);
  }
  const path = join('sops', `${name}.sop.md`);
  if (existsSync(path))
    throw new Failure('usage', `${path} exists already.`, [
      'Edit it, or choose another name.',
      `Check it: troubleshoot sop lint ${path}`,
    ]);
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
    // Half a file would stand in the way of the next try.
    if (errorCode(fault) !== 'EEXIST') rmSync(path, { force: true });
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new Failure('failed', `Cannot write ${resolve(path)}: ${reason}`, [
      'Go to a folder that can be written, and type the same again.',
    ]);
  }
}
