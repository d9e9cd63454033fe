// Lines of containers as a kubelet keeps them: the messages are what the application wrote.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../../src/local-cloudwatch/log-store.ts';
import { inlineLane } from '../../../src/local-cloudwatch/work/inline-lane.ts';
import { allEvents, folderOf, NOON_MS, query, serve } from '../served.ts';

const stamp = (second: number) =>
  `${new Date(NOON_MS + second * 1_000).toISOString().slice(0, -1)}456789Z`;
const line = (second: number, output: string, tag: string, text: string) =>
  `${stamp(second)} ${output} ${tag} ${text}\n`;

async function eventsOf(content: string) {
  const served = await serve(folderOf({ 'a.log': content }));
  expect(served.skipped).toEqual([]);
  return (await allEvents(served, 'a')).map(([ms, , message]) => [ms, message]);
}

interface Written {
  readonly output: string;
  readonly tag: string;
  readonly text: string;
}

/** What the lines say, told in the simplest way. */
function told(lines: readonly Written[]): readonly (readonly [number, string])[] {
  const events: [number, string][] = [];
  for (const [index, { output, text }] of lines.entries()) {
    const before = lines[index - 1];
    const last = events.at(-1);
    if (before?.tag === 'P' && before.output === output && last !== undefined) last[1] += text;
    else events.push([NOON_MS + index * 1_000, text]);
  }
  return events;
}

const written = fc.record<Written>({
  output: fc.constantFrom('stdout', 'stderr'),
  tag: fc.constantFrom('F', 'F', 'P'),
  text: fc.constantFrom(
    'GET /health 200',
    '  indented',
    '',
    'café "x"',
    ' stdout F x',
    '{"level":"error","msg":"no disk"}',
    '2026-11-20T14:00:00Z stderr F inner',
  ),
});

describe('lines of containers', () => {
  test('are events without what the runtime put in front of them', async () => {
    expect(
      await eventsOf(
        line(0, 'stderr', 'F', 'Traceback (most recent call last):') +
          line(1, 'stderr', 'F', '  File "/app/pay.py", line 3, in pay') +
          line(2, 'stdout', 'F', '{"level":"info"}'),
      ),
    ).toEqual([
      [NOON_MS, 'Traceback (most recent call last):'],
      [NOON_MS + 1_000, '  File "/app/pay.py", line 3, in pay'],
      [NOON_MS + 2_000, '{"level":"info"}'],
    ]);
  });

  test('that were cut are whole again, unless another output wrote between them', async () => {
    expect(
      await eventsOf(
        line(0, 'stdout', 'P', 'one ') +
          line(1, 'stdout', 'P', 'two ') +
          line(2, 'stdout', 'F', 'three') +
          line(3, 'stdout', 'P', 'four ') +
          line(4, 'stderr', 'F', 'five'),
      ),
    ).toEqual([
      [NOON_MS, 'one two three'],
      [NOON_MS + 3_000, 'four '],
      [NOON_MS + 4_000, 'five'],
    ]);
  });

  test('with a zone and without text are read, and a line of another form goes on with the one before', async () => {
    const zone = '2026-11-20T15:00:00.123456789+01:00 stdout F in Berlin\n';
    const many = Array.from({ length: 20 }, (_, second) => line(second + 1, 'stdout', 'F', 'ok'));
    const events = await eventsOf(`${zone}torn\n2026-11-20T14:00:00.5Z stdout F\n${many.join('')}`);
    expect(events.slice(0, 2)).toEqual([
      [NOON_MS + 123, 'in Berlin\ntorn'],
      [NOON_MS + 500, ''],
    ]);
  });

  test('are found by what they say, also where a cut goes through the word', async () => {
    const served = await serve(
      folderOf({
        'a.log':
          line(0, 'stdout', 'P', 'pay: brok') +
          line(1, 'stdout', 'F', 'en pipe') +
          line(2, 'stderr', 'F', 'all well'),
      }),
    );
    const found = async (filter: string) =>
      (await query(served, ['a'], `fields @message | filter ${filter}`)).results.map(
        ([{ value }]: [{ value: string }]) => value,
      );
    expect(await found('@message like /broken pipe/')).toEqual(['pay: broken pipe']);
    expect(await found('@message like /^all/')).toEqual(['all well']);
    expect(await found('@message like /stderr/')).toEqual([]);
  });

  test('are the events that a simple reading tells, and the index counts their bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 30 }), async (lines) => {
        const content = lines
          .map(({ output, tag, text }, index) => line(index, output, tag, text))
          .join('');
        const events = told(lines);
        expect(await eventsOf(content)).toEqual(events);
        const { value: store } = await openStore([folderOf({ 'a.log': content })], inlineLane());
        const bytes = events.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0);
        expect(store?.groups.get('a')?.sizeBytes).toBe(bytes);
      }),
      { numRuns: 100 },
    );
  });
});
