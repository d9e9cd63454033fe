// What a runtime writes of its own when nobody catches an exception has no time and no level: where events begin with a
// time stamp, it becomes a part of the record above it, which tells of something else. Loggers write below a record of
// INFO or DEBUG none of these openings; Python's alone may be both, and there a death matters more.
import { occurrenceOf } from './occurrence.ts';
import type { Block, Occurrence } from './types.ts';

/** Lines of a record in which such an opening is looked for. */
const MAX_LINES = 200;
/** The name of a container, as `docker compose logs` writes it before each line. */
const PREFIX = String.raw`(?:[\w.-]{1,80}\s+\| )?`;
const OPENINGS = [
  'Traceback \\(most recent call last\\):',
  'Exception in thread ["\\w]',
  'panic: ',
  'fatal error: ',
  "thread '[^'\\n]{0,100}' (?:\\(\\d+\\) )?panicked at ",
  'terminate called (?:after throwing|without)',
  'Unhandled (?:exception\\b|Exception: \\w+\\.)',
  'Uncaught \\S*(?:Error|Exception)',
  'PHP Fatal error: ',
  // Node.js shows the line of code first, and marks the place in it.
  '(?:file://|node:)?[^\\s:]{1,300}:\\d+\\n[^\\n]{1,400}\\n\\s*\\^+\\s*$',
];
const OPENING = new RegExp(`^${PREFIX}(?:${OPENINGS.join('|')})`, 'm');

/** The occurrence that the lines below the first one of a record are; null: they tell of none. */
export function uncaughtIn({ events, message }: Block): Occurrence | null {
  const [event, ...others] = events;
  const below = message.indexOf('\n');
  if (event === undefined || others.length > 0 || below === -1) return null;
  const lines = message
    .slice(below + 1)
    .split('\n', MAX_LINES)
    .join('\n');
  const at = OPENING.exec(lines)?.index ?? -1;
  if (at === -1) return null;
  const own = message.slice(below + 1 + at);
  return occurrenceOf({ events: [{ ...event, message: own }], message: own });
}
