// What is kept of each of up to 100,000 occurrences: its block and what groups it. The rest – fields, frames – is read
// again for the few that are shown, as keeping it for all would take several times the memory of the log text itself.
// Of some thousands it is held until the findings are made.
import type { LogEvent } from '../base/log-event.ts';
import { headOf, siteKeyOf } from './head.ts';
import { occurrenceOf } from './occurrence.ts';
import { mask } from './template/mask.ts';
import type { Block, Occurrence, Severity } from './types.ts';
import { uncaughtIn } from './uncaught.ts';

export interface Sketch {
  readonly block: Block;
  readonly timestampMs: number;
  readonly severity: Severity;
  /** One line that says what happened, its variables masked. */
  readonly masked: string;
  /** What makes two occurrences the same error by their traces; null: the template decides. */
  readonly siteKey: string | null;
  /** Whether its trace names a place in the code. */
  readonly placed: boolean;
}

/** Occurrences that are held whole: few take little memory, and most of few are shown. */
const MAX_HELD = 1_500;

export interface Sketcher {
  /** Looks at events, each as a block of its own, while others of their search are still awaited. */
  lookAhead(events: readonly LogEvent[]): void;
  /** The occurrences among the events that were looked at. */
  seen(): readonly Sketch[];
  /** The sketch of a block that is an occurrence, null of others; equal texts are kept once. */
  sketchOf(block: Block): Sketch | null;
  /** The whole occurrence behind a sketch. */
  behind(sketch: Sketch): Occurrence;
}

export function sketcher(): Sketcher {
  const ahead = new Map<LogEvent, Sketch | null>();
  const held = new Map<Block, Occurrence>();
  const texts = new Map<string, string>();
  const once = (text: string) => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
  const read = (whole: Block): Sketch | null => {
    const occurrence = occurrenceOf(whole) ?? uncaughtIn(whole);
    if (occurrence === null) return null;
    const { block } = occurrence;
    if (held.size < MAX_HELD) held.set(block, occurrence);
    const { timestampMs, severity, trace } = occurrence;
    const siteKey = siteKeyOf(occurrence);
    return {
      block,
      timestampMs,
      severity,
      masked: once(mask(headOf(occurrence))),
      siteKey: siteKey === null ? null : once(siteKey),
      placed: trace !== null && trace.location !== null,
    };
  };
  return {
    lookAhead: (events) => {
      for (const event of events)
        ahead.set(event, read({ events: [event], message: event.message }));
    },
    seen: () => [...ahead.values()].filter((sketch) => sketch !== null),
    sketchOf: (block) => {
      const [first] = block.events;
      const isAlone = block.events.length === 1 && block.message === first?.message;
      const seen = first !== undefined && isAlone ? ahead.get(first) : undefined;
      return seen === undefined ? read(block) : seen;
    },
    behind: ({ block }) => {
      const occurrence = held.get(block) ?? occurrenceOf(block);
      if (occurrence === null) throw new Error('a sketched block is always an occurrence');
      return occurrence;
    },
  };
}
