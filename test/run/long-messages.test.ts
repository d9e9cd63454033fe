// Messages that are longer than a run keeps: their errors are found, and where one may be lost the report says so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/run/investigate.ts';
import { parseSop } from '../../src/sop/parse.ts';
import { fakeCloudWatch } from './fake-cloudwatch.ts';
import { fakeWorld, requestFor } from './fake-world.ts';

const path = join(import.meta.dirname, '../../sops/application-failure-troubleshooting.sop.md');
const sop = parseSop(readFileSync(path, 'utf8'), path).value;
const LONG = 'lorem ipsum '.repeat(5_000);

async function run(messages: readonly string[]) {
  if (sop === null) throw new Error('the SOP does not parse');
  const events = messages.map((message, index) => ({
    secondsBeforeEnd: 1_200 - index * 10,
    message,
  }));
  const world = fakeWorld(fakeCloudWatch(events));
  const { report } = await investigate(requestFor(sop), world);
  return { world, report };
}

describe('errors whose level or exception stands far behind in their message are found', () => {
  test.each([
    [
      'a level behind a long field',
      JSON.stringify({ body: LONG, level: 'error', msg: 'no price' }),
    ],
    [
      'a level behind a long message',
      JSON.stringify({ message: `no price: ${LONG}`, level: 'ERROR' }),
    ],
    [
      'a level in JSON within JSON',
      JSON.stringify({ log: JSON.stringify({ body: LONG, level: 'error', msg: 'no price' }) }),
    ],
    ['a level at the end of logfmt', `time=1 body="${LONG}" level=error msg="no price"`],
    [
      'a trace at the end',
      `body: ${LONG}\njava.lang.IllegalStateException: no price\n\tat com.A.a(A.java:1)`,
    ],
    [
      'a trace in the middle',
      `${LONG}\njava.lang.IllegalStateException: no price\n\tat com.A.a(A.java:1)\n${LONG}`,
    ],
  ])('%s', async (_, message) => {
    const { report } = await run(Array<string>(30).fill(message));
    expect(report.totals).toMatchObject({ errors: 30, exact: true });
    expect(report.findings.map(({ count }) => count)).toEqual([30]);
    expect(report.gaps).toEqual([]);
  });
});

describe('an event that was cut and shows no error', () => {
  test('makes the counts lower bounds, with a gap that names the limit', async () => {
    const noise = `body: ${LONG} the errors were ${LONG}`;
    const { report } = await run([noise, noise, 'ERROR no price']);
    expect(report.totals).toMatchObject({ errors: 1, exact: false });
    expect(report.gaps).toEqual([
      {
        what: '2 candidate events are too long to be read whole, and what was kept of them shows no error and no level.',
        why: 'Of an event at most 16,384 characters are kept: what made it match may stand in the others, so counts and the total are lower bounds.',
        remedy: 'Look at them with a query of your own: filter strlen(@message) > 16384',
      },
    ]);
  });

  test.each([
    ['INFO got an error: ', ''],
    ['{"level":"info","error":"', '"}'],
    ['{"error":"', '","level":"debug"}'],
  ])('and has a level below WARN is none: %s', async (before, after) => {
    const { report } = await run([`${before}${LONG}${after}`, 'ERROR no price']);
    expect(report.totals).toMatchObject({ errors: 1, exact: true });
    expect(report.gaps).toEqual([]);
  });
});

test.each<[string, (front: string, secret: string) => string]>([
  ['text', (front, secret) => `ERROR ${front} password=${secret} ${LONG}`],
  [
    'JSON',
    (front, secret) =>
      JSON.stringify({ body: `${front} password=${secret} ${LONG}`, level: 'error' }),
  ],
  [
    'a value of JSON',
    (front, secret) => JSON.stringify({ password: `${secret}${LONG}`, front, level: 'error' }),
  ],
])('a secret that the cut would go through is taken out before, in %s', async (_, message) => {
  const secret = 'hunter2-Xy7Qp9-hunter2-Xy7Qp9-hunter2-Xy7Qp9';
  // The first half of what is kept ends among these places.
  const places = Array.from({ length: 60 }, (_each, at) => 7_700 + at * 9);
  const { world } = await run(places.map((place) => message('x '.repeat(place / 2), secret)));
  const kept = JSON.stringify(world.evidence);
  expect(kept).toContain('characters cut');
  for (const part of ['hunter2', 'Xy7Qp9']) expect(kept).not.toContain(part);
});
