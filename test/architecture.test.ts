// The rooms of src/ and the arrows between them, held against the code.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
const MAX_FILE_LINES = 400;

/** Room → rooms that it may import. `types` in a value: type imports only, and why. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  main: ['cli'],
  cli: [
    'terminal',
    'run',
    'agent',
    'mcp',
    'sop',
    'diagnosis',
    'report',
    'evidence',
    'local-cloudwatch',
    'base',
  ],
  terminal: ['run', 'report', 'base'],
  run: ['agent', 'sop', 'evidence', 'diagnosis', 'report', 'base'],
  agent: ['base'],
  mcp: ['agent', 'evidence', 'base'],
  sop: ['base'],
  diagnosis: ['evidence', 'base'],
  report: ['evidence', 'diagnosis', 'base'],
  evidence: ['base'],
  'local-cloudwatch': ['insights', 'evidence', 'base'],
  insights: ['base'],
  base: [],
};

/** Arrows that may carry types only. */
const TYPES_ONLY = new Set([
  'mcp → agent',
  'report → evidence',
  'report → diagnosis',
  'terminal → report',
]);
/** The terminal reads events and nothing else of `run`. */
const TERMINAL_READS = new Set(['run/events.ts']);

/** Outside package → the rooms that may use it. */
const PACKAGE_ROOMS: Record<string, readonly string[]> = {
  commander: ['cli'],
  inquirer: ['terminal'],
  marked: ['terminal'],
  'marked-terminal': ['terminal'],
  '@modelcontextprotocol/sdk': ['mcp'],
  'jsonc-parser': ['mcp'],
  '@aws-sdk': ['mcp'],
  '@smithy': ['mcp'],
  '@anthropic-ai': ['agent'],
  zod: Object.keys(MAY_IMPORT),
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.split('\\').join('/'))
  .filter((path) => path.endsWith('.ts'));

const roomOf = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? '') : 'main');

function importsOf(path: string): Import[] {
  const text = readFileSync(join(SRC, path), 'utf8');
  const statement =
    /\b(?:import|export)\s+(type\s)?[^;'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|import\s+['"]([^'"]+)['"]/g;
  return [...text.matchAll(statement)].map((match) => ({
    from: path,
    to: match[2] ?? match[3] ?? match[4] ?? '',
    typeOnly: match[1] !== undefined,
  }));
}

const imports = files.flatMap(importsOf);
const inner = imports
  .filter((entry) => entry.to.startsWith('.'))
  .map((entry) => ({ ...entry, to: posix.normalize(posix.join(dirname(entry.from), entry.to)) }));
const outer = imports.filter((entry) => !entry.to.startsWith('.') && !entry.to.startsWith('node:'));

describe('architecture', () => {
  test('every room of the table holds files, and every file stands in a room', () => {
    const found = new Set(files.map(roomOf));
    expect([...found].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  test('rooms import only what the table allows', () => {
    const wrong = inner
      .filter(({ from, to }) => roomOf(from) !== roomOf(to))
      .filter(({ from, to }) => !MAY_IMPORT[roomOf(from)]?.includes(roomOf(to)))
      .map(({ from, to }) => `${from} -> ${to}`);
    expect(wrong).toEqual([]);
  });

  test('arrows that carry types carry nothing else', () => {
    const wrong = inner
      .filter(({ from, to }) => TYPES_ONLY.has(`${roomOf(from)} → ${roomOf(to)}`))
      .filter(({ typeOnly }) => !typeOnly)
      .map(({ from, to }) => `${from} -> ${to}`);
    expect(wrong).toEqual([]);
  });

  test('the terminal reads events and nothing behind them', () => {
    const wrong = inner
      .filter(({ from, to }) => roomOf(from) === 'terminal' && roomOf(to) === 'run')
      .filter(({ to }) => !TERMINAL_READS.has(to))
      .map(({ from, to }) => `${from} -> ${to}`);
    expect(wrong).toEqual([]);
  });

  test('the table has no circle', () => {
    const visit = (room: string, path: readonly string[]): string[] =>
      path.includes(room)
        ? [[...path, room].join(' -> ')]
        : (MAY_IMPORT[room] ?? []).flatMap((next) => visit(next, [...path, room]));
    expect(visit('main', [])).toEqual([]);
  });

  test('files do not import each other in a circle', () => {
    const next = new Map<string, string[]>();
    for (const { from, to } of inner) next.set(from, [...(next.get(from) ?? []), to]);
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (path.includes(file) || done.has(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });

  test('outside packages stay in their rooms', () => {
    const allowed = (entry: Import) => {
      const name = Object.keys(PACKAGE_ROOMS).find(
        (key) => entry.to === key || entry.to.startsWith(`${key}/`),
      );
      return name !== undefined && PACKAGE_ROOMS[name]?.includes(roomOf(entry.from));
    };
    expect(
      outer.filter((entry) => !allowed(entry)).map(({ from, to }) => `${from} -> ${to}`),
    ).toEqual([]);
  });

  test('no file is longer than its limit', () => {
    const long = files
      .map((path) => ({
        path,
        lines: readFileSync(join(SRC, path), 'utf8').split('\n').length - 1,
      }))
      .filter(({ lines }) => lines > MAX_FILE_LINES);
    expect(long).toEqual([]);
  });

  test('only cli/config.ts reads the environment', () => {
    const readers = files.filter((path) =>
      /process\s*\.\s*env/.test(readFileSync(join(SRC, path), 'utf8')),
    );
    expect(readers.filter((path) => path !== 'cli/config.ts')).toEqual([]);
  });

  test('imports are resolved to files that exist', () => {
    const missing = inner.filter(({ to }) => !files.includes(to) && !to.endsWith('.json'));
    expect(missing.map(({ from, to }) => `${relative('.', from)} -> ${to}`)).toEqual([]);
  });
});
