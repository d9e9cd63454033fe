// The place that calls: a host or a zone that every line of a log names. Where calls fail from one of them alone, the
// fault lies there or on the way from it, not with who is called.
import type { Finding } from '../evidence/types.ts';
import { countedOf, type Mark, markOfAll } from './mark.ts';
import type { Case } from './types.ts';

/** Fields that say where a line was written, if all lines have them. */
const CALLERS_FIELD = /host|node|instance|pod\b|container|machine|zone|\baz\b|region/i;
/** Of all calls that fail, so many fail there. */
const MIN_SHARE = 0.95;
/** Of the lines of a log, so many name their place; what fewer name is what they tell of. */
const MIN_NAMING_SHARE = 0.9;

/** The one place that the failing calls come from, where its like write the same lines and do not fail; else null. */
export function callersPlaceOf(own: readonly Finding[], input: Case): Mark | null {
  const mark = markOfAll(own);
  if (mark === null || mark.share < MIN_SHARE || !CALLERS_FIELD.test(mark.field)) return null;
  return isOneOfItsLike(mark, countedOf(own), input) ? mark : null;
}

function isOneOfItsLike({ field, value }: Mark, own: readonly Finding[], input: Case): boolean {
  const groups = new Set(own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  const kinds = input.survey.kinds.filter(({ logGroup }) => groups.has(logGroup));
  const places = kinds.map(({ lines }) => lines.map(({ fields }) => fields[field]));
  const all = places.flat();
  const named = all.filter((place) => place !== undefined).length;
  return (
    named >= all.length * MIN_NAMING_SHARE &&
    places.some(
      (each) =>
        each.includes(value) && each.some((place) => place !== undefined && place !== value),
    )
  );
}
