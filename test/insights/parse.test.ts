import { describe, expect, test } from 'vitest';
import { codes, column, rows } from './query.ts';

const LINE = 'user=ann, method:GET, latency := 12';

describe('parse with a glob', () => {
  test('each * takes up to the next literal, the last one the rest', () => {
    const query =
      'parse "user=*, method:*, latency := *" as @user, @method, latency | display @user, @method, latency';
    expect(rows(query, [LINE])).toEqual([{ '@user': 'ann', '@method': 'GET', latency: '12' }]);
  });

  test('the pattern may begin and end anywhere in the text', () => {
    expect(column('parse @message "Code: *;" as r', ['HTTP Code: 404; Code: 500; end'])).toEqual([
      '404',
    ]);
    expect(column('parse @message \'{"ms":*,\' as r', ['{"ms":12,"x":1}'])).toEqual(['12']);
    expect(column('parse @message "* [*] *" as a, r, b', ['t1 [ERROR] it broke'])).toEqual([
      'ERROR',
    ]);
  });

  test('an event without a match stays, and lacks the fields', () => {
    expect(
      rows('fields @message | parse @message "n=*;" as n | sort @message', ['n=1;', 'x']),
    ).toEqual([{ '@message': 'n=1;', n: '1' }, { '@message': 'x' }]);
  });

  test('parses what another parse found, and feeds filter and stats', () => {
    const query =
      'parse "url=*" as url | parse url "/api/*/users/*" as v, id | filter id > 5 | stats max(id) as m by v';
    expect(rows(query, ['url=/api/v1/users/7', 'url=/api/v1/users/3'])).toEqual([
      { v: 'v1', m: '7' },
    ]);
  });

  test('\\* is a star', () => {
    expect(column('parse @message "a\\*b*" as r', ['a*bc'])).toEqual(['c']);
  });

  test('a field shown before it is parsed shows what was parsed', () => {
    expect(rows('fields @id | parse "id=*" as @id', ['id=9'])).toEqual([{ '@id': '9' }]);
    expect(codes('fields @id | parse "id=*" as @id')).toEqual([]);
  });
});

describe('parse with a regular expression', () => {
  test('named groups become fields, in either notation', () => {
    const query =
      'parse @message /user=(?<user>\\w+), method:(?P<method>\\w+)/ | display user, method';
    expect(rows(query, [LINE])).toEqual([{ user: 'ann', method: 'GET' }]);
  });

  test('groups without names are named after as', () => {
    expect(column('parse @message /(\\d+)$/ as r', [LINE])).toEqual(['12']);
  });

  test('a group that took no part is absent', () => {
    expect(rows('parse /a(?<x>b)?(?<y>c)/ | display x, y', ['ac'])).toEqual([{ y: 'c' }]);
  });

  test('captures are those of the first match', () => {
    expect(column('parse /(?i)ID=(?<r>[a-z]+?)(?:;|$)/', ['id=ab;id=cd'])).toEqual(['ab']);
  });

  test('repeats larger than the engine takes at once keep their meaning', () => {
    expect(
      column('parse /^(?<r>\\d{25})(?:ab){2,30}$/', [`${'7'.repeat(25)}${'ab'.repeat(30)}`]),
    ).toEqual(['7'.repeat(25)]);
    expect(
      column('parse /^(?<r>\\d{25})(?:ab){2,30}$/', [`${'7'.repeat(25)}${'ab'.repeat(31)}`]),
    ).toEqual([undefined]);
  });
});

describe('without fields', () => {
  test('time and message are shown, then what was parsed', () => {
    expect(rows('parse "n=*" as n', ['n=1'])).toEqual([
      { '@timestamp': '2026-01-01 00:00:00.000', '@message': 'n=1', n: '1' },
    ]);
  });
});

describe('what parse refuses', () => {
  test.each([
    ['parse "a * b *" as x', [['parse-names', '"a * b *"']]],
    ['parse "no star" as x', [['parse-names', '"no star"']]],
    ['parse "a*"', [['parse-names', '"a*"']]],
    ['parse /no group/', [['parse-names', '/no group/']]],
    ['parse /(a)(b)/ as x', [['parse-names', '/(a)(b)/']]],
    ['parse "a*" as @message', [['alias-redefined', '@message']]],
    ['parse "a*" as x | parse "b*" as x', [['alias-redefined', 'x']]],
    ['parse @message logfmt', [['parse-names', 'logfmt']]],
    ['parse @message csv', [['parse-names', 'csv']]],
    ['parse @message "*" as x multi', [['syntax', 'multi']]],
    ['parse @message xml as x', [['syntax', 'xml']]],
  ])('%s', (query, expected) => {
    expect(codes(query)).toEqual(expected);
  });
});
