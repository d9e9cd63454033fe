// What is handed on of CloudTrail's records: what was asked and by whom. What the services answered, session tokens
// among it, stays here.

const HANDED_ON = ['eventID', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'errorCode'];
const WHO = ['type', 'userName', 'arn', 'invokedBy'];

/** The same page with shorter records; one that cannot be read is empty. */
export function withShortRecords<Answer extends { readonly [member: string]: unknown }>(
  answer: Answer,
): Answer {
  const { Events: events } = answer;
  return Array.isArray(events) ? { ...answer, Events: events.map(withShortRecord) } : answer;
}

function withShortRecord(event: unknown): unknown {
  if (!isRecord(event)) return event;
  const { AccessKeyId: _, CloudTrailEvent: text, ...rest } = event;
  return typeof text === 'string' ? { ...rest, CloudTrailEvent: shortened(text) } : rest;
}

function shortened(text: string): string {
  const whole = read(text);
  if (!isRecord(whole)) return '{}';
  const { userIdentity, requestParameters } = whole;
  return JSON.stringify({
    ...only(whole, HANDED_ON),
    ...(isRecord(userIdentity) ? { userIdentity: only(userIdentity, WHO) } : {}),
    ...(isRecord(requestParameters) ? { requestParameters } : {}),
  });
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const only = (record: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (name in record ? [[name, record[name]]] : [])));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
