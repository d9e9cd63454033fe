// CloudTrail's LookupEvents over changes.jsonl: the newest first, by one attribute at most, 50 a page.
// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
import { z } from 'zod';
import type { ChangeEvent } from '../beside/types.ts';
import { slicePage } from '../page-token.ts';
import type { Account, Answer } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({
  LookupAttributes: z
    .array(
      z.object({
        AttributeKey: z.enum([
          'EventId',
          'EventName',
          'ReadOnly',
          'Username',
          'ResourceType',
          'ResourceName',
          'EventSource',
          'AccessKeyId',
        ]),
        AttributeValue: z.string().min(1).max(2000),
      }),
    )
    .max(1)
    .default([]),
  StartTime: z.number().optional(),
  EndTime: z.number().optional(),
  MaxResults: z.int().min(1).max(50).default(50),
  NextToken: z.string().min(1).optional(),
});
type Attribute = z.infer<typeof REQUEST>['LookupAttributes'][number];

export function lookupEvents(body: unknown, { beside }: Account): Answer {
  const request = validate(REQUEST, body);
  const { StartTime = Number.NEGATIVE_INFINITY, EndTime = Number.POSITIVE_INFINITY } = request;
  const events = (beside.changes ?? [])
    .filter(({ timestampMs: ms }) => ms >= StartTime * 1000 && ms <= EndTime * 1000)
    .filter((event) => request.LookupAttributes.every((asked) => holds(event, asked)))
    .sort((a, b) => b.timestampMs - a.timestampMs);
  const { page, nextToken } = slicePage(events, request.NextToken, request.MaxResults);
  return {
    Events: page.map(({ fields, timestampMs }) => ({ ...fields, EventTime: timestampMs / 1000 })),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}

function holds({ fields }: ChangeEvent, { AttributeKey, AttributeValue }: Attribute): boolean {
  if (AttributeKey === 'ResourceName' || AttributeKey === 'ResourceType')
    return fields.Resources.some((resource) => resource[AttributeKey] === AttributeValue);
  return fields[AttributeKey] === AttributeValue;
}
