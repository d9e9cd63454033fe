import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { prepare } from '../../src/evidence/analyze.ts';
import {
  countedAtOnce,
  countQuery,
  edgeQuery,
  mostOf,
  period,
  restQuery,
  type Telling,
  teller,
  tellingPatterns,
} from '../../src/evidence/count-query.ts';
import { mergedPattern } from '../../src/evidence/merged-pattern.ts';
import { compile } from '../../src/insights/compile.ts';

const WINDOW = { startMs: 0, endMs: 3_600_000 };

function tellings(messages: readonly string[], most = 30): Telling[] {
  const events = messages.map(
    (message, index): LogEvent => ({
      timestampMs: index * 1_000,
      logGroup: '/shop/orders',
      logStream: 'host-1',
      message,
      eventId: `${index}`,
      evidenceId: 'E1',
    }),
  );
  return tellingPatterns(prepare(events, WINDOW), most);
}

const timesOf = ({ read }: Telling) => [...read.values()].flat();
/** A word for a number. */
const letters = (number: number) => [...`${number}`].map((digit) => 'abcdefghij'[+digit]).join('');
const isCounted = (message: string, by: readonly Telling[]) => teller(by)(message) !== null;

const refused = (port: number) => `ERROR Connection to stock-db.internal:${port} refused; gave up`;
const slow = (ms: number) => `WARN Reading the stock of shelves took ${ms} ms`;
const TRACE = 'java.lang.IllegalStateException: locked\n\tat com.shop.Cart.add(Cart.java:4)';

