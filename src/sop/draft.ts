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
  /** Set where the text is longer than MAX_SOP_CHARS; then nothing was read. */
  readonly tooLong: Span | null;
}

/** Longest SOP that is read, in UTF-16 code units; the longest public ones are below 40,000. */
export const MAX_SOP_CHARS = 262_144;

export function readDraft(text: string, path: string): Draft {
  const tooLong = text.length > MAX_SOP_CHARS ? { start: 0, end: 1 } : null;
  const outline = readOutline(tooLong === null ? text : '');
  return {
    fileName: path.split(/[\\/]/).at(-1) ?? path,
    outline,
    overview: overviewOf(outline),
    isEmpty: text.trim() === '',
    tooLong,
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
