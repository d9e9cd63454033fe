// The border looks at each member of a structured answer, at its neighbours, and into JSON that is packed in a text.
import { expect, test } from 'vitest';
import { cleanContent } from '../../src/run/border.ts';

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
