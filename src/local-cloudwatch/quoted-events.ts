// Events whose messages stand in the file as JSON strings: where each stands, and what a query sees of it.
import type { Block, LogFile } from './input/log-file.ts';
import { messageSize, messageText, type RecordEvents, type RecordHead } from './input/records.ts';
import type { ToldEvents } from './told-events.ts';

/** Events of a block, and where each of them belongs. */
export interface QuotedEvents {
  readonly events: RecordEvents;
  /** When each was taken in, in UTC ms; null: when it came. */
  readonly ingestionTimes: readonly number[] | null;
  /** What their bytes told of each, see `Judge`; null: they were not looked at. */
  readonly told: readonly (true | null)[] | null;
  placeOf(index: number): UnitPlace;
}

/** Which event of which unit it is. */
export interface UnitPlace {
  readonly head: RecordHead;
  /** Where its unit begins, in the window. */
  readonly unitStart: number;
  /** Events of the unit before it. */
  readonly position: number;
}

export function toldOfQuoted(
  file: LogFile,
  block: Block,
  window: Buffer,
  { events, ingestionTimes, told, placeOf }: QuotedEvents,
): ToldEvents {
  const { times, starts, ends, escaped } = events;
  const stretch = (index: number) => [starts[index] ?? 0, ends[index] ?? 0] as const;
  return {
    times,
    ingestionTimes,
    starts,
    ends,
    told,
    headOf: (index) => placeOf(index).head,
    sizeBytesOf: (index) => messageSize(window, ...stretch(index), escaped[index] === true),
    writingOf: (index) => (escaped[index] === true ? 'escaped' : 'plain'),
    messageOf: (index) => messageText(window, ...stretch(index), escaped[index] === true),
    ptrOf: (index) => {
      const { unitStart, position } = placeOf(index);
      return eventId(file, block.start + unitStart, position);
    },
  };
}

/** The same for the same event in every answer of a run, whoever asks. */
export function eventId(file: LogFile, offset: number, position: number): string {
  return `${file.number}-${offset}-${position}`;
}

/** The index took the file apart before: only one that changed meanwhile is written otherwise. */
export function changed({ path }: LogFile): Error {
  return new Error(`${path} was changed while it was served`);
}
