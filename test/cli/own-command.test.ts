import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { FLAGS_WITHOUT_VALUE, ownCommand } from '../../src/cli/own-command.ts';
import { createProgram } from '../../src/cli/program.ts';

const same = { label: 'Type' };

test('the words are quoted for a shell where they must be', () => {
  const argv = [
    'it',
    '--logs',
    "o'clock $HOME",
    '--param',
    'a=b c',
    '--out=x;y',
    '--region=-x',
    '',
  ];
  expect(ownCommand(argv, same)).toBe(
    `troubleshoot it --logs 'o'\\''clock $HOME' --param 'a=b c' --out 'x;y' --region=-x`,
  );
});

test('a value is exchanged where it was meant, not where the same word stands for something else', () => {
  const argv = ['app', '--quiet', '--log-group', 'app', '--logs', 'x'];
  const replace = [{ flag: null, from: 'app', to: 'shop' }];
  expect(ownCommand(argv, { label: 'Type', replace })).toBe(
    'troubleshoot shop --quiet --log-group app --logs x',
  );
});

test('words behind -- stay behind it', () => {
  const add = ['--logs', 'x'];
  expect(ownCommand(['--', '-app'], { label: 'Type', add })).toBe('troubleshoot --logs x -- -app');
});

test('another command keeps the flags that it shares', () => {
  const argv = ['app', '--logs', 'x', '--hours', '2', '--logs=y'];
  const amendment = { label: 'Type', keep: ['--logs'], first: ['logs', 'groups'] };
  expect(ownCommand(argv, amendment)).toBe('troubleshoot logs groups --logs x --logs y');
});

test('the flags without a value are those of the program', () => {
  const program = createProgram(process, () => {});
  const commands = (one: Command): Command[] => [one, ...one.commands.flatMap(commands)];
  const flags = commands(program).flatMap(({ options }) => options);
  const without = flags.filter(({ required, optional }) => !required && !optional);
  const known = new Set(without.flatMap(({ long }) => long ?? []));
  expect(new Set([...known, '--help', '-h'])).toEqual(FLAGS_WITHOUT_VALUE);
});
