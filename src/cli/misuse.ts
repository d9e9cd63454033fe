// What the parser of flags says of a command line that it cannot read, with the flag or command that was meant and the
// command line as it would be read.
import type { Command } from 'commander';
import { didYouMean } from '../base/did-you-mean.ts';
import { Failure } from '../base/failure.ts';
import { ownCommand, quoted, valuesOf } from './own-command.ts';

/** The message with what helps, in lines. */
export function misuseText(text: string, program: Command, argv: readonly string[]): string {
  const said = text.trimEnd();
  const lines = [nearName(said, program, argv), surplus(said, argv), valueWanted(said)];
  return `${[said, ...lines.flatMap((line) => line ?? [])].join('\n')}\n`;
}

const commandsOf = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(commandsOf),
];

/** The flag or the command that is written nearly so. */
function nearName(text: string, program: Command, argv: readonly string[]): string[] | null {
  const [, kind, typed = ''] = /^error: unknown (option|command) '-{0,2}([^'=]*)/.exec(text) ?? [];
  if (kind === undefined) return null;
  const commands = commandsOf(program);
  const flags = commands.flatMap(({ options }) => options.flatMap(({ long }) => long ?? []));
  const names =
    kind === 'option'
      ? [...flags, '--help'].map((flag) => flag.replace(/^--/, ''))
      : commands.slice(1).map((command) => command.name());
  const near = didYouMean(typed, names);
  if (near === null) return null;
  const dashes = kind === 'option' ? '--' : '';
  const meant = argv.map((word) =>
    word.split('=')[0] === dashes + typed
      ? dashes + near + word.slice(dashes.length + typed.length)
      : word,
  );
  return [`(Did you mean ${dashes}${near}?)`, `  Type: ${ownCommand(meant, { label: 'Type' })}`];
}

/** Words that people put before the application, as other programs have it. */
const VERBS =
  /^(?:run|start|investigate|analy[sz]e|diagnose|check|debug|troubleshoot|app|application)$/i;

/** A second argument: a verb before the application, or a name with a blank in it. */
function surplus(text: string, argv: readonly string[]): string[] | null {
  if (!/^error: too many arguments\. /.test(text)) return null;
  const words = valuesOf(argv, null);
  const [first = '', second = ''] = words;
  const said = 'The application is the first argument, and the only one.';
  const replace = VERBS.test(first)
    ? [{ flag: null, from: first, to: null }]
    : [
        { flag: null, from: first, to: words.join('-') },
        ...words.slice(1).map((from) => ({ flag: null, from, to: null })),
      ];
  const amended = ownCommand(argv, { label: 'For example', replace });
  return second === '' ? [said] : [said, `  For example: ${amended}`];
}

/** A flag at the end without its value. */
function valueWanted(text: string): string[] | null {
  const [, flag, name = ''] =
    /^error: option '(--[\w-]+) <([^>]+)>' argument missing/.exec(text) ?? [];
  return flag === undefined ? null : [`${flag} wants a value: ${flag} ${name.toUpperCase()}`];
}

/** Flags that may be given more than once. */
const REPEATABLE = ['--region', '--param', '--log-group', '--logs', '--fault'];

/** Throws Failure `usage` where a flag that has one value was given two that differ: which one was meant is not known. */
export function refuseTwice(argv: readonly string[]): void {
  const flags = new Set(argv.flatMap((word) => /^--[a-z-]+/.exec(word)?.[0] ?? []));
  for (const flag of flags) {
    if (REPEATABLE.includes(flag)) continue;
    const values = [...new Set(valuesOf(argv, flag))];
    if (values.length < 2) continue;
    const replace = values.slice(0, -1).map((from) => ({ flag, from, to: null }));
    throw new Failure(
      'usage',
      `${flag} was given more than once: ${values.map(quoted).join(' and ')}.`,
      ['Leave one of them.'],
      [{ label: 'For example', replace }],
    );
  }
}

/** The command of these names. Throws Failure `usage` where there is none. */
export function commandOf(names: readonly string[], program: Command): Command {
  let command = program;
  for (const name of names) {
    const known = command.commands.map((one) => one.name());
    const next = command.commands.find((one) => one.name() === name);
    if (next === undefined) throw unknownCommand(name, known);
    command = next;
  }
  return command;
}

function unknownCommand(name: string, known: readonly string[]): Failure {
  const near = didYouMean(name, known);
  const message = `There is no command "${name}".`;
  if (near === null)
    return new Failure('usage', message, [
      ...(known.length === 0 ? [] : [`There are: ${known.join(', ')}`]),
      'All flags of an investigation: troubleshoot --help',
    ]);
  const replace = [{ flag: null, from: name, to: near }];
  return new Failure('usage', message, [`Did you mean ${near}?`], [{ label: 'Type', replace }]);
}
