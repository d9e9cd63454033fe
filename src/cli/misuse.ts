// What the parser of flags says of a command line that it cannot read, with the flag or command that was meant and the
// command line as it would be read.
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { didYouMean } from '../base/did-you-mean.ts';
import { Failure } from '../base/failure.ts';
import { ownCommand, quoted, valuesOf } from './own-command.ts';
import { hoursMeant } from './values.ts';

/** The message with what helps, in lines. */
export function misuseText(text: string, program: Command, argv: readonly string[]): string {
  const said = text.trimEnd();
  const lines = [
    nearName(said, program, argv),
    surplusOfDefault(said, program, argv),
    commandInstead(said, program, argv) ?? surplus(said, argv),
    valueWanted(said),
    argumentWanted(said, program, argv),
  ];
  return `${[said, ...lines.flatMap((line) => line ?? [])].join('\n')}\n`;
}

/** Flags that other programs have, with what is meant here. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ...['q', 'silent'].map((name) => [name, 'quiet'] as const),
  ...['v', 'debug'].map((name) => [name, 'verbose'] as const),
  ...['y', 'assume-yes', 'force'].map((name) => [name, 'yes'] as const),
  ...['since', 'from', 'begin', 'start-time'].map((name) => [name, 'start'] as const),
  ...['until', 'to', 'end-time'].map((name) => [name, 'end'] as const),
  ...['last', 'duration', 'window', 'period'].map((name) => [name, 'hours'] as const),
  ...['log', 'file', 'path', 'input', 'log-file', 'f'].map((name) => [name, 'logs'] as const),
  ...['o', 'output', 'output-dir'].map((name) => [name, 'out'] as const),
  ...['group', 'log-group-name', 'g'].map((name) => [name, 'log-group'] as const),
  ...['r', 'aws-region'].map((name) => [name, 'region'] as const),
]);

/** The flag or the command that is written nearly so. */
function nearName(text: string, program: Command, argv: readonly string[]): string[] | null {
  const [, kind, dashes = '', typed = ''] =
    /^error: unknown (option|command) '(-{0,2})([^'=]*)/.exec(text) ?? [];
  if (kind === undefined) return null;
  const command = commandTyped(program, argv);
  if (kind === 'command') {
    const near = didYouMean(typed, namesOf(command));
    return commandWith(near, typed, program, argv);
  }
  if (typed === 'profile') return profileMeant(argv);
  const flags = [...command.options.flatMap(({ long }) => long ?? []), '--help'];
  const synonym = SYNONYMS.get(typed);
  const near =
    synonym !== undefined && flags.includes(`--${synonym}`)
      ? `--${synonym}`
      : flagLike(typed, flags);
  const [value = ''] = valuesOf(argv, dashes + typed);
  const hours = near === '--start' ? hoursMeant(value) : null;
  if (hours !== null) return lengthMeant(hours, dashes + typed, argv);
  if (near === '--end' && value === 'now') return untilNow(dashes + typed, argv);
  if (near !== null) return meantInstead(near, dashes + typed, argv);
  const owner = commandsOf(program).find(({ options }) =>
    options.some(({ long }) => long === `--${typed}`),
  );
  return owner === undefined ? null : [`(--${typed} is a flag of: ${nameOf(owner)})`];
}

/** Measured without the dashes, which all have. */
function flagLike(typed: string, flags: readonly string[]): string | null {
  const near = didYouMean(
    typed,
    flags.map((flag) => flag.replace(/^--/, '')),
  );
  return near === null ? null : `--${near}`;
}

const commandsOf = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(commandsOf),
];

/** The command that the first words name. */
function commandTyped(program: Command, argv: readonly string[]): Command {
  let command = program;
  for (const word of argv) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    command = next;
  }
  return command;
}

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

/** Another command, with those of the flags that it has. */
function commandWith(
  near: string | null,
  typed: string,
  program: Command,
  argv: readonly string[],
): string[] | null {
  if (near === null) return null;
  const { options } = commandTyped(program, exchanged(typed, near, argv));
  const known = new Set(options.flatMap(({ long, short }) => [long, short, '--help']));
  const flags = argv.flatMap((word) => /^--?[A-Za-z][\w-]*/.exec(word)?.[0] ?? []);
  const others = flags.filter((flag) => !known.has(flag));
  return meantInstead(near, typed, argv, others);
}

const exchanged = (typed: string, near: string, argv: readonly string[]) =>
  argv.map((word) => (word.split('=')[0] === typed ? near + word.slice(typed.length) : word));

function meantInstead(
  near: string | null,
  typed: string,
  argv: readonly string[],
  drop: readonly string[] = [],
): string[] | null {
  if (near === null || near === typed) return null;
  const meant = exchanged(typed, near, argv);
  return [`(Did you mean ${near}?)`, `  Type: ${ownCommand(meant, { label: 'Type', drop })}`];
}

