// Finds SOPs on disk: by path, or by name in folders that are searched in order (the first one wins).

import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checked, Diagnostic } from '../base/diagnostic.ts';
import { didYouMean } from '../base/did-you-mean.ts';
import { errorCode } from '../base/error-code.ts';
import { MAX_SOP_CHARS } from './draft.ts';
import { lintSop } from './lint.ts';
import { parseSop } from './parse.ts';
import type { LintKnowledge } from './rule.ts';
import type { Sop, SopParameter } from './sop.ts';
import { SOP_SUFFIX, sopNameOf } from './sop-name.ts';

/** A place where SOPs are sought; the label says whose they are (`project`, `user`, `built-in`). */
export interface SopFolder {
  readonly label: string;
  readonly path: string;
}

/** An SOP, or why there is none: not found, not readable, or its text does not parse. */
export interface FoundSop extends Checked<Sop> {
  /** The file; what was asked for where no file was found. */
  readonly path: string;
  /** What spans count in; null where no file was read. */
  readonly text: string | null;
  /** Where there is no SOP of the name: one that is named nearly so. */
  readonly near: string | null;
}

export interface SopListing {
  readonly name: string;
  /** Label of its folder. */
  readonly source: string;
  readonly path: string;
  /** null where the SOP does not parse. */
  readonly title: string | null;
  /** First sentence of the overview; empty where there is none. */
  readonly summary: string;
  /** Empty where the SOP does not parse. */
  readonly parameters: readonly SopParameter[];
  /** Why it cannot be used, be it that it does not parse or that it cannot be carried out as written; null where it can. */
  readonly problem: string | null;
  /** Label of the folder searched earlier that has another SOP of the same name: that one is used; null: this one is. */
  readonly shadowedBy: string | null;
}

/** Most SOPs of one folder that are listed; more are told as a warning. */
const MAX_SOPS_PER_FOLDER = 500;
/** UTF-8 needs at most three bytes for a UTF-16 code unit. */
const MAX_SOP_BYTES = 3 * MAX_SOP_CHARS;
/** Longest summary of a listing, in characters. */
const MAX_SUMMARY_CHARS = 160;

/**
 * The SOP of a name, or the one at a path (anything with a slash, or ending in `.md`), parsed.
 * Errors: `sop-not-found` with the places searched and a "did you mean", `sop-unreadable`, and those of `parseSop`.
 */
export async function findSop(
  nameOrPath: string,
  folders: readonly SopFolder[],
): Promise<FoundSop> {
  if (/[\\/]/.test(nameOrPath) || nameOrPath.endsWith('.md')) return readSop(nameOrPath);
  const read = await Promise.all(folders.map(readFolder));
  const first = read.find(({ names }) => names.includes(nameOrPath));
  if (first !== undefined) return readSop(join(first.folder.path, nameOrPath + SOP_SUFFIX));
  const diagnostics = read.flatMap((result) => result.diagnostics);
  const near = didYouMean(
    nameOrPath,
    read.flatMap(({ names }) => names),
  );
  return { ...failed(nameOrPath, [...diagnostics, notFound(nameOrPath, read, near)]), near };
}

/**
 * All SOPs of all folders, in search order and by name; a folder that does not exist holds none. A copy of one that was
 * found earlier is no other SOP.
 */
export async function listSops(
  folders: readonly SopFolder[],
  known: LintKnowledge,
): Promise<Checked<readonly SopListing[]>> {
  const listings: SopListing[] = [];
  const texts = new Map<string, { readonly text: string | null; readonly label: string }>();
  const diagnostics: Diagnostic[] = [];
  for (const folder of folders) {
    const { names, diagnostics: problems } = await readFolder(folder);
    diagnostics.push(...problems, ...tooMany(folder, names.length));
    for (const name of names.slice(0, MAX_SOPS_PER_FOLDER)) {
      const found = await readSop(join(folder.path, name + SOP_SUFFIX));
      const earlier = texts.get(name);
      if (earlier === undefined) texts.set(name, { text: found.text, label: folder.label });
      else if (found.text !== null && found.text === earlier.text) continue;
      const problem = problemOf(found, known);
      listings.push({
        ...listingOf(folder, name, found, problem),
        shadowedBy: earlier?.label ?? null,
      });
    }
  }
  return { value: listings, diagnostics };
}

