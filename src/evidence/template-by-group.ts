// Templates of errors, log group by log group where that matters: a word that is another one in each log group, and in
// each always the same, is no variable but says what failed there. Order-free, as the templates are.
import type { Sketch } from './sketch.ts';
import { mineMasked } from './template.ts';

/** Two log groups with a word of their own each may be chance; where the texts are so many, they are names. */
const MIN_GROUPS = 4;
/** A log group shows that it always says the same by so many lines. */
const MIN_LINES_EACH = 3;

/** For each sketch its template, or its own text where that is what its log group alone says. */
export function templatesByGroup(sketches: readonly Sketch[]): readonly string[] {
  const { templateOf, templates } = mineMasked(sketches.map(({ masked }) => masked));
  const byTemplate = new Map<number, Sketch[]>();
  sketches.forEach((sketch, index) => {
    const template = templateOf[index] ?? -1;
    const known = byTemplate.get(template);
    if (known === undefined) byTemplate.set(template, [sketch]);
    else known.push(sketch);
  });
  const apart = new Set([...byTemplate].flatMap(([at, own]) => (tellsItsGroup(own) ? [at] : [])));
  return sketches.map(({ masked }, index) => {
    const template = templateOf[index] ?? -1;
    return apart.has(template) ? masked : (templates[template] ?? '');
  });
}

/** Each text is one log group's, and each log group has one text. */
function tellsItsGroup(sketches: readonly Sketch[]): boolean {
  if (sketches.length < MIN_GROUPS * MIN_LINES_EACH) return false;
  const groupOf = new Map<string, string>();
  const lines = new Map<string, number>();
  for (const { masked, block } of sketches) {
    const group = block.events[0]?.logGroup ?? '';
    if ((groupOf.get(masked) ?? group) !== group) return false;
    groupOf.set(masked, group);
    lines.set(group, (lines.get(group) ?? 0) + 1);
  }
  return (
    lines.size >= MIN_GROUPS &&
    lines.size === groupOf.size &&
    [...lines.values()].every((count) => count >= MIN_LINES_EACH)
  );
}
