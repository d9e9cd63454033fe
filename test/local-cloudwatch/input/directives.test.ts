// What tells how a log is written is none of its events: W3C's directives, Zeek's, the column names of a CSV.
import { describe, expect, test } from 'vitest';
import { allEvents, folderOf, query, serve } from '../served.ts';

const IIS = [
  '#Software: Microsoft Internet Information Services 10.0',
  '#Version: 1.0',
  '#Date: 2026-11-20 13:59:00',
  '#Fields: date time s-ip cs-method cs-uri-stem sc-status time-taken',
];

async function messagesOf(text: string) {
  const served = await serve(folderOf({ 'a.log': text }));
  expect(served.skipped).toEqual([]);
  return (await allEvents(served, 'a')).map(([ms, , message]) => [
    new Date(Number(ms)).toISOString().slice(11, 19),
    message,
  ]);
}

const request = (second: number) => `2026-11-20 14:00:0${second} 10.0.0.5 GET /cart 200 12`;

describe('directives', () => {
  test('of a web server are no events, also where it began again in the middle', async () => {
    const text = [...IIS, request(1), request(2), ...IIS, request(5)].join('\r\n');
    expect(await messagesOf(`${text}\r\n`)).toEqual([
      ['14:00:01', request(1)],
      ['14:00:02', request(2)],
      ['14:00:05', request(5)],
    ]);
  });

  test('may be the last lines of a file, with and without a line break', async () => {
    const text = [...IIS, request(1), '#Remark: stopped'].join('\n');
    expect(await messagesOf(text)).toEqual([['14:00:01', request(1)]]);
    expect(await messagesOf(`${text}\n`)).toEqual([['14:00:01', request(1)]]);
  });

  test('of a CDN: two of them, then tabs', async () => {
    const row = '2026-11-20\t14:00:03\tFRA56-P1\t512\t10.1.2.3\tGET\texample.org\t/a\t503';
    const text = `#Version: 1.0\n#Fields: date time x-edge-location sc-bytes\n${row}\n`;
    expect(await messagesOf(text)).toEqual([['14:00:03', row]]);
  });

  test('of Zeek, whose times are seconds since 1970', async () => {
    const row = '1795183204.250000\tCx1\t10.0.0.1\t443\tSF';
    const text = `#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\n#types\ttime\tstring\taddr\n${row}\n#close\t2026-11-20-15-00-00\n`;
    expect((await messagesOf(text)).map(([, message]) => message)).toEqual([row]);
  });

  test('are found by the queries as little as by the index', async () => {
    const rows = Array.from({ length: 40_000 }, (_, at) => {
      const time = new Date(Date.UTC(2026, 10, 20, 14) + at * 100).toISOString();
      const line = `${time.slice(0, 10)} ${time.slice(11, 19)} 10.0.0.5 GET /item/${at} 200 12`;
      return at % 1_000 === 0 ? [...IIS, line].join('\n') : line;
    });
    const served = await serve(folderOf({ 'a.log': rows.join('\n') }));
    const { results, statistics } = await query(
      served,
      ['a'],
      'filter @message like /Services|Fields|item.3/ | stats count(*) as n',
    );
    expect([served.events, statistics.recordsScanned]).toEqual([40_000, 40_000]);
    expect(results[0][0].value).toBe(
      String(
        Array.from({ length: 40_000 }, (_, at) => `${at}`).filter((at) => at[0] === '3').length,
      ),
    );
  });
});

describe('other lines that begin with #', () => {
  test('stay events, or lines of one, where the file names no fields', async () => {
    const text = '2026-11-20 14:00:01 INFO made the file\n#Version: 2\n#Date: today\n';
    expect(await messagesOf(text)).toEqual([['14:00:01', text.trimEnd()]]);
  });

  test('stay beside directives', async () => {
    const text = [...IIS, request(1), '#4 retry of the request above', request(2)].join('\n');
    expect(await messagesOf(text)).toEqual([
      ['14:00:01', `${request(1)}\n#4 retry of the request above`],
      ['14:00:02', request(2)],
    ]);
  });
});

describe('the names of the columns', () => {
  test('are no event, also where some rows lack columns and the file is read as text', async () => {
    const rows = ['2026-11-20 14:00:01,ERROR,a,b', 'and more', 'of it'];
    expect(await messagesOf(`timestamp,level,logger,message\n${rows.join('\n')}\n`)).toEqual([
      ['14:00:01', rows.join('\n')],
    ]);
  });

  test.each(['Starting, with time, and luck', 'time to start', 'level,message', 'time,12,x'])(
    'a first line like %j stays',
    async (first) => {
      const row = '2026-11-20 14:00:01,ERROR,shop.Cart';
      expect((await messagesOf(`${first}\n${row}\n`)).map(([, message]) => message)).toEqual([
        first,
        row,
      ]);
    },
  );
});
