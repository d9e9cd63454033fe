// Text that is a log for a person and not for every program: other encodings, bytes that a crash left, colours, dates in
// the order of a country.
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { allEvents, folderOf, NOON_MS, query, serve } from '../served.ts';

const TWO = '2026-11-20 14:00:00 ERROR first é\n2026-11-20 14:00:01 INFO second\n  more\n';
const TWO_EVENTS = [
  [NOON_MS, '2026-11-20 14:00:00 ERROR first é'],
  [NOON_MS + 1_000, '2026-11-20 14:00:01 INFO second\n  more'],
];

async function eventsOf(content: Buffer | string, name = 'a.log') {
  const served = await serve(folderOf({ [name]: content }));
  expect(served.skipped).toEqual([]);
  return (await allEvents(served, 'a')).map(([ms, , message]) => [ms, message]);
}

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('UTF-16 is read', () => {
  test.each<[string, Buffer]>([
    ['little endian', Buffer.from(`\ufeff${TWO}`, 'utf16le')],
    ['big endian', bigEndian(`\ufeff${TWO}`)],
    ['without a byte order mark', Buffer.from(TWO, 'utf16le')],
    ['with CRLF', Buffer.from(`\ufeff${TWO.replaceAll('\n', '\r\n')}`, 'utf16le')],
    ['compressed', gzipSync(Buffer.from(`\ufeff${TWO}`, 'utf16le'))],
  ])('%s', async (_, content) => {
    expect(await eventsOf(content)).toEqual(TWO_EVENTS);
  });

  test('a large file can be queried, characters beyond two bytes among it', async () => {
    const line = (index: number) =>
      `${new Date(NOON_MS + index).toISOString()} ${index % 100 === 0 ? 'ERROR' : 'INFO'} 🦉 ${index}\r\n`;
    const text = Array.from({ length: 60_000 }, (_, index) => line(index)).join('');
    const served = await serve(folderOf({ 'a.log': bigEndian(`\ufeff${text}`) }));
    const { results, statistics } = await query(
      served,
      ['a'],
      'filter @message like /ERROR 🦉/ | stats count(*) as n',
    );
    expect([served.events, statistics.recordsScanned]).toEqual([60_000, 60_000]);
    expect(results[0][0]).toEqual({ field: 'n', value: '600' });
  });
});

describe('NUL bytes', () => {
  test('at the start, as a file has that was truncated while it was written', async () => {
    expect(await eventsOf(Buffer.concat([Buffer.alloc(4_096), Buffer.from(TWO)]))).toEqual(
      TWO_EVENTS,
    );
  });

  test('at the start, more than are looked at', async () => {
    expect(await eventsOf(Buffer.concat([Buffer.alloc(300_001), Buffer.from(TWO)]))).toEqual(
      TWO_EVENTS,
    );
  });

  test('in the middle, before a time stamp and within a message', async () => {
    const nul = (count: number) => '\0'.repeat(count);
    const text = TWO.replace('\n2026', `\n${nul(700)}2026`).replace('first', `fi${nul(3)}rst`);
    expect(await eventsOf(text)).toEqual(TWO_EVENTS);
  });

  test('an event is found whose message held some', async () => {
    const served = await serve(folderOf({ 'a.log': `\0\0${TWO.replace('first', 'fi\0rst')}` }));
    const { results } = await query(
      served,
      ['a'],
      'filter @message like /first/ | stats count(*) as n',
    );
    expect(results[0][0].value).toBe('1');
  });

  test('between JSON lines', async () => {
    const event = (ms: number, message: string) =>
      `${JSON.stringify({ timestamp: ms, message })}\n`;
    const text = `${event(NOON_MS, 'a')}\0\0\0${event(NOON_MS + 1, 'b')}`;
    expect(await eventsOf(text, 'a.jsonl')).toEqual([
      [NOON_MS, 'a'],
      [NOON_MS + 1, 'b'],
    ]);
  });
});

test('colours before and around the time stamp', async () => {
  const text =
    '\x1b[32m2026-11-20 14:00:00\x1b[0m INFO a\n[\x1b[90m2026-11-20 14:00:01\x1b[39m] b\n\x1b[1;31mat x\n';
  const times = (await eventsOf(text)).map(([ms]) => ms);
  expect(times).toEqual([NOON_MS, NOON_MS + 1_000]);
});

