// A field value that most errors of a finding carry and other events do not: host, build or zone.
import type { Dimension, Finding } from '../evidence/types.ts';

const MAX_DIMENSION_CHARS = 80;
/** A field value held by this share of a cause's errors… */
const MARKED_SHARE = 0.8;
/** …and by at most this share of all others, tells where it happens. */
const UNMARKED_SHARE = 0.4;

/** The first such value of the finding, or null. */
export function markOf(finding: Finding): Dimension | null {
  return (
    finding.dimensions.find(
      ({ value, share, baselineShare }) =>
        share >= MARKED_SHARE &&
        baselineShare <= UNMARKED_SHARE &&
        value.length <= MAX_DIMENSION_CHARS,
    ) ?? null
  );
}
