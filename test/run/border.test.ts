// The border looks at each member of a structured answer, at its neighbours, and into JSON that is packed in a text.
import { describe, expect, test } from 'vitest';
import { cleanContent } from '../../src/run/border.ts';
import { withCleanRows } from '../../src/run/row-border.ts';

const PASSWORD = '[redacted:password]';

test.each<[string, unknown, unknown]>([
  ['a member by its name', { password: 'plum' }, { password: PASSWORD }],
  [
    'each of a list by its name',
    { password: ['plum', 'tart'] },
    { password: [PASSWORD, PASSWORD] },
  ],
  [
    'a value by the name beside it',
    {
      environment: [
        { name: 'DB_PASSWORD', value: 'plum' },
        { name: 'STAGE', value: 'plum' },
      ],
    },
    {
      environment: [
        { name: 'DB_PASSWORD', value: PASSWORD },
        { name: 'STAGE', value: 'plum' },
      ],
    },
  ],
  [
    'what is packed in a text, and that again',
    { body: JSON.stringify({ detail: JSON.stringify({ password: 'plum', n: 1 }) }) },
    { body: JSON.stringify({ detail: JSON.stringify({ password: PASSWORD, n: 1 }) }) },
  ],
  [
    'nothing of a name and a value that are none',
    { name: 'pool', value: 'size 5' },
    { name: 'pool', value: 'size 5' },
  ],
  ['nothing of a token to go on by', { nextToken: 'aB3dE5gH7' }, { nextToken: 'aB3dE5gH7' }],
])('takes out %s', (_, before, after) => {
  expect(cleanContent(before)).toEqual(after);
});

describe('rows of a query', () => {
  const row = (cells: Readonly<Record<string, string>>) =>
    Object.entries(cells).map(([field, value]) => ({ field, value }));
  const cleanedRow = (cells: Readonly<Record<string, string>>) => {
    const content = { results: [row(cells)] };
    const cleaned = cleanContent(content) as typeof content;
    const { results } = withCleanRows(content, cleaned) as typeof content;
    return Object.fromEntries((results[0] ?? []).map(({ field, value }) => [field, value]));
  };

  test.each([
    ['counts by bin', { n0: '12', n1: '0', 'bin(1m)': '2026-11-20 14:00:00.000', '@log': '1:a' }],
    ['a count whose name only begins like a secret', { passengers: '4711' }],
  ])('keep %s', (_, cells) => {
    expect(cleanedRow(cells)).toEqual(cells);
  });

  test.each([
    ['password', '1234'],
    ['password', '123456789'],
    ['db_password', '7'],
    ['max(password)', '1234'],
    ['latest(db.password)', '4711'],
  ])('lose digits under the name %s: %s', (name, digits) => {
    expect(Object.values(cleanedRow({ n: '1', [name]: digits }))).not.toContain(digits);
  });

  test('lose digits that a column beside them calls a secret', () => {
    const cells = cleanedRow({ name: 'DB_PASSWORD', value: '4711', n: '2' });
    expect(cells).toEqual({
      name: 'DB_PASSWORD',
      value: expect.stringContaining('redacted'),
      n: '2',
    });
  });

  test('lose digits that were redacted in the message beside them', () => {
    const cells = cleanedRow({ '@message': 'login password=471147114', code: '471147114' });
    expect(Object.values(cells).join(' ')).not.toContain('471147114');
  });

  test('lose a number of a card where the start of a bin should stand', () => {
    const cells = cleanedRow({ 'bin(1m)': '4111-1111-1111-1111 4:1' });
    expect(cells['bin(1m)']).not.toContain('4111-1111');
  });

  describe('beside lines of a private key', () => {
    const KEY_LINE = 'g/UrQZA9/gjwxm4oILjvpVHgpD6pRoxAr2sgBg8pC5PIQ2ZdmrqR5NiTj8gslPUC';
    const TAIL = '1B2M2Y8AsgTpgAmy7PhCfg==';
    const cleanedRows = (...messages: readonly string[]) => {
      const results = messages.map((message) => row({ '@message': message, '@ptr': TAIL }));
      const content = { results };
      const cleaned = cleanContent(content) as typeof content;
      return (withCleanRows(content, cleaned) as typeof content).results;
    };

    test('lose what may be its last line, though it looks like a digest', () => {
      const key = row({ '@message': '[redacted:private-key]', '@ptr': TAIL });
      expect(cleanedRows(KEY_LINE, TAIL, 'done')).toEqual([
        key,
        key,
        row({ '@message': 'done', '@ptr': TAIL }),
      ]);
    });

    test('keep it without such lines', () => {
      const rows = [TAIL, 'done', 'password=plum'];
      expect(JSON.stringify(cleanedRows(...rows)[0])).toContain(`"@message","value":"${TAIL}"`);
    });
  });

  test('lose what stands where the start of a bin should', () => {
    const cells = cleanedRow({ 'bin(1m)': 'password=plum' });
    expect(cells['bin(1m)']).not.toContain('plum');
  });
});
