// A process that dies again and again, and calls that fail behind each death: the deaths are the cause, however few.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Finding } from '../../src/evidence/types.ts';
import { caseOf, type FindingSpec, finding, minute } from './cases.ts';

const DEATHS = [30, 90, 150, 210];
const dies: FindingSpec = {
  id: 'F2',
  message: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  rhythm: 'periodic',
  periodMs: 3_600_000,
  group: '/photo/thumbnailer',
};
const refused: FindingSpec = {
  id: 'F1',
  message: 'thumbnail request failed: connect ECONNREFUSED 10.1.2.3:7000',
  group: '/photo/api',
};

/** The finding with errors at these minutes. */
function at(spec: FindingSpec, minutes: readonly number[]): Finding {
  const timesMs = minutes.map(minute);
  const [firstSeenMs = 0] = timesMs;
  const lastSeenMs = timesMs.at(-1) ?? 0;
  const made = finding({ ...spec, count: minutes.length });
  return { ...made, timesMs, firstSeenMs, lastSeenMs };
}

function told(...findings: readonly Finding[]) {
  const specs = findings.map(({ id, count }) => ({ id, message: '', count }));
  const input = caseOf({ findings: specs, application: 'photo' });
  return diagnose({ ...input, analysis: { ...input.analysis, findings } }).rootCauses;
}

const behind = (deaths: readonly number[], seconds = [1, 7, 12, 19, 25]) =>
  deaths.flatMap((death) => seconds.map((second) => death + second / 60));

describe('calls that fail behind each death', () => {
  test('follow from it, and the report says why it is read so', () => {
    const causes = told(at(refused, behind(DEATHS)), at(dies, DEATHS));
    expect(causes.map(({ findings }) => findings)).toEqual([['F2', 'F1']]);
    expect(causes[0]?.explanation).toContain(
      'F1 (20 errors, all of them within 25 seconds after one of these) is read as its consequence',
    );
    expect(causes[0]?.explanation).toContain('where memory fills up anew after each restart');
  });

  test('of several kinds are told in one sentence', () => {
    const gone = { ...refused, id: 'F3', message: 'HTTP 502 from upstream thumbnailer' };
    const causes = told(at(refused, behind(DEATHS)), at(gone, behind(DEATHS)), at(dies, DEATHS));
    expect(causes).toHaveLength(1);
    expect(causes[0]?.explanation.match(/without a process calls fail/g)).toHaveLength(1);
    expect(causes[0]?.explanation).toContain('are read as its consequences: without a process');
  });

  test('may fail once at another time', () => {
    const calls = [...behind(DEATHS), 225];
    const causes = told(at(refused, calls), at(dies, DEATHS));
    expect(causes.map(({ findings }) => findings)).toEqual([['F2', 'F1']]);
    expect(causes[0]?.explanation).toContain('20 of them within 25 seconds');
  });

  const apart: readonly (readonly [string, Finding, Finding])[] = [
    ['at other times too', at(refused, [...behind(DEATHS), 50, 70, 110, 190]), at(dies, DEATHS)],
    ['before it', at(refused, behind(DEATHS.map((death) => death - 1))), at(dies, DEATHS)],
    ['behind two deaths only', at(refused, behind([30, 90])), at(dies, [30, 90])],
    [
      'behind some of many deaths',
      at(refused, behind([30, 90])),
      at(dies, [10, 30, 60, 90, 120, 150]),
    ],
    [
      'where the process dies all the time',
      at(refused, behind(DEATHS)),
      at(
        dies,
        [...DEATHS, ...Array.from({ length: 70 }, (_, index) => 3 * index)].sort((a, b) => a - b),
      ),
    ],
    [
      'and are no calls',
      at({ ...refused, message: 'order 7 has no price' }, behind(DEATHS)),
      at(dies, DEATHS),
    ],
    [
      'behind what is no death',
      at(refused, behind(DEATHS)),
      at({ ...dies, message: 'cache was rebuilt with errors' }, DEATHS),
    ],
  ];

  test.each(apart)('%s stand for themselves', (_, calls, deaths) => {
    for (const { findings } of told(calls, deaths)) expect(findings).toHaveLength(1);
  });
});

test('nothing is said of a process that is gone where it dies all the time', () => {
  const often = Array.from({ length: 120 }, (_, index) => 120 + index * 0.9);
  const panics = { ...dies, message: 'PHP Fatal error: Uncaught Error: no route', rhythm: 'onset' };
  const causes = told(
    at(
      { ...refused, rhythm: 'onset' },
      often.map((time) => time + 0.001),
    ),
    at({ ...panics, rhythm: 'onset' }, often),
  );
  for (const { explanation } of causes) expect(explanation).not.toContain('without a process');
});
