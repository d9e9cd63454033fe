// Every layout of a time stamp at the start of a line, and lines that have none.
import { describe, expect, test } from 'vitest';
import { detectStamps } from '../../../src/local-cloudwatch/input/detect-stamps.ts';
import { parseStamp, readStamp } from '../../../src/local-cloudwatch/input/time-stamps.ts';

const AT = '2026-11-20T14:00:00.000Z';
const REFERENCE_MS = Date.UTC(2026, 10, 21);

function stampOf(line: string, looseLayout: string | null = null): string | null {
  const bytes = Buffer.from(line);
  const ms = readStamp(bytes, 0, bytes.length, {
    referenceMs: REFERENCE_MS,
    looseLayout,
    objects: null,
  });
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

describe('strict layouts', () => {
  test.each([
    ['2026-11-20T14:00:00Z started', AT],
    ['2026-11-20T14:00:00.123Z started', '2026-11-20T14:00:00.123Z'],
    ['2026-11-20T14:00:00.123456789Z stdout F started', '2026-11-20T14:00:00.123Z'],
    ['Nov 20, 2026 2:00:00 PM com.shop.Cart add', '2026-11-20T14:00:00.000Z'],
    ['Nov 20, 2026 12:00:00 AM com.shop.Cart add', '2026-11-20T00:00:00.000Z'],
    ['2026-11-20 14:00:00,123 INFO started', '2026-11-20T14:00:00.123Z'],
    ['2026-11-20 14:00:00, Info started', AT],
    ['2026-11-20 14:00:00', AT],
    ['2026-11-20T15:00:00+01:00 started', AT],
    ['2026-11-20T09:00:00.000-0500 started', AT],
    ['2026-11-20 15:00:00 +0100 started', AT],
    ['2026-11-20 14:00:00.000 UTC [17] LOG: started', AT],
    ['2026-11-20 15:00:00+01 started', AT],
    ['2026-11-20 14:00:00 - INFO - started', AT],
    ['2026-11-20 14:00:00 -17 started', AT],
    ['2026/11/20 14:00:00 started', AT],
    ['2026-11-20  4:00:00 17 [Note] started', '2026-11-20T04:00:00.000Z'],
    ['1:M 20 Nov 2026 14:00:00.123 # nearly full', '2026-11-20T14:00:00.123Z'],
    ['E20261120 14:00:00.000001 17 store.cc:3] failed', AT],
    ['2026-11-20\t14:00:00\tFRA56-P1\t512', AT],
    ['2026.11.20 14:00:00 started', AT],
    ['[2026-11-20 14:00:00] app.ERROR: failed', AT],
    ['[2026-11-20T14:00:00.000Z] started', AT],
    ['Nov 20 14:00:00 web-1 sshd[17]: started', AT],
    ['Nov  5 14:00:00 web-1 sshd[17]: started', '2026-11-05T14:00:00.000Z'],
    ['Dec 31 23:59:59 web-1 sshd[17]: started', '2025-12-31T23:59:59.000Z'],
    ['<34>Nov 20 14:00:00 web-1 su: started', AT],
    ['<165>1 2026-11-20T14:00:00.000Z web-1 app - - started', AT],
    ['Nov 20 2026 14:00:00 web-1 started', AT],
    ['[20/Nov/2026:14:00:00 +0000] GET / 200', AT],
    ['[20/Nov/2026:16:00:00 +0200] GET / 200', AT],
    ['20-Nov-2026 14:00:00.000 INFO [main] started', AT],
    ['20 Nov 2026 14:00:00 started', AT],
    ['[Fri Nov 20 14:00:00.123456 2026] [error] failed', '2026-11-20T14:00:00.123Z'],
    ['Fri Nov 20 14:00:00 UTC 2026 started', AT],
    ['Fri, 20 Nov 2026 14:00:00 GMT started', AT],
    ['I1120 14:00:00.000001 17 main.go:3] started', AT],
    ['E, [2026-11-20T14:00:00.000001 #17] ERROR -- : failed', AT],
  ])('reads %j', (line, iso) => {
    expect(stampOf(line)).toBe(iso);
  });

  test.each([
    '\tat com.example.Main.run(Main.java:3)',
    ' 2026-11-20 14:00:00 indented',
    'Caused by: java.io.IOException: Broken pipe',
    '2026-13-20 14:00:00 no such month',
    '2026-11-20 25:00:00 no such hour',
    '2026-11-2',
    'Nov 20',
    '1763647200 is a number',
    'INFO 2026-11-20 14:00:00 has a word before it',
    'Novel 20 14:00:00',
    '',
  ])('finds none in %j', (line) => {
    expect(stampOf(line)).toBe(null);
  });
});

describe('zones by name', () => {
  test.each([
    ['UTC', 0],
    ['GMT', 0],
    ['WET', 0],
    ['WEST', 1],
    ['BST', 1],
    ['CET', 1],
    ['CEST', 2],
    ['EET', 2],
    ['EEST', 3],
    ['MSK', 3],
    ['IST', 5.5],
    ['SGT', 8],
    ['HKT', 8],
    ['JST', 9],
    ['KST', 9],
    ['AEST', 10],
    ['AEDT', 11],
    ['NZST', 12],
    ['NZDT', 13],
    ['EST', -5],
    ['EDT', -4],
    ['CST', -6],
    ['CDT', -5],
    ['MST', -7],
    ['MDT', -6],
    ['PST', -8],
    ['PDT', -7],
  ])('%s is %d hours east of UTC', (zone, hours) => {
    const utc = new Date(Date.parse(AT) - hours * 3_600_000).toISOString();
    const lines = [
      `2026-11-20 14:00:00 ${zone} ERROR failed`,
      `2026-11-20 14:00:00,000 ${zone}`,
      `2026-11-20T14:00:00${zone}`,
      `[2026-11-20 14:00:00.000 ${zone}] failed`,
      `[20/Nov/2026:14:00:00 ${zone}] GET / 200`,
      `20-Nov-2026 14:00:00 ${zone} [main] failed`,
      `Fri Nov 20 14:00:00 ${zone} 2026 failed`,
      `Nov 20 2026 14:00:00 ${zone}: failed`,
      `Nov 20 14:00:00.000 ${zone}: failed`,
    ];
    expect(lines.map((line) => stampOf(line))).toEqual(lines.map(() => utc));
    expect(stampOf(`20261120 14:00:00 ${zone} failed`, 'compact')).toBe(utc);
    expect(stampOf(`26/11/20 14:00:00 ${zone} failed`, 'short-year')).toBe(utc);
  });

  test.each([
    ['2026-11-20 15:00:00 UTC+01:00 failed', AT],
    ['2026-11-20 12:00:00 GMT-0200 failed', AT],
    ['2026-11-20 14:00:00 CETUS is a whale', AT],
    ['2026-11-20 14:00:00 ESTIMATE failed', AT],
    ['2026-11-20 14:00:00 ERROR failed', AT],
    ['2026-11-20 14:00:00 Cet homme', AT],
    ['2026-11-20 14:00:00 CET_1 failed', AT],
    ['Nov 20 14:00:00 MSK-1 sshd[17]: a host', AT],
    ['2026-11-20 14:00:00 C', AT],
  ])('reads %j', (line, iso) => {
    expect(stampOf(line)).toBe(iso);
  });
});

describe('loose layouts', () => {
  test.each([
    ['indented', ' 2026-11-20T14:00:00.000000Z  INFO shop: started', AT],
    ['indented', '  \x1b[2m2026-11-20T14:00:00.000000Z\x1b[0m started', AT],
    ['month-day-year', 'Error,11/20/2026 2:00:00 PM,Shop,17,None,failed', AT],
    ['day-month-year-in-numbers', 'Warnung\t20.11.2026 14:00:00\tShop\t17\tNone\tlow', AT],
    [
      'access-log-weekday',
      '[pid: 12|app: 0|req: 3/7] 10.0.0.1 () {44 vars in 500 bytes} [Fri Nov 20 14:00:00 2026] GET /',
      AT,
    ],
    ['dashed', '[GIN] 2026/11/20 - 14:00:00 | 200 |  17.5ms | 10.0.0.1 | GET "/"', AT],
    ['access-log', '10.0.0.1 - frank [20/Nov/2026:14:00:00 +0000] "GET / HTTP/1.1" 200 17', AT],
    ['access-log', '10.0.0.1 - us\u00e0r [20/Nov/2026:14:00:00 +0000] "GET / HTTP/1.1" 200', AT],
    [
      'access-log-weekday',
      '[pid: 12|app: 0|req: 3/7] 10.0.0.1 (us\u00e0r) {44 vars in 500 bytes} [Fri Nov 20 14:00:00 2026] GET /',
      AT,
    ],
    ['after-words', 'l\u00e0-bas 2026-11-20 14:00:00,000 started', AT],
    ['after-keys', 'where=l\u00e0-bas time=2026-11-20T14:00:00Z msg=started', AT],
    ['after-words', 'INFO 2026-11-20 14:00:00,000 started', AT],
    ['after-words', 'web-1  | 2026-11-20T14:00:00Z started', AT],
    ['after-words', 'ERROR: [2026-11-20 14:00:00] failed', AT],
    ['after-keys', 'time="2026-11-20T14:00:00Z" level=info msg=started', AT],
    ['after-keys', 'level=info ts=2026-11-20T14:00:00.000Z caller=main.go:3', AT],
    ['after-keys', 'level=info ts=1795183200.000 msg=started', AT],
    ['epoch', '1795183200 started', AT],
    ['epoch', '1795183200.000 started', AT],
    ['epoch', '1795183200000 started', AT],
    ['epoch', '[1795183200000] started', AT],
    ['compact', '20261120T140000Z started', AT],
    ['compact', '20261120 14:00:00 started', AT],
    ['short-year', '26/11/20 14:00:00 INFO started', AT],
  ])('tells %s from a file of lines like %j', (name, line, iso) => {
    const lines = [line, '  continued', line].map((text) => Buffer.from(text));
    const { rules, firstMs } = detectStamps(lines, REFERENCE_MS);
    expect([rules.looseLayout, new Date(firstMs).toISOString()]).toEqual([name, iso]);
    expect(stampOf(line, name)).toBe(iso);
  });

  test('strict layouts win where more lines use them', () => {
    const lines = ['1795183200 banner', '2026-11-20 14:00:00 a', '2026-11-20 14:00:01 b'];
    const { rules } = detectStamps(
      lines.map((text) => Buffer.from(text)),
      REFERENCE_MS,
    );
    expect(rules.looseLayout).toBe(null);
  });
});

test('reads stamps out of JSON fields', () => {
  const texts = ['2026-11-20T14:00:00.5Z', '2026-11-20 14:00:00', '2026-11-20T14:00', '2026-11-20'];
  expect(texts.map((text) => new Date(parseStamp(text, REFERENCE_MS)).toISOString())).toEqual([
    '2026-11-20T14:00:00.500Z',
    AT,
    AT,
    '2026-11-20T00:00:00.000Z',
  ]);
  expect(parseStamp('soon', REFERENCE_MS)).toBe(Number.NaN);
});
