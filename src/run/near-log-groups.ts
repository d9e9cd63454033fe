// Log groups whose name is nearly what was asked for, so that a mistyped name is answered by the right one. Looked for
// by the words that may be spelled well, in a few calls at most.
import { nearest } from '../base/did-you-mean.ts';
import type { RunContext } from './context.ts';
import { membership, wordsOf } from './discovery.ts';
import { listLogGroups } from './list-log-groups.ts';

/** Names that an error offers. */
const MAX_NEAR = 3;
/** Calls of one page each, over all regions and words. */
const MAX_LOOKS = 6;
/** Shorter words stand in too many names. */
const MIN_WORD_CHARS = 4;

/** Log groups named nearly so, the nearest first. */
export async function nearLogGroups(context: RunContext, name: string): Promise<readonly string[]> {
  return firstNear(context, name, (names) => nearest(name, names, MAX_NEAR));
}

/** Names of applications, as log groups spell them, that are nearly the one that was asked for. */
export async function nearApplications(context: RunContext): Promise<readonly string[]> {
  const { application } = context.request;
  return firstNear(context, application, (names) => applicationsLike(application, names));
}

/** Runs of words in the names that are nearly the application's and would find their log group. */
function applicationsLike(application: string, names: readonly string[]): readonly string[] {
  // A log group's whole name may stand where the application's is wanted.
  const last = application.split('/').findLast((part) => part !== '') ?? application;
  const near = (asked: string) => {
    const { length } = wordsOf(asked);
    const runs = names.flatMap((name) =>
      runsOf(name, length).filter((run) => membership(name, run).belongs),
    );
    return nearest(asked, runs, MAX_NEAR);
  };
  return [application, last].map(near).find((found) => found.length > 0) ?? [];
}

/** So many words of a name as they stand in it, and one more or less: a blank may be what was mistyped. */
function runsOf(name: string, length: number): readonly string[] {
  const words = [...name.matchAll(/[\p{L}\p{N}]+/gu)];
  return [length - 1, length, length + 1].flatMap((count) =>
    count < 1
      ? []
      : words.flatMap((word, at) => {
          const last = words[at + count - 1];
          return last === undefined ? [] : [name.slice(word.index, last.index + last[0].length)];
        }),
  );
}

async function firstNear(
  context: RunContext,
  asked: string,
  nearIn: (names: readonly string[]) => readonly string[],
): Promise<readonly string[]> {
  const { local, regions } = context.request;
  const looks = regions.flatMap((region) =>
    (local ? [null] : patternsOf(asked)).map((pattern) => ({ region, pattern })),
  );
  for (const { region, pattern } of looks.slice(0, MAX_LOOKS)) {
    const { names } = await listLogGroups(context, region, pattern, local ? undefined : 1);
    const near = nearIn(names);
    if (near.length > 0) return near;
  }
  return [];
}

/** The words of a name, the longest first: what a listing is asked for. */
const patternsOf = (asked: string) =>
  [...new Set(asked.match(/[A-Za-z0-9]+/g) ?? [])]
    .filter((word) => word.length >= MIN_WORD_CHARS)
    .sort((a, b) => b.length - a.length);
