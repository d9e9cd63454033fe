// A line of changes.jsonl: a CloudTrail record as CloudTrail delivers it, or an event as `aws cloudtrail lookup-events`
// gives it.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TIME } from './time.ts';
import type { ChangeEvent } from './types.ts';

const RECORD = z.looseObject({
  eventTime: TIME,
  eventName: z.string().min(1),
  eventSource: z.string().min(1),
  eventID: z.string().min(1).optional(),
  readOnly: z.boolean().optional(),
  userIdentity: z
    .looseObject({
      userName: z.string().optional(),
      arn: z.string().optional(),
      invokedBy: z.string().optional(),
      accessKeyId: z.string().optional(),
    })
    .optional(),
  resources: z
    .array(z.looseObject({ ARN: z.string().optional(), type: z.string().optional() }))
    .optional(),
});

const LOOKED_UP = z.looseObject({
  EventTime: TIME,
  EventName: z.string().min(1),
  EventSource: z.string().min(1),
  EventId: z.string().min(1).optional(),
  ReadOnly: z.string().optional(),
  Username: z.string().optional(),
  AccessKeyId: z.string().optional(),
  Resources: z
    .array(
      z.looseObject({ ResourceType: z.string().optional(), ResourceName: z.string().optional() }),
    )
    .default([]),
  CloudTrailEvent: z.string().optional(),
});

/** null: it is neither. */
export function readChange(line: unknown): ChangeEvent | null {
  const record = RECORD.safeParse(line);
  if (record.success) return ofRecord(record.data, JSON.stringify(line));
  const found = LOOKED_UP.safeParse(line);
  return found.success ? ofLookedUp(found.data, JSON.stringify(line)) : null;
}

function ofRecord(record: z.infer<typeof RECORD>, text: string): ChangeEvent {
  const { userIdentity } = record;
  const username =
    userIdentity?.userName ?? userIdentity?.arn?.split('/').at(-1) ?? userIdentity?.invokedBy;
  const key = userIdentity?.accessKeyId;
  return {
    timestampMs: record.eventTime,
    fields: {
      EventId: record.eventID ?? idOf(text),
      EventName: record.eventName,
      EventSource: record.eventSource,
      ReadOnly: String(record.readOnly ?? isReading(record.eventName)),
      ...(username === undefined ? {} : { Username: username }),
      ...(key === undefined ? {} : { AccessKeyId: key }),
      Resources: (record.resources ?? []).map(({ ARN, type }) => ({
        ...(type === undefined ? {} : { ResourceType: type }),
        ...(ARN === undefined ? {} : { ResourceName: ARN }),
      })),
      CloudTrailEvent: text,
    },
  };
}

function ofLookedUp(found: z.infer<typeof LOOKED_UP>, text: string): ChangeEvent {
  const { EventTime, ...fields } = found;
  return {
    timestampMs: EventTime,
    fields: {
      ...fields,
      EventId: found.EventId ?? idOf(text),
      ReadOnly: found.ReadOnly ?? String(isReading(found.EventName)),
      CloudTrailEvent: found.CloudTrailEvent ?? '{}',
    },
  };
}

/** Of a record that does not say so. */
const isReading = (eventName: string) =>
  /^(?:Get|List|Describe|Lookup|Head|Search|BatchGet)[A-Z]/.test(eventName);

/** The same for the same text. */
const idOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