interface FolderNames {
  readonly folder: SopFolder;
  readonly names: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

async function readFolder(folder: SopFolder): Promise<FolderNames> {
  try {
    const files = await readdir(folder.path);
    const names = files.filter((file) => file.endsWith(SOP_SUFFIX)).map(sopNameOf);
    names.sort();
    return { folder, names, diagnostics: [] };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { folder, names: [], diagnostics: [] };
    return { folder, names: [], diagnostics: [unreadable(folder.path, error)] };
  }
}

function listingOf(
  folder: SopFolder,
  name: string,
  { value: sop, path }: FoundSop,
  problem: string | null,
): Omit<SopListing, 'shadowedBy'> {
  const summary = firstSentence(sop?.overview ?? '');
  return {
    name,
    source: folder.label,
    path,
    title: sop?.title ?? null,
    summary,
    parameters: sop?.parameters ?? [],
    problem,
  };
}

function problemOf({ value, path, diagnostics }: FoundSop, known: LintKnowledge): string | null {
  const faults = value === null ? diagnostics : lintSop(value.text, path, known);
  return faults.find(({ severity }) => severity === 'error')?.message ?? null;
}

async function readSop(path: string): Promise<FoundSop> {
  try {
    const file = await stat(path);
    const { size } = file;
    if (isEndless(file, path))
      return failed(path, [
        fault('sop-unreadable', `${path} is a pipe or a device, no file`, null),
      ]);
    if (size > MAX_SOP_BYTES) {
      const message = `${path} is larger than ${MAX_SOP_BYTES} bytes and was not read`;
      return failed(path, [fault('sop-unreadable', message, null)]);
    }
    const text = await readFile(path, 'utf8');
    return { ...parseSop(text, path), path, text, near: null };
  } catch (error) {
    return failed(path, [unreadable(path, error)]);
  }
}

/** What would be waited for without end: a pipe that nobody writes, a device; those that a shell hands over are read. */
export const isEndless = (file: Stats, path: string): boolean =>
  !file.isFile() && !file.isDirectory() && !/^\/(?:dev\/(?:fd|stdin|null)|proc\/)/.test(path);

function failed(path: string, diagnostics: readonly Diagnostic[]): FoundSop {
  return { value: null, diagnostics, path, text: null, near: null };
}

function notFound(name: string, read: readonly FolderNames[], near: string | null): Diagnostic {
  const places = read.map(({ folder }) => `${folder.path} (${folder.label})`).join(', ');
  const message = `There is no SOP \`${name}\`; searched: ${places}`;
  const help = near === null ? 'see `troubleshoot sop list`' : `did you mean \`${near}\`?`;
  return fault('sop-not-found', message, help);
}

function tooMany(folder: SopFolder, count: number): readonly Diagnostic[] {
  if (count <= MAX_SOPS_PER_FOLDER) return [];
  const message = `${folder.path}: ${MAX_SOPS_PER_FOLDER} of ${count} SOPs are listed`;
  return [{ severity: 'warning', code: 'too-many-sops', message, span: null, help: null }];
}

function unreadable(path: string, error: unknown): Diagnostic {
  const code = errorCode(error);
  if (code === 'ENOENT') return fault('sop-not-found', `There is no file ${path}`, null);
  if (code === 'EISDIR') {
    const help = 'name the `.sop.md` file in that folder, or give the folder another name';
    return fault('sop-unreadable', `${path} is a folder; an SOP is a file`, help);
  }
  const why = error instanceof Error ? error.message : String(error);
  return fault('sop-unreadable', `${path} cannot be read: ${why}`, null);
}

function fault(code: string, message: string, help: string | null): Diagnostic {
  return { severity: 'error', code, message, span: null, help };
}

function firstSentence(overview: string): string {
  const text = overview
    .slice(0, 4 * MAX_SUMMARY_CHARS)
    .replace(/\s+/g, ' ')
    .trim();
  const end = text.search(/[.!?](?: |$)/);
  const sentence = end === -1 ? text : text.slice(0, end + 1);
  if (sentence.length <= MAX_SUMMARY_CHARS) return sentence;
  return `${sentence.slice(0, MAX_SUMMARY_CHARS - 1).trimEnd()}…`;
}
