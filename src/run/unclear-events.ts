// Events that matched the search, were cut, and show no error in what is left of them: each may be one.
import { grouped } from '../base/grouped.ts';
import type { Unclear } from '../evidence/unclear.ts';
import type { RunContext } from './context.ts';
import { MAX_EVENT_CHARS } from './text-bounds.ts';

/** Makes the counts lower bounds, and says why. */
export function tellUnclear({ file, gap }: RunContext, { events, keptChars }: Unclear): void {
  if (events === 0) return;
  file.exact = false;
  const many = events !== 1;
  gap({
    what: `${grouped(events)} candidate event${many ? 's are' : ' is'} too long to be read whole, and what was kept of ${many ? 'them' : 'it'} shows no error and no level.`,
    why: `Of an event at most ${grouped(keptChars)} characters are kept${keptChars < MAX_EVENT_CHARS ? ' where so many events match' : ''}: what made it match may stand in the others, so counts and the total are lower bounds.`,
    remedy: `Look at them with a query of your own: filter strlen(@message) > ${keptChars}`,
  });
}
