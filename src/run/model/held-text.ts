// What a model says, on its way to the journal while it still speaks. A secret may come in pieces: text is let go only
// where redacting it before and behind the cut gives what redacting it whole gives, with enough of what follows in sight.
import { grouped } from '../../base/grouped.ts';
import { redact } from '../../base/redact.ts';
import { sanitize, sanitizeLine } from '../../base/sanitize.ts';

/** Text is told in pieces of at least this length while it comes. */
const MIN_PIECE_CHARS = 160;
/** So much of what follows a cut has to be there; no secret without a blank is recognised by more of it. */
const LOOK_AHEAD_CHARS = 400;
/** Cuts that are tried each time, from the last one on. */
const MAX_CUTS = 12;
/** More than this is not kept waiting for a place to cut. */
const MAX_HELD_CHARS = 16_000;

export interface HeldText {
  add(text: string): void;
  /** Nothing more follows. */
  flush(): void;
}

export function createHeldText(tell: (line: string) => void): HeldText {
  let held = '';
  let nextTry = 0;
  const say = (text: string) => {
    const line = sanitizeLine(clean(text));
    if (line.trim() !== '') tell(line);
  };
  const release = () => {
    const cut = cutOf(held);
    if (cut !== null) {
      say(held.slice(0, cut));
      held = held.slice(cut);
    } else if (held.length > MAX_HELD_CHARS) {
      tell(`[${grouped(held.length)} characters without a place to cut are left out]`);
      held = '';
    }
    nextTry = held.length + MIN_PIECE_CHARS;
  };
  return {
    add: (text) => {
      held += text;
      if (held.length >= Math.max(nextTry, MIN_PIECE_CHARS + LOOK_AHEAD_CHARS)) release();
    },
    flush: () => {
      say(held);
      held = '';
      nextTry = 0;
    },
  };
}

const clean = (text: string): string => redact(sanitize(text));

/** The last place at which the text falls into two that are redacted alike alone and together; null: none yet. */
function cutOf(text: string): number | null {
  const whole = clean(text);
  const blanks = [...text.slice(0, -LOOK_AHEAD_CHARS).matchAll(/\s+/g)]
    .map(({ 0: blank, index }) => index + blank.length)
    .reverse();
  const cut = blanks
    .slice(0, MAX_CUTS)
    .find((at) => clean(text.slice(0, at)) + clean(text.slice(at)) === whole);
  return cut ?? null;
}
