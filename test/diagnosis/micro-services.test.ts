// Systems of services against their healthy time: the service at fault is named, and where nothing is wrong nobody is.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Baseline, Diagnosis } from '../../src/diagnosis/types.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { compareWithBaseline } from '../../src/evidence/baseline.ts';
import { NO_SURVEY } from '../../src/evidence/survey.ts';
import { type System, systemWith, type Told, type Trouble } from './micro-services.ts';

const SEEDS = Array.from({ length: 6 }, (_, index) => index + 1);

const exposure = ({ events, range }: Told) => ({ range, events: events.length, readShare: 1 });

function judged(system: System, hasBaseline = true): Diagnosis {
  const { services, baseline, window } = system;
  const prepared = prepare(window.events, window.range);
  const names = [...new Set(window.events.map(({ logGroup }) => logGroup))];
  const normal: Baseline = {
    range: baseline.range,
    source: 'range',
    logs: null,
    events: baseline.events.length,
    readShare: 1,
    bytesScanned: 0,
    evidence: [],
    comparisons: compareWithBaseline(
      prepared,
      exposure(window),
      baseline.events,
      exposure(baseline),
    ),
  };
  return diagnose({
    application: services[0] ?? '',
    region: 'local',
    window: window.range,
    logGroups: names.map((name) => ({ label: name, name, region: 'local' })),
    analysis: analyze(prepared),
    context: [],
    survey: NO_SURVEY,
    totalEvents: window.events.length,
    baseline: hasBaseline ? normal : null,
  });
}

/** Of all seeds, in how many the judgement holds. */
function share(trouble: Trouble, holds: (diagnosis: Diagnosis, system: System) => boolean): number {
  const held = SEEDS.filter((seed) => {
    const system = systemWith(trouble, seed);
    return holds(judged(system), system);
  });
  return held.length / SEEDS.length;
}

/** The system as someone sees it who was not given the log of this service. */
function withoutLogOf({ baseline, window, ...system }: System, service: string): System {
  const seen = ({ events, range }: Told): Told => ({
    range,
    events: events.filter(({ logGroup }) => !logGroup.endsWith(`/${service}`)),
  });
  return { ...system, baseline: seen(baseline), window: seen(window) };
}

const isSure = ({ verdict }: Diagnosis) => verdict === 'likely' || verdict === 'confirmed';
const blames = ({ rootCauses }: Diagnosis, { faulty }: System) =>
  rootCauses[0]?.component === faulty;

describe('a fault', () => {
  test.each<Trouble>(['own-error', 'thrown'])(
    '%s: the service at fault comes first, not who calls it',
    (trouble) => {
      expect(share(trouble, blames)).toBe(1);
      expect(share(trouble, isSure)).toBeGreaterThanOrEqual(0.95);
    },
  );

  test('a service that does not answer comes first, for sure only where its own log does not speak for it', () => {
    expect(share('silent', blames)).toBe(1);
    expect(share('silent', isSure)).toBe(0);
    const system = systemWith('silent', 2);
    const diagnosis = judged(withoutLogOf(system, system.faulty));
    expect([blames(diagnosis, system), isSure(diagnosis)]).toEqual([true, true]);
    expect(diagnosis.rootCauses[0]).toMatchObject({ type: 'dependency' });
    expect(diagnosis.rootCauses[0]?.explanation).toContain(
      `The cause lies behind ${system.faulty}, which these logs do not show.`,
    );
  });

  test('the usual failure many times more often is an incident', () => {
    expect(share('more-of-the-usual', blames)).toBeGreaterThanOrEqual(0.9);
    expect(share('more-of-the-usual', isSure)).toBeGreaterThanOrEqual(0.9);
  });

  test('what a caller reports is told as a consequence', () => {
    const system = systemWith('own-error', 3);
    const [cause] = judged(system).rootCauses;
    expect(cause?.findings.length).toBeGreaterThanOrEqual(2);
    expect(cause?.explanation).toMatch(/It is new: about \d+ an hour in the window, none in/);
  });
});

describe('a look-alike', () => {
  test.each<Trouble>(['none', 'double-load', 'other-clumps', 'one-off', 'new-warning'])(
    '%s: nobody is blamed for sure',
    (trouble) => {
      expect(share(trouble, isSure)).toBe(0);
    },
  );

  test('background is ruled out with both of its rates', () => {
    const { ruledOut, verdict } = judged(systemWith('none', 5));
    expect(verdict).toBe('no-incident');
    expect(ruledOut[0]?.because).toMatch(
      /^It is background: about \d[\d.,]* an hour in the window, about \d[\d.,]* an hour in the normal time/,
    );
  });
});
