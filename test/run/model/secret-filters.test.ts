// What filters a model may ask by, so that no answer tells what a secret is.
import { describe, expect, test } from 'vitest';
import { groundOf } from '../../../src/run/model/ground.ts';
import { filtersOf } from '../../../src/run/model/tools/filters.ts';
import { filterFault, showsWhy } from '../../../src/run/model/tools/secret-filters.ts';
import { hiddenFault } from '../../../src/run/model/tools/shown-fields.ts';
import { contextWith, event, findingOf, WINDOW } from './case.ts';

const LINES = [
  event(WINDOW.startMs, '{"user":"bob","status":500,"password":"[redacted:password]"}', 'E2'),
  event(WINDOW.startMs + 1_000, 'ERROR timeout of orders-db after 250 ms', 'E3'),
];
const GROUND = groundOf(
  contextWith({ events: LINES, findings: [findingOf('F1', LINES.slice(1), 9)], totalErrors: 9 }),
);

const why = (query: string) => hiddenFault(query, GROUND.events) ?? filterFault(query, GROUND);

describe('a filter is taken', () => {
  test.each([
    'filter @message like "never seen before" | fields @message',
    'filter @message like /timeout|orders-db/ | stats count(*)',
    'filter user = "bob" and status >= 500 | stats count(*) by bin(5m)',
    'filter @message like /(?i)TIMEOUT.*db/ | sort @timestamp desc | limit 5',
    'filter not (@message like "timeout") | limit 9',
    'filter @logStream = "host-1" | stats count(*)',
  ])('%s', (query) => {
    expect(why(query)).toBeNull();
  });
});

describe('a filter is refused', () => {
  test.each([
    ['by a field whose values are hidden', 'filter password like /^a/ | fields user', 'secret'],
    ['sorted by such a field', 'fields user | sort password asc | limit 1', 'secret'],
    [
      'by a field that no line shows',
      'filter pin > 4000 | stats count(*)',
      'No line at hand shows',
    ],
    ['that leads up to a secret', 'filter @message like "password=hun"', 'leads up to'],
    ['that begins a key', 'filter @message like /AKIA.*/', 'leads up to'],
    ['by a class of characters', 'filter @message like /bob.*[a-f]/', 'is not taken here'],
    ['by a count of characters', 'filter @message like /bob.{9}x/', 'is not taken here'],
    [
      'that counts what was not seen',
      'filter @message like "hunter2" | stats count(*)',
      'not seen',
    ],
    ['that counts two letters', 'filter @message like "ti" | stats count(*)', 'not seen'],
    ['that leaves out what was not seen', 'filter @message not like "hunter2"', 'not seen'],
    ['in a mixed condition', 'filter user = "bob" and (a like "hun" or a like "zzz")', 'shows a'],
    [
      'in a mixed condition of shown fields',
      'filter user = "bob" and (@message like "hunt" or @message like "zzz")',
      'not seen',
    ],
  ])('%s', (_, query, reason) => {
    expect(why(query)).toContain(reason);
  });
});

test('a line counts as matched where it shows what was sought', () => {
  const shown = '{"user":"bob","password":"[redacted:password]"}';
  expect(showsWhy('filter @message like "hunter2"', shown)).toBe(false);
  expect(showsWhy('filter @message like "bob" and @message like "hunter2"', shown)).toBe(false);
  expect(showsWhy('filter @message like /bob.*pass/', shown)).toBe(true);
  expect(showsWhy('filter @message like /hunter2|BOB/', shown)).toBe(true);
  expect(showsWhy('filter user in ["al", "bob"] | limit 4', shown)).toBe(true);
  expect(showsWhy('filter @message like "bob" | filter @message like "hunter2"', shown)).toBe(
    false,
  );
});

test('filters are taken apart into fields and texts', () => {
  expect(filtersOf('fields a | filter b.c = "x|y" and d like /e\\/f/ | sort bin(5m) desc')).toEqual(
    [
      {
        texts: [
          { kind: 'text', value: 'x|y' },
          { kind: 'regex', value: 'e\\/f' },
        ],
        fields: ['b.c', 'd'],
        negates: false,
        joins: 'and',
      },
      { texts: [], fields: [], negates: false, joins: 'and' },
    ],
  );
});
