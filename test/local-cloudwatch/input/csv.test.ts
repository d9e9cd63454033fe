// Tables of log events, as consoles give out what they show: CloudWatch's own downloads and those of others.
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CsvRows, MAX_ROW_CHARS } from '../../../src/local-cloudwatch/input/csv-rows.ts';
import { allEvents, folderOf, groupNames, NOON_MS, query, serve } from '../served.ts';

/** Time of day, stream and message of each event. */
async function eventsOf(content: string | Buffer, name = 'a.csv') {
  const served = await serve(folderOf({ [name]: content }));
  expect(served.skipped).toEqual([]);
  return (await allEvents(served, name.split('.')[0] ?? '')).map(([ms, stream, message]) => [
    new Date(ms).toISOString().slice(11, 23),
    stream,
    message,
  ]);
}

describe("CloudWatch's downloads", () => {
  test('of the log events viewer have times in milliseconds and messages of several lines', async () => {
    const table = `timestamp,message\n${NOON_MS},"ERROR could not save ""cart"", a,b\n\tat shop.Cart"\n${NOON_MS + 1},INFO saved\n`;
    expect(await eventsOf(table)).toEqual([
      ['14:00:00.000', 'a.csv', 'ERROR could not save "cart", a,b\n\tat shop.Cart'],
      ['14:00:00.001', 'a.csv', 'INFO saved'],
    ]);
  });

  test('of a query name log group and stream, and begin with the latest', async () => {
    const table = [
      '@timestamp,@message,@logStream,@log',
      '2026-11-20 14:00:02.500,b,web-1,123456789012:/shop/api',
      '2026-11-20 14:00:01.000,a,web-2,123456789012:/shop/api',
    ].join('\r\n');
    const served = await serve(folderOf({ 'logs-insights-results.csv': table }));
    expect(await groupNames(served)).toEqual(['/shop/api']);
    expect(await allEvents(served, '/shop/api')).toEqual([
      [NOON_MS + 1_000, 'web-2', 'a'],
      [NOON_MS + 2_500, 'web-1', 'b'],
    ]);
  });

  test.each([
    ['compressed', (table: string) => gzipSync(table)],
    ['after a byte order mark', (table: string) => `\ufeff${table}`],
    ['in UTF-16', (table: string) => Buffer.from(`\ufeff${table}`, 'utf16le')],
  ])('are read %s', async (_name, written) => {
    const table = `timestamp,message\n${NOON_MS},"größer, Ω"\n`;
    const name = Buffer.isBuffer(written(table)) ? 'a.csv.gz' : 'a.csv';
    const events = await eventsOf(written(table), name);
    expect(events.map(([, , message]) => message)).toEqual(['größer, Ω']);
  });
});

