// An AWS CLI command line as words, read without a shell: quotes and backslashes as POSIX has them, and nothing else.
// What only a shell could carry out is refused with its place, never guessed at.

export interface Words {
  readonly words: readonly string[];
  readonly fault: WordFault | null;
}

export interface WordFault {
  readonly message: string;
  /** Offset of the character in the text. */
  readonly at: number;
}

/** Longer command lines are not read. */
export const MAX_COMMAND_CHARS = 8_000;

/** Outside of quotes these mean something to a shell. */
const SHELL = new Map([
  ['|', 'a pipe'],
  ['&', 'a second command'],
  [';', 'a second command'],
  ['<', 'a redirection'],
  ['>', 'a redirection'],
  ['`', 'a command substitution'],
  ['$', 'a variable'],
  ['(', 'a subshell'],
  [')', 'a subshell'],
  ['{', 'a brace expansion'],
  ['}', 'a brace expansion'],
  ['*', 'a pattern of files'],
  ['?', 'a pattern of files'],
  ['~', 'a home folder'],
  ['#', 'a comment'],
  ['!', 'the history'],
]);

/** Inside double quotes a shell would still replace these. */
const IN_DOUBLE_QUOTES = new Map([
  ['`', 'a command substitution'],
  ['$', 'a variable'],
]);

interface State {
  readonly text: string;
  at: number;
  word: string | null;
  readonly words: string[];
}

/** The words of one command. `words` is empty where there is a fault. */
export function commandWords(text: string): Words {
  if (text.length > MAX_COMMAND_CHARS)
    return faulty(`The command is longer than ${MAX_COMMAND_CHARS} characters`, MAX_COMMAND_CHARS);
  const state: State = { text, at: 0, word: null, words: [] };
  while (state.at < text.length) {
    const fault = step(state);
    if (fault !== null) return { words: [], fault };
  }
  endWord(state);
  return { words: state.words, fault: null };
}

function step(state: State): WordFault | null {
  const { text, at } = state;
  const character = text[at] ?? '';
  if (/[\n\r\0]/.test(character)) return { message: 'A command is one line', at };
  if (character === ' ' || character === '\t') {
    endWord(state);
    state.at++;
    return null;
  }
  if (character === "'") return singleQuoted(state);
  if (character === '"') return doubleQuoted(state);
  if (character === '\\') return escaped(state);
  const shell = SHELL.get(character);
  if (shell !== undefined && !isLiteral(state, character))
    return { message: `${character} would be ${shell}: there is no shell here; quote it`, at };
  state.word = (state.word ?? '') + character;
  state.at++;
  return null;
}

/** A tilde or a hash inside of a word means nothing to a shell. */
const isLiteral = ({ word }: State, character: string) =>
  word !== null && (character === '~' || character === '#');

function singleQuoted(state: State): WordFault | null {
  const end = state.text.indexOf("'", state.at + 1);
  if (end === -1) return { message: 'A quote is not closed', at: state.at };
  const inside = state.text.slice(state.at + 1, end);
  if (/[\n\r\0]/.test(inside)) return { message: 'A command is one line', at: state.at };
  state.word = (state.word ?? '') + inside;
  state.at = end + 1;
  return null;
}

function doubleQuoted(state: State): WordFault | null {
  const start = state.at;
  state.word ??= '';
  for (state.at++; state.at < state.text.length; state.at++) {
    const character = state.text[state.at] ?? '';
    if (character === '"') {
      state.at++;
      return null;
    }
    if (/[\n\r\0]/.test(character)) return { message: 'A command is one line', at: state.at };
    const shell = IN_DOUBLE_QUOTES.get(character);
    if (shell !== undefined)
      return { message: `${character} would be ${shell} here: use single quotes`, at: state.at };
    if (character === '\\' && /["\\$`]/.test(state.text[state.at + 1] ?? '')) state.at++;
    state.word += state.text[state.at];
  }
  return { message: 'A quote is not closed', at: start };
}

function escaped(state: State): WordFault | null {
  const next = state.text[state.at + 1];
  if (next === undefined || /[\n\r\0]/.test(next))
    return { message: 'Nothing follows the backslash', at: state.at };
  state.word = (state.word ?? '') + next;
  state.at += 2;
  return null;
}

function endWord(state: State): void {
  if (state.word !== null) state.words.push(state.word);
  state.word = null;
}

const faulty = (message: string, at: number): Words => ({ words: [], fault: { message, at } });
