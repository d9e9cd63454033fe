import { describe, expect, test } from 'vitest';
import { contrast, fieldsOf } from '../../src/evidence/contrast.ts';
import { peel } from '../../src/evidence/peel.ts';
import { event } from './support.ts';

const many = (count: number, fields: Record<string, string>) => new Array(count).fill(fields);

describe('contrast', () => {
  test('a value that the failures share and the others lack stands out', () => {
    expect(
      contrast(many(20, { host: 'web-2', region: 'eu' }), [
        ...many(30, { host: 'web-1', region: 'eu' }),
        ...many(10, { host: 'web-2', region: 'eu' }),
      ]),
    ).toEqual([{ field: 'host', value: 'web-2', share: 1, baselineShare: 0.25 }]);
  });

  test('too few events mean nothing', () => {
    expect(contrast(many(4, { host: 'a' }), many(50, { host: 'b' }))).toEqual([]);
    expect(contrast(many(50, { host: 'a' }), many(4, { host: 'b' }))).toEqual([]);
  });

  test('a field that only the failures have says nothing', () => {
    expect(contrast(many(9, { cart: 'x', host: 'a' }), many(50, { host: 'a' }))).toEqual([]);
  });

  test('what names the error is no dimension', () => {
    expect(
      contrast(
        many(9, { level: 'error', 'err.code': 'E1', status: '500' }),
        many(9, { level: 'info', 'err.code': '', status: '200' }),
      ),
    ).toEqual([]);
  });

  test('fields come from JSON, from key=value tokens and from the stream', () => {
    const of = (message: string) =>
      fieldsOf(peel(message), { events: [event(message, { logStream: 'app/9' })], message });
    expect(of('2026-03-03T12:00:01Z ERROR web build=9e1c77 tenant="blue" failed')).toMatchObject({
      build: '9e1c77',
      '@logStream': 'app/9',
    });
    expect(of('{"level":"error","msg":"x","tenant":"blue"}')).toMatchObject({ tenant: 'blue' });
  });
});
