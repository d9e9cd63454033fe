// The candidate query against one line of every logger that peeling reads, at every level: from WARN they pass, below
// they do not. The words are such that only the level decides.
import { describe, expect, test } from 'vitest';
import { peel } from '../../src/evidence/peel.ts';
import type { Level } from '../../src/evidence/types.ts';
import { passes } from './candidate-filter.ts';

const ID = '0f8e1c52-7a43-4b6e-9d10-2f5a6b7c8d9e';
const WORDS = 'basket 7 parked';
const ESC = '\u001b';
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug'] as const;

/** How a logger writes the five levels, in their order; an empty one it does not have. */
const UPPER = 'FATAL ERROR WARN INFO DEBUG'.split(' ');
const LOWER = UPPER.map((word) => word.toLowerCase());
const PYTHON = 'CRITICAL ERROR WARNING INFO DEBUG'.split(' ');
const LETTERS = 'F E W I D'.split(' ');
const SHORT = 'FTL ERR WRN INF DBG'.split(' ');
const JUL = ['', 'SEVERE', 'WARNING', 'INFO', 'FINE'];
const SYSLOG = 'crit err warning info debug'.split(' ');
const PINO = '60 50 40 30 20'.split(' ');
const PRIORITY = '10 11 12 14 15'.split(' ');
const COLOURS = '35 31 33 32 36'.split(' ');

type Line = (level: string, index: number) => string;
const json =
  (fields: (level: string, index: number) => object): Line =>
  (level, index) =>
    JSON.stringify(fields(level, index));
const mongo = (s: string) => ({
  t: { $date: '2026-03-01T10:00:00Z' },
  s,
  c: 'NETWORK',
  msg: WORDS,
});

