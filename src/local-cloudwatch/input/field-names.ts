// The names under which JSON log events hold their time, message, log group and log stream.

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
  const isRecord = names.some((name) => !ENVELOPE_FIELDS.has(name));
  return (
    timeNameIn(names) === timeName && isRecord && !names.some((name) => NAMING_FIELDS.has(name))
  );
}

/** The fields of an object that wraps a message. */
interface Wrapping {
  readonly time: string;
  readonly message: string;
}

/**
 * What tells time and message of each object with these fields, where the one is a time and the other a text: it wraps an
 * event of the file's own; null: it may be something else.
 */
export function wrappingIn(names: readonly string[]): Wrapping | null {
  const time = timeNameIn(names);
  const [message, ...others] = names.filter((name) => MESSAGE_FIELDS.includes(name));
  const isOwn = names.every((name) => ENVELOPE_FIELDS.has(name) && !NAMING_FIELDS.has(name));
  return time === null || message === undefined || others.length > 0 || !isOwn
    ? null
    : { time, message };
}

/**
 * Whether each object with these fields, where the first is a time and the others are texts, is an event in the log group
 * and stream that it names: with the message last, and nothing else.
 */
export function isPlaced(names: readonly string[]): boolean {
  const [time = '', ...others] = names;
  const [message = ''] = others.splice(-1);
  if (others.length !== 2 || timeNameIn(names) !== time || !TIME_FIELDS.includes(time))
    return false;
  const hasPlace = [GROUP_FIELDS, STREAM_FIELDS].every((fields) =>
    others.some((name) => fields.includes(name)),
  );
  return hasPlace && MESSAGE_FIELDS.includes(message) && message !== 'log';
}

/** The only one of these names that may tell a time; null: there is none, or there are several. */
export function timeNameIn(names: readonly string[]): string | null {
  const [name = null, ...others] = names.filter((one) => TIME_FIELD.has(one.toLowerCase()));
  return others.length === 0 ? name : null;
}
