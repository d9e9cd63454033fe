// Dates as texts, addresses, regular expressions in functions, hashes, lists, and the aggregates over time.
import { describe, expect, test } from 'vitest';
import { codes, event, rows, value } from './query.ts';

describe('dates', () => {
  test.each([
    ['parseDate("2026-03-01", "yyyy-MM-dd", "UTC")', '1772323200000'],
    ['parseDate("2026-03-01 14:05:06.789", "yyyy-MM-dd HH:mm:ss.SSS")', '1772373906789'],
    ['parseDate("01/Mar/2026:14:05:06 +0100", "dd/MMM/yyyy:HH:mm:ss Z")', '1772370306000'],
    ['parseDate("2026-03-01T14:05:06Z", "yyyy-MM-dd\'T\'HH:mm:ssX")', '1772373906000'],
    ['parseDate("Sun, 1 March 2026 2:05 PM", "EEE, d MMMM yyyy h:mm a")', '1772373900000'],
    ['parseDate("2026-07-01 12:00", "yyyy-MM-dd HH:mm", "America/New_York")', '1782921600000'],
    ['parseDate("2026-060", "yyyy-DDD")', '1772323200000'],
    ['parseDate("26-3-1", "yy-M-d")', '1772323200000'],
    ['parseDate("2026-02-30", "yyyy-MM-dd")', undefined],
    ['parseDate("no date", "yyyy-MM-dd")', undefined],
    [
      'formatDate(fromMillis(1772373906789), "%Y-%m-%d %H:%M:%S.%L", "UTC")',
      '2026-03-01 14:05:06.789',
    ],
    [
      'strftime(1772373906789, "%a %b %e %j %I %p %s %z %%", "Europe/Berlin")',
      'Sun Mar  1 060 03 PM 1772373906 +0100 %',
    ],
    ['formatDate(1782921600000, "%F %T %Z", "-05:30")', '2026-07-01 10:30:00 -0530'],
    ['formatDate("x", "%F")', undefined],
  ])('%s is %s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  test('patterns and zones that are not known are refused', () => {
    expect(codes('fields parseDate(a, "qqq")')).toEqual([['date-pattern', '"qqq"']]);
    expect(codes('fields formatDate(a, "%Q")')).toEqual([['date-pattern', '"%Q"']]);
    expect(codes('fields formatDate(a, "%Y", "Mars/Base")')).toEqual([
      ['date-pattern', '"Mars/Base"'],
    ]);
    expect(codes('fields parseDate(a, b)')).toEqual([['date-pattern', 'b']]);
  });
});

test.each([
  ['isIpInSubnet("10.1.2.3", "10.0.0.0/8")', '1'],
  ['isIpInSubnet("2001:db8::1", "2001:db8::/32")', '1'],
  ['isIpInSubnet("2001:db9::1", "2001:db8::/32")', '0'],
  ['isIpv6InSubnet("::ffff:10.0.0.1", "::ffff:10.0.0.0/104")', '1'],
  ['isIpv6InSubnet("10.0.0.1", "2001:db8::/32")', undefined],
  ['isIpInSubnet("10.0.0.1", "10.0.0.0/33")', undefined],
  ['ipv4ToNumber("10.0.0.1")', '167772161'],
  ['ipv4ToNumber("x")', undefined],
  ['isPrivateIP("172.31.0.1")', '1'],
  ['isPrivateIP("8.8.8.8")', '0'],
  ['isPublicIP("8.8.8.8")', '1'],
  ['isPublicIP("2a00::1")', '1'],
  ['isPublicIP("127.0.0.1")', '0'],
  ['isReservedIP("169.254.1.1")', '1'],
  ['isReservedIP("fe80::1")', '1'],
  ['isPublicIP("no address")', '0'],
  ['regexReplace("a1b22", "\\d+", "#")', 'a#b#'],
  ['regexReplace("john smith", "(\\w+) (\\w+)", "$2 \\1")', 'smith john'],
  ['regexReplace("abc", "x*", "-")', '-a-b-c-'],
  ['split("a,b", ",")', '["a","b"]'],
  ['jsonArrayContains("[\\"admin\\",5]", "admin")', '1'],
  ['jsonArrayContains("[\\"admin\\",5]", 5)', '1'],
  ['jsonArrayContains("{}", "admin")', '0'],
  ['md5("hello")', '5d41402abc4b2a76b9719d911017c592'],
  ['sha256("")', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['messageSize("é")', '2'],
  ['messageSize()', '1'],
  ['queryTimeRange()', '3600000'],
  ['round(haversine(52.52, 13.405, 48.8566, 2.3522))', '877'],
  ['haversine(1, 1, 1, "x")', undefined],
])('%s is %s', (expression, expected) => {
  expect(value(expression)).toBe(expected);
});

test('regexReplace refuses what is no regular expression', () => {
  expect(codes('fields regexReplace(a, "(?=x)", "")').map(([code]) => code)).toEqual(['regex']);
  expect(codes('fields regexReplace(a, b, "")')).toEqual([['regex', 'b']]);
});

describe('aggregates', () => {
  const events = [
    event('{"v":10,"s":"a"}', 0),
    event('{"v":40,"s":"b"}', 30),
    event('{"v":20,"s":"a"}', 60),
  ];
  const one = (aggregate: string) => rows(`stats ${aggregate} as r`, events)[0]?.r;

  test.each([
    ['rate(v, 1m)', '10'],
    ['countOverTime(v)', '3'],
    ['sumOverTime(v)', '70'],
    ['histogram(v, 3)', '{"10-20":1,"20-30":1,"30-40":1}'],
    ['values(s)', '["a","b"]'],
    ['COLLECT_VALUES(s)', '["a","b"]'],
    ['topk(1, s)', '["a"]'],
    ['percentile(v, 50)', '20'],
  ])('%s', (aggregate, expected) => {
    expect(one(aggregate)).toBe(expected);
  });

  test('an offset shows bins later', () => {
    expect(rows('stats count(*) as n by bin(1m) as t offset 1d | limit 1', events)).toEqual([
      { t: '2026-01-02 00:00:00.000', n: '2' },
    ]);
  });
});

test('flow logs and DNS query logs have their columns as fields', () => {
  const flow =
    '2 123456789010 eni-1235b8ca 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
  expect(
    rows('filter action = "ACCEPT" and dstPort = 22 | fields srcAddr, bytes, startTime', [
      flow,
      'x',
    ]),
  ).toEqual([{ srcAddr: '172.31.16.139', bytes: '4249', startTime: '1418530010' }]);
  const dns =
    '1.0 2017-12-13T08:16:03.983Z Z123412341234 example.com AAAA NOERROR UDP IAD12 192.168.3.1 10.0.0.0/24';
  expect(rows('filter queryType = "AAAA" | fields queryName, edgeLocation', [dns])).toEqual([
    { queryName: 'example.com', edgeLocation: 'IAD12' },
  ]);
});
