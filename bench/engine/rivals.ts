// Programs beside which the engine is measured, where they are installed.
import { spawnSync } from 'node:child_process';
import type { Case } from './cases.ts';

export interface Rival {
  readonly name: string;
  /** null: not installed. */
  readonly version: string | null;
  /** null: it cannot do this. */
  commandFor(one: Case, files: readonly string[]): readonly string[] | null;
}

const CSV =
  "delim = e'\\x01', quote = '', escape = '', header = false, columns = {'line': 'VARCHAR'}";

export function rivals(): readonly Rival[] {
  return [
    {
      name: 'ripgrep',
      version: versionOf('rg'),
      commandFor: ({ pattern, on }, files) =>
        pattern === null ? null : ['rg', '-c', ...(on === 'gzip' ? ['-z'] : []), pattern, ...files],
    },
    {
      name: 'grep',
      version: versionOf('grep'),
      commandFor: ({ pattern, on }, files) =>
        pattern === null || on === 'gzip' ? null : ['grep', ...grepArgs(pattern), ...files],
    },
    {
      name: 'DuckDB',
      version: versionOf('duckdb'),
      commandFor({ sql, on }, files) {
        if (sql === null) return null;
        const list = files.map((file) => `'${file}'`).join(', ');
        const read = on === 'json' ? `read_json([${list}])` : `read_csv([${list}], ${CSV})`;
        return ['duckdb', '-c', `create view logs as select * from ${read}; ${sql}`];
      },
    },
  ];
}

function grepArgs(pattern: string): readonly string[] {
  const folded = pattern.startsWith('(?i)');
  return ['-cE', ...(folded ? ['-i'] : []), pattern.replace('(?i)', '')];
}

function versionOf(program: string): string | null {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return status === 0 ? (stdout.split('\n')[0] ?? null) : null;
}
