// What ties a change to a failure, each kind of tie beside a change that looks like it and has none: only a tie makes
// of an order in time a confirmed cause.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { advise } from '../../src/diagnosis/advise.ts';
import { candidatesOf } from '../../src/diagnosis/candidates.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { surroundingsOf } from '../../src/diagnosis/surroundings.ts';
import { findTriggers } from '../../src/diagnosis/trigger.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { type CaseSpec, caseOf, event, type FindingSpec, minute } from './cases.ts';

const ONSET: FindingSpec = {
  id: 'F1',
  message: 'java.sql.SQLException: Connection pool exhausted',
  count: 200,
  rhythm: 'onset',
  from: 120,
  to: 239,
  group: '/shop/cart-service',
};
const CODE: Partial<FindingSpec> = {
  message: "TypeError: Cannot read properties of undefined (reading 'total')",
  text: "TypeError: Cannot read properties of undefined (reading 'total')",
  language: 'javascript',
  location: { file: 'src/cart.ts', line: 12, function: 'total' },
};
const REFUSED = 'Error: connect ECONNREFUSED db-7.internal:5432';

interface Told {
  readonly tie: string | null;
  readonly confidence: string | undefined;
}

/** How the change is tied to the failure, and how sure the cause is that it is held to have set off. */
function toldOf(changes: readonly LogEvent[], spec: Partial<FindingSpec> = {}, more = {}): Told {
  const input = caseOf({ findings: [{ ...ONSET, ...spec }], context: changes, ...more });
  const [candidate] = candidatesOf(input);
  if (candidate === undefined) throw new Error('there is a candidate');
  const around = surroundingsOf(candidate.own, candidate.range, candidate.change, input);
  const [trigger] = findTriggers(candidate, input, around);
  return {
    tie: trigger?.tie?.kind ?? null,
    confidence: diagnose(input).rootCauses[0]?.confidence,
  };
}

const change = (message: string, minutesBefore = 1, group = '/platform/changes') =>
  event(minute(120 - minutesBefore), message, group);
const inOwnGroup = (message: string, minutesBefore = 1) =>
  change(message, minutesBefore, '/shop/cart-service');

const CONFIRMED = (tie: string): Told => ({ tie, confidence: 'confirmed' });
const LIKELY = (tie: string): Told => ({ tie, confidence: 'likely' });
const NONE: Told = { tie: null, confidence: 'likely' };

describe('it takes away what the failure misses', () => {
  const MISSING = { message: 'NotFoundException: Topic does not exist' };
  const TIMED_OUT = {
    message: 'java.net.SocketTimeoutException: Connect timed out: 10.0.3.21:5432',
    category: 'connection' as const,
  };
  const revoked = (port: number) =>
    `change of configuration of sg-1: ec2 RevokeSecurityGroupIngress (ipProtocol=tcp, fromPort=${port}, toPort=${port}) by bob`;

  test.each([
    ['a topic that was deleted', MISSING, 'deletion of order-events: sns DeleteTopic by terraform'],
    ['a rule for the port that does not answer', TIMED_OUT, revoked(5432)],
  ])('%s', (_, spec, line) => {
    expect(toldOf([change(line)], spec)).toEqual(CONFIRMED('mechanism'));
  });

  test.each([
    ['a queue, where a topic is missing', MISSING, 'deletion of jobs: sqs DeleteQueue by bob'],
    ['a rule for another port', TIMED_OUT, revoked(6379)],
  ])('does not tie %s', (_, spec, line) => {
    expect(toldOf([change(line)], spec).tie).not.toBe('mechanism');
  });
});

describe('a change of roles in the audit log of Kubernetes', () => {
  const forbidden = {
    message:
      'deployments.apps "web" is forbidden: User "system:serviceaccount:ci:deployer" cannot patch resource "deployments" in API group "apps" in the namespace "shop"',
    category: 'authentication-authorization' as const,
  };
  const audit = (resource: string, verb: string) =>
    JSON.stringify({
      kind: 'Event',
      auditID: '4f1c',
      stage: 'ResponseComplete',
      requestURI: `/apis/rbac.authorization.k8s.io/v1/${resource}/edit`,
      verb,
      user: { username: 'alice' },
      objectRef: { resource, name: 'edit' },
      responseStatus: { code: 200 },
      annotations: { 'authorization.k8s.io/decision': 'allow' },
    });

  test('is tied to the requests that are forbidden from then on', () => {
    const told = toldOf([change(audit('clusterrolebindings', 'delete'))], forbidden);
    expect(told.confidence).toBe('confirmed');
  });

  test.each([
    ['rolebindings', 'get'],
    ['configmaps', 'delete'],
  ])('where %s are the object of %s there is none', (resource, verb) => {
    expect(toldOf([change(audit(resource, verb))], forbidden)).toEqual(NONE);
  });
});