describe('tables of others', () => {
  const told = { level: 'ERROR', message: 'no price, no cart' };

  test.each([
    ['timestamp,level,message', '2026-11-20 14:00:01,ERROR,"no price, no cart"', told],
    ['"Time";"level";"Message"', '2026-11-20 14:00:01;ERROR;no price, no cart', told],
    ['Date,Time,level,Message', '2026-11-20,14:00:01,ERROR,no price, no cart', told],
    [
      'TimeGenerated [UTC],level,Message',
      '"11/20/2026, 2:00:01.000 PM",ERROR,"no price, no cart"',
      told,
    ],
    ['timestamp\tlevel\tmessage', '20/Nov/2026:14:00:01 +0000\tERROR\tno price, no cart', told],
  ])('%s: a row is an object of its columns', async (header, row, expected) => {
    const [event] = await eventsOf(`${header}\n${row}\n`);
    expect(event?.[0]).toBe('14:00:01.000');
    expect(JSON.parse(event?.[2] ?? '')).toMatchObject(expected);
  });

  test('a message that is alone beside its time is the event as it stands', async () => {
    const [event] = await eventsOf(
      'Time,Line\n2026-11-20T14:00:01Z,"level=error msg=""no price"""\n',
    );
    expect(event).toEqual(['14:00:01.000', 'a.csv', 'level=error msg="no price"']);
  });

  test('a query finds what stands in a column', async () => {
    const rows = Array.from(
      { length: 3_000 },
      (_, at) => `2026-11-20T14:00:00Z,${at % 3 === 0 ? 'ERROR' : 'INFO'},"cart ${at}, saved"`,
    );
    const served = await serve(folderOf({ 'a.csv': `time,level,message\n${rows.join('\n')}\n` }));
    const { results } = await query(
      served,
      ['a'],
      'filter level = "ERROR" and @message like /cart \\d*7, / | stats count(*) as n',
    );
    const expected = rows.filter((row) => /ERROR,"cart \d*7, /.test(row)).length;
    expect(results[0]?.[0]?.value).toBe(String(expected));
  });
});

describe('what is no row', () => {
  test('is told with the line that it begins at', async () => {
    const table = `time,level,message\n2026-11-20T14:00:00Z,INFO,"a\nb"\n\n2026-11-20T14:00:01Z,INFO,c\ncut off\n`;
    const served = await serve(folderOf({ 'a.csv': table }));
    expect(served.events).toBe(2);
    expect(served.skipped).toMatchObject([{ line: 6, count: 1 }]);
  });

  test('a quote that nothing closes is a character, and the rows behind it stay', async () => {
    const table = `time,message\n2026-11-20T14:00:00Z,"open\n2026-11-20T14:00:01Z,next\n`;
    expect((await eventsOf(table)).map(([, , message]) => message)).toEqual(['"open', 'next']);
  });

  test('of more fields than columns the message holds the separators', async () => {
    const [event] = await eventsOf(
      'time,message,level\n2026-11-20T14:00:00Z,no price, no cart,ERROR\n',
    );
    expect(JSON.parse(event?.[2] ?? '')).toMatchObject({
      message: 'no price, no cart',
      level: 'ERROR',
    });
  });

  test('columns that are called like the time or the message hide neither', async () => {
    const table = 'date,time,timestamp,Message,msg\n2026-11-20,14:00:00,7,no price,x\n';
    const [event] = await eventsOf(table);
    expect(JSON.parse(event?.[2] ?? '')).toEqual({
      timestamp: '2026-11-20 14:00:00',
      other_timestamp: '7',
      message: 'no price',
      msg: 'x',
    });
  });

  test('where nothing tells day and month apart, the order is guessed and told', async () => {
    const folder = folderOf({
      'a.csv': 'time,message\n05/11/2026 14:00:00,x\n05/11/2026 14:00:09,y\n',
    });
    const { notes } = await serve(folder);
    expect(notes.join()).toMatch(/dates are read as (?:day\/month|month\/day)/);
  });

  test.each([
    ['is of days, not of times', 'date,message\n2026-11-20,x\n2026-11-21,y\n'],
    ['has neither message nor level', 'id,created_at,amount\n1,2026-11-20T14:00:00Z,17\n'],
    ['names no time', 'level,message\nERROR,x\n'],
    ['has no time where it says so', 'time,message\nsoon,x\nlater,y\n'],
  ])('a table that %s is none', async (_name, table) => {
    const served = await serve(folderOf({ 'a.csv': table, 'b.log': '2026-11-20T14:00:00Z x\n' }));
    expect(await groupNames(served)).toEqual(['b']);
  });
});

describe('rows', () => {
  /** RFC 4180, character by character, on text whose quotes are all in order. */
  function reference(text: string): string[][] {
    const rows: string[][] = [];
    let [row, field, quoted] = [[] as string[], '', false];
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? '';
      if (quoted && char === '"' && text[at + 1] === '"') field += text[++at];
      else if (char === '"') quoted = !quoted;
      else if (!quoted && char === ',') [row, field] = [[...row, field], ''];
      else if (!quoted && char === '\n') {
        rows.push([...row, field]);
        [row, field] = [[], ''];
      } else field += char;
    }
    return rows;
  }

  const plain = fc
    .string({ unit: fc.constantFrom('a', 'ü', ' ', 'x"'), minLength: 1 })
    .map((text) => `v${text.replaceAll('"', '')}`);
  const quoted = fc
    .string({ unit: fc.constantFrom('a', '"', ',', '\n', 'b') })
    .map((text) => `"${text.replaceAll('"', '""')}"`);
  const row = fc.array(fc.oneof(plain, quoted), { minLength: 1, maxLength: 4 });

  test('are those of RFC 4180, wherever the pieces of the text end', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (rows, size) => {
        const text = rows.map((fields) => `${fields.join(',')}\n`).join('');
        const reader = new CsvRows(',');
        const read = [];
        for (let at = 0; at < text.length; at += size) {
          read.push(...reader.add(text.slice(at, at + size)));
        }
        expect([...read, ...reader.end()].map(({ fields }) => fields)).toEqual(reference(text));
      }),
    );
  });

  test('an open quote holds back no more than the longest row', () => {
    const reader = new CsvRows(',');
    const lines = `"open\n${'x,y\n'.repeat(MAX_ROW_CHARS / 4)}`;
    expect(reader.add(lines).length).toBeGreaterThan(MAX_ROW_CHARS / 4 - 2);
  });
});
