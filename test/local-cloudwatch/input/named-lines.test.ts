// What `docker compose logs` prints: each container is a log stream, and its events are put together from its lines only.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../src/local-cloudwatch/log-store.ts';
import { inlineLane } from '../../../src/local-cloudwatch/work/inline-lane.ts';
import { allEvents, folderOf, NOON_MS, query, serve } from '../served.ts';

const iso = (second: number) => new Date(NOON_MS + second * 1_000).toISOString();
const nanos = (second: number) => `${iso(second).slice(0, -1)}456789Z`;
const WIDTH = 10;
const of = (name: string, text: string) => `${name.padEnd(WIDTH)}| ${text}\n`;

type Event = readonly [ms: number, stream: string, message: string];

async function eventsOf(content: string | Buffer, name = 'a.log'): Promise<readonly Event[]> {
  const served = await serve(folderOf({ [name]: content }));
  expect(served.skipped).toEqual([]);
  return (await allEvents(served, 'a')).map(([ms, stream, message]) => [ms, stream, message]);
}

const byStream = (events: readonly Event[], name: string) =>
  events.filter(([, stream]) => stream === name).map(([ms, , message]) => [ms, message]);

const TRACE = [
  'Traceback (most recent call last):',
  '  File "/app/pay.py", line 3, in pay',
  "KeyError: 'sku'",
];

/** A trace of one container with lines of others between its lines. */
function interleaved(write = of): string {
  return [
    write('web-1', `${iso(0)} INFO start`),
    write('db-1', `${iso(1)} LOG: ready`),
    write('web-1', `${iso(2)} ERROR no stock`),
    write('db-1', `${iso(3)} LOG: checkpoint`),
    write('web-1', TRACE[0] ?? ''),
    write('db-1', 'DETAIL: 3 buffers'),
    write('web-1', TRACE[1] ?? ''),
    write('db-1', `${iso(4)} LOG: ready again`),
    write('web-1', TRACE[2] ?? ''),
    write('web-1', `${iso(5)} INFO next`),
  ].join('');
}

const TOLD: readonly Event[] = [
  [NOON_MS, 'web-1', `${iso(0)} INFO start`],
  [NOON_MS + 1_000, 'db-1', `${iso(1)} LOG: ready`],
  [NOON_MS + 2_000, 'web-1', [`${iso(2)} ERROR no stock`, ...TRACE].join('\n')],
  [NOON_MS + 3_000, 'db-1', `${iso(3)} LOG: checkpoint\nDETAIL: 3 buffers`],
  [NOON_MS + 4_000, 'db-1', `${iso(4)} LOG: ready again`],
  [NOON_MS + 5_000, 'web-1', `${iso(5)} INFO next`],
];