/** `--since 2h`: a length, where `--start` is a time. */
function lengthMeant(hours: string, typed: string, argv: readonly string[]): string[] {
  const amendment = { label: 'Type', drop: [typed], add: ['--hours', hours] };
  return ['(Did you mean --hours?)', `  Type: ${ownCommand(argv, amendment)}`];
}

/** The end of the window is now where none is given. */
function untilNow(typed: string, argv: readonly string[]): string[] {
  const without = ownCommand(argv, { label: 'Type', drop: [typed] });
  return [
    '(Without --end the window ends now, of local logs at the last event)',
    `  Type: ${without}`,
  ];
}

/** The AWS SDK takes the profile from the environment. */
function profileMeant(argv: readonly string[]): string[] {
  const [profile = 'NAME'] = valuesOf(argv, '--profile');
  const rest = ownCommand(argv, { label: 'Type', drop: ['--profile'] });
  return [`  Type: AWS_PROFILE=${quoted(profile)} ${rest}`];
}

/** What a command takes, where an argument is missing. */
function argumentWanted(text: string, program: Command, argv: readonly string[]): string[] | null {
  if (!/^error: missing required argument/.test(text)) return null;
  const command = commandTyped(program, argv);
  return [`  Usage: ${nameOf(command)} ${command.usage()}`];
}

const namesOf = ({ commands }: Command) => commands.map((one) => one.name());

/** `runs shwo RUN`: what follows the name of a command is nearly one of its own. */
function surplusOfDefault(
  text: string,
  program: Command,
  argv: readonly string[],
): string[] | null {
  if (!/^error: too many arguments for '/.test(text)) return null;
  const [name = '', typed = ''] = valuesOf(argv, null);
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return null;
  return meantInstead(didYouMean(typed, namesOf(command)), typed, argv);
}

/** `run show RUN`, `resum RUN`: the first of several words is nearly a command, which takes what follows it. */
function commandInstead(text: string, program: Command, argv: readonly string[]): string[] | null {
  if (!TOO_MANY.test(text)) return null;
  const [first = '', second = ''] = valuesOf(argv, null);
  const near = didYouMean(first, namesOf(program));
  const command = program.commands.find((one) => one.name() === near);
  if (command === undefined) return null;
  const takesNext =
    command.commands.length > 0
      ? didYouMean(second, namesOf(command)) !== null
      : command.registeredArguments.length > 0 && !VERBS.test(first);
  return takesNext ? commandWith(near, first, program, argv) : null;
}

/** An application may be called nearly as a command is: only where it led to nothing is the command told. */
export function commandMeant(program: Command, argv: readonly string[]): readonly string[] {
  const [application = '', ...others] = valuesOf(argv, null);
  if (others.length > 0 || namesOf(program).includes(application)) return [];
  const near = didYouMean(application, namesOf(program));
  return near === null ? [] : [`If the command ${near} was meant: troubleshoot ${near}`];
}

const TOO_MANY = /^error: too many arguments\. /;

/** Words that people put before the application, as other programs have it. */
const VERBS =
  /^(?:run|start|investigate|analy[sz]e|diagnose|check|debug|troubleshoot|app|application)$/i;

/** A second argument: a verb before the application, or a name with a blank in it. */
function surplus(text: string, argv: readonly string[]): string[] | null {
  if (!TOO_MANY.test(text)) return null;
  const words = valuesOf(argv, null);
  const [first = '', second = ''] = words;
  const said = 'The application is the first argument, and the only one.';
  if (existsSync(second)) {
    const asLogs = { flag: null, from: second, to: null };
    const amendment = { label: 'For example', replace: [asLogs], add: ['--logs', second] };
    return [said, `  For example: ${ownCommand(argv, amendment)}`];
  }
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
const REPEATABLE = ['--region', '--param', '--log-group', '--logs', '--fault', '--mcp-config'];

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

/** Throws Failure `usage` where a flag has an empty value: a variable of a shell or of cron that is not set. */
export function refuseEmpty(argv: readonly string[]): void {
  for (const [flag, to] of NEVER_EMPTY) {
    const from = valuesOf(argv, flag).find((value) => value.trim() === '');
    if (from === undefined) continue;
    const help = ['If a variable of the shell stands there, it is not set.'];
    const again = [{ label: 'For example', replace: [{ flag, from, to }] }];
    throw new Failure('usage', `${flag} was given an empty value.`, help, again);
  }
}

/** Flags whose empty value would be taken for a place or a name, with what may stand there; null: nothing has to. */
const NEVER_EMPTY: readonly (readonly [string, string | null])[] = [
  ['--out', null],
  ['--sop', null],
  ['--model', null],
  ['--mcp-config', null],
  ['--logs', './logs'],
];

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
