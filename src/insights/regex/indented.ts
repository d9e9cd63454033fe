// Parts of a pattern that match only a text that begins with white space: lines of stack traces, for the most part.
import type { RegexNode } from './ast.ts';
import { charactersOf } from './runs.ts';

const WHITE_SPACE = /^\s+$/;
/** The class of all white space, beyond ASCII too. */
const ALL_WHITE_SPACE = '[\\s]';

/** Whether every match of these parts, one after the other, is of a text that begins with white space. */
export function beginsIndented([anchor, ...parts]: readonly RegexNode[]): boolean {
  if (anchor?.kind !== 'anchor' || anchor.source !== '^' || anchor.multiline !== false)
    return false;
  // What may be left out decides nothing, as long as it is white space too.
  const first = parts.findIndex((part) => !(part.kind === 'repeat' && part.min === 0));
  return first !== -1 && parts.slice(0, first + 1).every(isWhiteSpace);
}

function isWhiteSpace(part: RegexNode): boolean {
  const node = part.kind === 'repeat' ? part.node : part;
  if (node.kind === 'set' && node.source === ALL_WHITE_SPACE) return true;
  const characters = charactersOf(node);
  return characters !== null && WHITE_SPACE.test(characters);
}
