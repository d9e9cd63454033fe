// The names under which JSON log events hold their time, message, log group and log stream.
import type { Role } from '../kernel/json-reader.ts';
import { mayHoldEvent } from './inner-event.ts';

/** In order of preference; found in any case, as Serilog writes `Timestamp` and Log4j `timeMillis`. */
export const TIME_FIELDS =
  'timestamp @timestamp time @t ts eventtime event_time datetime timemillis timeunixnano asctime date start_time starttime startutc time_iso8601 time_local requesttime requesttimeepoch requestreceivedtimestamp timecreated __realtime_timestamp'.split(
    ' ',
  );
export const TIME_FIELD = new Set(TIME_FIELDS);
export const MESSAGE_FIELDS = ['message', '@message', 'msg', 'log'];
export const GROUP_FIELDS = ['logGroup', 'logGroupName', 'log_group'];
export const STREAM_FIELDS = ['logStream', 'logStreamName', 'log_stream', '@logStream'];
export const INGESTION_FIELDS = ['ingestionTime', '@ingestionTime'];
/** An object of these alone is a wrapping around a message, not an application's own record. */
export const ENVELOPE_FIELDS = new Set([
  ...['timestamp', '@timestamp', 'time', 'ts', 'eventTime', 'datetime', 'date'],
  ...MESSAGE_FIELDS,
  ...GROUP_FIELDS,
  ...STREAM_FIELDS,
  ...INGESTION_FIELDS,
  ...['id', 'eventId', 'owner', 'region', 'stream', 'attrs', '@ptr', '@log'],
]);
/** Whoever holds one of these may be no event of the file's own. */
const NAMING_FIELDS = new Set([
  ...GROUP_FIELDS,
  ...STREAM_FIELDS,
  ...INGESTION_FIELDS,
  ...['@log', 'owner', 'logEvents', 'messageType', 'searchedCompletely'],
]);
/**
 * Whether each object with these fields is an event as it stands, with the time that the field of this name tells, where
 * that is a time: whatever the values are, `decodeJson` says so of all of them or of none.
 */
export function areEvents(names: readonly string[], timeName: string): boolean {
  const isRecord = names.some((name) => !ENVELOPE_FIELDS.has(name)) && !mayHoldEvent(names);
  return (
    timeNameIn(names) === timeName && isRecord && !names.some((name) => NAMING_FIELDS.has(name))
  );
}

/**
 * What the fields tell of each object that has them, where time and message are such: it wraps an event of the file's own;
 * null: it may be something else.
 */
export function wrappingRoles(names: readonly string[]): readonly Role[] | null {
  const isOwn = names.every((name) => ENVELOPE_FIELDS.has(name) && !NAMING_FIELDS.has(name));
  return isOwn ? rolesOf(names) : null;
}

/** What may stand in a line that says where its event belongs, and tells nothing. */
const TELLING_NOTHING = new Set(['id', 'eventId', 'region', '@ptr']);

/**
 * The same of objects each of which wraps an event and names its log group or stream, where what names them is a text: as
 * `aws logs filter-log-events` prints events, or as tools do that fetch them.
 */
export function placedRoles(names: readonly string[]): readonly Role[] | null {
  const roles = rolesOf(names);
  const isOnce = [GROUP_FIELDS, STREAM_FIELDS, INGESTION_FIELDS].every(
    (fields) => names.filter((name) => fields.includes(name)).length <= 1,
  );
  if (roles === null || !roles.includes('place') || !isOnce || names.includes('log')) return null;
  const isKnown = names.every(
    (name, index) => roles[index] !== 'other' || TELLING_NOTHING.has(name),
  );
  return isKnown && TIME_FIELDS.includes(names[roles.indexOf('time')] ?? '') ? roles : null;
}

/** null: not one of them tells the time, and one the message. */
function rolesOf(names: readonly string[]): readonly Role[] | null {
  const time = timeNameIn(names);
  const messages = names.filter((name) => MESSAGE_FIELDS.includes(name));
  if (time === null || messages.length !== 1) return null;
  return names.map((name) => (name === time ? 'time' : roleOf(name)));
}

/** Of a field that does not tell the time. */
export function roleOf(name: string): Role {
  if (MESSAGE_FIELDS.includes(name)) return 'message';
  if (GROUP_FIELDS.includes(name) || STREAM_FIELDS.includes(name)) return 'place';
  return INGESTION_FIELDS.includes(name) ? 'ingestion' : 'other';
}

/** The only one of these names that may tell a time; null: there is none, or there are several. */
export function timeNameIn(names: readonly string[]): string | null {
  const [name = null, ...others] = names.filter((one) => TIME_FIELD.has(one.toLowerCase()));
  return others.length === 0 ? name : null;
}
