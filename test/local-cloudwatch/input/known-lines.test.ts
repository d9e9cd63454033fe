// Lines of JSON that are indexed without parsing: only what JSON.parse takes is taken, and nothing is read otherwise
// than by parsing.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeJson } from '../../../src/local-cloudwatch/input/decode.ts';
import { learnLine } from '../../../src/local-cloudwatch/input/known-lines.ts';
import { timeAtPlace, timePlaceOf } from '../../../src/local-cloudwatch/input/line-time.ts';
import { JsonReader } from '../../../src/local-cloudwatch/kernel/json-reader.ts';
import { allEvents, folderOf, groupNames, NOON_MS, serve } from '../served.ts';

const RUNS = { numRuns: 5_000 };

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const READER = new JsonReader(65_536);
/** Writes a text into the reader's window, in the midst of what was read before; gives where it ends. */
const written = (text: string) => {
  const end = READER.window.write(text);
  READER.window.fill('"}], 1', end, end + 100);
  return end;
};

const endOf = (text: string) => {
  const end = written(text);
  return READER.valueEnd(0, end) === end;
};

describe('the end of a JSON value', () => {
  test('is found in all that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), (value, spaced) => {
        const text = JSON.stringify(value).replaceAll('":', spaced ? '": ' : '":');
        expect(endOf(text)).toBe(isJson(text));
      }),
      RUNS,
    );
  });

  test('is found in nothing that JSON.parse refuses', () => {
    const damage = fc.tuple(fc.nat(), fc.constantFrom(...'"\\{}[],:0-+.eEtunx \t\n\0é'));
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), damage, (text, [place, character]) => {
        const at = place % (text.length + 1);
        const damaged = text.slice(0, at) + character + text.slice(at + 1);
        if (endOf(damaged)) expect(isJson(damaged), damaged).toBe(true);
      }),
      RUNS,
    );
  });

  test.each([
    '"\\u12g4"',
    '01',
    '1.',
    '-',
    '1e',
    '.5',
    'tru',
    'nulll',
    '{"a":1,}',
    '[1 2]',
    '{"a"}',
    '"a\u0001"',
    '['.repeat(40),
  ])('is not found in %j', (text) => expect(endOf(text)).toBe(false));
});

