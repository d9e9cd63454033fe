// Time stamps and wrappings in front of plain lines.
import { describe, expect, test } from 'vitest';
import { isBelowError } from '../../src/evidence/level.ts';
import { isCalm, peel } from '../../src/evidence/peel.ts';
import { random } from './support.ts';

describe('time stamps', () => {
  test.each([
    '2026-11-20T14:00:00.123Z',
    '2026-11-20T14:00:00,123+01:00',
    '2026-11-20T14:00:00.123+0100',
    '2026-11-20T14:00Z',
    '2026-11-20 14:00:00.123456789 +0000 UTC m=+0.001',
    '2026-11-20 14.00.00',
    '2026/11/20 14:00:00',
    '20261120T140000.123Z',
    '20261120-14:00:00:123',
    '20261120 14:00:00',
    '[20261120 14:00:00.123]',
    '20261120_14:00:00',
    'Nov 20 14:00:00',
    'Nov 20, 2026 2:00:00 PM',
    'Fri Nov 20 14:00:00 2026',
    'Fri Nov 20 14:00:00 UTC 2026',
    'Fri, 20 Nov 2026 14:00:00 GMT',
    'Friday, 20-Nov-26 14:00:00 GMT',
    '20/Nov/2026:14:00:00 +0000',
    '20-Nov-2026 14:00:00.123',
    '2026-Nov-20 14:00:00',
    '11/20/2026 2:00:00 PM',
    '20.11.2026 14:00:00',
    '11.20 14:00:00',
    '26/11/20 14:00:00',
    '11-20 14:00:00.123',
    '14:00:00.123',
    '1763647200',
    '1763647200.123456',
    '1763647200123',
    '@4000000065a1b2c3d4e5f6a7',
    '[   12.345678]',
  ])('%s', (time) => {
    expect(peel(`${time} ERROR no stock`)).toMatchObject({ level: 'error', text: 'no stock' });
  });
});

describe('wrappings of plain lines', () => {
  test.each([
    ['2026-11-20T14:00:00.123456+00:00 web1 sshd[77]: no stock', null, 'sshd'],
    ['2026-11-20T14:00:00+01:00 web1 kernel: [123.456789] no stock', null, 'kernel'],
    ['Nov 20 14:00:00 web-1.example com.acme.agent[77]: no stock', null, 'com.acme.agent'],
    ['Nov 20 14:00:00 desk Photo Editor Helper[77]: no stock', null, 'Photo Editor Helper'],
    ['Nov 20 14:00:00 desk sandboxd[77] ([78]): no stock', null, 'sandboxd'],
    [
      '- 1763647200 2026.11.20 c17 Nov 20 14:00:00 c17/c17 /opt/x/bin/gmond[77]: no stock',
      null,
      '/opt/x/bin/gmond',
    ],
    [
      'Nov 20 14:00:00 host --- last message repeated 2 times ---',
      null,
      null,
      'last message repeated 2 times ---',
    ],
    ['[11.20 14:00:00] mail-sync.exe *64 - no stock', null, 'mail-sync.exe'],
    ['4711 node-17 unit.fan state.low 1763647200 1 no stock', null, null],
    [
      '4711 requests until 1763647200 1 of them late',
      null,
      null,
      '4711 requests until 1763647200 1 of them late',
    ],
    [
      '2026-11-20 14:00:00 ERROR [shop,65a1b2c3,d4e5] 1 --- [main] c.a.Cart : no stock',
      'error',
      'c.a.Cart',
    ],
    ['2026-11-20 14:00:00 ERROR [shop,,] 1 --- [main] c.a.Cart : no stock', 'error', 'c.a.Cart'],
    [
      '2026-11-20 14:00:00.123 ERROR 7 --- [exec-1] o.a.c.c.C.[.[.[/].[dispatcherServlet]    : no stock',
      'error',
      'o.a.c.c.C.[.[.[/].[dispatcherServlet]',
    ],
    ['[pod/web-5d4/shop] 2026-11-20 14:00:00 ERROR no stock', 'error', null],
    [
      '\u001b[2m14:00:00\u001b[0m \u001b[31mERROR\u001b[0m \u001b[2mshop::cart\u001b[0m\u001b[2m:\u001b[0m no stock',
      'error',
      'shop::cart',
    ],
    ['\u001b[31merror\u001b[39m: no stock', 'error', null],
    ['[31mERROR[0m no stock', 'error', null],
    ['queue [5m] is long', null, null, 'queue [5m] is long'],
  ])('%s', (message, level, logger, text = 'no stock') => {
    expect(peel(message)).toMatchObject({ level, logger, text });
  });
});

describe('calm messages', () => {
  test.each([
    '2026-11-20 14:00:00 INFO [main] c.a.Cart - 3 errors were mended',
    '{"level":"info","msg":"ERROR is a word","status":200}',
    '{"level":30,"msg":"fine"}',
  ])('are seen at a glance: %s', (message) => {
    expect(isCalm(message)).toBe(true);
  });

  test.each([
    '2026-11-20 14:00:00 WARN low on stock',
    '2026-11-20 14:00:00 no level here',
    '2026-11-20 14:00:00 INFO GET /cart 503',
    '2026-11-20 14:00:00 INFO {"level":"error","msg":"inside"}',
    '2026-11-20 14:00:00 INFO level=error msg="inside"',
    '{"level":"info","status":500,"path":"/cart","method":"GET"}',
    '{"level":"info","message":"{\\"level\\":\\"error\\",\\"msg\\":\\"inside\\"}"}',
    '{"level":"info","log":"2026-11-20 14:00:00 ERROR inside"}',
    '{"level":"info","msg":"cut off',
  ])('take a closer look otherwise: %s', (message) => {
    expect(isCalm(message)).toBe(false);
  });

  test('are calm by the whole reading too, whatever they are made of', () => {
    const next = random(5);
    const pick = (items: readonly string[]) => items[Math.floor(next() * items.length)] ?? '';
    const body = () =>
      pick([
        'done',
        'GET /cart 503',
        'status=500',
        'level=error msg=x',
        'ERROR: x',
        '{"level":50}',
      ]);
    const message = (depth: number): string => {
      const inner = depth > 0 && next() < 0.4 ? message(depth - 1) : body();
      const level = pick(['INFO', 'DEBUG', 'WARN', 'ERROR', '']);
      const key = pick(['msg', 'message', 'log', 'event']);
      return pick([
        `2026-03-03 12:00:01 ${level} ${inner}`,
        `2026-03-03T12:00:01Z stdout F ${level} ${inner}`,
        `${level}: ${inner}`,
        JSON.stringify({ level: level.toLowerCase(), [key]: inner }),
        JSON.stringify({ [key]: inner, status: pick(['200', '500']), method: 'GET' }),
        `<${Math.floor(next() * 16)}>1 2026-03-03T12:00:01Z host shop 7 - - ${inner}`,
      ]);
    };
    const calm = Array.from({ length: 9_000 }, () => message(2)).filter((text) => isCalm(text));
    expect(calm.length).toBeGreaterThan(500);
    for (const text of calm) {
      const { level, status } = peel(text);
      expect([text, level !== 'warn' && isBelowError(level), (status ?? 0) < 500]).toEqual([
        text,
        true,
        true,
      ]);
    }
  });
});
