// Alarms that would have told of an incident before its first error, and those of logs that CloudWatch does not know.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Case } from '../../src/diagnosis/types.ts';
import { caseOf, Logs } from './incidents/logs.ts';

const START = Date.UTC(2026, 10, 18, 8);

/** A heap that fills in eighty minutes, then runs over. */
function leak(climbs: boolean): Case {
  const logs = new Logs(START, 120, 3).lines(
    600,
    0,
    120,
    ({ int }) => `@TIME INFO served ${int(1, 999)}`,
  );
  for (let minute = 0; minute < 80; minute++) {
    const used = climbs ? 400 + 20 * minute : 600 + (minute % 3);
    logs.line(minute, `@TIME INFO MemWatch heap used=${used}MB max=2048MB`);
  }
  return caseOf(
    logs.lines(15, 80.5, 81, () => '@TIME ERROR java.lang.OutOfMemoryError: Java heap space'),
  );
}

const alarmsOf = (input: Case) =>
  advise(input, diagnose(input)).monitoring.filter(({ kind }) => kind === 'alarm');

describe('an alarm', () => {
  test('on the number that drifted would have told of it before the first error', () => {
    const [first] = alarmsOf(leak(true));
    expect(first).toEqual({
      title:
        'Alarm when used reaches 1640MB: a line of log group /shop/app shows it at 09:02:00 UTC, 19 minutes before the onset of F1',
      kind: 'alarm',
      commands: [],
    });
  });

  test('is not made of a number that stays as it is', () => {
    for (const { title } of alarmsOf(leak(false))) expect(title).not.toContain('reaches');
  });

  test('of a local file has no command, and says when it would have rung', () => {
    const input = leak(true);
    const local = {
      ...input,
      region: 'local',
      logGroups: [{ label: '/shop/app', name: 'shop', region: 'local' }],
    };
    const counted = alarmsOf(local).filter(({ title }) => title.includes('F1 in 5 minutes'));
    expect(counted).toMatchObject([{ commands: [] }]);
    expect(counted[0]?.title).toContain('it would have rung at 09:25:00 UTC');
  });
});
