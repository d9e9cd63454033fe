// What the sentences of a diagnosis say: the moment that counts, words that all share, figures that follow.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { advise } from '../../src/diagnosis/advise.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

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

describe('most of it within an interval that is too long to be called a burst', () => {
  const pricing = {
    id: 'F1',
    message: 'could not price the cart: tariff table is empty',
    rhythm: 'sporadic',
    count: 250,
    from: 60,
    to: 200,
    burst: [60, 180, 246],
  } as const;
  const deploy = event(minute(58), 'INFO shop deployed version 4.12.0');

  test('sets in where that begins, and a change is sought before it', () => {
    const [cause] = judge({ findings: [pricing], context: [deploy] }).rootCauses;
    expect(cause?.trigger?.message).toBe(deploy.message);
    expect(cause?.explanation).toContain('from 13:00:00 UTC on');
    expect(cause?.explanation).not.toContain('It does not set in at a certain moment');
  });

  test('is told by its extent', () => {
    const [cause] = judge({ findings: [{ ...pricing, burst: [60, 180, 90] }] }).rootCauses;
    expect(cause?.explanation).toContain('now and then');
  });
});

describe('what is over by the end of the window', () => {
  const pool = {
    id: 'F1',
    message: 'java.sql.SQLException: Connection pool exhausted',
    count: 400,
    burst: [60, 75, 400],
  } as const;
  const deploy = event(minute(58), 'INFO deploy of shop build 7.3.1 finished');
  const immediate = (spec: CaseSpec) =>
    adviceFor(spec).actions.filter(({ horizon }) => horizon === 'immediate');

  test('is to be confirmed first; what would stop it waits for the next time', () => {
    const [first, second, ...others] = immediate({ findings: [pool] });
    expect(first?.title).toBe('Confirm that it is over since 13:15:00 UTC');
    expect(first?.reason).toContain('2.8 hours before the end of the window');
    expect(second?.title).toMatch(/^If it comes back: relieve /);
    expect(others).toEqual([]);
  });

  test('is not rolled back any more, but checked', () => {
    const [first] = immediate({ findings: [pool], context: [deploy] });
    expect(first?.title).toContain(
      'and check whether a deployment or a new version logged at 12:58:00 UTC had a part in it',
    );
  });

  test('may act again where what set it off is still in force: how to undo it is said, and the way back', () => {
    const failed = {
      id: 'F1',
      message: 'search of products failed: index is not readable',
      count: 30,
      from: 60,
      to: 75,
      rhythm: 'burst',
      burst: [60, 75, 30],
    } as const;
    const context = [
      event(minute(59.5), 'INFO Migration V42 finished: column of products dropped'),
    ];
    const [first] = immediate({ findings: [failed], context });
    expect(first?.steps.at(-1)).toBe(
      'If it is still in force and will act again: Stop or undo the migration logged at 12:59:30 UTC.',
    );
    expect(first?.rollback).toBe(
      'Run the migration again outside of busy hours, in small batches.',
    );
  });

  const undone = event(minute(75), 'INFO rolled back shop from build 7.3.1 to 7.3.0');

  test('what was rolled back is not to be rolled back', () => {
    const spec = { findings: [pool], context: [deploy, undone] };
    const advice = adviceFor(spec);
    expect(advice.actions[0]?.title).toBe(
      'Confirm that it is over since 13:15:00 UTC, and that what was undone at 13:15:00 UTC stays so',
    );
    const told = advice.actions.flatMap(({ title, steps }) => [title, ...steps]);
    expect(told.join('\n')).not.toMatch(/roll back build/i);
    expect(judge(spec).rootCauses[0]?.trigger?.undone?.message).toBe(undone.message);
  });

  test.each([
    ['ended at 13:15:00 UTC', 75],
    ['went on until 13:15:00 UTC', 70],
  ])('the errors %s where what is not in force for good was set back', (words, at) => {
    const route = (from: string, to: string) =>
      `nginx.conf: upstream shop changed from ${from} to ${to}, reload ok`;
    const refused = { ...pool, message: 'connect() to 10.0.0.7:80 failed: No route to host' };
    const context = [
      event(minute(59.9), route('10.0.0.5:80', '10.0.0.7:80')),
      event(minute(at), route('10.0.0.7:80', '10.0.0.5:80')),
    ];
    const everyday = Array.from({ length: 200 }, (_, index) =>
      event(minute(index), `INFO served ${index} requests`),
    );
    const survey = surveyOf([...context, ...everyday], true);
    const [cause] = judge({ findings: [refused], context, survey }).rootCauses;
    expect(cause?.explanation).toMatch(/that it was taken back \(".+"\), and the errors /);
    expect(cause?.explanation).toContain(`, and the errors ${words}.`);
  });

  test('nor is it where the errors go on in spite of it', () => {
    const ongoing = { ...pool, rhythm: 'onset', burst: [60, 239, 400] } as const;
    const spec = { findings: [ongoing], context: [deploy, undone] };
    const [first] = immediate(spec);
    expect(first?.title).toContain('was undone at 13:15:00 UTC, and it goes on');
    expect(judge(spec).rootCauses[0]?.explanation).toMatch(
      /that it was taken back \(".+"\), and the errors go on\./,
    );
    const [, check] = immediate({ findings: [ongoing], context: [deploy] });
    expect(check?.title).toContain('had a part in it, before it is undone');
    expect(check?.steps.at(-1)).toContain('Roll back build 7.3.1');
  });

  test.each([
    'INFO rollback of shop build 7.3.1 failed',
    'INFO transaction of shop build 7.3.1 rolled back',
    'INFO rolled back desk from build 9.9.9',
  ])('%s takes nothing back', (message) => {
    const ongoing = { ...pool, rhythm: 'onset', burst: [60, 239, 400] } as const;
    const context = [deploy, event(minute(75), message)];
    expect(judge({ findings: [ongoing], context }).rootCauses[0]?.trigger?.undone).toBeNull();
  });

  test('nor is what was made once more after it', () => {
    const ongoing = { ...pool, rhythm: 'onset', burst: [60, 239, 400] } as const;
    const again = event(minute(90), deploy.message);
    const undoneIn = (context: readonly LogEvent[]) =>
      judge({ findings: [ongoing], context }).rootCauses[0]?.trigger?.undone?.message;
    expect(undoneIn([deploy, undone])).toBe(undone.message);
    expect(undoneIn([deploy, undone, again])).toBeUndefined();
  });

  test('a fault that comes now and then is not over because it was quiet for a while', () => {
    const { burst: _, ...steady } = pool;
    const rare = { ...steady, count: 4, rhythm: 'sporadic', to: 190 } as const;
    expect(immediate({ findings: [rare] })[0]?.title).not.toContain('over');
  });
});

