// Failures of the same requests: lines that carry the same request or trace id, whatever their field is called.
import type { Finding, Occurrence } from '../evidence/types.ts';
import type { Case } from './types.ts';

/** A value that stands beside such a name. */
const NAMED_ID =
  /\b(?:request|req|trace|correlation|transaction|rid)(?:[ _-]?id)?["']?[=:] ?["']?([\w-]{4,64})(?![\w-])/gi;
/** A value that can hardly be anything else. */
const LONG_ID = /(?<![\w-])(?=[a-f-]{0,60}\d)[0-9a-f]{8,32}(?:-[0-9a-f]{4,16}){0,4}(?![\w-])/gi;
const MAX_TEXT_CHARS = 2_000;
/** A line about the same request comes at most so long after the other one. */
const MAX_LAG_MS = 60_000;

/** Whether lines of `later` carry an id that a line of `earlier` carried before them, and none the other way round. */
export function sharesRequests(later: Finding, earlier: Finding, input: Case): boolean {
  const lags = sharedIds(later, earlier, input).flatMap(({ lagsMs }) => lagsMs);
  return lags.length > 0 && lags.every((lagMs) => lagMs >= 0 && lagMs <= MAX_LAG_MS);
}

/** Whether both tell of the same requests, in whatever order: who tries again has lines before and behind. */
export function tellsSameRequests(one: Finding, other: Finding, input: Case): boolean {
  const shared = sharedIds(one, other, input).filter(({ lagsMs }) =>
    lagsMs.some((lagMs) => Math.abs(lagMs) <= MAX_LAG_MS),
  );
  return new Set(shared.map(({ id }) => id)).size >= Math.min(MIN_SHARED, one.samples.length);
}

/** One id may be that of a user who came twice. */
const MIN_SHARED = 2;

/** The ids of `later` that lines of `earlier` carry, with how long after each of these, in milliseconds. */
function sharedIds(
  later: Finding,
  earlier: Finding,
  input: Case,
): { readonly id: string; readonly lagsMs: readonly number[] }[] {
  const before = linesOf(earlier, input);
  return distinctIds(later).map(({ id, timestampMs }) => {
    const lines = before.filter(({ message }) => holdsId(message, id));
    return { id, lagsMs: lines.map((line) => timestampMs - line.timestampMs) };
  });
}

/** Its lines as far as they were read: those of the survey, else its samples. */
function linesOf(
  { template, samples }: Finding,
  { survey }: Case,
): readonly { readonly message: string; readonly timestampMs: number }[] {
  const known = survey.kinds.filter((kind) => kind.template === template);
  const lines = known.flatMap((kind) => kind.lines.map(({ event }) => event));
  return [
    ...samples.map(({ block, timestampMs }) => ({ message: block.message, timestampMs })),
    ...lines,
  ];
}

/** The ids of its samples, but for those that all of them carry. */
function distinctIds({
  samples,
}: Finding): { readonly id: string; readonly timestampMs: number }[] {
  const all = samples.map((sample) => ({ ids: idsIn(sample), timestampMs: sample.timestampMs }));
  const isOfAll = (id: string) => all.length > 1 && all.every(({ ids }) => ids.has(id));
  return all.flatMap(({ ids, timestampMs }) =>
    [...ids].filter((id) => !isOfAll(id)).map((id) => ({ id, timestampMs })),
  );
}

function idsIn({ block, peeled }: Occurrence): ReadonlySet<string> {
  const text = block.message.slice(0, MAX_TEXT_CHARS);
  const named = [...text.matchAll(NAMED_ID)].flatMap(([, id]) => id ?? []);
  const long = [...text.matchAll(LONG_ID)].map(([id]) => id);
  return new Set([...(peeled.requestId === null ? [] : [peeled.requestId]), ...named, ...long]);
}

function holdsId(message: string, id: string): boolean {
  const at = message.indexOf(id);
  return (
    at >= 0 && !/[\w-]/.test(message[at - 1] ?? '') && !/[\w-]/.test(message[at + id.length] ?? '')
  );
}
