// Traces of rarer forms line by line: below the line that logs them, in the log of two containers, from two threads that fail
// at once.
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../src/base/log-event.ts';
import { occurrenceOf } from '../../src/evidence/occurrence.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { readTrace } from '../../src/evidence/trace.ts';
import { LOGGED, RARER } from './trace-rarer.ts';

const NOISE = '2026-11-20T10:00:00.000Z INFO [worker-9] c.acme.Cart - cart 17 stored';

const eventsOf = (messages: readonly string[]): LogEvent[] =>
  messages.map((message, at) => ({
    timestampMs: 1_000,
    logGroup: '/shop/app',
    logStream: 's1',
    message,
    eventId: `${at}`,
    evidenceId: 'E1',
  }));

/** The ids of the events of each block. */
const blocksOf = (messages: readonly string[]) =>
  reassemble(eventsOf(messages)).map(({ events }) => events.map(({ eventId }) => Number(eventId)));

const placesOf = (messages: readonly string[], isMine: (at: number) => boolean) =>
  messages.flatMap((_, at) => (isMine(at) ? [at] : []));

/** What each line has in front. */
const threads = (worker: number) => (line: string) =>
  `2026-11-20 10:00:00,123 ERROR [worker-${worker}] app.jobs - ${line}`;

describe('reassemble', () => {
  test.each([...RARER, ...LOGGED])('keeps $name together between ordinary lines', ({ text }) => {
    const messages = [NOISE, ...text.split('\n'), NOISE];
    const last = messages.length - 1;
    expect(blocksOf(messages)).toEqual([
      [0],
      placesOf(messages, (at) => at > 0 && at < last),
      [last],
    ]);
  });

  test.each(RARER)('keeps $name of one thread apart from that of another', ({ text }) => {
    const mine = text.split('\n').map(threads(1));
    const messages = mine.flatMap((line) => [line, line.replace('worker-1', 'worker-2')]);
    expect(blocksOf(messages)).toEqual([
      placesOf(messages, (at) => at % 2 === 0),
      placesOf(messages, (at) => at % 2 === 1),
    ]);
  });

  test.each([...RARER, ...LOGGED])('reads $name in a field of JSON', ({ text, language }) => {
    const message = JSON.stringify({ level: 'ERROR', message: 'it failed', stack: text });
    const [block] = reassemble(eventsOf([message]));
    const trace = block === undefined ? null : (occurrenceOf(block)?.trace ?? null);
    expect(trace?.language).toBe(language);
    expect(trace?.chain).toEqual(readTrace(text)?.chain);
  });

  test('takes the reports of a reactor and of a driver into the trace', () => {
    const messages = [
      'java.util.concurrent.CompletionException: refused',
      '\tat reactor.core.publisher.MonoToCompletableFuture.onError(MonoToCompletableFuture.java:77)',
      '\tSuppressed: reactor.core.publisher.FluxOnAssembly$OnAssemblyException: ',
      'Error has been observed at the following site(s):',
      '\t*__checkpoint ⇢ Request to POST http://stock:8080 [DefaultWebClient]',
      'Original Stack Trace:',
      '\t\tat com.acme.Stock.load(Stock.java:71)',
      '',
      'Driver stacktrace:',
      '\tat com.acme.Stock.main(Stock.java:9)',
      NOISE,
    ];
    expect(blocksOf(messages)).toEqual([placesOf(messages, (at) => at < 10), [10]]);
  });

  test('takes the lines of a message below the exception that a log line announced', () => {
    const messages = [
      '2026-11-20T10:00:00.000Z ERROR [worker-1] c.acme.Cart - it failed',
      'org.acme.db.StoreException: could not ask',
      '### The error may exist in com/acme/CartMapper.xml',
      '### The error may involve com.acme.CartMapper.select',
      '\tat com.acme.Cart.load(Cart.java:71)',
    ];
    expect(blocksOf(messages)).toEqual([[0, 1, 2, 3, 4]]);
  });

  test.each([
    [
      'a report of erlang',
      [
        '=ERROR REPORT==== 31-Mar-2026::10:18:25 ===',
        '** Generic server <0.1.0> terminating',
        '** Reason for termination ==',
        '** {badmatch,',
        '       [{shop,take,2,[{file,"shop.erl"},{line,8}]}]}',
      ],
    ],
    [
      'a child process of python',
      [
        'Process Worker-1:',
        'Traceback (most recent call last):',
        '  File "/srv/a.py", line 3, in take',
        '    take()',
        'ValueError: bad',
      ],
    ],
    [
      'a promise of node that nobody awaited',
      [
        '(node:47) UnhandledPromiseRejectionWarning: Error: connect ECONNREFUSED 127.0.0.1:80',
        '    at TCPConnectWrap.afterConnect [as oncomplete] (net.js:1186:14)',
      ],
    ],
    [
      'an exception of dotnet that nobody caught',
      [
        'Unhandled Exception: System.IO.FileNotFoundException: no shop.json',
        '   at Acme.Program.Main(String[] args) in /app/Shop.cs:line 119',
      ],
    ],
    [
      'what glibc says before it aborts',
      [
        "*** Error in `shop': double free or corruption (!prev): 0x00007fe5 ***",
        '======= Backtrace: =========',
        'shop(refill+0x40)[0x7fe51d062010]',
        '======= Memory map: ========',
        '7fe50dad7000-7fe514000000 r--p 00000000 ca:01 282075   /usr/lib/locale/locale-archive',
      ],
    ],
  ])('begins a trace with %s', (_, lines) => {
    const messages = [NOISE, ...lines, NOISE];
    const last = messages.length - 1;
    expect(blocksOf(messages)).toEqual([
      [0],
      placesOf(messages, (at) => at > 0 && at < last),
      [last],
    ]);
  });
});

