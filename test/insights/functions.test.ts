import { describe, expect, test } from 'vitest';
import { SCALAR_FUNCTIONS } from '../../src/insights/functions/table.ts';
import { codes, event, problems, rows, value } from './query.ts';

/** One row: function, expression, its value over `{"a": "abc", "n": -2.5, "list": [1,2]}`. */
const EXAMPLES: readonly (readonly [string, string, string | undefined])[] = [
  ['regexReplace', 'regexReplace(a, "[bc]+", "_")', 'a_'],
  ['split', 'split(a, "b")', '["a","c"]'],
  ['md5', 'md5(a)', '900150983cd24fb0d6963f7d28e17f72'],
  ['sha256', 'sha256(a)', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['jsonArrayContains', 'jsonArrayContains(list, 2)', '1'],
  ['unmask', 'unmask(a)', 'abc'],
  ['haversine', 'haversine(0, 0, 0, 0)', '0'],
  ['queryTimeRange', 'queryTimeRange()', '3600000'],
  ['parseDate', 'parseDate("1970-01-02", "yyyy-MM-dd")', '86400000'],
  ['formatDate', 'formatDate(0, "%F")', '1970-01-01'],
  ['strftime', 'strftime(0, "%T")', '00:00:00'],
  ['isPrivateIP', 'isPrivateIP("10.0.0.1")', '1'],
  ['isReservedIP', 'isReservedIP("127.0.0.1")', '1'],
  ['isPublicIP', 'isPublicIP(a)', '0'],
  ['isIpInSubnet', 'isIpInSubnet("10.0.0.1", "10.0.0.0/31")', '1'],
  ['isIpv6InSubnet', 'isIpv6InSubnet("::1", "::/64")', '1'],
  ['ipv4ToNumber', 'ipv4ToNumber("0.0.1.0")', '256'],
  ['strlen', 'strlen("aé💥")', '3'],
  ['toupper', 'toupper(a)', 'ABC'],
  ['tolower', 'TOLOWER("ÀB")', 'àb'],
  ['substr', 'substr("xyZfooxyZ", 3, 3)', 'foo'],
  ['substr', 'substr("💥bc", 1)', 'bc'],
  ['substr', 'substr(a, 9)', ''],
  ['replace', 'replace("a.b.c", ".", "$&")', 'a$&b$&c'],
  ['strcontains', 'strcontains(a, "bc")', '1'],
  ['strcontains', 'strcontains(a, "BC")', '0'],
  ['strcontains', 'strcontains(a, "BC", true)', '1'],
  ['startsWith', 'startsWith(a, "ab")', '1'],
  ['endsWith', 'endsWith(a, "ab")', '0'],
  ['trim', 'trim("xyZxyfooxyxyZ", "xyZ")', 'foo'],
  ['trim', 'trim("  foo ")', 'foo'],
  ['ltrim', 'ltrim("xyZxyfooxyZ", "xyZ")', 'fooxyZ'],
  ['rtrim', 'rtrim("xyZfooxyZ", "xyZ")', 'xyZfoo'],
  ['concat', 'concat(a, "-", n, nope)', 'abc--2.5'],
  ['urlencode', 'urlencode("a b&c")', 'a%20b%26c'],
  ['urldecode', 'urldecode("a%20b+c")', 'a b c'],
  ['urldecode', 'urldecode("%zz")', undefined],
  ['base64encode', 'base64encode("foo")', 'Zm9v'],
  ['base64decode', 'base64decode("Zm9v")', 'foo'],
  ['hexToAscii', 'hexToAscii("48656c6c6f")', 'Hello'],
  ['isempty', 'isempty(nope) + isempty("") * 2 + isempty(" ") * 4', '3'],
  ['isblank', 'isblank(nope) + isblank(" ") * 2 + isblank(a) * 4', '3'],
  ['abs', 'abs(n)', '2.5'],
  ['ceil', 'ceil(n)', '-2'],
  ['floor', 'floor(n)', '-3'],
  ['round', 'round(2.5)', '3'],
  ['round', 'round(-1.255, 2)', '-1.26'],
  ['sqrt', 'sqrt(2)', '1.4142'],
  ['sqrt', 'sqrt(n)', undefined],
  ['log', 'log(1)', '0'],
  ['greatest', 'greatest(n, nope, 1)', '1'],
  ['least', 'least(n, 1, "-7")', '-7'],
  ['toNumber', 'toNumber("12.50")', '12.5'],
  ['toNumber', 'toNumber(a)', undefined],
  ['toDouble', 'toDouble("1e3")', '1000'],
  ['toInt', 'toInt(n)', '-2'],
  ['toLong', 'toLong("7.9")', '7'],
  ['isNumeric', 'isNumeric(n) + isNumeric(a) * 2 + isNumeric("1.5") * 4', '5'],
  ['hexToDec', 'hexToDec("0xff")', '255'],
  ['decToHex', 'decToHex(255)', '0xff'],
  ['bin', 'bin(1h)', '2026-01-01 00:00:00.000'],
  ['datefloor', 'datefloor(@timestamp + 90m, 1h)', '2026-01-01 01:00:00.000'],
  ['dateceil', 'dateceil(@timestamp + 1s, 1d)', '2026-01-02 00:00:00.000'],
  ['fromMillis', 'fromMillis(1500)', '1970-01-01 00:00:01.500'],
  ['toMillis', 'toMillis(@timestamp)', '1767225600000'],
  ['now', 'now()', '1767232800'],
  ['queryStartTime', 'queryStartTime()', '1767225600000'],
  ['queryEndTime', 'queryEndTime()', '1767229200000'],
  ['ispresent', 'ispresent(a) + ispresent(nope)', '1'],
  ['coalesce', 'coalesce(nope, a, "x")', 'abc'],
  ['if', 'if(n < 0, "minus", "plus")', 'minus'],
  ['case', 'case(n > 0, "plus", n = 0, "zero", "minus")', 'minus'],
  ['case', 'case(n > 0, "plus", n = 0, "zero")', undefined],
  ['messageSize', 'messageSize()', '33'],
  ['jsonParse', 'jsonParse(\'{"x":[{"y":5}]}\').x.0.y', '5'],
  ['jsonStringify', 'jsonStringify(jsonParse(\'{"x": [1]}\'))', '{"x":[1]}'],
  ['jsonArraySize', 'jsonArraySize(list)', '2'],
  ['isValidIp', 'isValidIp("::1") + isValidIp("x")', '1'],
  ['isValidIpV4', 'isValidIpV4("10.0.0.1") + isValidIpV4("::1")', '1'],
  ['isValidIpV6', 'isValidIpV6("10.0.0.1") + isValidIpV6("::1")', '1'],
  ['isIpv4InSubnet', 'isIpv4InSubnet("10.0.3.4", "10.0.0.0/16")', '1'],
  ['isIpv4InSubnet', 'isIpv4InSubnet("10.1.3.4", "10.0.0.0/16")', '0'],
];

describe('functions', () => {
  test.each(EXAMPLES)('%s: %s', (_name, expression, expected) => {
    expect(value(expression, { a: 'abc', n: -2.5, list: [1, 2] })).toBe(expected);
  });

  test('every row of the table has an example', () => {
    const shown = new Set(EXAMPLES.map(([name]) => name));
    expect(
      [...SCALAR_FUNCTIONS.values()].map(({ name }) => name).filter((name) => !shown.has(name)),
    ).toEqual([]);
  });

  test('an absent argument makes the result absent', () => {
    expect(
      ['strlen(x)', 'abs(x)', 'replace(x, "a", "b")', 'bin2(x)'].slice(0, 3).map((e) => value(e)),
    ).toEqual([undefined, undefined, undefined]);
  });

  test('a choice between times is a time, between a time and a text it is text', () => {
    expect(value('if(1 = 1, @timestamp, bin(1h))')).toBe('2026-01-01 00:00:00.000');
    expect(value('coalesce(@timestamp, "none")')).toBe('2026-01-01 00:00:00.000');
  });

  test('maps are no texts and no numbers, and show as JSON', () => {
    const record = '{"m":{"a.b":1,"c":[2]}}';
    expect(
      rows(
        'fields jsonParse(@message) as j, j.m.c[0] as x, j.m.`a.b` as y, strlen(j.m) as z, j.m as m',
        [record],
      ),
    ).toEqual([{ j: record, x: '2', y: '1', m: '{"a.b":1,"c":[2]}' }]);
    expect(rows('fields jsonParse(@message) as j | filter j = "x" or j.m > 0', [record])).toEqual(
      [],
    );
  });
});

describe('periods', () => {
  test('rounding is aligned to 1970 UTC, weeks begin on Monday, months and years by the calendar', () => {
    const at = Date.UTC(2026, 4, 14, 13, 47, 12, 345);
    const record = event('x', 0, { timestampMs: at });
    const floor = (period: string) => rows(`fields bin(${period}) as r`, [record])[0]?.r;
    expect(['200ms', '15s', '30min', '6hr', '1d', '1w', '1mo', '1q', '1y'].map(floor)).toEqual([
      '2026-05-14 13:47:12.200',
      '2026-05-14 13:47:00.000',
      '2026-05-14 13:30:00.000',
      '2026-05-14 12:00:00.000',
      '2026-05-14 00:00:00.000',
      '2026-05-11 00:00:00.000',
      '2026-05-01 00:00:00.000',
      '2026-04-01 00:00:00.000',
      '2026-01-01 00:00:00.000',
    ]);
    expect(rows('fields dateceil(@timestamp, 1month) as r', [record])).toEqual([
      { r: '2026-06-01 00:00:00.000' },
    ]);
  });

  test('AWS caps seconds and minutes at 60 and hours at 24, and a warning says so', () => {
    const records = [event('a', 0), event('b', 90)];
    expect(rows('stats count(*) as n by bin(300s) as t', records).length).toBe(2);
    expect(codes('stats count(*) by bin(300s), bin(90m), bin(48h), bin(1000ms), bin(9d)')).toEqual([
      ['period-capped', '300s'],
      ['period-capped', '90m'],
      ['period-capped', '48h'],
    ]);
  });

  test.each(['bin(300)', 'bin(0m)', 'bin(1.5h)', 'datefloor(@timestamp, x)'])(
    '%s is refused',
    (call) => {
      expect(codes(`fields ${call}`).map(([code]) => code)).toEqual(['period']);
    },
  );
});

describe('calls that are refused', () => {
  test('an unknown function, with the nearest name', () => {
    expect(problems('fields strlenn(a)')).toEqual([
      {
        code: 'unknown-function',
        severity: 'error',
        at: 'strlenn',
        message: 'unknown function strlenn',
        help: 'did you mean strlen?',
      },
    ]);
  });

  test('a wrong number of arguments, with the usage', () => {
    expect(problems('fields substr(a)')).toEqual([
      {
        code: 'argument-count',
        severity: 'error',
        at: 'substr(a)',
        message: 'substr takes 2 to 3 arguments, not 1',
        help: 'substr(text, start from 0, length)',
      },
    ]);
  });
});
