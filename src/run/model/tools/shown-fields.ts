// Which fields of JSON lines a model may group by or make figures of: the lines at hand, as they are after redaction,
// tell whether a value is one that may be seen. A grouped row comes without the line that would show it.
import type { LogEvent } from '../../../base/log-event.ts';
import { fieldsOfStats } from './plain-query.ts';

/** So many lines are looked at. */
const MAX_LINES = 2_000;
const REDACTED = /\[redacted:/;

/** Why the query's groups and figures are not shown; null where they are. */
export function hiddenFault(query: string, events: readonly LogEvent[]): string | null {
  const { grouped, figured } = fieldsOfStats(query);
  const own = (field: string) => !field.startsWith('@');
  const wanted = [...grouped, ...figured].filter(own);
  if (wanted.length === 0) return null;
  const objects = objectsOf(events);
  const values = (field: string) => objects.flatMap((object) => valueAt(object, field) ?? []);
  const hidden = wanted.find((field) => values(field).some((value) => REDACTED.test(value)));
  if (hidden !== undefined) return `The values of ${hidden} are secret.`;
  const unseen = grouped.filter(own).find((field) => values(field).length === 0);
  return unseen === undefined
    ? null
    : `No line at hand shows ${unseen}: ask for rows with "fields ${unseen}" instead.`;
}

function objectsOf(events: readonly LogEvent[]): readonly object[] {
  return events.slice(0, MAX_LINES).flatMap(({ message }) => {
    const start = message.indexOf('{');
    if (start < 0) return [];
    try {
      const value: unknown = JSON.parse(message.slice(start));
      return typeof value === 'object' && value !== null ? [value] : [];
    } catch {
      return [];
    }
  });
}

/** The value at `user.name` as text; an object is no value. */
function valueAt(object: object, field: string): string | null {
  let value: unknown = object;
  for (const name of field.split('.')) {
    if (typeof value !== 'object' || value === null) return null;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value === undefined || value === null || typeof value === 'object' ? null : String(value);
}