describe('dates in numbers', () => {
  test.each<[string, string, string]>([
    ['dots', '20.11.2026 14:00:00 x', '2026-11-20T14:00:00.000Z'],
    ['dots, days up to 12', '05.11.2026 14:00:00,250 x', '2026-11-05T14:00:00.250Z'],
    ['US, afternoon', '11/20/2026 02:00:00 PM x', '2026-11-20T14:00:00.000Z'],
    ['US, midnight', '11/20/2026 12:00:01 AM x', '2026-11-20T00:00:01.000Z'],
    ['as JavaScript writes it', '[11/20/2026, 2:00:00\u202fPM] x', '2026-11-20T14:00:00.000Z'],
    ['day first', '20/11/2026 14:00:00 x', '2026-11-20T14:00:00.000Z'],
    ['day first, with dashes', '20-11-2026 14:00:00.5 x', '2026-11-20T14:00:00.500Z'],
  ])('%s', async (_, line, iso) => {
    const [[ms, message] = []] = await eventsOf(`${line}\n`);
    expect([new Date(Number(ms)).toISOString(), message]).toEqual([iso, line]);
  });

  async function read(text: string, changed: string) {
    const folder = folderOf({ 'a.log': text });
    const date = new Date(changed);
    utimesSync(join(folder, 'a.log'), date, date);
    const served = await serve(folder);
    const events = await allEvents(served, 'a');
    const days = events.map(([ms]) => new Date(ms).toISOString().slice(0, 10));
    return { days: [...new Set(days)], told: served.notes.map((note) => note.split(': ')[1]) };
  }

  test('one number over 12 decides for the whole file', async () => {
    const text = '11/12/2026 23:59:59 a\n11/13/2026 00:00:01 b\n';
    expect(await read(text, '2026-01-01')).toEqual({
      days: ['2026-11-12', '2026-11-13'],
      told: [],
    });
  });

  test('a number over 12 far behind the first lines decides, too', async () => {
    const again = (date: string) => `${date} 10:00:00 the same again and again\n`.repeat(5_000);
    const text = `${again('11/05/2026')}${again('11/13/2026')}${again('12/05/2026')}`;
    const { days, told } = await read(text, '2026-01-01');
    expect([days[0], told]).toEqual(['2026-11-05', []]);
  });

  test('where no number is, days follow one another, and it is told', async () => {
    const text = '01/11/2026 10:00:00 a\n02/11/2026 10:00:00 b\n03/11/2026 10:00:00 c\n';
    expect(await read(text, '2026-01-01')).toEqual({
      days: ['2026-11-01', '2026-11-02', '2026-11-03'],
      told: ['its dates are read as day/month/year'],
    });
  });

  test('on a single day the last change of the file tells', async () => {
    const text = '05/11/2026 10:00:00 a\n05/11/2026 11:00:00 b\n';
    expect((await read(text, '2026-05-11T11:00:01Z')).days).toEqual(['2026-05-11']);
    expect((await read(text, '2026-11-05T11:00:01Z')).days).toEqual(['2026-11-05']);
  });

  test('and else AM and PM', async () => {
    expect((await read('05/11/2026 10:00:00 AM a\n', '2020-01-01')).days).toEqual(['2026-05-11']);
    expect((await read('05/11/2026 10:00:00 a\n', '2020-01-01')).days).toEqual(['2026-11-05']);
  });
});

describe('what the AWS CLI prints with --output text', () => {
  const ID = '39'.repeat(28);

  test('filter-log-events: streams, times, and messages of several lines', async () => {
    const rows = [
      `EVENTS\t${ID}\t${NOON_MS + 5}\tpod/1\tERROR a\tb\n\t${NOON_MS}\n`,
      `EVENTS\t${ID}\t${NOON_MS + 6}\tpod/2\tError: x\n    at y\n\t${NOON_MS + 1}\n`,
      'SEARCHEDLOGSTREAMS\tpod/1\tTrue\n',
      `EVENTS\t${ID}\t${NOON_MS + 7}\tpod/1\tlast\t${NOON_MS + 2}\n`,
      'NEXTTOKEN\tabc\n',
    ];
    const served = await serve(folderOf({ 'a.txt': rows.join('') }));
    expect(await allEvents(served, 'a')).toEqual([
      [NOON_MS, 'pod/1', 'ERROR a\tb\n'],
      [NOON_MS + 1, 'pod/2', 'Error: x\n    at y\n'],
      [NOON_MS + 2, 'pod/1', 'last'],
    ]);
    expect(served.skipped).toEqual([]);
  });

  test('get-log-events', async () => {
    const text = `b/381\tf/382\nEVENTS\t${NOON_MS + 5}\tone\t${NOON_MS}\n`;
    const served = await serve(folderOf({ 'a.txt': text }));
    expect(await allEvents(served, 'a')).toEqual([[NOON_MS, 'a.txt', 'one']]);
  });
});

test("Docker's and Kubernetes' lines", async () => {
  const docker = `${JSON.stringify({ log: 'boom\n', stream: 'stderr', time: '2026-11-20T14:00:00.5Z' })}\n`;
  expect(await eventsOf(docker, 'a.json')).toEqual([[NOON_MS + 500, 'boom']]);
  const cri = '2026-11-20T14:00:00.123456789Z stderr F boom\n';
  expect(await eventsOf(cri)).toEqual([[NOON_MS + 123, 'boom']]);
});
