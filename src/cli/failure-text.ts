// A failure as a person reads it: the message, then what to type next, in lines that fit the terminal.
import type { Failure } from '../base/failure.ts';
import { sanitize } from '../base/sanitize.ts';
import { columnsOf } from '../terminal/columns.ts';

const INDENT = '  ';
/** A line of a diagnostic's source, or the caret below it: both stay as they are. */
const SOURCE_LINE = /^ *\| /;

/** The lines of a failure, line end included. A word longer than a line (a path) stays whole, to be copied. */
export function failureText({ message, help }: Failure, columns: number): string {
  const lines = [
    ...wrapWords(`troubleshoot: ${sanitize(message)}`, columns, INDENT),
    ...help.flatMap((line) => wrapWords(`${INDENT}${sanitize(line)}`, columns, INDENT.repeat(2))),
  ];
  return `${lines.join('\n')}\n`;
}

/** Each line of the text, broken at blanks where it is longer than `columns`; what follows a break is hung. */
export function wrapWords(text: string, columns: number, hanging: string): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, columns, hanging));
}

function wrapLine(line: string, columns: number, hanging: string): string[] {
  if (columnsOf(line) <= columns || SOURCE_LINE.test(line)) return [line];
  const command = /^(.*?: )((?:troubleshoot|aws) .*)$/.exec(line);
  const [, words = '', rest = ''] = command ?? [];
  if (command !== null && columnsOf(hanging + rest) <= columns) {
    return [...wrapLine(words.trimEnd(), columns, hanging), hanging + rest];
  }
  const [indent = ''] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let current = indent;
  for (const word of line.trim().split(' ')) {
    const next = current.trim() === '' ? current + word : `${current} ${word}`;
    if (current.trim() !== '' && columnsOf(next) > columns) {
      lines.push(current);
      current = hanging + word;
    } else current = next;
  }
  return [...lines, current];
}
