// Input that was left out of local logs, in words: a gap where log events are missing, a notice where none is.
import { sanitizeLine } from '../base/sanitize.ts';
import type { SkippedInput } from '../local-cloudwatch/serve.ts';
import type { Gap } from '../report/types.ts';

/** Files without log events that a notice names; the rest is counted. */
const SHOWN_FILES = 3;

/** One gap for each kind of log events that are missing. */
export function skippedGaps(skipped: readonly SkippedInput[]): readonly Gap[] {
  return skipped.filter(({ count }) => count > 0).map(gapOf);
}

/** At most one sentence, on files that hold no log events. */
export function noticesOf(skipped: readonly SkippedInput[]): readonly string[] {
  const files = skipped.filter(({ count }) => count === 0);
  if (files.length === 0) return [];
  const shown = files
    .slice(0, SHOWN_FILES)
    .map(({ path, why }) => `${sanitizeLine(path)} (${why})`);
  const more = files.length - shown.length;
  const rest = more === 0 ? '' : `, and ${more.toLocaleString('en')} more`;
  return [`Not read, as it holds no log event: ${shown.join(', ')}${rest}.`];
}

function gapOf({ path, line, count, why }: SkippedInput): Gap {
  const file = sanitizeLine(path);
  const reason = `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
  const many = count.toLocaleString('en');
  if (line !== null) {
    const what =
      count === 1
        ? `1 input line was skipped: ${file}, line ${line}.`
        : `${many} input lines were skipped, the first one in ${file}, line ${line}.`;
    const lines = count === 1 ? 'line' : 'lines';
    const remedy = `Mend or remove the ${lines} and run again; all others were read.`;
    return { what, why: reason, remedy };
  }
  const what =
    count === 1
      ? `${file} was not read, or not to its end.`
      : `${many} files were not read: ${file} and those after it.`;
  return { what, why: reason, remedy: 'Mend or replace it and run again; all else was read.' };
}
