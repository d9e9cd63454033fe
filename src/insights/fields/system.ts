// The fields that CloudWatch adds to every event, and Lambda's, by name.
import type { EventRow } from '../run/event-row.ts';
import type { Kind, Value } from '../values.ts';
import { LAMBDA_FIELDS } from './lambda.ts';

export interface SystemField {
  readonly name: string;
  readonly kind: Kind;
  readonly read: (row: EventRow) => Value;
}

const OWN: readonly SystemField[] = [
  { name: '@message', kind: 'text', read: (row) => row.record.message },
  { name: '@timestamp', kind: 'time', read: (row) => row.record.timestampMs },
  { name: '@ingestionTime', kind: 'time', read: (row) => row.record.ingestionTimeMs },
  { name: '@logStream', kind: 'text', read: (row) => row.record.logStream },
  {
    name: '@log',
    kind: 'text',
    read: (row) => `${row.record.accountId}:${row.record.logGroup}`,
  },
  { name: '@ptr', kind: 'text', read: (row) => row.record.ptr },
];

/** Name → field. Names are case-sensitive. */
export const SYSTEM_FIELDS: ReadonlyMap<string, SystemField> = new Map(
  [
    ...OWN,
    ...LAMBDA_FIELDS.map(({ name, kind, read }) => ({
      name,
      kind,
      read: (row: EventRow) => read(row.record.message),
    })),
  ].map((field) => [field.name, field]),
);
