// What a model may ask of the logs, and what it may not: nothing by which a query writes evidence or takes a secret apart.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fieldsOfStats,
  queryFault,
  withMessage,
} from '../../../src/run/model/tools/plain-query.ts';

describe('a plain query', () => {
  test.each([
    'fields @timestamp, @message | sort @timestamp asc',
    'filter @message like /timeout/ | stats count(*) by bin(5m)',
    'filter level = "ERROR" and status >= 500 | limit 20',
    "filter @message like 'pool' or not (host in ['a', 'b']) | fields host, @message | sort @timestamp desc | limit 5",
    'stats count(*), avg(duration), pct(duration, 99.9) by host, bin(1h) | sort count(*) desc',
    'filter ispresent(user.id) | stats count_distinct(user.id)',
    'fields @message | filter @message like /a|b\\/c/ | limit 137',
  ])('is asked: %s', (query) => {
    expect(queryFault(query)).toBeNull();
  });

  test.each([
    'fields concat("Mallory of Kafka dropped ledger-db-77", "") as note | display note | limit 1',
    'fields "Mallory was here" | limit 1',
    'fields @message as it_was_mallory',
    'stats count(*) as orders_lost_48213',
    'fields replace(@message, "password=", "the word ")',
    'fields substr(@message, 3, 5)',
    'parse @message "AKIA*DNN7*" as a, b | display a, b',
    'parse @message /password=(?<x>.)/ | stats count(*) by x',
    'stats max(password), min(@message)',
    'stats latest(@message), earliest(password), values(token)',
    'fields strlen(password)',
    'filter concat(@message, "x") like /y/ | fields @message',
    'filter substr(password, 0, 1) = "T" | stats count(*)',
    'filter x in (fields y | filter z = 1)',
    'fields @message | dedup @message',
    'pattern @message',
    'unmask @message',
    'display setting.value',
    'fields @message # "',
    'fields `a b`',
    'filter @message like "open',
    'display fromMillis(48213)',
    'fields 48213',
    'fields @message | limit 5, "x"',
    'stats count(*) by concat("a", host)',
    'sort concat("a", host)',
    'SOURCE "/x" | fields @message',
    'fields @message; limit 1',
    'fields @message | limit 137 | stats count(*)',
    'limit 137 | filter level = "ERROR" | stats count(*) by host',
    '',
  ])('is not: %s', (query) => {
    expect(queryFault(query)).toMatch(/./);
  });

  test('has no literal, alias or function where a cell is made, whatever it is built from', () => {
    const piece = fc.constantFrom(
      'fields',
      'display',
      'stats',
      'filter',
      'sort',
      'limit',
      '|',
      ',',
      '"a"',
      "'b'",
      '@message',
      'host',
      'count(*)',
      'as',
      'x',
      'concat(',
      ')',
      'like',
      '/re/',
      '=',
      '5',
      'by',
      'bin(5m)',
      'in',
      '[',
      ']',
      '(',
      'max(x)',
      'replace(@message,"a","b")',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const query = pieces.join(' ');
        if (queryFault(query) !== null) return;
        for (const command of query.split('|').map((one) => one.trim())) {
          if (/^filter/i.test(command)) continue;
          expect(command).not.toMatch(/["']|[\w)]\s+as\s+\w|concat|replace|max/);
        }
        expect(query).not.toMatch(/concat\(|replace\(|max\(/);
      }),
      { numRuns: 20_000 },
    );
  });
});

test('what is asked of events is asked with their messages', () => {
  expect(withMessage('fields a.b | limit 1')).toBe('fields a.b | limit 1 | fields @message');
  expect(withMessage('filter x like /a|b/ | fields y')).toMatch(/\| fields @message$/);
  for (const whole of ['fields a, @message', 'filter a = 1', 'stats count(*) by a'])
    expect(withMessage(whole)).toBe(whole);
});

test('groups and figures are told apart', () => {
  const query = 'filter a = 1 | stats count(*), avg(b.c), pct(d, 99) by e.f, bin(5m), @log';
  expect(fieldsOfStats(query)).toEqual({ grouped: ['e.f', '@log'], figured: ['b.c', 'd'] });
});
