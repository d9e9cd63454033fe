// Programs that print the logs of several sources put the name of each in front in ways of their own; all are read alike.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../src/local-cloudwatch/log-store.ts';
import { inlineLane } from '../../../src/local-cloudwatch/work/inline-lane.ts';
import { allEvents, folderOf, NOON_MS, query, serve } from '../served.ts';

const iso = (second: number) => new Date(NOON_MS + second * 1_000).toISOString();
const clock = (second: number) => iso(second).slice(11, 19);
const nanos = (second: number, zone = 'Z') => `${iso(second).slice(0, -1)}456789${zone}`;

/** How a program writes a line of a service, and what the service's stream is called then. */
interface Form {
  readonly write: (service: string, text: string, second: number) => string;
  readonly stream: (service: string) => string;
}

const POD = '7d4b9c8f6d-x2x9z';
const FORMS: Readonly<Record<string, Form>> = {
  'kubectl logs --prefix': {
    write: (service, text) => `[pod/${service}-${POD}/${service}] ${text}`,
    stream: (service) => `${service}-${POD}/${service}`,
  },
  stern: {
    write: (service, text) => `${service}-${POD} ${service} ${text}`,
    stream: (service) => `${service}-${POD}/${service}`,
  },
  'stern in colour': {
    write: (service, text) => `\x1b[36m${service}-${POD}\x1b[0m \x1b[32m${service}\x1b[0m ${text}`,
    stream: (service) => `${service}-${POD}/${service}`,
  },
  'stern over all namespaces': {
    write: (service, text) => `shop ${service}-${POD} ${service} ${text}`,
    stream: (service) => `shop/${service}-${POD}/${service}`,
  },
  foreman: {
    write: (service, text, second) => `${clock(second)} ${`${service}.1`.padEnd(8)} | ${text}`,
    stream: (service) => `${service}.1`,
  },
  'honcho in colour': {
    write: (service, text, second) =>
      `\x1b[36m${clock(second)} ${`${service}.1`.padEnd(8)} | \x1b[0m${text}`,
    stream: (service) => `${service}.1`,
  },
  'overmind, as docker compose': {
    write: (service, text) => `${service.padEnd(8)} | ${text}`,
    stream: (service) => service,
  },
};

type Event = readonly [ms: number, stream: string, message: string];

async function eventsOf(content: string | Buffer, name = 'a.log'): Promise<readonly Event[]> {
  const served = await serve(folderOf({ [name]: content }));
  expect(served.skipped).toEqual([]);
  return (await allEvents(served, 'a')).map(([ms, stream, message]) => [ms, stream, message]);
}

const TRACE = [
  'Traceback (most recent call last):',
  '  File "/app/pay.py", line 3, in pay',
  "KeyError: 'sku'",
];
/** A trace of one service with lines of others between its lines. */
const LINES: readonly (readonly [service: string, text: string])[] = [
  ['web', `${iso(0)} INFO start`],
  ['db', `${iso(1)} LOG: ready`],
  ['web', `${iso(2)} ERROR no stock`],
  ['db', `${iso(3)} LOG: checkpoint`],
  ['web', TRACE[0] ?? ''],
  ['db', 'DETAIL: 3 buffers'],
  ['web', TRACE[1] ?? ''],
  ['db', `${iso(4)} LOG: ready again`],
  ['web', TRACE[2] ?? ''],
  ['web', `${iso(5)} INFO next`],
];
const TOLD: readonly Event[] = [
  [NOON_MS, 'web', `${iso(0)} INFO start`],
  [NOON_MS + 1_000, 'db', `${iso(1)} LOG: ready`],
  [NOON_MS + 2_000, 'web', [`${iso(2)} ERROR no stock`, ...TRACE].join('\n')],
  [NOON_MS + 3_000, 'db', `${iso(3)} LOG: checkpoint\nDETAIL: 3 buffers`],
  [NOON_MS + 4_000, 'db', `${iso(4)} LOG: ready again`],
  [NOON_MS + 5_000, 'web', `${iso(5)} INFO next`],
];
const written = ({ write }: Form, texts = LINES) =>
  texts.map(([service, text], second) => `${write(service, text, second)}\n`).join('');

describe.each(Object.entries(FORMS))('lines of %s', (_, form) => {
  const told = TOLD.map(([ms, service, message]) => [ms, form.stream(service), message]);

  test('are events of their sources, whoever wrote between them', async () => {
    expect(await eventsOf(written(form))).toEqual(told);
    expect(await eventsOf(written(form).replaceAll('\n', '\r\n'))).toEqual(told);
    expect(await eventsOf(gzipSync(written(form)), 'a.log.gz')).toEqual(told);
  });

  test('are found by what they say, and streams by their names', async () => {
    const served = await serve(folderOf({ 'a.log': written(form) }));
    const found = async (filter: string) =>
      (await query(served, ['a'], `fields @logStream | filter ${filter}`)).results.map(
        ([{ value }]: [{ value: string }]) => value,
      );
    expect(await found('@message like /stock\\nTraceback/')).toEqual([form.stream('web')]);
    expect(await found('@message like /^DETAIL|web/')).toEqual([]);
    expect((await found(`@logStream = "${form.stream('db')}"`)).length).toBe(3);
  });
});

