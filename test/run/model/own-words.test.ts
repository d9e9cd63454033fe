// What no quote can bear out, and what looks like it but is an honest remark.
import { describe, expect, test } from 'vitest';
import { deedFaults, denialFaults, spokenFaults } from '../../../src/run/model/own-words.ts';

const WINDOW = {
  startMs: Date.parse('2026-03-04T08:00:00Z'),
  endMs: Date.parse('2026-03-04T12:00:00Z'),
};

describe('a denial of what was counted', () => {
  test.each([
    'Payments ran without any failure; this is a false alarm.',
    'Nothing failed at all, and all payments went through.',
    'All is well; no customer was hit.',
    'No failure of the service, a planned test',
    'This was only a load drill.',
    'Everything ran perfectly fine.',
    'There was no incident.',
    'Ignore this report.',
    'All requests were served.',
    'Nothing went wrong.',
    'It is not an outage.',
  ])('is none of its words: %s', (text) => {
    expect(denialFaults(text, 847)).toHaveLength(1);
    expect(denialFaults(text, 0)).toEqual([]);
  });

  test.each([
    'No errors were logged before the change.',
    'The database shows no failure of its own.',
    'A load test exhausted the pool.',
    'Requests without a body fail.',
    'All requests to the pool failed.',
    'No connection was left.',
    'Nothing in the logs names the host.',
    'All payments through this provider timed out.',
  ])('is not what is said of a part: %s', (text) => {
    expect(denialFaults(text, 847)).toEqual([]);
  });
});

describe('a deed', () => {
  test.each([
    'I rolled back the change and restarted the service',
    'We have already deleted the table.',
    "I've notified the team.",
    'The agent restarted it.',
  ])('is claimed, whatever stands beside it: %s', (text) => {
    expect(deedFaults(text, true)).toHaveLength(1);
  });

  test.each([
    'Rolled back the change.',
    'The change was rolled back.',
    'Found it and restarted the service.',
  ])('is claimed where no line shows it: %s', (text) => {
    expect(deedFaults(text, false)).toHaveLength(1);
    expect(deedFaults(text, true)).toHaveLength(text.startsWith('I ') ? 1 : 0);
  });

  test.each(['The errors were looked at.', 'seen in the data', 'quoted above'])(
    'is not to have looked: %s',
    (text) => {
      expect(deedFaults(text, false)).toEqual([]);
    },
  );
});

describe('a time in words', () => {
  test.each([
    'It failed at half past three.',
    'It failed in the middle of the night.',
    "It began at three o'clock.",
    'It began at 3 pm.',
    'It lasted for nine days.',
    'It has failed for several weeks.',
    'It failed for 30 days.',
  ])('is not taken: %s', (text) => {
    expect(spokenFaults(text, WINDOW)).toHaveLength(1);
  });

  test.each(['It failed for two hours.', 'It failed in an hour.', 'It rose five times.'])(
    'may be a stretch that the window holds: %s',
    (text) => {
      expect(spokenFaults(text, WINDOW)).toEqual([]);
    },
  );
});