describe('lines with known fields', () => {
  const known = (learnt: string, line: string, timeName = 'time') => {
    READER.forget();
    learnLine(READER, 0, written(learnt), timeName);
    return READER.kindOf(0, written(line)) === 'event';
  };
  const first = '{"time":"2026-11-20T12:00:00Z","level":"INFO","msg":"a"}';

  test('are those with the same fields in the same order, whatever their values are', () => {
    const time = '"time":"2026-11-20T12:00:01Z"';
    expect(known(first, `{${time},"level":30,"msg":{"a":[1,"\\n"]}}`)).toBe(true);
    expect(known(first, `{ ${time} , "level" : null, "msg": "é" }`)).toBe(true);
    expect(known(first, `{${time},"level":"INFO"}`)).toBe(false);
    expect(known(first, `{${time},"msg":"a","level":"INFO"}`)).toBe(false);
    expect(known(first, `{${time},"level":"INFO","msg":"a"}}`)).toBe(false);
    expect(known(first, `{${time},"level":"INFO","msg":"a",}`)).toBe(false);
  });

  test('are told from others whatever was learnt before, as long as there is room', () => {
    const name = fc.constantFrom(
      'a',
      'ab',
      'abcdefgh',
      'abcdefghi',
      'b',
      'x'.repeat(62),
      'y'.repeat(63),
    );
    const list = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
    const lineOf = (names: readonly string[]) =>
      `{"time":1,${names.map((one) => `"${one}":1`).join(',')}}`;
    fc.assert(
      fc.property(fc.array(list, { maxLength: 8 }), list, (learnt, asked) => {
        READER.forget();
        for (const names of learnt) learnLine(READER, 0, written(lineOf(names)), 'time');
        const short = learnt.filter((names) => names.every(({ length }) => length < 63));
        const expected = short.some((names) => names.join() === asked.join());
        expect(READER.kindOf(0, written(lineOf(asked)))).toBe(expected ? 'event' : null);
      }),
      RUNS,
    );
    READER.forget();
    const many = Array.from({ length: 5_000 }, (_, index) => lineOf([`name${index}`]));
    for (const line of many) learnLine(READER, 0, written(line), 'time');
    const known = many.filter((line) => READER.kindOf(0, written(line)) !== null);
    expect(known).toEqual(many.slice(0, known.length));
    expect([known.length > 1_000, known.length < many.length]).toEqual([true, true]);
  });

  test.each([
    ['names its log group', '{"time":"2026-11-20T12:00:00Z","logGroup":"x","msg":"a"}'],
    ['wraps a message', '{"time":"2026-11-20T12:00:00Z","message":"a","logStream":"x"}'],
    ['has a second time', '{"time":"2026-11-20T12:00:00Z","timestamp":1,"a":1}'],
    ['names a field twice', '{"time":"2026-11-20T12:00:00Z","a":1,"a":2}'],
    ['names a field with an escape', '{"time":"2026-11-20T12:00:00Z","\\u0061":1}'],
  ])('are not learnt of a line that %s', (_, line) => expect(known(line, line)).toBe(false));

  test('are events as parsing finds them', () => {
    const names = ['ts', 'time', 'level', 'msg', 'message', 'logGroup', 'owner', 'a', 'log'];
    const line = fc
      .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 1 })), {
        selector: ([name]) => name,
      })
      .map((fields) => JSON.stringify({ time: NOON_MS, ...Object.fromEntries(fields) }));
    fc.assert(
      fc.property(line, line, (one, other) => {
        const [event] = decodeJson(one, NOON_MS).events;
        if (event?.whole !== true || !known(one, other)) return;
        const time = (JSON.parse(other) as { time: unknown }).time;
        if (typeof time !== 'number' || !(time >= 0)) return;
        expect(decodeJson(other, NOON_MS).events).toMatchObject([{ whole: true, message: other }]);
      }),
      RUNS,
    );
  });
});

