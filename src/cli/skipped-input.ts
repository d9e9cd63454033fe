// Input that was left out of local logs, in words: a gap where log events are missing, a notice where none is.
import { grouped } from '../base/grouped.ts';
import { sanitizeLine } from '../base/sanitize.ts';
import type { SkippedInput } from '../local-cloudwatch/serve.ts';
import type { Gap } from '../report/types.ts';

/** Files that a gap or a notice names; the rest is counted. */
const SHOWN_FILES = 3;

/** One gap for each kind of log events that are missing; the files are named up to SHOWN_FILES and counted. */
export function skippedGaps(skipped: readonly SkippedInput[]): readonly Gap[] {
  const kinds = new Map<string, SkippedInput[]>();
  for (const one of skipped.filter(({ count }) => count > 0)) {
    const kind = `${one.line === null ? 'files' : 'lines'} ${one.why}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return [...kinds.values()].map((kind) =>
    kind[0]?.line === null ? filesGap(kind) : linesGap(kind),
  );
}

/** Sentences on files whose reading leaves something open. */
export function readingNotices(notes: readonly string[]): readonly string[] {
  const more = notes.length - SHOWN_FILES;
  const shown = notes.slice(0, SHOWN_FILES).map((note) => `${sanitizeLine(note)}.`);
  return more > 0 ? [...shown, `The same holds for ${grouped(more)} more files.`] : shown;
}

/** At most one sentence, on files that hold no log events. */
export function noticesOf(skipped: readonly SkippedInput[]): readonly string[] {
  const files = skipped.filter(({ count }) => count === 0);
  if (files.length === 0) return [];
  const shown = files
    .slice(0, SHOWN_FILES)
    .map(({ path, why }) => `${sanitizeLine(path)} (${why})`);
  const more = files.length - shown.length;
  const rest = more === 0 ? '' : `, and ${grouped(more)} more`;
  return [`Not read, as it holds no log event: ${shown.join(', ')}${rest}.`];
}

/** Why a line was read, though not to its end. */
const CUT_OFF = 'the rest was cut off';

function linesGap(kind: readonly SkippedInput[]): Gap {
  const count = total(kind);
  const [first] = kind;
  const place = `${sanitizeLine(first?.path ?? '')}, line ${first?.line}`;
  const among = kind.length === 1 ? '' : ` of ${grouped(kind.length)} files`;
  const done = first?.why.endsWith(CUT_OFF) === true ? 'cut' : 'skipped';
  const what =
    count === 1
      ? `1 input line was ${done}: ${place}.`
      : `${grouped(count)} input lines${among} were ${done}, the first one in ${place}.`;
  const lines = count === 1 ? 'line' : 'lines';
  const remedy = `Mend or remove the ${lines} and run again; all others were read.`;
  const countsStand = first?.besideLogs === true;
  return { what, why: reasonOf(kind), remedy, ...(countsStand ? { countsStand } : {}) };
}

function filesGap(kind: readonly SkippedInput[]): Gap {
  const count = total(kind);
  const names = kind.slice(0, SHOWN_FILES).map(({ path }) => sanitizeLine(path));
  const [only = ''] = names;
  const remedy = kind[0]?.remedy ?? 'Mend or replace it and run again; all else was read.';
  return {
    what: count === 1 ? `${only} was not read, or not to its end.` : several(names, count),
    why: reasonOf(kind),
    remedy,
    mayHideEnd: true,
  };
}

/** More files than names: a folder of very many, of which only the first is known by name. */
function several(names: readonly string[], count: number): string {
  const more = count - names.length;
  return `${grouped(count)} files were not read, or not to their end: ${names.join(', ')}${more === 0 ? '' : ` and ${grouped(more)} more`}.`;
}

function reasonOf([first]: readonly SkippedInput[]): string {
  const why = first?.why ?? '';
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}

const total = (kind: readonly SkippedInput[]) => kind.reduce((sum, { count }) => sum + count, 0);
