// Templates: what messages look like once their variables are masked, and which of them are one message.
// Masked texts are compared by position; the number of distinct values at a position shows a variable.
// Everything is a set operation on distinct texts, so the order of the input never matters.
import { createHash } from 'node:crypto';
import { withSharedHeads } from './template/heads.ts';
import { mask } from './template/mask.ts';
import { mergeShapes } from './template/merge.ts';
import { shapeOf, textOf } from './template/shape.ts';

export interface Templates {
  /** For each text the index of its template. */
  readonly templateOf: readonly number[];
  readonly templates: readonly string[];
}

/** Mines the templates of all texts at once. Counts by template are exact: each text belongs to exactly one. */
export function mineTemplates(texts: readonly string[]): Templates {
  return mineMasked(texts.map(memoize(mask)));
}

/** The same for texts that are masked already. */
export function mineMasked(texts: readonly string[]): Templates {
  const shapes = [...new Set(texts)].sort().map(shapeOf);
  const merged = new Map<string, string>();
  for (const shape of mergeShapes(withSharedHeads(shapes))) {
    const template = textOf(shape);
    for (const member of shape.members) merged.set(member, template);
  }
  const templates = [...new Set(merged.values())].sort();
  const indexes = new Map(templates.map((template, index) => [template, index]));
  const indexOf = (text: string) => indexes.get(merged.get(text) ?? '') ?? -1;
  return { templateOf: texts.map(indexOf), templates };
}

/** Sixteen hexadecimal digits, the same for the same template text in every run. */
export function templateIdOf(template: string): string {
  return createHash('sha256').update(template).digest('hex').slice(0, 16);
}

/** Names of services, hosts and resources as infrastructure writes them: lower-case words joined by dashes. */
const NAME = /\b[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?:\.[a-z0-9.-]+)?(?::\d{1,5})?\b/g;

const PLACEHOLDER = /<[\w*-]{1,12}>/g;

/** A masked text with names masked too: what a message says, whatever it says it of. */
export function kindOf(masked: string): string {
  return masked.replace(NAME, '<*>').replace(PLACEHOLDER, '<*>');
}

function memoize(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = compute(text);
    known.set(text, value);
    return value;
  };
}