describe('it names what fails', () => {
  test.each([
    ['the host of a refused connection', REFUSED, 'INFO restarted db-7.internal'],
    [
      'the table',
      "ERROR 1146 (42S02): Table 'orders_2026' doesn't exist",
      'INFO batch job started on orders_2026',
    ],
  ])('%s', (_name, message, words) => {
    expect(toldOf([change(words, 5)], { message })).toEqual(CONFIRMED('words'));
  });

  test.each([
    ['another host', REFUSED, 'INFO restarted cache-2.internal'],
    ['a longer name that holds it', REFUSED, 'INFO restarted old-db-7.internal-replica'],
  ])('not: %s', (_name, message, words) => {
    expect(toldOf([change(words, 5)], { message }).tie).toBeNull();
  });
});

describe('the name of the failing service, or of the application, alone is no tie', () => {
  test.each([
    ['a restart of the service', 'INFO restarted cart-service'],
    ['a restart of the application', 'INFO restarted shop'],
    ['a job of the service', 'INFO cart-service: nightly export job started'],
  ])('%s', (_name, words) => {
    expect(toldOf([change(words)])).toEqual(NONE);
  });

  test('where the component at fault is the failing service itself too', () => {
    expect(toldOf([change('INFO restarted cart-service')], CODE).tie).toBeNull();
  });
});

describe('it is of a kind that can bring such a failure about', () => {
  test.each([
    ['new code and a fault of the code', CODE, 'INFO deployed cart-service 2.14.0: done'],
    [
      'a rate that is used up',
      { message: 'SlowDown: Please reduce your request rate.' },
      'INFO cart-service config: copy.concurrency changed from 8 to 256',
    ],
    ['a size that is used up', {}, 'INFO cart-service config: pool.size changed from 50 to 5'],
    [
      'a deployment and a missing setting',
      { message: 'Error: Missing required environment variable: PAYMENTS_URL' },
      'INFO deployed cart-service 2.14.0: done',
    ],
  ])('%s', (_name, spec, words) => {
    expect(toldOf([change(words, 2)], spec)).toEqual(CONFIRMED('mechanism'));
  });

  test.each([
    [
      'new code and a refused connection',
      { message: REFUSED },
      'INFO deployed cart-service 2.14.0: done',
    ],
    [
      'a size that nothing of it is used up by',
      { message: 'TLS handshake failed: certificate has expired' },
      'INFO cart-service config: pool.size changed from 50 to 5',
    ],
    [
      'new code and an answer that says nothing of the code',
      { message: 'POST /cart 500', status: 500 },
      'INFO deployed cart-service 2.14.0: done',
    ],
    [
      'a fail-over and a fault of the code',
      CODE,
      'WARN fail-over completed, new primary is writer-2',
    ],
  ])('not: %s', (_name, spec, words) => {
    expect(toldOf([change(words, 2)], spec).tie).toBeNull();
  });

  test('a deployment of another component is none', () => {
    const own = toldOf([change('INFO deployed cart-service 2.14.0: done', 2)], CODE);
    const other = toldOf([change('INFO deployed web-frontend 2.14.0: done', 2)], CODE);
    expect([own.tie, other.tie]).toEqual(['mechanism', null]);
  });

  test('nor one in the log group of the service that names another component', () => {
    expect(
      toldOf([inOwnGroup('INFO deploy of web-frontend 9.1 finished', 2)], CODE).tie,
    ).toBeNull();
    expect(toldOf([inOwnGroup('INFO deploy of 9.1 finished', 2)], CODE).tie).toBe('mechanism');
  });

  test('a deployment has to be three minutes before at most', () => {
    const after = (minutes: number) =>
      toldOf([change('INFO deployed cart-service 2.14.0: done', minutes)], CODE).tie;
    expect([2.9, 3.1].map(after)).toEqual(['mechanism', null]);
  });

  test('or five times the usual distance of the errors, where these are rare', () => {
    const after = (minutes: number) =>
      toldOf([change('INFO deployed cart-service 2.14.0: done', minutes)], { ...CODE, count: 60 })
        .tie;
    expect([9, 9.95].map(after)).toEqual(['mechanism', null]);
  });

  test('what is used up, or looked up again at times, may show ten minutes later', () => {
    const pool = 'INFO cart-service config: pool.size changed from 50 to 5';
    expect(toldOf([change(pool, 9)]).tie).toBe('mechanism');
    expect(toldOf([change(pool, 11)]).tie).toBeNull();
    const failedOver = 'WARN fail-over completed, new primary is writer-2';
    expect(toldOf([change(failedOver, 9)], { message: REFUSED }).tie).toBe('mechanism');
  });
});

