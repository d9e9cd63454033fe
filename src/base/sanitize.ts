// Makes foreign text safe to show: what a terminal would obey, or a reader could not see, becomes visible text.
// Colours (`ESC[…m`) and finished control strings (`ESC]…BEL`: titles, links) are dropped: a terminal shows nothing of
// them, and they would hide the level word beside them.

/** A run of one hidden character longer than this is shown once with its length. */
const MAX_SHOWN_REPEATS = 4;

/** A window title, a link, a device string: what a terminal swallows whole. Longer than this, or unfinished, it is shown. */
const MAX_STRING_CHARS = 512;
const STRING_TEXT = `[^\\p{Cc}]{0,${MAX_STRING_CHARS}}`;
/** Each begins with a control character and holds none, so one walk decides them all. */
const DROPPED = [
  '(?:\\x1b\\[|\\x9b)[\\d;:]*m',
  `(?:\\x1b\\]|\\x9d)${STRING_TEXT}(?:\\x07|\\x1b\\\\|\\x9c)`,
  `(?:\\x1b[PX^_]|[\\x90\\x98\\x9e\\x9f])${STRING_TEXT}(?:\\x1b\\\\|\\x9c)`,
].join('|');
/** What is dropped, or a run of one hidden character. With `u`, a surrogate matches only where it is alone. */
const HIDDEN = new RegExp(
  `${DROPPED}|\\r+(?=\\n)|\\r$|(?![\\n\\t]|\\ufe0f)([\\p{Cc}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\ufff9-\\ufffb])(?:(?!${DROPPED})\\1)*`,
  'gu',
);

const UNPLAIN = /[^\n\t -~]/;

/**
 * The text without anything that a terminal obeys or that hides text: escape sequences, C0 but `\n` and `\t`, DEL, C1,
 * bidi controls, zero-width and tag characters, lone surrogates, each shown as `\x1b` or `\u202e`. Line ends become
 * `\n`. Idempotent; at most six times as long.
 */
export function sanitize(text: string): string {
  // Most texts hold nothing but plain characters: that is seen in a fraction of the time.
  if (!UNPLAIN.test(text)) return text;
  return text.replace(HIDDEN, (run: string, character: string | undefined) =>
    character === undefined ? '' : shown(character, run.length / character.length),
  );
}

/** `sanitize`, on one line: each line end with the blanks around it becomes ` ⏎ `, each tab a blank. */
export function sanitizeLine(text: string): string {
  const safe = sanitize(text);
  if (!/[\n\t]/.test(safe)) return safe;
  return safe
    .split('\n')
    .map((line) => line.replaceAll('\t', ' ').trim())
    .filter((line) => line !== '')
    .join(' ⏎ ');
}

function shown(character: string, repeats: number): string {
  const one = escapeOf(character.codePointAt(0) ?? 0);
  return repeats > MAX_SHOWN_REPEATS ? `${one}{${repeats}}` : one.repeat(repeats);
}

function escapeOf(code: number): string {
  const hex = code.toString(16);
  if (code === 0x0d) return '\\r';
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