describe('a field that marks only a part of the cause', () => {
  const rate = (id: string, path: string, count: number, share: number | null) =>
    ({
      id,
      message: `GET ${path} upstream unavailable for ${id}`,
      rhythm: 'onset',
      count,
      burst: [120, 239, count],
      dimensions:
        share === null ? [] : [{ field: 'host', value: 'web-3', share, baselineShare: 0.2 }],
    }) as const;
  const explained = (...findings: ReturnType<typeof rate>[]) =>
    judge({ findings }).rootCauses[0]?.explanation ?? '';

  test('is told of the finding that it marks, not of the whole cause', () => {
    const text = explained(rate('F1', '/a', 25, 1), rate('F2', '/b', 24, null));
    expect(text).toContain('100 % of F1 carry host=web-3, of the other events 20 %.');
    expect(text).not.toContain(', on host=web-3');
    expect(text).not.toContain('of these errors carry');
  });

  test('is told of the whole by the occurrences of all findings', () => {
    const text = explained(rate('F1', '/a', 30, 1), rate('F2', '/b', 10, 0.8));
    expect(text).toContain(', on host=web-3');
    expect(text).toContain('95 % of these errors carry host=web-3, of the other events 20 %.');
  });

  test('is told as a lower bound where it is not known of a small finding', () => {
    const text = explained(rate('F1', '/a', 90, 1), rate('F2', '/b', 10, null));
    expect(text).toContain('At least 90 % of these errors carry host=web-3');
  });
});

