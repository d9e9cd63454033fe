// What an occurrence is known by: the site of its trace, else the template of its head line. Where one message comes
// from more places than a reader can tell apart, they are places of one error and the template decides.
import type { FindingDraft } from './finding.ts';
import { mostFrequent } from './most-frequent.ts';
import type { Sketch } from './sketch.ts';
import { templatesByGroup } from './template-by-group.ts';

/** Places that one message is told apart by. */
const MAX_PLACES = 20;
/** A place with so much of all that its message comes with is told apart however many others there are. */
const MIN_PLACE_SHARE = 0.1;

/** More of such events exist: of a message whose places were mostly seen once, most places were not seen yet. */
const MAX_SINGLE_SHARE = 0.5;
/** Fewer traces of a message say nothing of that. */
const MIN_TRACES = 5;

/** What is known of the sketches besides themselves. */
export interface Circumstances {
  /** There are more of them than were read. */
  readonly isSample?: boolean;
  /** Findings of some of them: the places that these tell apart stay apart, those that they do not do not. */
  readonly before?: readonly FindingDraft[];
}

export interface Known {
  readonly sketch: Sketch;
  /** Equal for the same error, in all that were given; stable across runs. */
  readonly key: string;
  /** Of its head line. */
  readonly template: string;
  /** Where it was thrown, if that does not tell it from others; null: it does, or there is no trace. */
  readonly crowdedPlace: string | null;
}

/** Each of the sketches, in their order; those of another severity are another error whatever their key. */
export function knownBy(
  sketches: readonly Sketch[],
  circumstances: Circumstances = {},
): readonly Known[] {
  const templates = templatesByGroup(sketches);
  const crowded = crowdedIn(sketches, templates, circumstances);
  return sketches.map((sketch, index) => {
    const template = templates[index] ?? '';
    const isCrowded = crowded.has(placeOf(sketch));
    return {
      sketch,
      key: isCrowded ? template : (sketch.siteKey ?? template),
      template,
      crowdedPlace: isCrowded ? sketch.siteKey : null,
    };
  });
}

const placeOf = ({ severity, siteKey }: Sketch) =>
  siteKey === null ? null : `${severity}\u0000${siteKey}`;

interface Place {
  readonly place: string;
  readonly count: number;
}

function crowdedIn(
  sketches: readonly Sketch[],
  templates: readonly string[],
  { isSample = false, before = [] }: Circumstances,
): ReadonlySet<string | null> {
  const [apart, crowded] = placesBefore(before);
  for (const places of placesByMessage(sketches, templates)) {
    const all = places.reduce((sum, { count }) => sum + count, 0);
    if (places.length <= MAX_PLACES && !(isSample && isMostUnseen(places, all))) continue;
    for (const { place, count } of places)
      if ((count === 1 || count < all * MIN_PLACE_SHARE) && !apart.has(place)) crowded.add(place);
  }
  return crowded;
}

/** The places that findings tell apart, and those that they do not. */
function placesBefore(findings: readonly FindingDraft[]) {
  const placesIn = (some: readonly FindingDraft[]) =>
    new Set(some.flatMap(({ members }) => members.map(placeOf)));
  const isCrowd = ({ places = 0 }: FindingDraft) => places > 0;
  return [
    placesIn(findings.filter((finding) => !isCrowd(finding))),
    placesIn(findings.filter(isCrowd)),
  ] as const;
}

/** Good and Turing: what comes next comes from a new place as often as one of those before was seen once. */
function isMostUnseen(places: readonly Place[], all: number): boolean {
  const single = places.filter(({ count }) => count === 1).length;
  return all >= MIN_TRACES && single > all * MAX_SINGLE_SHARE;
}

/** The places that each message comes from. A place is of the message that comes from there most often. */
function placesByMessage(
  sketches: readonly Sketch[],
  templates: readonly string[],
): Iterable<readonly Place[]> {
  const messages = new Map<string, string[]>();
  sketches.forEach((sketch, index) => {
    const place = placeOf(sketch);
    if (place !== null) under(messages, place).push(`${sketch.severity} ${templates[index]}`);
  });
  const places = new Map<string, Place[]>();
  for (const [place, said] of messages)
    under(places, mostFrequent(said)).push({ place, count: said.length });
  return places.values();
}

function under<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  if (list.length === 0) lists.set(key, list);
  return list;
}