describe('the time of a line', () => {
  test.each([
    ['blanks', (ms: number, n: number) => `{ "ts" : "${new Date(ms).toISOString()}", "a":${n}}`],
    ['a number', (ms: number, n: number) => `{"ts":${ms},"a":${n}}`],
    ['another order', (ms: number, n: number) => `{"a":${n},"ts":${ms}}`],
  ])('is found where some lines have it otherwise: with %s', async (_, other) => {
    const usual = (ms: number, n: number) => `{"ts":"${new Date(ms).toISOString()}","a":${n}}`;
    const lines = Array.from({ length: 6 }, (_, at) =>
      (at % 2 === 0 ? usual : other)(NOON_MS + at * 1_000, at),
    );
    const served = await serve(folderOf({ 'a.jsonl': `${lines.join('\n')}\n` }));
    const events = await allEvents(served, (await groupNames(served))[0] ?? '');
    expect(events.map(([ms, , message]) => [ms, message])).toEqual(
      lines.map((line, at) => [NOON_MS + at * 1_000, line]),
    );
  });

  test('has the zone that .NET writes with an escape', async () => {
    const zones = ['00:00', '01:00', '00:00'];
    const lines = zones.map((zone) => `{"Time":"2026-11-20T14:00:00.5\\u002B${zone}","a":1}\n`);
    const served = await serve(folderOf({ 'a.jsonl': lines.join('') }));
    const events = await allEvents(served, (await groupNames(served))[0] ?? '');
    const half = NOON_MS + 500;
    expect(events.map(([ms]) => ms).sort()).toEqual([half - 3_600_000, half, half]);
  });

  const LOGGERS = {
    pino: (ms: number, text: string) => ({
      level: 30,
      time: ms,
      req: { time: 1, id: text },
      msg: text,
    }),
    zap: (ms: number, text: string) => ({
      level: 'info',
      ts: ms / 1_000,
      caller: 'a.go:1',
      msg: text,
    }),
    logrus: (ms: number, text: string) => ({
      level: 'info',
      msg: text,
      time: new Date(ms).toISOString(),
    }),
    winston: (ms: number, text: string) => ({
      message: text,
      context: { timestamp: '2001-01-01T00:00:00Z', list: [text, { time: [1] }] },
      timestamp: new Date(ms).toISOString(),
    }),
    serilog: (ms: number, text: string) => ({
      Level: 'Info',
      Timestamp: new Date(ms).toISOString(),
      Text: text,
    }),
  };
  const text = fc.constantFrom(
    'a',
    '"time":5,',
    'x\\',
    '{"ts":1}',
    '[}',
    '\n',
    '',
    'é',
    ', "timestamp": 2',
  );

  test.each(Object.entries(LOGGERS))('of %s is found where it stands', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const lines = texts.map((one, index) =>
          JSON.stringify(write(NOON_MS + index * 1_500, one)),
        );
        const [first = ''] = lines;
        const place = timePlaceOf(Buffer.from(first));
        expect(place?.prefix ?? null).toBeNull();
        const times = lines.map((line) => {
          const bytes = Buffer.from(`${line}\n`);
          return place === null ? null : timeAtPlace(place, bytes, 0, bytes.length - 1);
        });
        expect(times).toEqual(
          lines.map((line) => decodeJson(line, NOON_MS).events[0]?.timestampMs),
        );
        const served = await serve(folderOf({ 'app.jsonl': `${lines.join('\n')}\n` }));
        const [group = ''] = await groupNames(served);
        const events = await allEvents(served, group);
        expect(events.map(([ms, , message]) => [ms, message])).toEqual(
          lines.map((line, index) => [NOON_MS + index * 1_500, line]),
        );
      }),
      { numRuns: 15 },
    );
  });

  test('is not known where several fields may tell it', () => {
    expect(timePlaceOf(Buffer.from('{"a":1,"time":5,"timestamp":6}'))).toBeNull();
    expect(timePlaceOf(Buffer.from('{"a":1}'))).toBeNull();
    expect(timePlaceOf(Buffer.from('{"a":'))).toBeNull();
  });
});

test('a file in which lines of other kinds stand among the known ones is read as it was written', async () => {
  const at = (second: number) => new Date(NOON_MS + second * 1_000).toISOString();
  const line = (second: number, rest: string) =>
    `{"time":"${at(second)}","level":"INFO",${rest}}\n`;
  const text = [
    line(0, '"msg":"one"'),
    line(1, '"msg":"two \\"quoted\\""'),
    line(2, '"msg":"broken'),
    line(3, '"msg":"of another group","logGroup":"/other"'),
    line(4, '"msg":"five","extra":{"deep":[1,2]}'),
    line(5, '"msg":"six","extra":null'),
    '{"time":"no time","level":"INFO","msg":"seven"}\n',
    line(7, '"msg":"eight"'),
  ].join('');
  const served = await serve(folderOf({ 'app.jsonl': text }));
  const group = (await groupNames(served)).find((name) => name !== '/other') ?? '';
  const seconds = (events: Awaited<ReturnType<typeof allEvents>>) =>
    events.map(([ms, , message]) => [(ms - NOON_MS) / 1_000, /"msg":"(\w+)/.exec(message)?.[1]]);
  expect(seconds(await allEvents(served, group))).toEqual([
    [0, 'one'],
    [1, 'two'],
    [4, 'five'],
    [5, 'six'],
    [7, 'eight'],
  ]);
  expect(await allEvents(served, '/other')).toHaveLength(1);
});
