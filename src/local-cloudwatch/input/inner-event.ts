// Events that tools hand out within something of their own: a row of a query's results, a document of a search index, a
// line with its labels.
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether an object with these fields may hold one. */
export function mayHoldEvent(names: readonly string[]): boolean {
  return names.includes('_source') || (names.includes('labels') && names.includes('line'));
}

/** The event within; null: the value is one itself, or none. */
export function innerEvent(value: unknown): JsonObject | null {
  if (Array.isArray(value)) return rowOf(value);
  return isObject(value) ? (documentOf(value) ?? labelledLine(value)) : null;
}

/**
 * GetQueryResults: a field and its value each.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ResultField.html
 */
function rowOf(fields: readonly unknown[]): JsonObject | null {
  const entries = fields.map((field): readonly [string, unknown] | null => {
    const { field: name, value } = (field ?? {}) as JsonObject;
    return typeof name === 'string' && typeof value === 'string' ? [name, value] : null;
  });
  const whole = entries.filter((entry) => entry !== null);
  return whole.length > 0 && whole.length === entries.length ? Object.fromEntries(whole) : null;
}

/** What stands around the document of a hit. */
const OF_HIT = new Set(
  '_index _id _type _score _source _version _routing _ignored _seq_no _primary_term sort fields highlight'.split(
    ' ',
  ),
);

/** A hit of OpenSearch and Elasticsearch; a line of a log that speaks of one has fields of its own. */
function documentOf(hit: JsonObject): JsonObject | null {
  const { _index, _source } = hit;
  const isHit = typeof _index === 'string' && Object.keys(hit).every((name) => OF_HIT.has(name));
  return isHit && isObject(_source) ? _source : null;
}

/**
 * What Loki's command prints as JSON lines. Where the labels hold a level they stay in front of the line, as the command
 * prints them in its plain form: the line need not tell it.
 */
function labelledLine(value: JsonObject): JsonObject | null {
  const { labels, line, timestamp, ...others } = value;
  const isLine = isObject(labels) && typeof line === 'string' && Object.keys(others).length === 0;
  if (!isLine) return null;
  const { pod } = labels;
  const message = `${labelsBefore(line, labels)}${line}`;
  return { timestamp, message, ...(typeof pod === 'string' ? { logStream: pod } : {}) };
}

const LEVEL_LABELS = ['level', 'detected_level', 'severity'];
const SERVICE_LABELS = ['app', 'service_name', 'container', 'job'];
/** A record that tells its level by itself; it stays JSON, so that its fields are found. */
const RECORD_WITH_LEVEL =
  /^\s*\{[^\n]*"(?:\w{1,20}\.)?(?:log_?)?(?:level|lvl|severity|levelname)"\s*:/i;
/** A longer value names no level and no service. */
const MAX_LABEL_CHARS = 100;

function labelsBefore(line: string, labels: JsonObject): string {
  if (textsOf(labels, LEVEL_LABELS).length === 0 || RECORD_WITH_LEVEL.test(line)) return '';
  return `{${textsOf(labels, [...SERVICE_LABELS, ...LEVEL_LABELS]).join(', ')}} `;
}

function textsOf(labels: JsonObject, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = labels[name];
    const isShort = typeof value === 'string' && value !== '' && value.length <= MAX_LABEL_CHARS;
    return isShort ? [`${name}=${JSON.stringify(value)}`] : [];
  });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
