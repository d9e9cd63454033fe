// A field value that most errors of a cause carry and other events do not: host, build or zone. A cause may be made of
// several findings: what one of them carries is said of that one, and of the cause only where it holds for all of it.
import { marks } from '../evidence/contrast.ts';
import type { Dimension, Finding } from '../evidence/types.ts';

export interface Mark extends Dimension {
  /** `least`: of a few findings it is not known, `share` counts them as without it. */
  readonly known: 'whole' | 'least';
}

const MAX_DIMENSION_CHARS = 80;
/** The part of the code that writes a line: it differs from error to error by its nature. */
const WRITER_FIELD =
  /(?:^|[._-])(?:logger|thread|class|method|func(?:tion)?|source|@?mt|message[._-]?template|event[._-]?name)(?:[._-]?name)?$/i;

/** The first such value of the finding, or null. */
export function markOf(finding: Finding): Dimension | null {
  return marksOf(finding)[0] ?? null;
}

function marksOf({ dimensions }: Finding): readonly Dimension[] {
  return dimensions.filter(
    ({ field, value, share, baselineShare }) =>
      !WRITER_FIELD.test(field) &&
      marks(share, baselineShare) &&
      value.length <= MAX_DIMENSION_CHARS,
  );
}

/** The first such value that holds for all these findings together, by their occurrences; or null. */
export function markOfAll(own: readonly Finding[]): Mark | null {
  const counted = countedOf(own);
  const found = counted.flatMap(marksOf).map((mark) => acrossAll(mark, counted));
  return found.find(({ share, baselineShare }) => marks(share, baselineShare)) ?? null;
}

/** Errors; of an incident of warnings, these. */
export function countedOf(own: readonly Finding[]): readonly Finding[] {
  const errors = own.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? errors : own;
}

function acrossAll({ field, value }: Dimension, findings: readonly Finding[]): Mark {
  const alike = findings.flatMap(({ dimensions, count }) => {
    const same = dimensions.find((each) => each.field === field && each.value === value);
    return same === undefined ? [] : [{ ...same, count }];
  });
  const all = findings.reduce((sum, { count }) => sum + count, 0);
  const held = alike.reduce((sum, { share, count }) => sum + share * count, 0);
  return {
    field,
    value,
    share: held / Math.max(1, all),
    baselineShare: Math.max(...alike.map(({ baselineShare }) => baselineShare)),
    known: alike.length === findings.length ? 'whole' : 'least',
  };
}
