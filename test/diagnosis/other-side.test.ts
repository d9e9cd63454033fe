// What refuses or does not answer is at fault, not the service that tells of it; and what is told to follow does so.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

const GROUPS: CaseSpec['logGroups'] = ['/ecs/shop-gateway', '/ecs/shop-web'].map((name) => ({
  label: name,
  name,
  region: 'eu-west-1',
}));
const REFUSED: FindingSpec = {
  id: 'F1',
  message: 'upstream call failed: dial tcp 10.2.0.5:8080: connect: connection refused',
  category: 'connection',
  count: 120,
  rhythm: 'onset',
  from: 120,
  to: 239,
  group: '/ecs/shop-gateway',
};
const first = (spec: CaseSpec) => diagnose(caseOf({ logGroups: GROUPS, ...spec })).rootCauses[0];

describe('a refused connection', () => {
  test.each([
    ['the address', REFUSED.message, '10.2.0.5:8080'],
    ['the name', 'Failed to connect to payments: Connection refused', 'payments'],
  ])('names the other side by %s', (_name, message, component) => {
    const cause = first({ findings: [{ ...REFUSED, message }] });
    expect(cause).toMatchObject({ component, type: 'dependency' });
  });

  test.each(['Connection refused', 'failed to connect to the server: connection refused'])(
    'without one it does not name the caller: %s',
    (message) => {
      const cause = first({ findings: [{ ...REFUSED, message }] });
      expect(cause).toMatchObject({ component: null, type: 'dependency' });
    },
  );

  test('of one host among its like names that host', () => {
    const dimensions = [{ field: 'host', value: 'gw-3', share: 1, baselineShare: 0.2 }];
    const cause = first({
      findings: [{ ...REFUSED, message: 'host=gw-3 Connection refused', dimensions }],
    });
    expect(cause?.component).toBe('gw-3');
  });
});

test.each([
  ['utils.go', null],
  ['server.go', null],
  ['ledger_client.go', 'ledger_client'],
])(
  'who does not answer is not called after the file that waits, %s, but after a client',
  (file, component) => {
    const message = `E1005 14:00:00.000000 1 ${file}:109] rpc error: code = DeadlineExceeded desc = context deadline exceeded`;
    const location = { file, line: 109, function: null };
    const cause = first({ findings: [{ ...REFUSED, message, location }], logGroups: [] });
    expect(cause).toMatchObject({ component, type: 'dependency' });
  },
);

describe('what fails on one of two hosts alone', () => {
  const told = (field: string, value: string) =>
    first({
      findings: [
        {
          ...REFUSED,
          message: `terminal handshake mismatch ${field}=${value}`,
          category: 'uncategorized',
          dimensions: [{ field, value, share: 1, baselineShare: 0.46 }],
        },
      ],
    });

  test('is told with the host, which is at fault', () => {
    const cause = told('host', 'app-b');
    expect(cause?.component).toBe('app-b');
    expect(cause?.explanation).toContain('on host=app-b');
  });

  test('a build is told too, but is nobody at fault', () => {
    const cause = told('build', '4.2.0');
    expect(cause?.component).toBe('shop-gateway');
    expect(cause?.explanation).toContain('on build=4.2.0');
  });
});

describe('a consequence', () => {
  const shown = (from: number, to = 239) =>
    first({
      findings: [
        REFUSED,
        {
          ...REFUSED,
          id: 'F2',
          message: 'GET /cart 502 Bad Gateway',
          category: 'external-service',
          status: 502,
          group: '/ecs/shop-web',
          from,
          to,
        },
      ],
      context: [event(minute(100), 'INFO all well')],
    })?.explanation;

  test('that begins later is told to begin after it', () => {
    expect(shown(120.5)).toMatch(/30 seconds after the onset\) begins after it and lasts as long/);
  });

  test('that another host wrote a little earlier is not', () => {
    const told = shown(119.75);
    expect(told).toMatch(/15 seconds before the first of these\) comes together with it/);
    expect(told).not.toContain('begins after it');
  });

  test('that ends much earlier does not last as long', () => {
    expect(shown(120.5, 180)).toMatch(/begins after it, and is read as its consequence/);
  });
});

describe('what lies behind a failed call', () => {
  const answered: FindingSpec = {
    ...REFUSED,
    message: 'shop-web returned 502 for order 17',
    category: 'external-service',
  };
  const own: FindingSpec = { ...REFUSED, id: 'F2', from: 60, group: '/ecs/shop-web' };
  const told = (...findings: readonly FindingSpec[]) =>
    diagnose(caseOf({ logGroups: GROUPS, findings }))
      .rootCauses.find((cause) => cause.findings[0] === 'F1')
      ?.explanation.match(/The cause lies [^.]*\./)?.[0];

  test('is not said to be hidden where its own log tells of failures', () => {
    expect(told(answered, { ...own, message: 'cart is empty' })).toBe(
      'The cause lies behind shop-web, whose own log tells of F2.',
    );
    expect(told(answered)).toBe('The cause lies behind shop-web, which these logs do not show.');
  });

  test('is not named where no line names it', () => {
    expect(told({ ...REFUSED, message: 'call failed: Connection refused' })).toBe(
      'The cause lies in the dependency, which these lines do not name.',
    );
  });
});

test('errors of one second are told to come at that second', () => {
  const burst: FindingSpec = { ...REFUSED, count: 12, burst: [120, 120, 12] };
  expect(first({ findings: [burst] })?.explanation).toContain('All of F1 come at 14:00:00 UTC.');
});

test('that the failing lines themselves come to be many is no further sign', () => {
  const group = '/ecs/shop-gateway';
  const lines = Array.from({ length: 240 }, (_, at) => [
    event(minute(at + 0.5), `GET /t/${at} answered 200 by 10.0.0.1`, group),
    ...(at < 120
      ? []
      : [event(minute(at), `no target at all is left for request ${at}, 503`, group)]),
  ]).flat();
  const failed: FindingSpec = {
    ...REFUSED,
    message: 'GET /t 503',
    text: 'GET /t 503',
    status: 503,
  };
  const input = caseOf({
    logGroups: GROUPS,
    findings: [{ ...failed, from: 120, to: 239, count: 120 }],
    survey: surveyOf(lines, true),
  });
  expect(input.survey.shifts.map(({ turn }) => turn.timestampMs)).toContain(minute(120));
  expect(diagnose(input).rootCauses[0]?.explanation).not.toContain('its like rise');
});
