// Where a finding is located: by its trace, else by the place that the logger wrote down.
import { describe, expect, test } from 'vitest';
import { analyze, prepare } from '../../src/evidence/analyze.ts';
import { event, FOUR_HOURS } from './support.ts';

const locationOf = (message: string) =>
  analyze(prepare([event(message)], FOUR_HOURS)).findings.map(({ location }) => location);
const json = (fields: object) => JSON.stringify({ level: 'error', msg: 'cannot store', ...fields });
const PUT = 'main.put\n\t/src/store/dynamo.go:77';

describe('zap', () => {
  test.each([`${PUT}\nmain.main\n\t/src/main.go:12`, PUT])(
    'the stack has no goroutine line: %j',
    (stacktrace) => {
      const zap = json({ ts: 1.5, caller: 'store/other.go:9', stacktrace });
      expect(locationOf(zap)).toEqual([
        { file: '/src/store/dynamo.go', line: 77, function: 'main.put' },
      ]);
    },
  );
});

describe('without a trace', () => {
  test.each([
    [{ caller: 'store/dynamo.go:77' }, 'store/dynamo.go', 77, null],
    [{ caller: 'Object.put (/srv/store.js:7:12)' }, '/srv/store.js', 7, null],
    [{ source: { function: 'main.put', file: '/src/a.go', line: 7 } }, '/src/a.go', 7, 'main.put'],
    [{ location: 'handler.py:71' }, 'handler.py', 71, null],
    [{ caller_file_name: 'Cart.java', caller_line_number: 4 }, 'Cart.java', 4, null],
    [
      { caller_file_name: 'Cart.java', caller_line_number: 4, caller_method_name: 'add' },
      'Cart.java',
      4,
      'add',
    ],
    [{ pathname: '/app/cart.py', lineno: 9, funcName: 'add' }, '/app/cart.py', 9, 'add'],
    [{ filename: 'cart.py', lineno: 9 }, 'cart.py', 9, null],
    [{ log: { origin: { file: { name: 'a.rb', line: 3 }, function: 'f' } } }, 'a.rb', 3, 'f'],
  ])('%j', (fields, file, line, name) => {
    expect(locationOf(json(fields))).toEqual([{ file, line, function: name }]);
  });

  test('klog and logfmt', () => {
    const places = [
      'E0303 12:00:00.000000       1 cart.go:12] cannot store',
      'level=error caller=cart.go:12 msg="cannot store"',
    ].flatMap(locationOf);
    expect(places).toEqual(Array(2).fill({ file: 'cart.go', line: 12, function: null }));
  });

  test.each([
    { location: 'handler:71' },
    { location: 'Berlin' },
    { caller: '+49 30 12345' },
    { source: 'db.example.com:5432' },
    { file: '/in/orders.csv', line: 12 },
    { filename: 'cart.py' },
    { pathname: '/cart', lineno: 0 },
  ])('%j names no place in the code', (fields) => {
    expect(locationOf(json(fields))).toEqual([null]);
  });
});