describe('lines of docker compose', () => {
  test('are events of their containers, whoever wrote between them', async () => {
    expect(await eventsOf(interleaved())).toEqual(TOLD);
    expect(await eventsOf(gzipSync(interleaved()), 'a.log.gz')).toEqual(TOLD);
    expect(await eventsOf(interleaved().replaceAll('\n', '\r\n'))).toEqual(TOLD);
  });

  test('in colour, and as version 1 writes them, are the same', async () => {
    const coloured = interleaved((name, text) => `\x1b[36m${name.padEnd(WIDTH)}| \x1b[0m${text}\n`);
    expect(await eventsOf(coloured)).toEqual(TOLD);
    const old = interleaved((name, text) => `\x1b[33m${name.padEnd(WIDTH)}|\x1b[0m ${text}\n`);
    expect(await eventsOf(old)).toEqual(TOLD);
    const named = interleaved((name, text) => of(name.replace('-', '_'), text));
    expect(await eventsOf(named)).toEqual(
      TOLD.map(([ms, stream, message]) => [ms, stream.replace('-', '_'), message]),
    );
  });

  test('with --timestamps have Docker’s time, which is no part of the message', async () => {
    let second = 60;
    const events = await eventsOf(
      interleaved((name, text) => of(name, `${nanos(second++ / 10)} ${text}`)),
    );
    expect(events.map(([, stream, message]) => [stream, message])).toEqual(
      TOLD.map(([, stream, message]) => [stream, message]),
    );
    expect(events.map(([ms]) => ms - NOON_MS)).toEqual([6_000, 6_100, 6_200, 6_300, 6_700, 6_900]);
  });

  test('of a container that writes no time are events each, but for what is set off', async () => {
    const timed = await eventsOf(
      of('web-1', `${nanos(0)} listening`) +
        of('web-1', `${nanos(1)} Error: boom`) +
        of('db-1', `${nanos(1)} ready`) +
        of('web-1', `${nanos(1)}     at pay (/app/pay.js:3:9)`) +
        of('web-1', `${nanos(1)}`) +
        of('web-1', `${nanos(9)}   late`),
    );
    expect(byStream(timed, 'web-1')).toEqual([
      [NOON_MS, 'listening'],
      [NOON_MS + 1_000, 'Error: boom\n    at pay (/app/pay.js:3:9)'],
      [NOON_MS + 9_000, '  late'],
    ]);
    const untimed = await eventsOf(
      of('db-1', `${iso(0)} ready`) +
        of('web-1', 'Error: boom') +
        of('db-1', `${iso(1)} ready`) +
        of('web-1', '    at pay (/app/pay.js:3:9)') +
        of('web-1', 'listening'),
    );
    expect(byStream(untimed, 'web-1')).toEqual([
      [NOON_MS, 'Error: boom\n    at pay (/app/pay.js:3:9)'],
      [NOON_MS + 1_000, 'listening'],
    ]);
  });

  test('are read by what each container writes: JSON, an access log, text', async () => {
    const json = (second: number) => JSON.stringify({ level: 'info', time: iso(second), msg: 'x' });
    const access = '10.0.0.1 - - [20/Nov/2026:14:00:02 +0000] "GET / HTTP/1.1" 200 5';
    const events = await eventsOf(
      [
        of('api-1', json(0)),
        of('nginx-1', access),
        of('api-1', json(1)),
        of('api-1', 'Error: no JSON'),
        of('nginx-1', access),
        of('db-1', '2026-11-20 14:00:03.5 UTC [1] LOG: ready'),
        of('api-1', '    at x (/app/x.js:1:1)'),
        of('db-1', '2026-11-20 14:00:04.5 UTC [1] LOG: ready'),
      ].join(''),
    );
    expect(byStream(events, 'api-1')).toEqual([
      [NOON_MS, json(0)],
      [NOON_MS + 1_000, json(1)],
      [NOON_MS + 1_000, 'Error: no JSON\n    at x (/app/x.js:1:1)'],
    ]);
    expect(byStream(events, 'nginx-1')).toEqual([
      [NOON_MS + 2_000, access],
      [NOON_MS + 2_000, access],
    ]);
    expect(byStream(events, 'db-1').map(([ms]) => ms)).toEqual([NOON_MS + 3_500, NOON_MS + 4_500]);
  });

  test('that name no container are events of the file’s own stream', async () => {
    const lines = Array.from({ length: 40 }, (_, second) => of('web-1', `${iso(second)} ok`));
    const events = await eventsOf(`${lines.join('')}web-1 exited with code 137\n`);
    expect(events.at(-1)).toEqual([NOON_MS + 39_000, 'a.log', 'web-1 exited with code 137']);
  });

  test('of a megabyte and more are read, and beyond the bound cut', async () => {
    const long = 'x'.repeat(1_048_576 - `${iso(0)} `.length);
    const content = [
      ...[0, 0, 0].map(() => of('db-1', iso(0))),
      of('web-1', `${iso(1)} ${long}`),
      of('db-1', `${iso(2)} ok`),
      of('web-1', 'more'),
      of('web-1', `${iso(3)} ${long}yz`),
      of('web-1', 'more'),
      of('db-1', 'the end'),
    ].join('');
    const served = await serve(folderOf({ 'a.log': content }));
    expect(served.skipped.map(({ line, count }) => [line, count])).toEqual([[7, 1]]);
    const sizes = 'stats count(*) by @timestamp, @logStream, strlen(@message) as chars';
    const { results } = await query(served, ['a'], `${sizes} | sort chars, @timestamp`);
    const events = results.map((row: readonly { readonly value: string }[]) =>
      row.slice(0, 3).map(({ value }) => value),
    );
    // Behind so long a line another block begins, and no event goes on there.
    expect(events).toEqual([
      ['2026-11-20 14:00:01.000', 'web-1', '4'],
      ['2026-11-20 14:00:03.000', 'web-1', '4'],
      ['2026-11-20 14:00:02.000', 'db-1', '7'],
      ['2026-11-20 14:00:00.000', 'db-1', '24'],
      ['2026-11-20 14:00:02.000', 'db-1', '27'],
      ['2026-11-20 14:00:01.000', 'web-1', '1048576'],
      ['2026-11-20 14:00:03.000', 'web-1', '1048576'],
    ]);
  });

  test('are found by what they say, also behind a break, and streams by their names', async () => {
    const served = await serve(folderOf({ 'a.log': interleaved() }));
    const found = async (filter: string) =>
      (await query(served, ['a'], `fields @logStream | filter ${filter}`)).results.map(
        ([{ value }]: [{ value: string }]) => value,
      );
    expect(await found('@message like /KeyError/')).toEqual(['web-1']);
    expect(await found('@message like /stock\\nTraceback/')).toEqual(['web-1']);
    expect(await found('@message like /checkpoint/')).toEqual(['db-1']);
    expect(await found('@message like /web-1/')).toEqual([]);
    expect(await found('@message like /^DETAIL/')).toEqual([]);
    expect((await found('@logStream = "db-1"')).length).toBe(3);
  });
});

