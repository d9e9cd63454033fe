// Stack traces: what was reported, what caused it, where, and which traces are of one site.
import { describe, expect, test } from 'vitest';
import { readTrace } from '../../src/evidence/trace.ts';
import { FORMS, REPORTS } from './trace-forms.ts';
import { LOGGED, RARER } from './trace-rarer.ts';
import { SAMPLES as COMMON } from './trace-samples.ts';

const SAMPLES = [...COMMON, ...FORMS, ...REPORTS, ...RARER, ...LOGGED];

const read = (text: string) => {
  const trace = readTrace(text);
  const location = trace?.location;
  return {
    language: trace?.language,
    types: trace?.chain.map(({ type }) => type),
    location: location ? [location.file, location.line, location.function] : null,
  };
};

const print = (text: string) => readTrace(text)?.fingerprint;

describe('readTrace', () => {
  test.each(SAMPLES)('reads $name', ({ text, language, types, location }) => {
    expect(read(text)).toEqual({ language, types, location });
  });

  test('tells all samples apart', () => {
    const prints = SAMPLES.map(({ text }) => print(text));
    expect(new Set(prints).size).toBe(SAMPLES.length);
  });

  test('gives the whole chain with its frames from the throw', () => {
    const trace = readTrace(
      'ERROR save failed\nValueErrorException: odd\n    at pick (/srv/a.js:3:1)\n    at Array.map (<anonymous>)\n    at run (/srv/node_modules/x/b.js:9:2)',
    );
    expect(trace?.chain).toEqual([
      {
        type: 'ValueErrorException',
        message: 'odd',
        frames: [
          { file: '/srv/a.js', line: 3, function: 'pick', own: true },
          { file: null, line: null, function: 'Array.map', own: false },
          { file: '/srv/node_modules/x/b.js', line: 9, function: 'run', own: false },
        ],
      },
    ]);
  });

  test.each([
    ['a log line', '2026-11-20 10:00:00,123 ERROR [main] c.a.Foo - it failed at 10:00 (see log)'],
    ['prose of two lines', 'the deploy ended\n  at noon (as planned)'],
    ['an exception without frames', 'java.lang.OutOfMemoryError: Java heap space'],
    ['pretty JSON', '{\n  "a": 1\n}'],
    ['nothing', ''],
  ])('finds no trace in %s', (_, text) => {
    expect(readTrace(text)).toBeNull();
  });

  test.each([
    ['./shop(_ZN4Cart3addEv+0x1c) [0x4005f6]', 'Cart::add'],
    ['/opt/shop/lib/libcart.so(refill+0x4c)[0x7f00a1]', 'refill'],
    ['#7  0x08054055 in Cart::add(char const*) ()', 'Cart::add'],
  ])('knows the function of %s, though no file', (frame, name) => {
    const trace = readTrace(
      [
        "*** Error in `shop': double free or corruption (!prev): 0x00007fe51e23d450 ***",
        '======= Backtrace: =========',
        '/lib64/libc.so.6(abort+0x40)[0x7fe51b398503]',
        frame,
      ].join('\n'),
    );
    expect(trace?.language).toBe('cpp');
    expect(trace?.chain[0]).toMatchObject({
      type: 'SIGABRT',
      message: 'double free or corruption (!prev)',
    });
    expect(trace?.chain[0]?.frames.find(({ own }) => own)?.function).toBe(name);
    expect(trace?.location).toBeNull();
  });

  test('takes the exception from the log line where the trace has no head of its own', () => {
    expect(
      read(
        '2026-11-20 10:00:00,123 ERROR [main] c.a.Foo - save failed: java.io.IOException: disk full\n\tat com.acme.Io.read(Io.java:5)',
      ),
    ).toEqual({
      language: 'java',
      types: ['java.io.IOException'],
      location: ['Io.java', 5, 'com.acme.Io.read'],
    });
  });

  test("reads Lambda's Python form with the exception above the traceback", () => {
    expect(
      read(
        '[ERROR] KeyError: \'id\'\nTraceback (most recent call last):\n  File "/var/task/app.py", line 31, in handler\n    event["id"]\n',
      ),
    ).toEqual({
      language: 'python',
      types: ['KeyError'],
      location: ['/var/task/app.py', 31, 'handler'],
    });
  });

  test.each([
    ['carriage returns', 'java.io.IOException: disk\r\tat com.acme.Io.read(Io.java:5)'],
    ['escaped line breaks', 'java.io.IOException: disk\\n\\tat com.acme.Io.read(Io.java:5)'],
  ])('reads %s as line breaks', (_, text) => {
    expect(read(text).location).toEqual(['Io.java', 5, 'com.acme.Io.read']);
  });

  const PREFIXES = [
    '2026-11-20T10:00:00.123Z ERROR [main] c.a.Foo - ',
    '2026-11-20 10:00:00,123 ',
    'Nov 20 10:00:00 host-3 app[123]: ',
    'web-1  | ',
    '[pod/app-7d9f5c/app] ',
    'E/flutter (12345): ',
  ];

  test.each(PREFIXES)('reads every trace whose lines each begin with %j', (prefix) => {
    for (const { name, text, ...told } of SAMPLES) {
      if (/^\[|^\d|ERROR/.test(text)) continue;
      const prefixed = text
        .split(/\r?\n/)
        .map((line) => `${prefix}${line}`)
        .join('\n');
      expect({ name, ...read(prefixed) }).toEqual({ name, ...told });
    }
  });

  test('takes what deferred functions printed above the panic for no part of the stack', () => {
    expect(
      read(
        '2026/11/20 07:48:05 http: panic serving [::1]:54143: boom\ngoroutine 24 [running]:\nmain.recoverer.func1()\n\t/src/recover.go:7 +0xd0\npanic(0x12472a0, 0x12ece10)\n\t/usr/local/go/src/runtime/panic.go:513 +0x1b9\nmain.handle(0x1)\n\t/src/handle.go:8 +0x39',
      ),
    ).toEqual({ language: 'go', types: ['panic'], location: ['/src/handle.go', 8, 'main.handle'] });
  });

  test.each([400, 3_000, 60_000])('finds both ends of a trace of %i frames', (times) => {
    const calls = Array.from(
      { length: times },
      (_, at) =>
        `  File "/srv/tree.py", line ${at % 2 === 0 ? 4 : 9}, in ${at % 2 === 0 ? 'even' : 'odd'}\n    return other(n + 1)`,
    );
    const python = `Traceback (most recent call last):\n${calls.join('\n')}\nRecursionError: maximum recursion depth exceeded`;
    expect(read(python).types).toEqual(['RecursionError']);
    const frames = Array.from(
      { length: times },
      (_, at) => `\tat com.acme.Tree.walk${at % 3}(Tree.java:${at + 1})`,
    );
    const java = `com.acme.TreeException: too deep\n${frames.join('\n')}\nCaused by: java.io.IOException: gone\n\tat com.acme.Disk.read(Disk.java:7)`;
    expect(read(java)).toEqual({
      language: 'java',
      types: ['com.acme.TreeException', 'java.io.IOException'],
      location: ['Tree.java', 1, 'com.acme.Tree.walk0'],
    });
  });

  test('finds no location where every frame is a library’s', () => {
    expect(
      read(
        'Error: connect ECONNREFUSED 127.0.0.1:1\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)',
      ).location,
    ).toBeNull();
  });
});

describe('fingerprint', () => {
  const java = (id: string, line: number, fn = 'price') =>
    `com.acme.CartException: cart ${id} is empty\n\tat com.acme.Cart.${fn}(Cart.java:${line})\n\tat com.acme.Api.get(Api.java:${line + 20})`;

  test('holds under another id and moved lines', () => {
    expect(print(java('a-1', 8))).toBe(print(java('9f2c', 45)));
  });

  test('differs between functions and between types', () => {
    expect(print(java('1', 8, 'quote'))).not.toBe(print(java('1', 8)));
    expect(print(java('1', 8).replace('CartException', 'StockException'))).not.toBe(
      print(java('1', 8)),
    );
  });

  test.each([
    [
      'Python',
      'Traceback (most recent call last):\n  File "/app/orders.py", line 3, in handler\n    run()\nValueError: x',
    ],
    ['Node', 'Error: x\n    at Runtime.handler (/app/orders.js:3:7)'],
    ['Ruby', "/app/orders.rb:3:in `handler': x (ArgumentError)\n\tfrom bin/run:1:in `<main>'"],
  ])('differs between files that name their functions alike, in %s', (_, text) => {
    expect(print(text.replaceAll('orders', 'mails'))).not.toBe(print(text));
    expect(print(text)).toHaveLength(16);
  });

  test.each([
    ['lambdas', 'lambda$run$0', 'lambda$run$3', '\tat com.acme.Job.NAME(Job.java:3)'],
    [
      'generated lambda classes',
      '$$Lambda$12/0x0000000800c81234',
      '$$Lambda$77/0x0000000800d00000',
      '\tat com.acme.JobNAME.run(Unknown Source)',
    ],
    ['proxies', '$Proxy12', '$Proxy140', '\tat com.acme.NAME.run(Unknown Source)'],
  ])('holds under new numbers of %s', (_, before, after, frame) => {
    const text = (name: string) =>
      `java.lang.IllegalStateException: x\n${frame.replace('NAME', () => name)}`;
    expect(print(text(after))).toBe(print(text(before)));
    expect(print(text(before))).toHaveLength(16);
  });

  const inFile = (file: string) => print(`Error: x\n    at handler (/srv/${file}:3:7)`);

  test.each([
    ['index-BkLzWxQa.js', 'index-CqXytQra.js'],
    ['index-a1B2c3D4.mjs', 'index-Zz9_yX-w.mjs'],
    ['main-1.2.3.js', 'main-1.2.4.js'],
    ['tmpk3j_l1xq.py', 'tmpz9q_u8ab.py'],
  ])('holds where the file is called %s, then %s', (before, after) => {
    expect(inFile(after)).toBe(inFile(before));
  });

  test('differs between files whose names are words', () => {
    expect(inFile('page-Checkout.js')).not.toBe(inFile('page-Settings.js'));
  });

  /** Every line of code moved down by 40; columns stay. */
  const moved = (text: string) =>
    text.replace(
      /(\.(?:java|kt|scala|go|py|rb|php|rs|cs|dart|cc|cpp|c|js|ts|asm)(?:\?)?(?:", line |:line |:|\())(\d{1,6})/g,
      (_, place: string, line: string) => `${place}${Number(line) + 40}`,
    );

  test.each([
    ['moved lines', moved],
    ['Windows line ends', (text: string) => text.replace(/\r?\n/g, '\r\n')],
    [
      'tabs for blanks',
      (text: string) => text.replace(/^( {4})+/gm, (all) => '\t'.repeat(all.length / 4)),
    ],
    ['blanks for tabs', (text: string) => text.replace(/\t/g, '    ')],
    [
      'another folder',
      (text: string) => text.replaceAll('/srv/shop/', '/opt/releases/2026-11/shop/'),
    ],
    ['a time on each line', (text: string) => text.replace(/^/gm, '2026-11-20T10:00:00.123Z ')],
  ])('holds under %s, in every language', (_, change) => {
    for (const { name, text } of SAMPLES) {
      if (text.startsWith('[20')) continue;
      expect({ name, print: print(change(text)) }).toEqual({ name, print: print(text) });
    }
  });

  test('holds under another depth of recursion', () => {
    const deep = (times: number) =>
      `RangeError: Maximum call stack size exceeded\n${'    at walk (/srv/tree.js:12:20)\n    at step (/srv/tree.js:20:2)\n'.repeat(times)}`;
    expect(print(deep(40))).toBe(print(deep(3)));
  });

  test('goes by the shape of the message where nothing else tells sites apart', () => {
    const panic = (message: string, line: number) =>
      `thread 'main' panicked at src/main.rs:${line}:5:\n${message}\nnote: run with \`RUST_BACKTRACE=1\``;
    expect(print(panic('no route to "a7"', 3))).toBe(print(panic('no route to "b9"', 40)));
    expect(print(panic('no route to "a7"', 3))).not.toBe(print(panic('queue is full', 3)));
  });
});
