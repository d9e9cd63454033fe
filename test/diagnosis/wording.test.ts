// What the sentences of a diagnosis say: the moment that counts, words that all share, figures that follow.
import { describe, expect, test } from 'vitest';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { type CaseSpec, caseOf, event, minute } from './cases.ts';

const judge = (spec: CaseSpec) => diagnose(caseOf(spec));
const adviceFor = (spec: CaseSpec) => advise(caseOf(spec), judge(spec));

describe('a date that a line names', () => {
  const refused = {
    id: 'F1',
    message: 'handshake with peer failed: certificate has expired',
    rhythm: 'onset',
    count: 60,
    burst: [120, 239, 60],
  } as const;
  const line = event(minute(3), 'INFO edge loaded certificate, not after 2026-10-05T14:00:00Z');
  const everyday = Array.from({ length: 200 }, (_, index) =>
    event(minute(index), `INFO edge served ${index} requests`),
  );
  const spec = {
    findings: [refused],
    context: [line, ...everyday],
    survey: surveyOf([line, ...everyday], true),
  };

  test('is the moment of the cause; the time of its line is told beside it', () => {
    const [cause] = judge(spec).rootCauses;
    expect(cause?.trigger?.momentMs).toBe(minute(120));
    expect(cause?.explanation).toContain(
      'from 14:00:00 UTC on, the moment that a line of 12:03:00 UTC names',
    );
    expect(cause?.explanation).toContain('names 14:00:00 UTC in a line of 12:03:00 UTC');
    expect(cause?.explanation).not.toContain('2 hours after');
  });

  test('is what the first action is about', () => {
    const { actions, nextSteps } = adviceFor(spec);
    expect(actions[0]?.title).toBe(
      'Renew or extend what ends at 14:00:00 UTC, as the line of 12:03:00 UTC says',
    );
    expect(actions[0]?.reason).toContain('as the moment at which something ends');
    expect(nextSteps[1]).toContain('confirms what ended or began at 14:00:00 UTC');
  });

  test('may begin something instead', () => {
    const begins = event(minute(3), 'INFO edge maintenance of gw-2 from 2026-10-05T14:00:00Z');
    const events = [begins, ...everyday];
    const { actions } = adviceFor({ ...spec, context: events, survey: surveyOf(events, true) });
    expect(actions[0]?.title).toContain('Stop or move what begins at 14:00:00 UTC');
  });
});
