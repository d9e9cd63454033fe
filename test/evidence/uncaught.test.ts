// What a runtime writes below a record that it has nothing to do with is an error of its own.
import { expect, test } from 'vitest';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { event, FOUR_HOURS } from './support.ts';

const ACCEPTED = '2026-03-03 12:00:00,123 INFO shop.orders order 17 accepted';

const found = (message: string) =>
  analyze(prepare([event(message)], FOUR_HOURS)).findings.map(
    ({ severity, title, location, sample }) => [
      severity,
      title,
      location?.line ?? null,
      sample.block.message,
    ],
  );

const DEATHS: Readonly<
  Record<string, readonly [text: string, title: string, line: number | null]>
> = {
  Python: [
    'Traceback (most recent call last):\n  File "/app/orders.py", line 41, in load\n    rows = found["rows"]\nKeyError: \'rows\'',
    "KeyError: 'rows'",
    41,
  ],
  "a thread of Python's": [
    'Exception in thread Thread-3 (work):\nTraceback (most recent call last):\n  File "/app/orders.py", line 41, in work\n    load()\nValueError: no rows',
    'ValueError: no rows',
    41,
  ],
  Java: [
    'Exception in thread "main" java.lang.IllegalStateException: no rows\n\tat com.acme.Orders.load(Orders.java:41)',
    'IllegalStateException: no rows',
    41,
  ],
  Go: [
    'panic: no rows\n\ngoroutine 1 [running]:\nmain.load(...)\n\t/app/main.go:41\nmain.main()\n\t/app/main.go:7 +0x1d\nexit status 2',
    'panic: no rows',
    41,
  ],
  'Node.js': [
    "/app/src/orders.js:41\n    return rows.length;\n                ^\n\nTypeError: Cannot read properties of undefined (reading 'length')\n    at load (/app/src/orders.js:41:17)\n\nNode.js v20.20.2",
    "TypeError: Cannot read properties of undefined (reading 'length')",
    41,
  ],
  Rust: ["thread 'main' panicked at src/main.rs:41:5:\nno rows", 'panic: no rows', 41],
  '.NET': [
    'Unhandled exception. System.InvalidOperationException: no rows\n   at Shop.Orders.Load() in /app/Orders.cs:line 41',
    'InvalidOperationException: no rows',
    41,
  ],
  'the older .NET': [
    'Unhandled Exception: System.InvalidOperationException: no rows\n   at Shop.Orders.Load() in /app/Orders.cs:line 41',
    'InvalidOperationException: no rows',
    41,
  ],
  'a container in a list of several': [
    'web-1  | Traceback (most recent call last):\nweb-1  |   File "/app/orders.py", line 41, in load\nweb-1  |     rows = found["rows"]\nweb-1  | KeyError: \'rows\'',
    "KeyError: 'rows'",
    41,
  ],
};

test.each(Object.entries(DEATHS))('%s', (_, [text, title, line]) => {
  expect(found(`${ACCEPTED}\n${text}`)).toEqual([['error', title, line, text]]);
});

test('the lines of the record itself stay with it', () => {
  const [text = ''] = DEATHS.Python ?? [];
  expect(found(`${ACCEPTED}\nfor customer 9\n${text}`)).toEqual([
    ['error', "KeyError: 'rows'", 41, text],
  ]);
});

test.each([
  [
    'that was logged with its trace',
    'java.io.IOException: again\n\tat com.acme.Orders.load(Orders.java:41)',
  ],
  ['that speaks of one', 'no panic: all is well\nTraceback is off'],
  ['that quotes one', '> Traceback (most recent call last):\n> ValueError: x'],
])('an INFO record %s is none', (_, text) => {
  expect(found(`${ACCEPTED}\n${text}`)).toEqual([]);
});

test('below a record of ERROR it belongs to that record', () => {
  const [text = ''] = DEATHS.Python ?? [];
  const logged = `${ACCEPTED.replace('INFO', 'ERROR')}\n${text}`;
  expect(found(logged).map(([severity, , line, message]) => [severity, line, message])).toEqual([
    ['error', 41, logged],
  ]);
});
