// A leniently read SOP: all that could be read, and beside it what the rules judge (spans, lines that fit nothing).
import type { Span } from '../base/diagnostic.ts';
import { type Outline, readOutline, sectionNamed } from './outline.ts';
import { type DraftParameters, readParameters } from './read-parameters.ts';
import { type DraftSteps, readSteps } from './read-steps.ts';

export interface Draft extends DraftParameters, DraftSteps {
  /** File name without folder. */
  readonly fileName: string;
  readonly outline: Outline;
  readonly overview: string;
  /** Whether the file holds nothing but white space. */
  readonly isEmpty: boolean;
  /** Set where the text is longer than MAX_SOP_CHARS. */
  readonly tooLong: Span | null;
  /** Whether it is something else than text in UTF-8. */
  readonly isBinary: boolean;
  /** Whether nothing was read, for one of these two. */
  readonly isUnread: boolean;
}

/** Longest SOP that is read, in UTF-16 code units; the longest public ones are below 40,000. */
export const MAX_SOP_CHARS = 262_144;

export function readDraft(text: string, path: string): Draft {
  const isBinary = holdsBinary(text);
  const tooLong = text.length > MAX_SOP_CHARS && !isBinary ? { start: 0, end: 1 } : null;
  const isUnread = isBinary || tooLong !== null;
  const outline = readOutline(isUnread ? '' : text);
  return {
    fileName: path.split(/[\\/]/).at(-1) ?? path,
    outline,
    overview: overviewOf(outline),
    isEmpty: text.trim() === '',
    tooLong,
    isBinary,
    isUnread,
    ...readParameters(sectionNamed(outline, 'Parameters')),
    ...readSteps(sectionNamed(outline, 'Steps')),
  };
}

function overviewOf(outline: Outline): string {
  const blocks = sectionNamed(outline, 'Overview')?.blocks ?? [];
  const lines = blocks.flatMap((block) => (block.kind === 'line' ? [block.line] : block.lines));
  return lines
    .map((line) => line.text)
    .join('\n')
    .trim();
}

/** Text in UTF-8 holds no NUL, and what stands for bytes that cannot be read in a few places at most. */
function holdsBinary(text: string): boolean {
  if (text.includes('\0')) return true;
  const unread = text.split('\uFFFD').length - 1;
  return unread > MAX_UNREAD_SHARE * text.length;
}

const MAX_UNREAD_SHARE = 0.05;
