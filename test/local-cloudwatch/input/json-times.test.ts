// Time fields of applications' own JSON logs: by which names they are found; the message is the whole line.
import { describe, expect, test } from 'vitest';
import { allEvents, folderOf, NOON_MS, serve } from '../served.ts';

const ISO = new Date(NOON_MS).toISOString();
const SECONDS = NOON_MS / 1_000;

describe('a JSON log line with the time under', () => {
  test.each([
    { '@t': ISO, '@mt': 'Basket {Id} lost', '@l': 'Error', '@x': 'System.Exception: x', Id: 7 },
    { '@t': ISO, '@m': 'Basket 7 lost', '@i': 'a1' },
    {
      Timestamp: ISO.replace('Z', '0000+00:00'),
      Level: 'Error',
      MessageTemplate: 'Basket {Id} lost',
      RenderedMessage: 'Basket 7 lost',
      Exception: 'System.Exception: x',
    },
    { '@timestamp': ISO, 'log.level': 'ERROR', message: 'lost' },
    { eventTime: ISO, level: 'error', message: 'lost' },
    { DateTime: ISO, level: 'error', message: 'lost' },
    { Date: ISO, level: 'error', message: 'lost' },
    { asctime: ISO.replace('T', ' ').replace('.000Z', ',000'), levelname: 'ERROR', message: 'x' },
    { timeMillis: NOON_MS, level: 'ERROR', message: 'lost' },
    { timeUnixNano: `${NOON_MS}000000`, severityNumber: 17, body: 'lost' },
    { instant: { epochSecond: SECONDS, nanoOfSecond: 0 }, level: 'ERROR', message: 'lost' },
    { TS: SECONDS, level: 'error', msg: 'lost' },
    { Time: ISO, level: 'error', msg: 'lost' },
    { t: { $date: ISO.replace('Z', '+00:00') }, s: 'E', c: 'NETWORK', msg: 'lost' },
    { TimeCreated: `/Date(${NOON_MS})/`, LevelDisplayName: 'Error', Message: 'lost' },
    { __REALTIME_TIMESTAMP: `${NOON_MS}000`, PRIORITY: '3', MESSAGE: 'lost' },
    { start_time: ISO, method: 'GET', path: '/', response_code: 503 },
    { time_iso8601: ISO.replace('.000Z', '+00:00'), request: 'GET / HTTP/1.1', status: 503 },
    { time_local: '20/Nov/2026:14:00:00 +0000', request: 'GET / HTTP/1.1', status: 503 },
    { requestTime: '20/Nov/2026:14:00:00 +0000', httpMethod: 'GET', status: '503' },
    { requestTimeEpoch: NOON_MS, httpMethod: 'GET', path: '/', status: 503 },
  ])('%j', async (record) => {
    const line = JSON.stringify(record);
    const served = await serve(folderOf({ 'app.jsonl': `${line}\n` }));
    expect(served.skipped).toEqual([]);
    expect(await allEvents(served, 'app')).toEqual([[NOON_MS, 'app.jsonl', line]]);
  });
});

test('the name as written is preferred to one in another case', async () => {
  const line = JSON.stringify({ Timestamp: '2001-01-01T00:00:00Z', time: ISO, msg: 'x', n: 1 });
  const served = await serve(folderOf({ 'app.jsonl': `${line}\n` }));
  expect(await allEvents(served, 'app')).toEqual([[NOON_MS, 'app.jsonl', line]]);
});