const SHAPES: readonly (readonly [string, readonly string[], Line])[] = [
  ['Logback', UPPER, (l) => `2026-11-20 10:00:00,123 ${l.padEnd(5)} [main] c.a.Cart - ${WORDS}`],
  ['Spring', UPPER, (l) => `2026-11-20T10:00:00.123Z ${l} 1 --- [main] c.a.Cart : ${WORDS}`],
  ['level first', UPPER, (l) => `${l} [main] (Cart.java:12) - ${WORDS}`],
  ['JBoss', UPPER, (l) => `10:00:00,123 ${l} [com.acme.Cart] (default task-1) ${WORDS}`],
  ['java.util.logging', JUL, (l) => `Nov 20, 2026 3:23:29 PM c.a.Cart add\n${l}: ${WORDS}`],
  [
    'java.util.logging in German',
    ['', 'SCHWERWIEGEND', 'WARNUNG', '', ''],
    (l) => `20.11.2026 15:23:29 c.a.Cart add\n${l}: ${WORDS}`,
  ],
  [
    'java.util.logging in French',
    ['', 'GRAVE', '', '', ''],
    (l) => `Nov 20, 2026 3:23:29 PM c.a.Cart add\n${l}: ${WORDS}`,
  ],
  [
    'Tomcat in French',
    ['', 'GRAVE', '', '', ''],
    (l) => `20-Nov-2026 14:00:00.000 ${l} [main] org.apache.X.y ${WORDS}`,
  ],
  [
    'PostgreSQL in German',
    ['FATAL', 'FEHLER', 'WARNUNG', 'LOG', ''],
    (l) => `2026-11-20 10:00:00.123 CET [812] shop@db ${l}:  ${WORDS}`,
  ],
  [
    'PostgreSQL in French',
    ['FATAL', 'ERREUR', '', 'LOG', ''],
    (l) => `2026-11-20 10:00:00.123 CET [812] shop@db ${l}:  ${WORDS}`,
  ],
  [
    'PostgreSQL in Italian',
    ['FATAL', 'ERRORE', '', 'LOG', ''],
    (l) => `2026-11-20 10:00:00.123 CET [812] ${l}:  ${WORDS}`,
  ],
  ['GlassFish', JUL, (l) => `[#|2026-03-01T10:00:00.000+0000|${l}|gf 4|a.b|_ThreadID=1;|${WORDS}`],
  ['Minecraft', UPPER, (l) => `[10:00:00] [Server thread/${l}]: ${WORDS}`],
  ['Python', PYTHON, (l) => `2026-11-20 10:00:00,123 - shop.cart - ${l} - ${WORDS}`],
  ['Python, root', PYTHON, (l) => `${l}:root:${WORDS}`],
  ['Gunicorn', PYTHON, (l) => `[2026-11-20 10:00:00 +0000] [12] [${l}] ${WORDS}`],
  [
    'loguru',
    PYTHON,
    (l) => `2026-11-20 10:00:00.123 | ${l.padEnd(8)} | shop.cart:add:12 - ${WORDS}`,
  ],
  ['structlog', LOWER, (l) => `2026-03-01 10:00:00 [${l.padEnd(9)}] ${WORDS}`],
  ['Celery', PYTHON, (l) => `[2026-03-01 10:00:00,000: ${l}/ForkPoolWorker-1] ${WORDS}`],
  ['Lambda, Node', UPPER, (l) => `2026-11-20T10:00:00.123Z\t${ID}\t${l}\t${WORDS}`],
  ['Lambda, Python', UPPER, (l) => `[${l}]\t2026-11-20T10:00:00.123Z\t${ID}\t${WORDS}`],
  [
    '.NET console',
    'crit fail warn info dbug'.split(' '),
    (l) => `${l}: Shop.Cart[13]\n      ${WORDS}`,
  ],
  ['Serilog', SHORT, (l) => `2026-11-20 10:00:00.123 +00:00 [${l}] ${WORDS}`],
  ['NLog', UPPER, (l) => `2026-11-20 10:00:00.1234|${l}|Shop.Cart|${WORDS}`],
  ['klog', 'F E W I'.split(' '), (l) => `${l}1120 14:00:00.000000       1 cart.go:126] ${WORDS}`],
  [
    'glog',
    'F E W I'.split(' '),
    (l) => `${l}1120 14:00:00.000000  1077 src/cart.cpp:126] ${WORDS}`,
  ],
  ['absl', 'F E W I'.split(' '), (l) => `${l}1120 14:00:00.000000 1 cart.py:126] ${WORDS}`],
  ['logrus', 'FATA ERRO WARN INFO DEBU'.split(' '), (l) => `${l}[0012] ${WORDS}`],
  ['slog', UPPER, (l) => `2026/11/20 14:00:00 ${l} ${WORDS}`],
  ['zap', LOWER, (l) => `2026-11-20T10:00:00.1Z\t${l}\tcart/add.go:12\t${WORDS}`],
  ['env_logger', UPPER, (l) => `[2026-11-20T14:00:00Z ${l} shop::cart] ${WORDS}`],
  ['Rails', LETTERS, (l, at) => `${l}, [2026-11-20T14:00:00.123456 #1] ${UPPER[at]} -- : ${WORDS}`],
  ['Monolog', PYTHON, (l) => `[2026-11-20 14:00:00] production.${l}: ${WORDS}`],
  ['winston', LOWER, (l) => `${l}: ${WORDS}`],
  [
    'Nest',
    'FATAL ERROR WARN LOG DEBUG'.split(' '),
    (l) => `[Nest] 12  - 03/01/2026, 10:00:00 AM   ${l} [Cart] ${WORDS}`,
  ],
  [
    'nginx',
    SYSLOG,
    (l) =>
      `2026/11/20 12:00:00 [${l.replace('err', 'error').replace('ing', '')}] 31#31: *12 ${WORDS}`,
  ],
  ['Apache', LOWER, (l) => `[Fri Nov 20 11:55:44.569531 2026] [core:${l}] [pid 35] ${WORDS}`],
  [
    'PostgreSQL',
    ['FATAL', 'ERROR', 'WARNING', 'LOG', 'DEBUG'],
    (l) => `2026-11-20 00:00:00.123 UTC [123] app@db ${l}:  ${WORDS}`,
  ],
  [
    'RDS',
    ['PANIC', 'ERROR', 'WARNING', 'LOG', 'DEBUG'],
    (l) => `2026-03-01 10:00:00 UTC:10.0.0.1(12):u@db:[1]:${l}:  ${WORDS}`,
  ],
  ['Redis', ['', '', '#', '*', '.'], (l) => `1:M 20 Nov 2026 12:00:00.000 ${l} ${WORDS}`],
  ['Android', LETTERS, (l) => `03-03 12:00:01.123 ${l}/Cart( 123): ${WORDS}`],
  ['initials', 'F E W'.split(' '), (l) => `2026-11-20 10:00:00 ${l} ${WORDS}`],
  ['initials with a colon', LETTERS, (l) => `2026-11-20 10:00:00 ${l}: ${WORDS}`],
  ['initials with a bar', LETTERS, (l) => `10:00:00.123 ${l} | ${WORDS}`],
  [
    'syslog, RFC 5424',
    PRIORITY,
    (l) => `<${l}>1 2026-11-20T22:14:15.003Z web-1 cart - ID47 - ${WORDS}`,
  ],
  ['syslog, RFC 5424 without a time', PRIORITY, (l) => `<${l}>1 - web-1 cart - - - ${WORDS}`],
  ['syslog, RFC 3164', PRIORITY, (l) => `<${l}>Nov 20 10:33:21 web-1 cart[77]: ${WORDS}`],
  [
    'syslog, RFC 3164 without a process',
    PRIORITY,
    (l) => `<${l}>Nov 20 10:33:21 web-1 cart: ${WORDS}`,
  ],
  ['syslog without a time', PRIORITY, (l) => `<${l}>cart[77]: ${WORDS}`],
  [
    'containerd',
    UPPER,
    (l) =>
      `2026-11-20T14:00:00.123456789Z stderr F 2026-11-20 14:00:00,123 ${l} [main] a.b.Cart - ${WORDS}`,
  ],
  ['logfmt', LOWER, (l) => `time="2026-11-20T10:00:00Z" level=${l} msg="${WORDS}" path=/x/y`],
  ['go-kit', LOWER, (l) => `ts=2026-11-20T10:00:00Z caller=cart.go:12 level=${l} msg="${WORDS}"`],
  [
    'log15',
    'crit eror warn info dbug'.split(' '),
    (l) => `t=2026-11-20T10:00:00Z lvl=${l} msg="${WORDS}"`,
  ],
  ['pino', PINO, json((l) => ({ level: Number(l), time: 1_772_539_200_000, msg: WORDS }))],
  ['bunyan', PINO, json((l) => ({ name: 'cart', level: Number(l), msg: WORDS, v: 0 }))],
  ['winston, JSON', LOWER, json((level) => ({ level, message: WORDS }))],
  ['zap, JSON', ['dpanic', ...LOWER.slice(1)], json((level) => ({ level, ts: 1.5, msg: WORDS }))],
  ['slog, JSON', UPPER, json((level) => ({ time: '2026-11-20T10:00:00Z', level, msg: WORDS }))],
  ['structlog, JSON', PYTHON, json((l) => ({ event: WORDS, level: l.toLowerCase() }))],
  ['Python, JSON', PYTHON, json((levelname) => ({ levelname, message: WORDS }))],
  [
    'Python, JSON by number',
    '50 40 30 20 10'.split(' '),
    json((l) => ({ levelno: Number(l), message: WORDS })),
  ],
  [
    'Powertools',
    PYTHON,
    json((level) => ({ level, location: 'h:12', message: WORDS, service: 's' })),
  ],
  [
    'Serilog, compact',
    ['Fatal', 'Error', 'Warning', '', 'Debug'],
    json((l) => ({ '@t': 'now', '@mt': WORDS, '@l': l })),
  ],
  [
    '.NET, JSON',
    ['Critical', 'Error', 'Warning', 'Information', 'Debug'],
    json((LogLevel) => ({ LogLevel, Message: WORDS })),
  ],
  [
    'Logback, JSON',
    UPPER,
    json((level) => ({ '@timestamp': 'now', level, message: WORDS, logger_name: 'a.B' })),
  ],
  ['Log4j, JSON', UPPER, json((level) => ({ instant: { epochSecond: 1 }, level, message: WORDS }))],
  ['ECS', LOWER, json((l) => ({ '@timestamp': 'now', 'log.level': l, message: WORDS }))],
  ['hclog', LOWER, json((level) => ({ '@level': level, '@message': WORDS }))],
  ['ECS, nested', LOWER, json((level) => ({ log: { level }, message: WORDS }))],
  [
    'GELF',
    '2 3 4 6 7'.split(' '),
    json((l) => ({ version: '1.1', short_message: WORDS, level: Number(l) })),
  ],
  ['journald', '2 3 4 6 7'.split(' '), json((PRIORITY) => ({ MESSAGE: WORDS, PRIORITY }))],
  [
    'OpenTelemetry',
    '21 17 13 9 5'.split(' '),
    json((l) => ({ severityNumber: Number(l), body: { stringValue: WORDS } })),
  ],
  ['OpenTelemetry, text', UPPER, json((SeverityText) => ({ SeverityText, body: WORDS }))],
  ['GCP', PYTHON, json((severity) => ({ severity, message: WORDS }))],
  ['MongoDB', ['F', 'E', 'W', 'I', 'D1'], json(mongo)],
  [
    'docker',
    UPPER,
    json((l) => ({
      log: `2026-11-20 10:00:00,123 ${l} [main] c.a.Cart - ${WORDS}\n`,
      stream: 'stdout',
    })),
  ],
];

