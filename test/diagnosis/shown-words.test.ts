// What a sentence quotes of a failure: the words by which it is known, wherever they stand.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { shownWords } from '../../src/diagnosis/shown-words.ts';
import { caseOf, type FindingSpec, finding } from './cases.ts';

const BASE = { id: 'F1', count: 200, rhythm: 'onset', from: 120 } as const;
const shown = (spec: Omit<FindingSpec, 'id'>) =>
  shownWords(finding({ ...BASE, ...spec }), caseOf({ findings: [] }), 130);

describe('the words that are quoted', () => {
  test('are those of the failure itself where they show why it is known', () => {
    const message = 'connect ECONNREFUSED 10.0.4.17:8080';
    expect(shown({ message })).toBe(message);
  });

  test('are the line behind a message that only says that something failed', () => {
    const line = 'S3Exception: User: x is not authorized to perform: kms:Decrypt on resource: y';
    expect(shown({ title: 'Reading failed', message: `Reading failed\n      ${line}` })).toBe(line);
  });

  test('are the piece of a long line that holds what counts', () => {
    const far = `push to store 263 failed: ${'connection to server at menu-db.internal '.repeat(4)}FATAL: password authentication failed for user "menu_app"`;
    expect(shown({ message: far })).toBe(
      "…server at menu-db.internal connection to server at menu-db.internal FATAL: password authentication failed for user 'menu_app'",
    );
  });

  test('are followed by the field that tells it', () => {
    const fields = { provider: 'maps', httpStatus: '429' };
    expect(shown({ message: 'geocode failed', text: 'geocode failed', fields })).toBe(
      'geocode failed, httpStatus=429',
    );
  });
});

describe('who is called', () => {
  const causeOf = (fields: Readonly<Record<string, string>>) =>
    diagnose(
      caseOf({
        findings: [
          {
            ...BASE,
            message: 'AxiosError: Request failed with status code 503',
            category: 'external-service',
            fields,
          },
        ],
      }),
    ).rootCauses[0];

  test('is told by the field that names it', () => {
    expect(causeOf({ upstream: 'payhub' })).toMatchObject({
      title: 'payhub answers with server errors (5xx)',
    });
  });

  test.each(['unknown', '503', 'null'])('is not %s', (value) => {
    expect(causeOf({ upstream: value })?.title).toBe(
      'A dependency answers with server errors (5xx)',
    );
  });
});

test('the host that was asked for is not at fault for a resolver that does not answer', () => {
  const causeOf = (message: string) =>
    diagnose(caseOf({ findings: [{ ...BASE, category: 'connection', message }] })).rootCauses[0];
  expect(causeOf('Error: getaddrinfo EAI_AGAIN rates.internal')).toMatchObject({
    title: 'The resolver gives no answer for rates.internal',
    component: null,
  });
  expect(causeOf('lookup rates.internal on 10.0.0.2:53: server misbehaving')?.component).toBe(
    '10.0.0.2:53',
  );
  expect(causeOf('Error: getaddrinfo ENOTFOUND rates.internal')?.component).toBe('rates.internal');
});

test('the other side of one failure is quoted in its own words', () => {
  const ask = { ...BASE, category: 'connection', rhythm: 'onset', from: 120 } as const;
  const cause = diagnose(
    caseOf({
      findings: [
        { ...ask, message: 'Error: getaddrinfo EAI_AGAIN rates.internal', group: '/shop/api' },
        {
          ...ask,
          id: 'F2',
          count: 90,
          message:
            '[ERROR] plugin/errors: 2 rates.internal. A: read udp 10.2.8.1:42800->10.0.0.2:53: i/o timeout',
          group: '/shop/coredns',
        },
      ],
    }),
  ).rootCauses[0];
  expect(cause?.findings).toEqual(['F1', 'F2']);
  expect(cause?.evidence.some(({ quote }) => quote.includes('plugin/errors'))).toBe(true);
});

test('an unknown failure is quoted by what it says, not by the first line of its event', () => {
  const text = 'Order rejected: quantity above limit';
  const unknown = { ...BASE, message: `fail: Kiosk.Api[1]\n      ${text}`, text, title: text };
  const cause = diagnose(caseOf({ findings: [unknown] })).rootCauses[0];
  expect(cause?.evidence[0]?.quote).toBe(text);
});

test.each([
  'RedisCommandError: OOM command not allowed when used memory',
  'ProvisionedThroughputExceededException: throughput for the table was exceeded',
])('who tells of it is not at fault for what refuses: %s', (message) => {
  const cause = diagnose(caseOf({ findings: [{ ...BASE, message, group: '/shop/worker' }] }));
  expect(cause.rootCauses[0]?.component).toBeNull();
});
