// A failure as a person reads it: the message, then what to type next, in lines that fit the terminal.
import type { Failure } from '../base/failure.ts';
import { sanitize } from '../base/sanitize.ts';
import { columnsOf } from '../terminal/columns.ts';
import { ownCommand } from './own-command.ts';

const INDENT = '  ';
/** A line of a diagnostic's source, or the caret below it: both stay as they are. */
const SOURCE_LINE = /^ *\| /;

/** A command, alone on its line or behind what it is for; the form of a command (Usage) is none. */
const COMMAND = /^(?!Usage)( +|.*?: )((?:troubleshoot|aws) .*)$/;

interface Setting {
  readonly columns: number;
  /** What was typed after the program's name. */
  readonly argv: readonly string[];
}

/** The lines of a failure, line end included. A word longer than a line (a path) stays whole, to be copied. */
export function failureText(
  { message, help, again }: Pick<Failure, 'message' | 'help' | 'again'>,
  { columns, argv }: Setting,
): string {
  const commands = again.map((amendment) => `${amendment.label}: ${ownCommand(argv, amendment)}`);
  const lines = [
    ...wrapWords(`troubleshoot: ${sanitize(message)}`, columns, INDENT),
    ...[...help, ...commands].flatMap((line) =>
      wrapWords(`${INDENT}${sanitize(line)}`, columns, INDENT.repeat(2)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Each line of the text, broken at blanks where it is longer than `columns`; what follows a break is hung. */
export function wrapWords(text: string, columns: number, hanging: string): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, columns, hanging));
}

function wrapLine(line: string, columns: number, hanging: string): string[] {
  if (columnsOf(line) <= columns || SOURCE_LINE.test(line)) return [line];
  const [indent = ''] = /^ */.exec(line) ?? [];
  const [, words, command] = COMMAND.exec(line) ?? [];
  if (words === undefined || command === undefined)
    return fill(line.trim().split(' '), columns, { indent, hanging, end: '' });
  const alone = words.trim() === '';
  return [
    ...(alone ? [] : wrapLine(words.trimEnd(), columns, hanging)),
    ...fill(shellWords(command, columns - hanging.length - CONTINUED.length), columns, {
      indent: alone ? words : hanging,
      hanging,
      end: CONTINUED,
    }),
  ];
}

const CONTINUED = ' \\';

/** The words of a command, a flag with its value as one where there is room; what is in quotes stays whole. */
const shellWords = (command: string, room: number): readonly string[] =>
  (command.match(/(?:--[\w-]+ (?!-))?(?:'[^']*'|"[^"]*"|\\.|[^\s'"])+/g) ?? []).flatMap((words) => {
    const at = words.indexOf(' ');
    const isPair = words.startsWith('--') && at > 0 && columnsOf(words) > room;
    return isPair ? [words.slice(0, at), words.slice(at + 1)] : [words];
  });

interface Margins {
  readonly indent: string;
  readonly hanging: string;
  /** What stands behind a line that goes on in the next: a command is copied with its line breaks. */
  readonly end: string;
}

function fill(words: readonly string[], columns: number, margins: Margins): string[] {
  const { indent, hanging, end } = margins;
  const lines: string[] = [];
  let current = indent;
  for (const [index, word] of words.entries()) {
    const next = current.trim() === '' ? current + word : `${current} ${word}`;
    const room = index === words.length - 1 ? columns : columns - end.length;
    if (current.trim() !== '' && columnsOf(next) > room) {
      lines.push(current + end);
      current = hanging + word;
    } else current = next;
  }
  return [...lines, current];
}