describe('the time that Kubernetes puts behind the name', () => {
  test.each([
    ['kubectl logs --prefix', 'Z', 0],
    ['stern', 'Z', 0],
    ['stern', '+02:00', -7_200],
  ])('%s --timestamps, %s, is no part of the message', async (name, zone, seconds) => {
    const form = FORMS[name] as Form;
    const texts = LINES.map(
      ([service, text], at) => [service, `${nanos(60 + at / 10, zone)} ${text}`] as const,
    );
    const events = await eventsOf(written(form, texts));
    expect(events.map(([, stream, message]) => [stream, message])).toEqual(
      TOLD.map(([, service, message]) => [form.stream(service), message]),
    );
    const from = NOON_MS + seconds * 1_000;
    expect(events.map(([ms]) => ms - from)).toEqual([
      60_000, 60_100, 60_200, 60_300, 60_700, 60_900,
    ]);
  });

  test('dates lines that have none of their own', async () => {
    const form = FORMS.stern as Form;
    const texts = [
      ['web', `${nanos(0)} listening`],
      ['web', `${nanos(1)} Error: boom`],
      ['db', `${nanos(1)} ready`],
      ['web', `${nanos(1)}     at pay (/app/pay.js:3:9)`],
      ['db', `${nanos(2)} ready`],
    ] as const;
    expect(await eventsOf(written(form, texts))).toEqual([
      [NOON_MS, form.stream('web'), 'listening'],
      [NOON_MS + 1_000, form.stream('web'), 'Error: boom\n    at pay (/app/pay.js:3:9)'],
      [NOON_MS + 1_000, form.stream('db'), 'ready'],
      [NOON_MS + 2_000, form.stream('db'), 'ready'],
    ]);
  });
});

test('that a pod comes or goes is an event of its stream, and part of no other', async () => {
  const form = FORMS.stern as Form;
  const [opening, ...rest] = written(form).split(/(?<=\n)/);
  const notices = [`+ web-${POD} › web`, `- web-${POD} › web`];
  const events = await eventsOf([opening, `${notices[0]}\n`, ...rest, `${notices[1]}\n`].join(''));
  const stream = form.stream('web');
  expect(events.filter(([, , message]) => notices.includes(message))).toEqual([
    [NOON_MS, stream, notices[0]],
    [NOON_MS + 5_000, stream, notices[1]],
  ]);
  expect(events.filter(([, , message]) => !notices.includes(message))).toEqual(
    TOLD.map(([ms, service, message]) => [ms, form.stream(service), message]),
  );
});

test('JSON behind a name is read by the time in it', async () => {
  const form = FORMS['kubectl logs --prefix'] as Form;
  const json = (second: number) => JSON.stringify({ level: 'info', time: iso(second), msg: 'x' });
  const texts = [0, 1, 2, 3].map((second) => [second % 2 ? 'db' : 'web', json(second)] as const);
  expect((await eventsOf(written(form, texts))).map(([ms]) => ms - NOON_MS)).toEqual([
    0, 1_000, 2_000, 3_000,
  ]);
});

test.each(['kubectl logs --prefix', 'stern', 'foreman'])(
  'lines of %s that hold no date are refused as those of any file',
  async (name) => {
    const texts = Array.from({ length: 20 }, () => ['web', 'GET / 200'] as const);
    const { value: store, diagnostics } = await openStore(
      [folderOf({ 'a.log': written(FORMS[name] as Form, texts) })],
      inlineLane(),
    );
    expect(store?.files ?? []).toEqual([]);
    expect(JSON.stringify(diagnostics)).toMatch(/no line begins with a time stamp|but no date/);
  },
);

describe('what only looks like them is read as it was', () => {
  const rows = (row: (second: number) => string) =>
    Array.from({ length: 20 }, (_, second) => `${row(second)}\n`).join('');
  test.each([
    ['a level behind a clock', rows((s) => `${clock(s)} INFO  | ${iso(s)} x`)],
    ['a clock and a table', rows((s) => `${clock(s)} ${'x'.repeat(1 + (s % 5))} | ${iso(s)}`)],
    ['brackets of a logger', rows((s) => `[main/web-1/INFO] ${iso(s)} x`)],
    ['a thread in brackets', rows((s) => `[pod-1] ${iso(s)} x`)],
    ['a pod behind a time', rows((s) => `${iso(s)} [pod/web-${POD}/web] x`)],
    ['sentences about jobs', rows((s) => `job-${s % 2} started ${s % 3 ? 'x' : iso(s)}`)],
    ['a worker and a level', rows((s) => `worker-${s % 2} info ${iso(s)} x`)],
    ['two plain words', rows((s) => `orders web ${iso(s)} x`)],
    ['items of a list', rows((s) => `- web-1 is up ${iso(s)}`)],
    ['a job of its own on each line', rows((s) => `job-${100 + s} web ${iso(s)} x`)],
    [
      'a log of its own, with some of them in it',
      `${rows((s) => `${iso(s)} y`)}${written(FORMS.stern as Form)}`,
    ],
  ])('%s', async (_, content) => {
    const { value: store } = await openStore([folderOf({ 'a.log': content })], inlineLane());
    expect(store?.files[0]?.format.kind ?? 'none').not.toBe('named-lines');
  });
});
