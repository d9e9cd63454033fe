// What an occurrence is known by: the site of its trace, else the template of its head line. Where one message comes
// from more places than a reader can tell apart, they are places of one error and the template decides.
import type { FindingDraft } from './finding.ts';
import type { Sketch } from './sketch.ts';
import { templatesByGroup } from './template-by-group.ts';

/** Places that one message is told apart by. */
const MAX_PLACES = 20;
/** The same of a message that is nothing but the type of an exception: it says less than any place. */
const MAX_BARE_PLACES = 100;
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
  { isSample = false, before = [] }: Circumstances = {},
): readonly Known[] {
  const templates = templatesByGroup(sketches);
  const said = sketches.map((sketch, index) => saidBy(sketch, templates[index] ?? ''));
  const crowded = crowdedIn(said, isSample);
  const toldBefore = toldIn(before);
  return said.map((one) => {
    const { sketch, template, place, codes } = one;
    const isCrowded = place !== null && (toldBefore(one) ?? crowded.has(sayingOf(one)));
    return {
      sketch,
      key: isCrowded ? [template, ...codes].join('|') : (sketch.siteKey ?? template),
      template,
      crowdedPlace: isCrowded ? place : null,
    };
  });
}

/** What a sketch says, and where it says it. */
interface Said {
  readonly sketch: Sketch;
  readonly template: string;
  /** The fingerprint of its trace. */
  readonly place: string | null;
  /** What its messages name beside it: they tell errors of one place apart. */
  readonly codes: readonly string[];
}

/** The key of a site is its fingerprint, then the codes. */
function saidBy(sketch: Sketch, template: string): Said {
  const [place = null, ...codes] = sketch.siteKey?.split('|') ?? [];
  return { sketch, template, place, codes };
}

const messageOf = ({ sketch, template }: Said) => `${sketch.severity}\u0000${template}`;
const placeOf = ({ sketch, place }: Said) => `${sketch.severity}\u0000${place}`;
const sayingOf = (said: Said) => `${messageOf(said)}\u0000${said.place}`;

/** How often each message comes from each of its places. */
interface Message {
  readonly isBare: boolean;
  readonly places: Map<string, number>;
}

/** The messages from places that do not tell them apart. */
function crowdedIn(said: readonly Said[], isSample: boolean): ReadonlySet<string> {
  const crowded = new Set<string>();
  for (const { places, isBare } of messagesOf(said).values()) {
    const counts = [...places.values()];
    const all = counts.reduce((sum, count) => sum + count, 0);
    const most = isBare ? MAX_BARE_PLACES : MAX_PLACES;
    const isCrowd = places.size > most || (isSample && !isBare && isMostUnseen(counts, all));
    if (!isCrowd) continue;
    for (const [saying, count] of places)
      if (count === 1 || count < all * MIN_PLACE_SHARE) crowded.add(saying);
  }
  return crowded;
}

function messagesOf(said: readonly Said[]): ReadonlyMap<string, Message> {
  const messages = new Map<string, Message>();
  for (const one of said) {
    if (one.place === null) continue;
    const isBare = !one.template.trim().includes(' ');
    const message = messages.get(messageOf(one)) ?? { isBare, places: new Map() };
    messages.set(messageOf(one), message);
    message.places.set(sayingOf(one), (message.places.get(sayingOf(one)) ?? 0) + 1);
  }
  return messages;
}

/**
 * Whether findings tell such a one apart by its place (false), or do not (true); null: they hold none like it. With what
 * was read beside them a message may have another template by now: then the place alone says it.
 */
function toldIn(findings: readonly FindingDraft[]): (said: Said) => boolean | null {
  const crowded = { sayings: new Set<string>(), places: new Set<string>() };
  const apart = new Set<string>();
  for (const { members, template, places = 0 } of findings)
    for (const sketch of members) {
      const said = saidBy(sketch, template);
      if (said.place === null) continue;
      if (places === 0) {
        apart.add(placeOf(said));
        continue;
      }
      crowded.sayings.add(sayingOf(said));
      crowded.places.add(placeOf(said));
    }
  return (said) => {
    if (crowded.sayings.has(sayingOf(said))) return true;
    if (apart.has(placeOf(said))) return false;
    return crowded.places.has(placeOf(said)) ? true : null;
  };
}

/** Good and Turing: what comes next comes from a new place as often as one of those before was seen once. */
function isMostUnseen(counts: readonly number[], all: number): boolean {
  const single = counts.filter((count) => count === 1).length;
  return all >= MIN_TRACES && single > all * MAX_SINGLE_SHARE;
}
