// GetLogRecord: all fields of the event that a pointer of a query's row means.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogRecord.html
import { z } from 'zod';
import { allFields } from '../../insights/fields/all-fields.ts';
import { type Account, type Answer, invalidParameter, notFound } from '../protocol.ts';
import { recordAt } from '../record-at.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({ logRecordPointer: z.string(), unmask: z.boolean().optional() });
const POINTER = /^\d{1,10}-\d{1,15}-\d{1,10}$/;

export async function getLogRecord(body: unknown, account: Account): Promise<Answer> {
  const { logRecordPointer } = validate(REQUEST, body);
  if (!POINTER.test(logRecordPointer)) {
    throw invalidParameter('The specified logRecordPointer is invalid.');
  }
  const record = await recordAt(account, logRecordPointer);
  if (record === null) throw notFound('The specified log record does not exist.');
  return { logRecord: Object.fromEntries(allFields(record)) };
}