test('a flag that the failing code is called after names what fails, however either is written', () => {
  const thrown = { message: 'IndexError in NewCartView.render(NewCartView.java:88)' };
  const flag = (name: string) => [inOwnGroup(`INFO feature flag ${name} enabled`, 4)];
  expect(toldOf(flag('new_cart'), thrown).tie).toBe('name');
  expect(toldOf(flag('old_cart'), thrown).tie).not.toBe('name');
});

describe('it is of such a kind, but of a thing by name that the failure does not speak of', () => {
  const LOG_IN = { message: 'FATAL: password authentication failed for user "app"' };
  test.each([
    ['a flag', LOG_IN, 'INFO config change applied: feature.newcolor set to blue'],
    ['a secret', LOG_IN, 'INFO secret SIGNING_KEY rotated'],
    [
      'another table',
      { message: "ERROR 1146 (42S02): Table 'orders_2026' doesn't exist" },
      'INFO migration started: ALTER TABLE billing.invoices ADD note',
    ],
  ])('%s', (_name, spec, words) => {
    expect(toldOf([inOwnGroup(words, 0.2)], spec)).toEqual(LIKELY('other-thing'));
  });

  test('a change that names nothing is of the kind', () => {
    const rotated = 'INFO credentials rotated';
    expect(toldOf([inOwnGroup(rotated, 0.2)], LOG_IN)).toEqual(CONFIRMED('mechanism'));
  });

  test('a certificate is no password, and a limit of memory none of connections', () => {
    expect(toldOf([inOwnGroup('INFO certificate rotated', 2)], LOG_IN).tie).toBeNull();
    expect(toldOf([inOwnGroup('INFO maxmemory set to 512mb', 2)]).tie).toBeNull();
  });

  test('what fails is mended first; undoing the change is not advised before it was checked', () => {
    const context = [inOwnGroup('INFO config change applied: feature.newcolor set to blue', 0.2)];
    const input = caseOf({ findings: [{ ...ONSET, ...LOG_IN }], context });
    const { rootCauses } = diagnose(input);
    const titles = advise(input, diagnose(input)).actions.map(({ title }) => title);
    expect(titles[0]).toContain('credentials');
    expect(titles[1]).toMatch(/^Check whether a change of configuration of .* had a part in it/);
    expect(rootCauses[0]?.explanation).toContain(
      'nothing in the errors speaks of feature.newcolor',
    );
  });
});

describe('it was made to the failing service within a minute', () => {
  const FLAG = 'INFO cart-service: feature flag express-lane enabled';

  test('it is near in time and no more: likely at most', () => {
    expect(toldOf([change(FLAG, 0.9)], { message: REFUSED })).toEqual(LIKELY('immediate'));
  });

  test.each([
    ['more than a minute before', [change(FLAG, 1.2)]],
    ['to whoever', [change('INFO feature flag express-lane enabled', 0.9)]],
    ['a weak kind of change', [change('INFO cart-service: restarted', 0.9)]],
  ])('not: %s', (_name, changes) => {
    expect(toldOf(changes, { message: REFUSED }).tie).toBeNull();
  });
});

describe('where only one member fails and its like do not', () => {
  const marked = (field: string): Partial<FindingSpec> => ({
    ...CODE,
    dimensions: [{ field, value: 'alpha', share: 1, baselineShare: 0.25 }],
  });
  const deployed = [change('INFO deployed cart-service 2.14.0: done', 0.5)];

  test.each(['zone', 'tenant', 'host', 'shard_id'])('by %s a change to all is no tie', (field) => {
    expect(toldOf(deployed, marked(field)).tie).toBeNull();
  });

  test('a build is no member: it is what was changed', () => {
    expect(toldOf(deployed, marked('build')).tie).toBe('mechanism');
  });

  test('a change that names the member is tied to it', () => {
    expect(toldOf([change('INFO tenant alpha: config applied', 2)], marked('tenant')).tie).toBe(
      'words',
    );
  });
});

