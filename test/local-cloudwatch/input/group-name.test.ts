import { expect, test } from 'vitest';
import { decodeJson } from '../../../src/local-cloudwatch/input/decode.ts';

const event = (logGroup: string) => {
  const line = { timestamp: 1_795_183_200_000, logGroup, message: 'ERROR refused' };
  return decodeJson(JSON.stringify(line), 0).events[0];
};

test('a log group is named as its line says, up to the longest name that CloudWatch has', () => {
  expect(event('g'.repeat(512))?.logGroup).toBe('g'.repeat(512));
});

test('of a longer name the beginning is used, and shows that it was cut', () => {
  expect(event('g'.repeat(2_000))?.logGroup).toBe(`${'g'.repeat(511)}…`);
  expect(event(`${'g'.repeat(510)}😀${'g'.repeat(9)}`)?.logGroup).toBe(`${'g'.repeat(510)}…`);
});

test('its event is not lost', () => {
  expect(event('g'.repeat(2_000))?.message).toBe('ERROR refused');
});
