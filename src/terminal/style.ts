// The look of everything that is printed: colours that are either on or off, and glyphs that every terminal can
// show. Whether they are on is decided elsewhere and handed in.
import { styleText } from 'node:util';

type Paint = (text: string) => string;

interface Glyphs {
  readonly done: string;
  readonly warning: string;
  readonly failed: string;
  readonly skipped: string;
  readonly running: string;
  readonly notice: string;
  readonly question: string;
  readonly detail: string;
  readonly dash: string;
  readonly ellipsis: string;
  readonly bullet: string;
  readonly rule: string;
  readonly column: string;
  readonly cross: string;
  readonly spinner: readonly string[];
}

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly italic: Paint;
  readonly struck: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly glyphs: Glyphs;
}

export function createStyle({ colour, unicode }: { colour: boolean; unicode: boolean }): Style {
  return {
    bold: painter('bold', colour),
    dim: painter('dim', colour),
    italic: painter('italic', colour),
    struck: painter('strikethrough', colour),
    red: painter('red', colour),
    green: painter('green', colour),
    yellow: painter('yellow', colour),
    cyan: painter('cyan', colour),
    glyphs: unicode ? UNICODE : ASCII,
  };
}

function painter(format: Parameters<typeof styleText>[0], colour: boolean): Paint {
  if (!colour) return (text) => text;
  // Without this, newer Node asks stdout and the environment once more.
  return (text) => styleText(format, text, { validateStream: false });
}

const UNICODE: Glyphs = {
  done: '✔',
  warning: '⚠',
  failed: '✖',
  skipped: '○',
  running: '▸',
  notice: 'ℹ',
  question: '?',
  detail: '·',
  dash: '–',
  ellipsis: '…',
  bullet: '•',
  rule: '─',
  column: '│',
  cross: '┼',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};

const ASCII: Glyphs = {
  done: '+',
  warning: '!',
  failed: 'x',
  skipped: 'o',
  running: '>',
  notice: 'i',
  question: '?',
  detail: '.',
  dash: '-',
  ellipsis: '...',
  bullet: '*',
  rule: '-',
  column: '|',
  cross: '+',
  spinner: ['|', '/', '-', '\\'],
};