describe('lines that begin with a number and a bar', () => {
  const alone = (messages: readonly string[]) => messages.map((_, at) => [at]);

  test.each([
    ['of a list', ['12 | apples | 3', '13 | pears | 4', '14 | plums | 5', 'done']],
    ['of a table', [' id | name', '----+-----', '1 | a', '2 | b', '(2 rows)', 'next line']],
    ['of several processes', ['1 | starting', '2 | starting', '1 | Error: boom', '2 | ok']],
    [
      'of workers, one of which fails',
      [
        '11 | PaymentError: gateway said no to order 3',
        '12 | order 4 retried',
        '12 | order 5 kept',
      ],
    ],
    ['above frames without a caret', ['11 | order 3', '    at pay (/srv/pay.js:3:4)']],
    ['above a blank line', ['11 | order 3', '', '12 | order 4']],
    ['whose numbers leave one out', ['1 | x', '3 | y', '4 or 5']],
  ])('%s are no trace', (_name, messages) => {
    expect(blocksOf(messages)).toEqual(alone(messages));
  });

  test('are one with the error below them where a caret follows', () => {
    const messages = [
      '7 | a',
      '1 | x',
      '2 | y',
      '      ^',
      'TypeError: no',
      '    at f (/a.js:1:1)',
    ];
    expect(blocksOf(messages)).toEqual([[0], [1, 2, 3, 4, 5]]);
  });

  test('may have ordinary lines in between where a caret follows', () => {
    const messages = [
      '1 | x',
      NOISE,
      '2 | y',
      NOISE,
      '  ^',
      'TypeError: no',
      '    at f (/a.js:1:1)',
    ];
    expect(blocksOf(messages)).toEqual([[0, 2, 4, 5, 6], [1], [3]]);
  });

  test('leave open what is being put together', () => {
    const messages = [
      'java.lang.IllegalStateException: closed',
      '\tat com.acme.Cart.load(Cart.java:71)',
      ...Array.from({ length: 9 }, (_, at) => `${at * 2} | order ${at}`),
      '\tat com.acme.Cart.main(Cart.java:9)',
    ];
    expect(blocksOf(messages)[0]).toEqual([0, 1, 11]);
  });

  test('head a trace where the log line is an error', () => {
    const messages = [
      '2026-11-20T10:00:00.000Z ERROR [w1] 12 | order lost',
      'java.lang.IllegalStateException: closed',
      '\tat com.acme.Cart.load(Cart.java:71)',
    ];
    expect(blocksOf(messages)).toEqual([[0, 1, 2]]);
    const told = [messages[0]?.replace('ERROR', 'INFO') ?? '', ...messages.slice(1)];
    expect(blocksOf(told)).toEqual([[0], [1, 2]]);
  });
});