test('a place in the code that only one of the findings names is told of that one', () => {
  const waits = (id: string, count: number, line: number) =>
    ({
      id,
      message: `java.net.SocketTimeoutException: Read timed out ${id}`,
      count,
      location: { file: 'Client.java', line, function: null },
    }) as const;
  const [cause] = judge({ findings: [waits('F1', 50, 7), waits('F2', 40, 9)] }).rootCauses;
  expect(cause?.findings).toEqual(['F1', 'F2']);
  expect(cause?.explanation).toContain('seen at Client.java:7 (F1)');
});

describe('who is at fault where several log groups tell of one failure', () => {
  const groups = ['/aws/lambda/shop-worker', '/shop/application'];
  const pool = (context: readonly ReturnType<typeof event>[]) => {
    const input = caseOf({
      findings: [
        {
          id: 'F1',
          message: 'java.sql.SQLException: Connection pool exhausted',
          count: 300,
          rhythm: 'onset',
          burst: [120, 239, 300],
        },
      ],
      context,
      logGroups: groups.map((name) => ({ label: name, name, region: 'us-west-2' })),
    });
    const [lead] = input.analysis.findings;
    if (lead === undefined) throw new Error('there is a finding');
    const logGroups = [
      { name: '/aws/lambda/shop-worker', count: 200 },
      { name: '/shop/application', count: 100 },
    ];
    const analysis = { ...input.analysis, findings: [{ ...lead, logGroups }] };
    return diagnose({ ...input, analysis }).rootCauses[0]?.component;
  };

  test('is the one whose log tells what set it off', () => {
    const change = event(
      minute(112),
      'INFO configuration change applied: pool.workers changed from 2 to 14',
      '/shop/application',
    );
    expect(pool([change])).toBe('shop');
  });

  test('is else the one that logs most of it', () => {
    expect(pool([])).toBe('shop-worker');
  });
});

describe('a failure that ends as a change sets another one off', () => {
  const location = { file: 'Refs.java', line: 55, function: 'next' };
  const setOff = {
    id: 'F1',
    message: 'java.lang.NullPointerException: no reference',
    language: 'java',
    location,
    rhythm: 'onset',
    count: 300,
    burst: [120.5, 239, 300],
  } as const;
  const before = {
    id: 'F2',
    message: 'could not read the date of an import',
    rhythm: 'sporadic',
    count: 600,
    from: 1,
    to: 119.9,
  } as const;
  const context = [event(minute(120), 'INFO deploy of shop build 7.3.1 finished')];
  const told = (other: Partial<FindingSpec>) => {
    const spec = { findings: [setOff, { ...before, ...other }], context };
    const cause = judge(spec).rootCauses.find(({ findings }) => findings[0] === 'F2');
    const actions = adviceFor(spec).actions.filter(({ horizon }) => horizon === 'immediate');
    return { explanation: cause?.explanation ?? '', actions };
  };

  test('may come back where the change is undone: said of it, and before that is done', () => {
    const { explanation, actions } = told({});
    expect(explanation).toContain(', until 13:59:54 UTC.');
    expect(explanation).toContain(
      'It ended at 13:59:54 UTC, within a minute of what set off F1, a deployment or a new version logged at 14:00:00 UTC: that change may have ended it, and undoing the change may bring it back.',
    );
    const undo = actions.find(({ title }) => title.startsWith('Roll back build 7.3.1'));
    expect(undo?.steps[0]).toBe(
      'Weigh first that F2 (600 times) ended at 13:59:54 UTC, as that change was made: undoing it may bring F2 back.',
    );
    const over = actions.find(({ title }) => title.startsWith('Confirm that it is over'));
    expect(over?.steps).toContain(
      'Find out whether it was ended by a deployment or a new version logged at 14:00:00 UTC, which set off F1.',
    );
  });

  test.each([
    ['goes on after it', { to: 235 }],
    ['ended long before it', { to: 110 }],
    ['is too rare to have ended', { count: 20 }],
    ['comes in one burst before it', { count: 600, burst: [100, 119.9, 500] as const }],
    ['stands in another log group', { group: '/shop/mail' }],
  ])('is not said of what %s', (_name, other) => {
    const { explanation, actions } = told(other);
    expect(explanation).toContain('could not read the date');
    expect(explanation).not.toMatch(/may have ended it|, until /);
    expect(actions.flatMap(({ steps }) => steps).join(' ')).not.toContain('Weigh first');
  });
});
