// Help that fits the terminal: in a narrow one what a flag does stands below it.
import { wrapWords } from './failure-text.ts';

/** Narrower than this, two columns leave too little room for the second. */
const TWO_COLUMNS = 70;
const INDENT = '  ';
const BELOW = '      ';

/** Flags and commands with what they do; null: side by side, as the parser has it. */
export const narrowItem = (columns: number) =>
  columns >= TWO_COLUMNS
    ? null
    : (term: string, _width: number, description: string): string =>
        `${INDENT}${term}${description === '' ? '' : `\n${BELOW}${description}`}`;

/** A text of help in lines of at most `columns`. */
export const fitted = (text: string, columns: number): string => wrapHelp(text, columns).join('\n');

function wrapHelp(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => {
    const [indent = ''] = /^ */.exec(line) ?? [];
    return wrapWords(line, columns, indent + (line.startsWith(BELOW) ? '' : INDENT));
  });
}

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'report without a gap'],
  ['1', 'failed'],
  ['2', 'usage, SOP or configuration'],
  ['3', 'report with at least one gap'],
  ['4', 'credentials or permission refused at the first call'],
  ['5', 'no log group, or no event in the window'],
  ['10', 'verdict at or above --fail-on'],
  ['130, 143', 'interrupted; what was found is written'],
];

const CODE_COLUMNS = 10;

export const exitCodesText = (): string =>
  EXIT_CODES.map(([code, meaning]) => `${INDENT}${code.padEnd(CODE_COLUMNS)}${meaning}`).join('\n');
