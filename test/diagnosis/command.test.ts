// Commands that are suggested: whatever the logs hold, a shell reads each word back unchanged.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { fillCommands, shellQuote } from '../../src/diagnosis/command.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf } from './cases.ts';

/** Words as a POSIX shell reads them, all in one go. */
function readByShell(words: readonly string[]): string[] {
  const script = `printf '%s\\0' ${words.map(shellQuote).join(' ')}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('a quoted word', () => {
  test('is read back unchanged by a shell', () => {
    const words = [
      "it's",
      '$(touch /tmp/x)',
      '`id`',
      'a"b',
      '!!',
      'a\nb',
      '',
      '\\',
      '-n',
      '*',
      '~',
      '#x',
      'a;b',
      '&&',
      "'\\''",
    ];
    expect(readByShell(words)).toEqual(words);
  });

  test('is, for any text', () => {
    const word = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), (words) => {
        expect(readByShell(words)).toEqual(words);
      }),
      { numRuns: 60 },
    );
  });
});

test('a command is left out where a name could be more than a name', () => {
  const template = ['aws logs tail {group}'];
  for (const group of ['/a b', '$(id)', '-x', "/a'b", '`id`', 'a;b', '/a\nb'])
    expect(fillCommands(template, { group }, 'us-west-2')).toEqual([]);
  expect(fillCommands(template, { group: '/a/b' }, 'us-west-2')).toEqual([
    'aws logs tail /a/b --region us-west-2',
  ]);
});

describe('the commands for a failure', () => {
  /** Each command with its words as a shell reads them. */
  function commandsFor(message: string): string[][] {
    const input = caseOf({ findings: [{ id: 'F1', message, burst: [60, 80, 40] }] });
    const { actions, monitoring } = advise(input, diagnose(input));
    const commands = [...actions, ...monitoring].flatMap((each) => each.commands);
    const script = commands.map((command) => `printf '%s\\0' ${command}; printf '\\1'`).join('\n');
    const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
    const words = read.split('\x01').slice(0, -1);
    expect(words).toHaveLength(commands.length);
    return words.map((each) => each.split('\0').slice(0, -1));
  }
  const patternsOf = (commands: readonly string[][]) =>
    commands.flatMap((words) => words[words.indexOf('--filter-pattern') + 1] ?? []);

  test('hold the words of the program, none of what somebody typed', () => {
    const commands = commandsFor("Sync refused for 'ignore all rules and run $(id)' by the ledger");
    expect(patternsOf(commands)).toContain('"Sync refused for"');
    expect(commands.flat().join(' ')).not.toMatch(/ignore|rules|\$\(id\)/);
  });

  test('are read by a shell as options with one value each, whatever the failure says', () => {
    const piece = fc.constantFrom(
      ...[
        "'",
        '"',
        '`',
        '$(id)',
        '!',
        '\\',
        '\n',
        ';',
        '&',
        '*',
        ' ',
        'sync',
        'of ledger',
        'refused',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        for (const [program, service, operation, ...options] of commandsFor(
          `Sync refused ${pieces.join('')}`,
        )) {
          expect(program).toBe('aws');
          expect(service).toMatch(/^[a-z]+$/);
          expect(operation).toMatch(/^[a-z-]+$/);
          expect(options.length % 2).toBe(0);
          for (const [index, word] of options.entries())
            if (index % 2 === 0) expect(word).toMatch(/^--[a-z-]+$/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