const lines = SHAPES.flatMap(([shape, words, line]) =>
  words.flatMap((word, index) => {
    const level = LEVELS[index] ?? 'debug';
    return word === '' ? [] : [{ shape, level, message: line(word, index) }];
  }),
);

const isBelow = (level: Level | null) => level === 'info' || level === 'debug' || level === 'trace';

describe('the candidate query', () => {
  test.each(lines)('tells $level of $shape', ({ level, message }) => {
    expect(isBelow(peel(message).level)).toBe(isBelow(level));
    expect(passes(message)).toBe(!isBelow(level));
  });

  test.each(lines.filter(({ level }) => !isBelow(level)))(
    'keeps $level of $shape whatever words follow',
    ({ message }) => {
      expect(passes(message.replace(WORDS, 'INFO DEBUG CONFIG of the FINE basket'))).toBe(true);
    },
  );

  test.each(
    UPPER.flatMap((word, index) =>
      [word, SHORT[index] ?? '', word.toLowerCase()].map((written) => ({
        level: LEVELS[index] ?? 'debug',
        message: `2026-11-20T10:00:00Z ${ESC}[${COLOURS[index]}m${written}${ESC}[0m cart: ${WORDS}`,
      })),
    ),
  )('tells $level in colour: $message', ({ level, message }) => {
    expect(passes(message)).toBe(!isBelow(level));
  });

  test.each([
    '/cart/7 503',
    '"GET /cart/7 HTTP/1.1" 500 19 "-" "agent"',
    '10.0.0.1 - - [03/Mar/2026:12:00:01 +0000] "GET /cart HTTP/2.0" 599 19',
    'GET /cart/7 HTTP/1.1 - 502',
    'GET /cart/7 status=503 31ms',
    'GET /cart/7 -> 504 (31 ms)',
    'time=now level=info msg=served path=/cart status_code=503',
    '{"method":"GET","path":"/cart","status":"503"}',
    '{"method": "GET", "path": "/cart", "statusCode": 520}',
    'http 2026-11-20T10:00:00.000000Z app/web/50dc6c495c0c9188 10.0.0.1:2817 - -1 -1 -1 503 - 34 366 "GET http://web:80/ HTTP/1.1" "curl/7.46.0" - -',
    'h2 2026-11-20T10:00:00.000000Z app/web/50dc6c495c0c9188 10.0.0.1:2817 10.0.0.2:80 0.000 0.001 0.000 502 502 34 366 "GET https://web:443/ HTTP/2.0" "curl/7.46.0" - -',
  ])('lets through the failed request %s', (message) => {
    expect(passes(message)).toBe(true);
  });

  test.each([
    '10.0.0.1 - - [03/Mar/2026:12:00:01 +0000] "GET /cart/503 HTTP/1.1" 200 503 "-" "agent"',
    'GET /cart/7 200 503ms',
    '{"method":"GET","path":"/cart","status":200,"bytes":503}',
    'level=info method=POST path=/cart status=201 duration=503ms',
  ])('drops the request that went well %s', (message) => {
    expect(passes(message)).toBe(false);
  });
});
