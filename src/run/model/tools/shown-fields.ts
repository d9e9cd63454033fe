// Which fields of JSON lines a model may group by, make figures of, filter by or sort by: the lines at hand, as they are
// after redaction, tell whether a value is one that may be seen. A grouped row comes without the line that would show it,
// and which lines a filter lets pass tells of the value as well.
import type { LogEvent } from '../../../base/log-event.ts';
import { filtersOf } from './filters.ts';
import { fieldsOfStats } from './plain-query.ts';

/** So many lines are looked at. */
const MAX_LINES = 2_000;
const REDACTED = /\[redacted:/;

/** Why what the query asks of fields is not shown; null where it is. */
export function hiddenFault(query: string, events: readonly LogEvent[]): string | null {
  const { grouped, figured } = fieldsOfStats(query);
  const compared = filtersOf(query).flatMap(({ fields }) => fields);
  const own = (field: string) => !field.startsWith('@');
  const wanted = [...grouped, ...figured, ...compared].filter(own);
  if (wanted.length === 0) return null;
  const objects = objectsOf(events);
  const values = (field: string) => objects.flatMap((object) => valueAt(object, field) ?? []);
  const hidden = wanted.find((field) => values(field).some((value) => REDACTED.test(value)));
  if (hidden !== undefined) return `The values of ${hidden} are secret.`;
  const unseen = [...grouped, ...compared].filter(own).find((field) => values(field).length === 0);
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