describe('a pattern that tells a finding', () => {
  test('matches its own events and no others', () => {
    const [telling] = tellings([refused(5432), refused(5433), 'ERROR cart is empty of all goods']);
    expect(telling).toMatchObject({ severity: 'error', includes: [] });
    expect([...(telling?.read ?? [])]).toEqual([['/shop/orders', [0, 1_000]]]);
    expect(isCounted(refused(6000), telling === undefined ? [] : [telling])).toBe(true);
    expect(new RegExp(telling?.pattern ?? '').test('ERROR cart is empty of all goods')).toBe(false);
  });

  test('is made for the most numerous findings, warnings too', () => {
    const messages = [refused(1), slow(1), slow(2), slow(3), 'ERROR cart is empty of all goods'];
    const counts = (most = 30) =>
      tellings(messages, most).map((one) => [one.severity, timesOf(one).length]);
    expect(counts(2)).toEqual([
      ['warning', 3],
      ['error', 1],
    ]);
    expect(counts()).toHaveLength(3);
  });

  describe('does not match a rare line that was not read', () => {
    const TIME = '2026-11-29 10:00:00,123';
    const json = (level: string, msg: string) => JSON.stringify({ time: TIME, level, msg });
    const spaced = (level: string, msg: string) => json(level, msg).replace(/([:,])"/g, '$1 "');
    const threaded = (level: string, msg: string) => `${TIME} ${level}  [http-7] c.s.Cart - ${msg}`;
    const SAYS = 'Order 4711 lost for good by node a1';
    const lines = [
      ['in text', (level: string, msg: string) => `${TIME} ${level} ${msg}`],
      ['behind a thread', threaded],
      ['in brackets', (level: string, msg: string) => `[${level}] ${TIME}: ${msg}`],
      ['in JSON', (level: string, msg: string) => json(level.toLowerCase(), msg)],
      ['in JSON with spaces', (level: string, msg: string) => spaced(level.toLowerCase(), msg)],
    ] as const;

    test.each(lines)('that says more, says it otherwise or quotes it: %s', (_, line) => {
      const found = tellings([line('ERROR', SAYS), line('ERROR', SAYS.replace('4711', '12'))]);
      expect(found).toHaveLength(1);
      const isSame = (message: string) => isCounted(message, found);
      expect(isSame(line('ERROR', SAYS.replace('4711', '99')))).toBe(true);
      expect(isSame(line('FATAL', SAYS))).toBe(true);
      expect(isSame(line('WARN', SAYS))).toBe(false);
      expect(isSame(line('ERROR', `${SAYS}: the disk is worn`))).toBe(false);
      expect(isSame(line('ERROR', `Gave up since ${SAYS}`))).toBe(false);
      expect(isSame(line('ERROR', SAYS.replace('4711', 'of Jane Doe')))).toBe(false);
      expect(isSame(line('WARN', `given up after ERROR ${SAYS}`))).toBe(false);
    });
  });

  test('has the level in whichever way its loggers write it', () => {
    const says = 'Order lost for good by the node';
    const found = tellings([
      JSON.stringify({ time: '2026-11-29T10:00:00Z', level: 'error', msg: says }),
      JSON.stringify({ level: 50, time: 1_795_946_400_000, msg: says }),
    ]);
    expect(found).toHaveLength(1);
    const other = JSON.stringify({ level: 40, time: 1_795_946_400_000, msg: says });
    expect(isCounted(other, found)).toBe(false);
    expect(isCounted(other.replace('40', '60'), found)).toBe(true);
    expect(isCounted(other.replace('40', '60').replace(says, `${says} again`), found)).toBe(false);
  });

  test('has the level of its lines, so that another one at the same place is not counted', () => {
    const at = (level: string, place: string) =>
      `${level} Order lost for good\njava.lang.IllegalStateException: locked\n\tat com.shop.${place}(Some.java:4)`;
    const [telling] = tellings([at('ERROR', 'Cart.add'), at('ERROR', 'Cart.add')]);
    const by = telling === undefined ? [] : [telling];
    expect(isCounted(at('ERROR', 'Cart.add'), by)).toBe(true);
    expect(isCounted(at('WARN', 'Cart.add'), by)).toBe(false);
  });

  test('tells classes of one name in two packages apart', () => {
    const at = (place: string) =>
      `ERROR Order lost for good\njava.lang.IllegalStateException: locked\n\tat com.shop.${place}.Cart.add(Cart.java:4)`;
    const found = tellings([at('web'), at('web')]);
    expect([at('web'), at('batch')].map((message) => isCounted(message, found))).toEqual([
      true,
      false,
    ]);
  });

  test('of a line alone has its level too, so that it need not include lines with a trace', () => {
    const lost = (level: string, number: number) => `${level} Order ${number} lost for good`;
    const traced = `${lost('ERROR', 3)}\njava.lang.IllegalStateException: locked\n\tat com.shop.Cart.add(Some.java:4)`;
    const found = tellings([lost('ERROR', 1), lost('ERROR', 2), traced, lost('WARN', 4)]);
    expect(found.map(({ includes }) => includes)).toEqual([[], [], []]);
    const ofLines = found.filter((one) => timesOf(one).length === 2);
    expect(isCounted(lost('ERROR', 9), ofLines)).toBe(true);
    expect(isCounted(lost('WARN', 9), ofLines)).toBe(false);
    expect(isCounted(traced, ofLines)).toBe(false);
  });

  test('tells a line from one with a trace, and sites of a trace from each other', () => {
    const at = (...places: string[]) =>
      places.map((place) => `\n\tat com.shop.${place}(Some.java:4)`).join('');
    const messages = [
      refused(1),
      refused(2),
      `${refused(3)}\njava.lang.IllegalStateException: locked${at('Cart.add', 'Shop.buy')}`,
      `${slow(4).replace('WARN', 'ERROR')}\njava.lang.IllegalStateException: locked${at('Cart.add', 'Shop.buy')}`,
      `ERROR 1 lost\njava.lang.IllegalStateException: locked${at('Cart.add')}`,
    ];
    const found = tellings(messages);
    expect(found.map((one) => [timesOf(one), one.includes])).toEqual([
      [[0, 1_000], []],
      [[2_000, 3_000], []],
      // The shorter way is the beginning of the longer one.
      [[4_000], []],
    ]);
    const counts = found.map(
      (telling) => messages.filter((one) => isCounted(one, [telling])).length,
    );
    expect(counts).toEqual([2, 2, 1]);
    // An event is counted once, for the finding that it belongs to.
    expect(messages.map((one) => found.indexOf(teller(found)(one) as Telling))).toEqual([
      0, 0, 1, 1, 2,
    ]);
  });

  test('names its level where a line of another one says the same', () => {
    const [error, warning] = [refused(1), refused(2).replace('ERROR', 'WARN')];
    const info = refused(3).replace('ERROR', 'INFO');
    const found = tellings([error, warning, info]);
    expect([error, warning, info].map((one) => teller(found)(one)?.severity)).toEqual([
      'error',
      'warning',
      undefined,
    ]);
  });

  test('tells levels whatever is quoted in the lines, and takes those above an error with it', () => {
    const line = (level: string, shelf: string) =>
      `${level} Reservation of shelf "${shelf}" was refused by the stock service`;
    const found = tellings([line('ERROR', '1234'), line('WARN', 'A'), line('WARN', 'B')]);
    const told = ['ERROR', 'WARN', 'FATAL'].map(
      (level) => teller(found)(line(level, 'C'))?.severity,
    );
    expect(told).toEqual(['error', 'warning', 'error']);
  });

  test('is tried once on a line of nothing but backslashes and quotes', () => {
    const line = (id: number) =>
      `ERROR the stock of shelves is lost ${'\\\\'.repeat(id)}${'"'.repeat(id)}`;
    expect(tellings([line(900), line(1_100)])).not.toBeNull();
  });

  test('takes the word for a level for none where it stands elsewhere', () => {
    const line = (level: string, thread: string, id: number) =>
      `2026-11-20 10:00:00 ${level} [${thread}] Shop - Reservation of shelf ${id} was refused by the stock service`;
    const found = tellings([line('ERROR', 'http-1', 1), line('WARN', 'http-1', 2)]);
    expect(teller(found)(line('WARN', 'ERROR-handler', 3))?.severity).toBe('warning');
    expect(teller(found)(line('ERROR', 'WARN-handler', 4))?.severity).toBe('error');
  });

  test.each([
    [
      'pino',
      (level: number) => `{"level":${level},"msg":"Connection to the stock db refused"}`,
      50,
      40,
    ],
    [
      'logfmt',
      (level: string) => `msg="Connection to the stock db refused" level=${level} ms=7`,
      'error',
      'warn',
    ],
    [
      'Serilog',
      (level: string) => `{"@l":"${level}","@m":"Connection to the stock db refused"}`,
      'Error',
      'Warning',
    ],
  ])('names the level of %s', (_, say, ...levels) => {
    const messages = levels.map((level) => (say as (level: unknown) => string)(level));
    const found = tellings(messages);
    expect(messages.map((one) => teller(found)(one)?.severity)).toEqual(['error', 'warning']);
  });

  test('finds the words of a head that was put together from several lines', () => {
    const trace = (id: number, place: string) =>
      `${refused(id)} after ${id} ms\njava.lang.IllegalStateException: order ${id} is locked\n\tat com.shop.${place}(Some.java:4)`;
    const traced = Array.from({ length: 30 }, (_, id) => trace(id, `Cart.add${'x'.repeat(id)}`));
    const plain = [refused(1), refused(2)].map((line) => `${line} after 9 ms`);
    const found = tellings([...traced, ...plain]);
    expect(found.map((one) => timesOf(one).length)).toEqual([30, 2]);
    const unseen = trace(700, 'Shelf.take');
    expect(
      [unseen, `${refused(9)} after 1 ms`].map((one) =>
        found.indexOf(teller(found)(one) as Telling),
      ),
    ).toEqual([0, 1]);
  });

  test.each([93, 94, 95, 96, 97, 98, 99, 100, 101])(
    'goes by how a long message begins and ends, wherever it is cut: after %i characters',
    (chars) => {
      const message = (id: number) =>
        `ERROR ${'stock of shelves '.repeat(9).slice(0, chars - 1)} ${id} ${'is not to be counted '.repeat(4)}by ${id} ${'of the workers there '.repeat(5).slice(0, chars)}`;
      const found = tellings([message(17), message(4_711)]);
      expect(found).toHaveLength(1);
      expect(isCounted(message(123_456), found)).toBe(true);
      expect(isCounted(message(5).replace('stock', 'price'), found)).toBe(false);
    },
  );

  test('leaves out what was redacted: the logs hold something else there', () => {
    const [telling] = tellings([
      'ERROR Invalid card token [redacted:authorization] for customer 17',
    ]);
    expect(
      isCounted('ERROR Invalid card token tok_1 for customer 4', telling ? [telling] : []),
    ).toBe(true);
  });

  test.each([['there is too little fixed text', ['ERROR 17 of 40 lost']]])(
    'is not made where %s',
    (_, messages) => {
      expect(tellings(messages)).toEqual([]);
    },
  );

  test.each([
    (status: number, id: number) =>
      `{"status":${status},"ip":"::1","method":"GET","path":"/carts/${id}","bytes":503}`,
    (status: number, id: number) =>
      `::1 - - [x] "GET /carts/${id} HTTP/1.1" ${status} 503 "-" "curl/8.1"`,
    (status: number, id: number) =>
      `time=now method=GET path=/carts/${id}?page=2 status=${status} ms=503`,
    (status: number, id: number) =>
      `[ERROR] "GET /carts/${id} HTTP/1.1" ${status} 503ms - Stock is gone`,
  ])('tells one status of a path from another: %s', (record) => {
    const found = tellings([record(503, 1), record(503, 22), record(503, 3), record(502, 4)]);
    expect(found.map((one) => timesOf(one).length)).toEqual([3, 1]);
    const [telling] = found;
    const known = telling === undefined ? [] : [telling];
    expect([record(503, 999), record(502, 999)].map((one) => isCounted(one, known))).toEqual([
      true,
      false,
    ]);
  });

  describe('of failed requests', () => {
    const json = (path: string, status: number, ms: number) =>
      JSON.stringify({
        level: 'error',
        method: 'GET',
        path,
        agent: 'Mozilla/5.0 (X11)',
        ms,
        status,
      });
    const line = (path: string, status: number) =>
      `::1 - - [x] "GET ${path} HTTP/1.1" ${status} 503 "-" "curl/8.1"`;

    test('takes a part of a path for one part, and a path for a whole one', () => {
      const found = tellings([
        line('/carts/1', 503),
        line('/carts/22', 503),
        line('/carts/3', 503),
      ]);
      const others = ['/carts/4/items', '/carts/4/items/5', '/v2/carts/4', '/a/carts/4', '/carts/'];
      expect(isCounted(line('/carts/4', 503), found)).toBe(true);
      expect(isCounted(line('/carts/4?page=2', 503), found)).toBe(false);
      expect(others.filter((path) => isCounted(line(path, 503), found))).toEqual([]);
      expect(isCounted(line('/carts/4', 200).replace('HTTP/1.1', 'HTTP/2'), found)).toBe(false);
    });

    test('takes any query where those that were read have different ones', () => {
      const found = tellings([line('/carts/1?page=2', 503), line('/carts/22?all=yes', 503)]);
      const paths = ['/carts/4?a=7', '/carts/4?page=7', '/carts/4/items?page=2'];
      expect(paths.map((path) => isCounted(line(path, 503), found))).toEqual([true, true, false]);
    });

    test('takes no other field for the status', () => {
      const found = tellings([json('/carts/1', 503, 12), json('/carts/2', 503, 503)]);
      const records = [
        json('/carts/4', 503, 7),
        json('/carts/4', 502, 503),
        json('/c/4', 503, 503),
      ];
      expect(records.map((record) => isCounted(record, found))).toEqual([true, false, false]);
    });
  });

  test('is not made where an occurrence spans events', () => {
    const lines = [refused(1), ...TRACE.split('\n')];
    expect(tellings(lines)).toEqual([]);
  });
});

describe('the queries', () => {
  const found = tellings([refused(5432), refused(5433), slow(7)]);

  test('count all findings in one pass, by bin and log group', () => {
    const query = countQuery(found, 300);
    expect(compile(query).diagnostics).toEqual([]);
    expect(query.split('\n| ').at(-1)).toBe(
      'stats count(*) as n, count(t0) as n0, count(t1) as n1 by bin(5m), @log',
    );
  });

  test('take no more characters than CloudWatch does, however many findings there are', () => {
    const words = (seed: number) =>
      Array.from({ length: 24 }, (_, at) => letters(seed * 31 + at * 7 + 1_000)).join(' ');
    const messages = Array.from({ length: 60 }, (_, index) => `ERROR ${words(index)}`);
    const many = tellings(messages, 60);
    expect(many).toHaveLength(60);
    const lists = countedAtOnce(many);
    expect(lists.flat()).toEqual(many);
    expect(lists.length).toBeLessThan(6);
    const edges = 'filter @timestamp >= 1795168800016 and @timestamp < 1795168860016\n| ';
    for (const query of [...lists.map((list) => countQuery(list, 3_540)), restQuery(many)]) {
      expect(`${edges}${query}`.length).toBeLessThanOrEqual(10_000);
      expect(compile(`${edges}${query}`).diagnostics).toEqual([]);
    }
  });

  test('ask for the first and last time of a finding, without those that its pattern includes', () => {
    const [first, second] = found;
    if (first === undefined || second === undefined) throw new Error('two are told apart');
    const query = edgeQuery(found, { ...second, includes: [0] }, 'last');
    expect(compile(query).diagnostics).toEqual([]);
    expect(query.split('\n| ').slice(-4)).toEqual([
      `filter @message like /${second.pattern}/`,
      `filter @message not like /${first.pattern}/`,
      'sort @timestamp desc',
      'limit 1',
    ]);
  });

  test('ask for all candidates that are not counted', () => {
    const query = restQuery(found);
    const patterns = found.map(({ pattern }) => pattern);
    expect(compile(query).diagnostics).toEqual([]);
    expect(query).toContain(`| filter @message not like /${mergedPattern(patterns)}/\n`);
  });

  test('leave out the most numerous ones where there is no room for all', () => {
    const words = (seed: number) =>
      Array.from({ length: 24 }, (_, at) => letters(seed * 31 + at * 7 + 1_000)).join(' ');
    const rare = Array.from({ length: 60 }, (_, index) => `ERROR ${words(index)}`);
    const often = `ERROR ${words(900)}`;
    const many = tellings([...rare, often, often], 61).reverse();
    const left = new RegExp(/not like \/(.*)\/$/m.exec(restQuery(many))?.[1] ?? '');
    expect(left.test(often)).toBe(true);
    expect(rare.filter((message) => left.test(message)).length).toBeLessThan(rare.length);
  });

  test('do not name what another of the patterns matches too', () => {
    const [first, second] = found;
    if (first === undefined || second === undefined) throw new Error('two are told apart');
    const query = restQuery([first, { ...second, includes: [0] }]);
    expect(query).toContain(`not like /${second.pattern}/`);
  });
});

describe('by what an event is counted', () => {
  const of = (pattern: string, includes: readonly number[] = []): Telling => ({
    templateId: pattern,
    severity: 'error',
    pattern,
    includes,
    read: new Map(),
  });
  const namedBy = (all: readonly Telling[], message: string) => teller(all)(message)?.pattern;

  test('of a pattern and one that includes it the former', () => {
    expect(namedBy([of('stock'), of('sto', [0])], 'stock is lost')).toBe('stock');
    expect(namedBy([of('stock'), of('sto', [0])], 'store is lost')).toBe('sto');
  });

  test('by none where several match that know nothing of each other', () => {
    expect(namedBy([of('stock'), of('cart')], 'stock of the cart')).toBeUndefined();
  });

  test('by what stands far behind in it too, as a query looks there', () => {
    expect(namedBy([of('stock is lost')], `${'x'.repeat(30_000)} stock is lost`)).toBe(
      'stock is lost',
    );
  });

  test('patterns are tried on long lines to their end', () => {
    const long = (id: number) => `ERROR ${'part of it '.repeat(600)}${id}: ${refused(id)}`;
    const found = tellings([refused(1), refused(2), long(1), long(2), long(3)]);
    expect(
      isCounted(
        long(4),
        found.filter((one) => timesOf(one).length === 2),
      ),
    ).toBe(false);
  });
});

describe('the most numerous patterns', () => {
  const times = (count: number) =>
    new Map([['/shop/orders', Array.from({ length: count }, (_, at) => at)]]);
  const of = (pattern: string, count: number, includes: readonly number[] = []): Telling => ({
    templateId: pattern,
    severity: 'error',
    pattern,
    includes,
    read: times(count),
  });
  const all = [of('rare', 1), of('included', 2), of('often', 50), of('most', 90, [1])];
  const namesOf = (events: number) =>
    mostOf(all, events).map(({ pattern, includes }) => [pattern, includes]);

  test('come with those that they include, in their order', () => {
    expect(namesOf(80)).toEqual([
      ['included', []],
      ['most', [0]],
    ]);
    expect(namesOf(93)).toEqual([
      ['included', []],
      ['often', []],
      ['most', [0]],
    ]);
  });

  test('are all of them where only these hold so many, and none where none is wanted', () => {
    expect(mostOf(all, 143)).toEqual(all);
    expect(mostOf(all, 1_000)).toEqual(all);
    expect(mostOf(all, 0)).toEqual([]);
  });
});

describe('a period of bins', () => {
  test.each([
    [1, '1s'],
    [30, '30s'],
    [60, '1m'],
    [90, '2m'],
    [300, '5m'],
    [3_600, '1h'],
    [21_600, '6h'],
    [86_400, '1d'],
  ])('bins of %i seconds are written %s', (seconds, text) => {
    expect(period(seconds)).toBe(text);
  });
});