test('a trace whose lines each have labels in front is one, its indentation kept', () => {
  const messages = [
    'no price for the basket',
    'java.lang.IllegalStateException: closed',
    '\tat com.acme.Cart.load(Cart.java:71)',
    'no price for the basket',
  ].map((line) => `{app="cart", level="error"} ${line}`);
  const blocks = reassemble(eventsOf(messages));
  expect(blocks.map(({ events }) => events.length)).toEqual([1, 2, 1]);
  const [alone, trace] = blocks.map((block) => occurrenceOf(block));
  expect([alone?.severity, alone?.peeled.service]).toEqual(['error', 'cart']);
  expect([trace?.severity, trace?.trace?.location?.line]).toEqual(['error', 71]);
});

describe('ordinary lines below a crash', () => {
  test.each([
    [
      'an abort of C++',
      ["terminate called after throwing an instance of 'X'", '  what(): boom'],
      [
        'serving requests (http) at 0.0.0.0:80',
        'worker restarted (pid 5) at 10:00:01',
        '0x12 in cart',
      ],
    ],
    [
      'a signal that gdb tells of',
      ['Program received signal SIGSEGV, Segmentation fault.'],
      ['serving requests (http) at 0.0.0.0:80', 'worker restarted (pid 5) at node-1'],
    ],
    [
      'a crash of Swift',
      ['Shop/Cart.swift:12: Fatal error: Index out of range'],
      ['Thread 1 started', 'Thread 3: request handled', 'Illegal instruction'],
    ],
    [
      'frames of Java',
      ['java.lang.IllegalStateException: a', '\tat a.B.c(B.java:1)'],
      ['|_ stock | 5', '|_ listing', '*__x'],
    ],
  ])('stand alone below %s', (_name, crash, ordinary) => {
    const messages = [...crash, ...ordinary];
    expect(blocksOf(messages)).toEqual([
      crash.map((_, at) => at),
      ...ordinary.map((_, at) => [crash.length + at]),
    ]);
  });

  test('frames of gdb, other threads of Swift and the sites of a reactor belong to it', () => {
    for (const messages of [
      [
        'Program received signal SIGSEGV, Segmentation fault.',
        'Cart::add (this=0x0, n=3) at ../src/cart.cpp:71',
      ],
      ['Shop/Cart.swift:12: Fatal error: out of range', 'Thread 0 crashed:', 'Thread 1 "io":'],
      ['Shop/Cart.swift:12: Fatal error: out of range', 'Illegal instruction (core dumped)'],
      [
        'java.lang.IllegalStateException: a',
        '\tat a.B.c(B.java:1)',
        '|_      Mono.map ⇢ at a.B.c(B.java:2)',
      ],
      ['java.lang.IllegalStateException: a', '\tat a.B.c(B.java:1)', '\t|_\tMono.error(B.java:3)'],
    ])
      expect(blocksOf(messages)).toEqual([messages.map((_, at) => at)]);
  });

  test('errors of one thread, each with its header, are one each, also where a class is taken for a logger', () => {
    const messages = [
      'com.acme.PayError: y',
      'order 7 lost for good',
      'java.lang.X: z',
      '\tat a.b.C.d(C.java:1)',
    ].map((text, at) => `2026-11-20T10:00:00.00${at}Z ERROR [w1] ${text}`);
    expect(blocksOf(messages)).toEqual([[0], [1], [2, 3]]);
  });
});
