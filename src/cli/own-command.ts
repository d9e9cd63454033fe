// The command as its user typed it, with what makes it succeed: to be copied from an error into a shell as it stands.
import type { Amendment } from '../base/failure.ts';

/** Flags that take no value; every other one does. */
export const FLAGS_WITHOUT_VALUE: ReadonlySet<string> = new Set([
  ...['--yes', '--no-input', '--json', '--quiet', '--verbose', '--no-color', '--dry-run'],
  ...['--enforce-age', '--trust-mcp', '--schemas', '--write', '--help', '-h', '--version'],
  ...['--linked-accounts', '--call-aws'],
]);

/** A flag with or without its value, or (flag null) an argument. */
interface Piece {
  readonly flag: string | null;
  readonly value: string | null;
}

/** `troubleshoot` and the words of `argv`, amended and quoted for a shell. */
export function ownCommand(argv: readonly string[], amendment: Amendment): string {
  const { keep, first = [], replace = [], drop = [], add = [] } = amendment;
  let pieces = piecesOf(argv).filter(({ flag }) =>
    keep === undefined ? flag === null || !drop.includes(flag) : keep.includes(flag ?? ''),
  );
  for (const { flag, from, to } of replace) pieces = exchange(pieces, flag, from, to);
  pieces = pieces.filter(({ flag, value }) => flag !== null || value?.trim() !== '');
  const end = pieces.findIndex(({ flag }) => flag === '--');
  const at = end === -1 ? pieces.length : end;
  const all = [...piecesOf(first), ...pieces.slice(0, at), ...piecesOf(add), ...pieces.slice(at)];
  return ['troubleshoot', ...all.map(inShell)].join(' ');
}

/** The values of a flag, or (null) the arguments, in their order. */
export const valuesOf = (argv: readonly string[], flag: string | null): readonly string[] =>
  piecesOf(argv).flatMap((piece) => (piece.flag === flag ? (piece.value ?? []) : []));

function piecesOf(argv: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    const [, flag, value] = /^(--?[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (word === '--') {
      pieces.push({ flag: '--', value: null });
      return [...pieces, ...argv.slice(at + 1).map((rest) => ({ flag: null, value: rest }))];
    }
    if (flag === undefined) pieces.push({ flag: null, value: word });
    else if (value !== undefined || FLAGS_WITHOUT_VALUE.has(flag))
      pieces.push({ flag, value: value ?? null });
    else pieces.push({ flag, value: argv[++at] ?? null });
  }
  return pieces;
}

/** The value in its place; a flag that was not typed is put at the end. */
function exchange(
  pieces: readonly Piece[],
  wanted: string | null,
  from: string | null,
  to: string | null,
): Piece[] {
  let found = false;
  const exchanged = pieces.flatMap((piece) => {
    const { flag, value } = piece;
    if (flag !== wanted || value === null || found) return piece;
    const values = value.split(',').map((one) => one.trim());
    if (from === null || from === value) {
      found = true;
      return to === null ? [] : [{ flag, value: to }];
    }
    if (!values.includes(from)) return piece;
    found = true;
    const others = values.map((one) => (one === from ? to : one));
    return { flag, value: [...new Set(others)].filter((one) => one !== null).join(',') };
  });
  return found || to === null ? exchanged : [...pieces, { flag: wanted, value: to }];
}

function inShell({ flag, value }: Piece): string {
  if (flag === null) return quoted(value ?? '');
  if (value === null) return flag;
  return value.startsWith('-') ? `${flag}=${quoted(value)}` : `${flag} ${quoted(value)}`;
}

const PLAIN = /^[\w@%+=:,./-]+$/;

/** A word that a POSIX shell reads as it stands here. */
export const quoted = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
