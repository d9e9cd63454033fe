// Looks at lines of any level where all events of the window are at hand: nothing is asked for.
import type { LogEvent } from '../base/log-event.ts';
import { contains } from '../base/time-range.ts';
import { triggerPatterns } from '../diagnosis/trigger-kinds.ts';
import type { Look } from './looks.ts';
import { RowShares } from './row-shares.ts';

/** What queries would give that ask for so many rows in all; `usual` are the phrases of ordinary lines. */
export function lookedAtInMemory(
  ascending: readonly LogEvent[],
  looks: readonly Look[],
  usual: readonly string[],
  rows: number,
): readonly LogEvent[] {
  const shares = new RowShares(
    rows,
    looks.map(({ weight }) => weight),
  );
  const isWanted = { changes: announcesChange(), unusual: isUnlike(usual), context: () => true };
  return looks.flatMap((look, place) => {
    const matching = ascending.filter(
      ({ timestampMs, message }) =>
        contains(look.window, timestampMs) && isWanted[look.name](message),
    );
    if (look.order === 'desc') matching.reverse();
    const events = matching.slice(0, shares.of(place));
    shares.took(events.length);
    return events;
  });
}

/** Whether a line may announce a change, as the query for such lines has it. */
export function announcesChange(): (message: string) => boolean {
  const forms = triggerPatterns().map((pattern) => new RegExp(pattern, 'i'));
  return (message) => forms.some((form) => form.test(message));
}

function isUnlike(usual: readonly string[]): (message: string) => boolean {
  const ordinary = new RegExp(usual.join('|'));
  return (message) => !ordinary.test(message);
}
