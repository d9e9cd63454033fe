// Commands that are suggested: whatever the logs hold, a shell reads each word back unchanged.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillCommands, shellQuote } from '../../src/diagnosis/command.ts';

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
