// Files in which JSON lines and lines of text stand side by side.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allEvents, folderOf, NOON_MS, query, serve } from '../served.ts';

const iso = (second: number) => new Date(NOON_MS + second * 1_000).toISOString();
const json = (second: number, msg: string) =>
  JSON.stringify({ level: 30, time: iso(second), pid: 7, msg });
const text = (second: number, msg: string) => `${iso(second)} ERROR ${msg}`;
const TRACE = `TypeError: rows is undefined
    at load (/app/src/orders.js:41:17)

Node.js v20.11.1`;

/** `[seconds, message]` of each event. */
async function eventsOf(content: string) {
  const served = await serve(folderOf({ 'app.log': content }));
  const events = await allEvents(served, 'app');
  expect(served.skipped).toEqual([]);
  return events.map(([ms, , message]) => [(ms - NOON_MS) / 1_000, message]);
}

test('a JSON line and a line of text are an event each', async () => {
  const lines = [text(0, 'one'), json(1, 'two'), json(2, 'three'), text(3, 'four')];
  expect(await eventsOf(`${lines.join('\n')}\n`)).toEqual(
    lines.map((line, second) => [second, line]),
  );
});

test('what has no stamp belongs to the text before it, and is an event of its own behind JSON', async () => {
  const content = `${json(0, 'a')}\n${TRACE}\n${json(1, 'b')}\n\n${TRACE}\n${text(2, 'c')}\n${TRACE}\n`;
  expect(await eventsOf(content)).toEqual([
    [0, json(0, 'a')],
    [0, TRACE],
    [1, json(1, 'b')],
    [1, TRACE],
    [2, `${text(2, 'c')}\n${TRACE}`],
  ]);
});

test('a banner before the first line has the time of that line', async () => {
  const content = `> app@1.0.0 start\n> node main.js\n\n${json(5, 'a')}\n${json(6, 'b')}\n`;
  expect(await eventsOf(content)).toEqual([
    [5, '> app@1.0.0 start\n> node main.js'],
    [5, json(5, 'a')],
    [6, json(6, 'b')],
  ]);
});

test('text is read that comes long after the lines that the format is told from', async () => {
  const lines = Array.from({ length: 3_000 }, (_, second) => json(second, `order ${second}`));
  const cut = lines.at(-1)?.slice(0, 50) ?? '';
  const events = await eventsOf(`${lines.join('\n')}\n${TRACE}\n${cut}\n`);
  expect(events).toHaveLength(3_002);
  expect(events.at(-2)).toEqual([2_999, TRACE]);
});

describe('is not taken for a log of both:', () => {
  test('a text log with payloads in JSON that no logger wrote', async () => {
    const first = `${text(0, 'received')}\n{"time":"${iso(9)}","amount":7}`;
    expect(await eventsOf(`${first}\n${text(1, 'done')}\n`)).toEqual([
      [0, first],
      [1, text(1, 'done')],
    ]);
  });

  test('a list of objects, a line each', async () => {
    const events = await eventsOf(`[\n${json(0, 'a')},\n${json(1, 'b')}\n]\n`);
    expect(events).toEqual([
      [0, json(0, 'a')],
      [1, json(1, 'b')],
    ]);
  });

  test('JSON that wraps messages: what it cannot read is named', async () => {
    const wrapped = (second: number) =>
      JSON.stringify({ log: 'x\n', stream: 'stdout', time: iso(second) });
    const content = `${wrapped(0)}\nnonsense\n${wrapped(1)}\n`;
    const served = await serve(folderOf({ 'app.log': content }));
    expect(served.skipped.map(({ line, why }) => [line, why])).toEqual([[2, 'not valid JSON']]);
    expect(await allEvents(served, 'app')).toHaveLength(2);
  });
});

/** The same events by the plainest rules. */
function reference(lines: readonly string[]) {
  const events: { second: number; text: string; isWhole: boolean }[] = [];
  let second = Number(
    /T14:\d\d:(\d\d)/.exec(lines.find((line) => line.includes('T14:')) ?? '')?.[1],
  );
  for (const line of lines) {
    const stamp = /^(?:\{.*"time":")?[^"]*T14:\d\d:(\d\d)/.exec(line)?.[1];
    const last = events.at(-1);
    if (stamp !== undefined) second = Number(stamp);
    if (stamp !== undefined || last === undefined || last.isWhole) {
      if (line !== '' || last === undefined) {
        events.push({ second, text: line, isWhole: stamp !== undefined && line.startsWith('{') });
      }
    } else last.text += `\n${line}`;
  }
  return events
    .map(({ second: at, text: message }) => [at, message.trimEnd()] as const)
    .filter(([, message]) => message !== '');
}

const line = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 59 }), fc.constantFrom('fine', 'failed'))
    .map(([at, msg]) => json(at, msg)),
  fc
    .tuple(fc.integer({ min: 0, max: 59 }), fc.constantFrom('fine', 'failed'))
    .map(([at, msg]) => text(at, msg)),
  fc.constantFrom('', '    at failed (x.js:1:2)', 'Error: failed', '{"a":', '}'),
);

test('whatever the lines are: the events by plain rules, and those of a search the ones that hold its word', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (some) => {
      const lines = [json(0, 'first'), 'plain', ...some];
      const served = await serve(folderOf({ 'app.log': `${lines.join('\n')}\n` }));
      const expected = reference(lines);
      const events = (await allEvents(served, 'app')).map(
        ([ms, , message]) => [(ms - NOON_MS) / 1_000, message] as const,
      );
      expect([...events].sort()).toEqual([...expected].sort());
      const { results } = await query(
        served,
        ['app'],
        'filter @message like /failed/ | fields @message | limit 100',
      );
      const found = results.map((row: { value: string }[]) => row[0]?.value).sort();
      expect(found).toEqual(
        expected
          .map(([, message]) => message)
          .filter((message) => message.includes('failed'))
          .sort(),
      );
    }),
    { numRuns: 100 },
  );
});
