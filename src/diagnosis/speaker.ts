// Logs that several programs write into one file name the one that speaks first in each line: `redis stats …`.
import type { LogEvent } from '../base/log-event.ts';
import { peel } from '../evidence/peel.ts';

/** A name as programs have it; no capital, so that a sentence does not begin like this. */
const SPEAKER = /^([a-z][a-z0-9]{1,30}(?:[-_][a-z0-9]{1,30}){0,6})(?=[ :])/;
/** Verbs at the beginning of a sentence. */
const VERB = /(?:ing|ed)$/;
const MIN_EVENTS = 30;
/** A name of several words is one, though nobody else speaks. */
const COMPOUND = /[-_]/;
/** It is a custom of the log where nearly all lines follow it… */
const MIN_SHARE = 0.9;
/** …and few programs speak often. */
const MIN_LINES = 5;
const MIN_SPEAKERS = 2;
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
  const counts = new Map<string, number>();
  for (const { message } of context) {
    const speaker = firstWord(message);
    if (speaker !== null) counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
  }
  const often = [...counts].filter(([, count]) => count >= MIN_LINES);
  const spoken = often.reduce((sum, [, count]) => sum + count, 0);
  const isCustom =
    context.length >= MIN_EVENTS &&
    spoken >= context.length * MIN_SHARE &&
    (often.length >= MIN_SPEAKERS || often.every(([speaker]) => COMPOUND.test(speaker))) &&
    often.length <= MAX_SPEAKERS;
  return new Set(isCustom ? often.map(([speaker]) => speaker) : []);
}

function firstWord(message: string): string | null {
  const { text } = peel(message);
  const word = SPEAKER.exec(text)?.[1];
  return word === undefined || VERB.test(word) ? null : word;
}