describe('what only looks like lines of docker compose is read as it was', () => {
  const rows = (row: (second: number) => string) =>
    Array.from({ length: 20 }, (_, second) => `${row(second)}\n`).join('');
  test.each([
    ['levels before a bar', rows((s) => `${s % 2 ? 'INFO ' : 'ERROR'} | ${iso(s)} | app:run - x`)],
    ['a time before a bar', rows((s) => `${iso(s)} | INFO     | app:run - x`)],
    ['a name in the middle', rows((s) => `${iso(s)} web-1  | GET /`)],
    ['psql', `${rows((s) => ` web-${s % 2} | ${iso(s)} | ok`)}`],
    ['a Markdown table', `${iso(0)} x\n${rows((s) => `| web-${s % 2} | ${iso(s)} |`)}`],
    ['a table with a rule', `name  | at\n------+----\n${rows((s) => `web-${s % 2} | ${iso(s)}`)}`],
    ['bars at any column', rows((s) => `${'web'.padEnd(3 + (s % 5), 'x')} | ${iso(s)} x`)],
    ['a name of its own on each line', rows((s) => `job-${100 + s} | ${iso(s)} x`)],
    ['one name without a number', rows((s) => `orders | ${iso(s)} x`)],
    ['some lines in a log', rows((s) => (s % 3 ? `web-1  | ${iso(s)} x` : `${iso(s)} y`))],
    [
      'traces without a name',
      rows((s) => `main-1 | ${iso(s)} x${s === 9 ? '\n\tat a.B(C.java:1)' : ''}`),
    ],
  ])('%s', async (_, content) => {
    const { value: store } = await openStore([folderOf({ 'a.log': content })], inlineLane());
    expect(store?.files[0]?.format.kind ?? 'none').not.toBe('named-lines');
  });
});

const NAMES = ['web-1', 'db-1', 'cron-1'];
const written = fc.record({
  name: fc.constantFrom(...NAMES),
  text: fc.constantFrom(
    'STAMP INFO ok',
    'STAMP ERROR caf\u00e9',
    'STAMP',
    'Error: x',
    '    at x',
    '',
    '}',
    'db-1      | nested',
  ),
});

/** What the lines say, told in the simplest way: each container by itself. */
function told(lines: readonly { readonly name: string; readonly text: string }[]) {
  return NAMES.flatMap((name) => {
    const events: { ms: number; texts: string[] }[] = [];
    let isStamped = false;
    let clockMs = NOON_MS;
    for (const [index, { name: writer, text }] of lines.entries()) {
      const ms = NOON_MS + index * 1_000;
      const begins = text.startsWith('STAMP');
      if (begins) clockMs = ms;
      if (writer !== name || text === '') {
        if (writer === name) events.at(-1)?.texts.push('');
        continue;
      }
      const full = text.replace('STAMP', iso(index));
      if (!begins && events.length > 0 && (isStamped || /^[ }]/.test(text))) {
        events.at(-1)?.texts.push(full);
        continue;
      }
      isStamped ||= begins;
      events.push({ ms: begins ? ms : clockMs, texts: [full] });
    }
    return events.map(({ ms, texts }) => [ms, name, texts.join('\n').replace(/\n+$/, '')]);
  });
}

test('events are what a simple reading tells, and the index counts their bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 40 }), async (random) => {
      const opening = NAMES.map((name) => ({ name, text: 'STAMP begin' }));
      const lines = [...random, ...opening, ...opening];
      const first = { name: 'web-1', text: 'STAMP first' };
      const all = [first, ...lines];
      const content = all
        .map(({ name, text }, index) => of(name, text.replace('STAMP', iso(index))))
        .join('');
      const expected = told(all);
      const events = await eventsOf(content);
      for (const name of NAMES)
        expect(byStream(events, name)).toEqual(
          expected.filter(([, stream]) => stream === name).map(([ms, , text]) => [ms, text]),
        );
      const { value: store } = await openStore([folderOf({ 'a.log': content })], inlineLane());
      const bytes = expected.reduce((sum, [, , text]) => sum + Buffer.byteLength(`${text}`), 0);
      expect(store?.groups.get('a')?.sizeBytes).toBe(bytes);
    }),
    { numRuns: 60 },
  );
});
