// Services that write into one log group, each by streams of its own, are judged as if each had a log group.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/base/time-range.ts';
import { byWriter } from '../../src/diagnosis/by-writer.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Case } from '../../src/diagnosis/types.ts';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { surveyOf } from '../../src/evidence/survey.ts';

const WINDOW = { startMs: Date.UTC(2026, 10, 20, 10), endMs: Date.UTC(2026, 10, 20, 12) };
const ONSET_MINUTE = 70;

interface Told {
  readonly service: string;
  readonly message: string;
  /** Seconds after the start of the window. */
  readonly at: number;
}

/** What services say as long as nothing fails. */
function usual(service: string, texts: readonly string[]): Told[] {
  return Array.from({ length: 240 }, (_, index) => ({
    service,
    at: index * 30 + (index % 7),
    message: (texts[index % texts.length] ?? '').replace('#', String(1_000 + index * 37)),
  }));
}

const USUAL = [
  ...usual('api', ['INFO GET /orders/# 200 8ms', 'INFO handled order # in 9ms']),
  ...usual('db', ['LOG checkpoint complete: wrote # buffers', 'LOG automatic vacuum of table #']),
];

function failing(service: string, message: string, afterSeconds: number): Told[] {
  return Array.from({ length: 60 }, (_, index) => ({
    service,
    at: ONSET_MINUTE * 60 + afterSeconds + index * 40,
    message: message.replace('#', String(100 + index)),
  }));
}

const change = (service: string, message: string): Told => {
  return { service, message, at: ONSET_MINUTE * 60 };
};

type Placing = (service: string) => Pick<LogEvent, 'logGroup' | 'logStream'>;
const GROUPS: Placing = (service) => ({ logGroup: `shop/${service}`, logStream: 'a.log' });
const STREAMS: Placing = (service) => ({ logGroup: 'shop', logStream: `${service}-1` });
const TASKS: Placing = (service) => ({
  logGroup: 'shop',
  logStream: `prod/${service}/${id(service)}`,
});
const IDS: Placing = (service) => ({ logGroup: 'shop', logStream: id(service) });
const REPLICAS: Placing = (service) => ({
  logGroup: 'shop',
  logStream: service === 'db' ? 'api-2' : 'api-1',
});
const id = (service: string) => Buffer.from(`${service}-task-id`).toString('hex').slice(0, 16);

const judged = (told: readonly Told[], place: Placing) => diagnose(caseOf(told, place));

function caseOf(told: readonly Told[], place: Placing): Case {
  const events = [...told]
    .sort((a, b) => a.at - b.at)
    .map(
      ({ service, message, at }, index): LogEvent => ({
        ...place(service),
        message,
        timestampMs: WINDOW.startMs + at * SECOND_MS,
        eventId: `event-${index}`,
        evidenceId: 'E1',
      }),
    );
  const names = [...new Set(events.map(({ logGroup }) => logGroup))];
  const onsetMs = WINDOW.startMs + ONSET_MINUTE * MINUTE_MS;
  return {
    application: 'shop',
    region: 'local',
    window: WINDOW,
    logGroups: names.map((name) => ({ label: name, name, region: 'local' })),
    analysis: analyze(prepare(events, WINDOW), events),
    context: events.filter(({ timestampMs }) => Math.abs(timestampMs - onsetMs) < 10 * MINUTE_MS),
    survey: surveyOf(events, true),
    totalEvents: events.length,
    baseline: null,
  };
}

/** The same words for a log group and for a service of one. */
const plain = (diagnosis: ReturnType<typeof diagnose>) =>
  JSON.parse(JSON.stringify(diagnosis).replaceAll('shop, service ', 'shop/'));

const SHUTDOWN = [
  ...USUAL,
  change('db', 'LOG received fast shutdown request'),
  ...failing('api', 'ERROR query failed for order #: connect ECONNREFUSED db:5432', 2),
];
const FULL_DISK = [
  ...USUAL,
  ...failing('db', 'ERROR could not extend file "base/#": No space left on device', 0),
  ...failing('api', 'ERROR insert failed: db answered with an error for order #', 1),
];
const DEPLOYED_ELSEWHERE = [
  ...USUAL,
  ...usual('web', ['INFO page # rendered']),
  change('web', 'INFO Deployed release 5.1.0'),
  ...failing('api', "ERROR TypeError: Cannot read properties of undefined (reading 'total')", 30),
];
const DEPLOYED = DEPLOYED_ELSEWHERE.map((told) =>
  told.message.includes('Deployed') ? { ...told, service: 'api' } : told,
);
const LIMITED = [
  ...USUAL,
  change('db', 'LOG parameter "max_connections" changed to "20"'),
  ...failing('api', 'ERROR FATAL: sorry, too many clients already (db:5432), request #', 5),
];

describe('a failure is judged alike in log groups and in streams of services', () => {
  test.each([
    ['a database that was shut down', SHUTDOWN, 'confirmed', 'db:5432'],
    ['a full disk of the database', FULL_DISK, 'confirmed', 'db'],
    ['a deployment of the failing service', DEPLOYED, 'confirmed', 'api'],
    ['a deployment of another service', DEPLOYED_ELSEWHERE, 'inconclusive', 'api'],
    ['a limit that the database was given', LIMITED, 'likely', 'db:5432'],
  ])('%s', (_, told, verdict, component) => {
    const apart = judged(told, GROUPS);
    expect(apart.verdict).toBe(verdict);
    expect(apart.rootCauses[0]?.component).toBe(component);
    expect(plain(judged(told, STREAMS))).toEqual(plain(apart));
    expect(plain(judged(told, TASKS))).toEqual(plain(apart));
  });
});

test('where the change stands is told by log group and service', () => {
  const [cause] = judged(SHUTDOWN, STREAMS).rootCauses;
  expect(cause?.trigger).toMatchObject({ logGroup: 'shop, service db', hold: 'tied' });
  expect(cause?.explanation).toContain('it stands in the log of what fails, db');
});

describe('streams that are no services tell nothing of who wrote', () => {
  test.each([
    ['streams called by ids', IDS],
    ['two instances of one service', REPLICAS],
  ])('a shutdown in one of %s confirms nothing', (_, place) => {
    const { verdict, rootCauses } = judged(SHUTDOWN, place);
    expect(verdict).toBe('likely');
    expect(rootCauses[0]?.trigger).toMatchObject({ logGroup: 'shop', hold: 'loose' });
  });
});

test('a log group that goes by its region keeps its own name, and so do the services in it', () => {
  const place: Placing = (service) => ({ ...STREAMS(service), logGroup: 'us-west-2:shop' });
  const input = caseOf([...USUAL, change('x-1', 'INFO Deployed release 5.1.0')], (service) =>
    service === 'x-1' ? { ...place(service), logStream: id(service) } : place(service),
  );
  const logGroups = input.logGroups.map((group) => ({ ...group, name: 'shop' }));
  const names = byWriter({ ...input, logGroups }).logGroups.map(({ name, label }) => [label, name]);
  expect(Object.fromEntries(names)).toEqual({
    'us-west-2:shop': 'shop',
    'us-west-2:shop, service api': 'shop, service api',
    'us-west-2:shop, service db': 'shop, service db',
  });
});