describe('it names the moment of the onset', () => {
  const logs = (words: string): CaseSpec => {
    const rare = event(minute(40), words, '/shop/cart-service');
    const everyday = Array.from({ length: 200 }, (_, i) =>
      event(minute(i), `INFO handled request ${i} in ${10 + (i % 7)} ms`, '/shop/cart-service'),
    );
    return { findings: [], context: [rare], survey: surveyOf([...everyday, rare], true) };
  };
  const told = (words: string) => {
    const { context = [], survey } = logs(words);
    return toldOf(context, { message: REFUSED }, { survey });
  };

  test('announced more than an hour before', () => {
    expect(told('INFO licence of gateway valid until 2026-10-05T14:00:00Z').tie).toBe('date');
  });

  test('another moment is none', () => {
    expect(told('INFO licence of gateway valid until 2026-10-05T14:30:00Z').tie).toBeNull();
  });
});

describe('what each line of one log holds says who writes it, and is no tie', () => {
  const line = (service: string, words: string) =>
    JSON.stringify({ level: 'INFO', service, zone: 'eu-1b', message: words });
  const everyday = Array.from({ length: 200 }, (_, i) => [
    event(minute(i), line('cart-service', `request ${i} served`), '/shop/cart-service'),
    event(minute(i), `INFO page ${i} shown`, '/shop/pages'),
  ]).flat();
  const failing = JSON.stringify({
    level: 'ERROR',
    service: 'cart-service',
    zone: 'eu-1b',
    message: 'upload failed: chunk write returned 500',
  });
  const told = (words: string) => {
    const changed = event(minute(115), line('cart-service', words), '/shop/cart-service');
    const survey = surveyOf([...everyday, changed], true);
    return toldOf([changed], { message: failing, text: failing }, { survey });
  };

  test('the service that a structured line names, and a field of all lines of that log', () => {
    expect(told('autoscaler: replicas 6 -> 8').tie).toBeNull();
  });

  test('a word of the failure that the other lines lack is one', () => {
    expect(told('chunk size changed from 4 to 8').tie).toBe('words');
  });

  test('what the service logs of a deployment of another one is about that one', () => {
    expect(told('deployed build 77 of web-frontend').tie).toBeNull();
  });
});

describe('how many other lines hold the shared words', () => {
  const told = (served: (i: number) => string) => {
    const lines = Array.from({ length: 100 }, (_, i) => event(minute(i), served(i)));
    const input = caseOf({
      findings: [{ ...ONSET, message: 'tenant=dune import failed' }],
      context: [change('INFO config reloaded for tenant=dune: encoding changed')],
      survey: surveyOf(lines, true),
    });
    return diagnose(input).rootCauses[0]?.explanation;
  };

  test('is told exactly', () => {
    expect(told((i) => `INFO tenant=${i % 5 === 0 ? 'dune' : 'rift'} served ${i}`)).toContain(
      'shares "dune" with the lines of the failure; of the 100 other lines below WARN that were read 20 (20 %) hold it too',
    );
  });

  test('is told of the lines that were read, and of no others', () => {
    expect(told((i) => `INFO tenant=rift served ${i}`)).toContain(
      'shares "dune" with the lines of the failure, and none of the 100 other lines below WARN that were read holds it',
    );
  });

  test('counts a word that stands far into a line', () => {
    const far = 'payload '.repeat(120);
    expect(
      told((i) => `INFO served ${i} ${i === 7 ? `${far} tenant=dune` : 'tenant=rift'}`),
    ).toContain('read 1 (1 %) holds it too');
  });
});

describe('a limit may be set long before it is reached', () => {
  const exceeded = { message: 'send failed: 429 Daily sending quota exceeded (200/200)' };
  const lowered = 'INFO provider plan: daily quota 200 (was 50000), plan=trial';

  test.each([
    ['the number and the words of the failure, within half an hour', lowered, 17, 'words'],
    ['more than half an hour before', lowered, 31, null],
    ['another number', 'INFO provider plan: daily quota 900 (was 50000), plan=trial', 17, null],
    ['other words', 'INFO crew: seats 200 (was 50000)', 17, null],
  ])('%s', (_name, words, minutesBefore, tie) => {
    expect(toldOf([change(words, minutesBefore)], exceeded).tie).toBe(tie);
  });
});
