// Logs that several programs write into one file name the one that speaks first in each line: `redis stats …`.
import type { LogEvent } from '../base/log-event.ts';
import { peel } from '../evidence/peel.ts';

/** A name as programs have it; no capital, so that a sentence does not begin like this. */
const SPEAKER = /^([a-z][a-z0-9]{1,30}(?:[-_][a-z0-9]{1,30}){0,6})(?=[ :])/;
/** Words that begin a sentence: verbs, auxiliaries, negations, articles. */
const SENTENCE =
  /(?:ing|ed)$|^(?:an?|the|no|not|can|cannot|could|would|should|did|does|do|is|are|was|were|has|have|will|unable|error|warning)$/;
const MIN_EVENTS = 30;
/** A name of several words is one, though nobody else speaks. */
const COMPOUND = /[-_]/;
/** It is a custom of the log where nearly all lines follow it… */
const MIN_SHARE = 0.9;
/** …and few programs speak often. */
const MIN_LINES = 5;
const MIN_SPEAKERS = 2;
/** A program says more than one thing. */
const MIN_SAYINGS = 2;
const MAX_SPEAKERS = 40;

const known = new WeakMap<readonly LogEvent[], ReadonlySet<string>>();

/** The program that the line names as its speaker; null where the log has no such custom, or does not know it. */
export function speakerOf(message: string, context: readonly LogEvent[]): string | null {
  const speaker = firstWord(message);
  if (speaker === null) return null;
  const speakers = known.get(context) ?? speakersIn(context);
  known.set(context, speakers);
  return speakers.has(speaker) ? speaker : null;
}

function speakersIn(context: readonly LogEvent[]): ReadonlySet<string> {
  const spoken = new Map<string, { lines: number; readonly next: Set<string> }>();
  for (const { message } of context) {
    const speaker = firstWord(message);
    if (speaker === null) continue;
    const known = spoken.get(speaker) ?? { lines: 0, next: new Set() };
    known.lines++;
    known.next.add(secondWord(message));
    spoken.set(speaker, known);
  }
  const often = [...spoken].filter(([, { lines }]) => lines >= MIN_LINES);
  const all = often.reduce((sum, [, { lines }]) => sum + lines, 0);
  const isCustom =
    context.length >= MIN_EVENTS &&
    all >= context.length * MIN_SHARE &&
    // Where each word is always followed by the same one, sentences begin so: `request # served`, `cannot open`.
    often.some(([, { next }]) => next.size >= MIN_SAYINGS) &&
    (often.length >= MIN_SPEAKERS || often.every(([speaker]) => COMPOUND.test(speaker))) &&
    often.length <= MAX_SPEAKERS;
  return new Set(isCustom ? often.map(([speaker]) => speaker) : []);
}

/** What follows the speaker; numbers are all alike. */
function secondWord(message: string): string {
  const [, second = ''] = peel(message).text.split(/[ :]+/, 2);
  return second.replace(/\d+/g, '#');
}

function firstWord(message: string): string | null {
  const { text } = peel(message);
  const word = SPEAKER.exec(text)?.[1];
  return word === undefined || SENTENCE.test(word) ? null : word;
}
