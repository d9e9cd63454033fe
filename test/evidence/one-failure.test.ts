// Failures that are told in several log lines: each is one occurrence, and what only looks alike is none of it.
import { describe, expect, test } from 'vitest';
import { headOf, titleOf } from '../../src/evidence/head.ts';
import { occurrenceOf } from '../../src/evidence/occurrence.ts';
import { reassemble } from '../../src/evidence/reassemble.ts';
import { event, START_MS } from './support.ts';

/** Lines as events, all but one millisecond apart. */
function occurrencesIn(lines: readonly string[], apartMs = 1) {
  const events = lines.map((line, at) => event(line, { timestampMs: START_MS + at * apartMs }));
  return reassemble(events).flatMap((block) => occurrenceOf(block) ?? []);
}

const sizes = (lines: readonly string[], apartMs = 1) =>
  occurrencesIn(lines, apartMs).map(({ block }) => block.events.length);

describe('a panic of Go', () => {
  const PANIC = 'runtime error: invalid memory address or nil pointer dereference';
  const LOGGED = `E1120 14:00:05.123456       1 runtime.go:79] Observed a panic: "nil" (${PANIC})`;
  const STACK = [
    'goroutine 103 [running]:',
    'k8s.io/apimachinery/pkg/util/runtime.logPanic({0x1a2b3c0, 0x2b3c4d0})',
    '\t/go/pkg/mod/k8s.io/apimachinery@v0.27.2/pkg/util/runtime/runtime.go:75 +0x99',
    'panic({0x1a2b3c0, 0x2b3c4d0})',
    '\t/usr/local/go/src/runtime/panic.go:884 +0x213',
    'example.org/shop/cart.(*Reconciler).Reconcile(0xc00012, {0x1c, 0xc0})',
    '\t/workspace/cart/reconcile.go:88 +0x1d2',
  ];
  const THROWN_AGAIN = [
    `panic: ${PANIC} [recovered]`,
    `\tpanic: ${PANIC}`,
    '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x15e4a2c]',
    ...STACK,
    'exit status 2',
  ];

  test('is logged by klog with the stack below it', () => {
    const [logged, ...others] = occurrencesIn([LOGGED, ...STACK]);
    expect(others).toEqual([]);
    expect(logged?.block.events).toHaveLength(8);
    expect(logged?.trace?.location).toMatchObject({
      file: '/workspace/cart/reconcile.go',
      line: 88,
    });
  });

  test('is logged by klog with the stack in a field', () => {
    const head = `E1120 14:00:05.123456       1 panic.go:262] "Observed a panic" panic="${PANIC}" stacktrace=<`;
    const [logged, ...others] = occurrencesIn([head, ...STACK.map((line) => `\t${line}`), ' >']);
    expect(others).toEqual([]);
    expect(logged?.trace?.location).toMatchObject({
      file: '/workspace/cart/reconcile.go',
      function: 'example.org/shop/cart.(*Reconciler).Reconcile',
    });
  });

  test('is thrown again by who logged it', () => {
    expect(sizes([LOGGED, ...STACK, ...THROWN_AGAIN])).toEqual([19]);
    expect(sizes([LOGGED, ...THROWN_AGAIN])).toEqual([12]);
  });

  test.each([
    '{"level":"panic","msg":"no price","cart":7}',
    'time="2026-11-20T14:00:05Z" level=panic msg="no price" cart=7',
    'PANI[0012] no price',
  ])('is logged before it is thrown: %s', (record) => {
    const [first, ...others] = occurrencesIn([record, 'panic: (*logrus.Entry) 0xc0001', ...STACK]);
    expect(others).toEqual([]);
    expect(first?.peeled).toMatchObject({
      level: 'fatal',
      text: expect.stringMatching(/^no price/),
    });
    expect(first?.trace?.location).toMatchObject({ file: '/workspace/cart/reconcile.go' });
  });

  test('is none of what is logged at another level', () => {
    const thrown = ['panic: no price', ...STACK];
    expect(sizes(['{"level":"error","msg":"no price"}', ...thrown])).toEqual([1, 8]);
    expect(sizes(['{"level":"info","msg":"no price"}', ...thrown])).toEqual([8]);
    const warned = 'W1120 14:00:05.123456       1 a.go:7] cannot pay, no price';
    const both = occurrencesIn([warned, ...thrown]).map(({ severity }) => severity);
    expect(both).toEqual(['warning', 'error']);
  });

  test('that the line above does not tell is one of its own', () => {
    expect(sizes([LOGGED, ...STACK, 'panic: assignment to entry in nil map', ...STACK])).toEqual([
      8, 8,
    ]);
    expect(sizes([LOGGED.replace('E', 'I'), ...STACK])).toEqual([7]);
  });

  test('long after it was logged is another', () => {
    expect(sizes([LOGGED, ...THROWN_AGAIN], 2_000)).toEqual([1, 11]);
  });

  test('has a frame at a place whose function got lost', () => {
    const [first] = occurrencesIn(['panic: no price', STACK[0] ?? '', STACK[6] ?? '']);
    expect(first?.trace?.chain[0]?.frames).toEqual([
      { file: '/workspace/cart/reconcile.go', line: 88, function: null, own: true },
    ]);
  });
});

describe('an exception that Rails logs, a header on each line', () => {
  const ID = '[8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60] ';
  const logged = (lines: readonly string[], tag = ID, level = 'E, ') =>
    lines.map((line) => `${level}[2026-11-20T14:00:05.123456 #77] ERROR -- : ${tag}${line}`);
  const TEMPLATE = [
    '  ',
    "ActionView::Template::Error (undefined method 'total' for nil):",
    '    11: <div>',
    '    12:   <%= @cart.total %>',
    '    13: </div>',
    '  ',
    'app/views/carts/show.html.erb:12',
    "app/controllers/carts_controller.rb:20:in 'CartsController#show'",
  ];

  test.each([ID, ''])('of a template, under the tag "%s"', (tag) => {
    const [first, ...others] = occurrencesIn(logged([...TEMPLATE, ...TEMPLATE], tag));
    expect(others.map(({ block }) => block.events.length)).toEqual([8]);
    expect(first?.trace?.location).toMatchObject({
      file: 'app/views/carts/show.html.erb',
      line: 12,
    });
    expect(first && titleOf(first, '')).toBe("Template::Error: undefined method 'total' for nil");
  });

  test('whose message has an excerpt of the code, with its cause', () => {
    const lines = logged([
      "ActionView::Template::Error (undefined local variable or method 'total' for #<Cart>",
      '',
      '    <%= total %>',
      '        ^^^^^):',
      "Caused by: NameError (undefined local variable or method 'total' for #<Cart>)",
      '',
      'Information for: ActionView::Template::Error (undefined local variable):',
      '    12:   <%= total %>',
      'app/views/carts/show.html.erb:12',
      'Information for cause: NameError (undefined local variable):',
      'app/views/carts/show.html.erb:12',
    ]);
    expect(sizes(lines)).toEqual([11]);
  });

  test('and other lines of the same process are told apart', () => {
    expect(sizes(logged(['Payment failed', 'Retry (attempt 2)', 'Payment failed']))).toEqual([
      1, 1, 1,
    ]);
    expect(sizes(logged(['see app/views/carts/show.html.erb:12', 'Payment failed']))).toEqual([
      1, 1,
    ]);
    expect(sizes(logged(TEMPLATE, ID, 'I, '))).toEqual([]);
  });
});

describe('a job that Sidekiq tells of in three warnings', () => {
  const logged = (text: string, thread = 'gx7', level = 'WARN') =>
    `2026-11-20T14:00:05.101Z pid=12 tid=${thread} ${level}: ${text}`;
  const CONTEXT = '{"context":"Job raised exception","job":{"class":"ChargeJob","jid":"0a1b"}}';
  const THROWN = 'RuntimeError: card declined';
  const STACK = [
    "/app/app/jobs/charge_job.rb:9:in 'ChargeJob#perform'",
    "/usr/local/bundle/gems/sidekiq-7.1.0/lib/sidekiq/processor.rb:202:in 'Sidekiq::Processor#call'",
  ];

  test.each([
    ['in one event', [logged(STACK.join('\n'))], 3],
    ['in an event a line', [logged(STACK[0] ?? ''), STACK[1] ?? ''], 4],
  ])('is one warning, the stack %s', (_, stack, events) => {
    const [first, ...others] = occurrencesIn([logged(CONTEXT), logged(THROWN), ...stack]);
    expect(others).toEqual([]);
    expect(first?.severity).toBe('warning');
    expect(first?.block.events).toHaveLength(events);
    expect(first && titleOf(first, '')).toBe(THROWN);
    expect(first?.trace?.location).toMatchObject({ file: '/app/app/jobs/charge_job.rb', line: 9 });
  });

  test('and another thread, another warning and two errors are told apart', () => {
    expect(sizes([logged(CONTEXT), logged(THROWN, 'hz8')])).toEqual([1, 1]);
    expect(sizes([logged('queue is slow'), logged(THROWN)])).toEqual([1, 1]);
    expect(sizes([logged(CONTEXT), logged(THROWN)], 2_000)).toEqual([1, 1]);
    const errors = [logged('job failed', 'gx7', 'ERROR'), logged(THROWN, 'gx7', 'ERROR')];
    expect(sizes(errors)).toEqual([1, 1]);
    expect(sizes([...errors, logged(STACK.join('\n'), 'gx7', 'ERROR')])).toEqual([1, 2]);
  });
});

describe('a report of Erlang, a header on each line', () => {
  const logged = (lines: readonly string[], pid = '<0.70.0>', level = 'error') =>
    lines.map((line) => `2026-11-20 14:00:05.123456+00:00 [${level}] ${pid} ${line}`);
  const CRASH = [
    '  crasher:',
    '    initial call: shop_reader:init/3',
    '    exception error: no match of right hand side value {error,enotconn}',
    '      in function  shop_reader:start/5 (shop_reader.erl, line 310)',
    '    message_queue_len: 0',
    '  neighbours:',
    '',
  ];
  const CLOSED = ['closing AMQP connection (10.0.0.7:50 -> 10.0.0.2:56):', 'missed heartbeats'];

  test('of a crash is one, with its place', () => {
    const [first, ...others] = occurrencesIn(logged(CRASH));
    expect(others).toEqual([]);
    expect(first?.peeled.thread).toBe('<0.70.0>');
    expect(first?.trace?.location).toMatchObject({ file: 'shop_reader.erl', line: 310 });
    expect(first && titleOf(first, '')).toBe(
      'exception error: no match of right hand side value {error,enotconn}',
    );
  });

  test('tells the reason below what it announces', () => {
    const [first] = occurrencesIn(logged(CLOSED));
    expect(first && headOf(first)).toBe(CLOSED.join(' '));
  });

  test('is told apart from that of another process, of another time and of what is no error', () => {
    const [a = '', b = ''] = logged(CLOSED);
    const [c = '', d = ''] = logged(CLOSED, '<0.71.0>');
    expect(sizes([a, c, b, d])).toEqual([2, 2]);
    expect(sizes([a, b.replace('123456', '123457')])).toEqual([1, 1]);
    expect(sizes(logged(CRASH, '<0.70.0>', 'info'))).toEqual([]);
  });

  test('of Elixir stands below the line that announces it', () => {
    const lines = [
      '14:00:05.123 [error] #PID<0.500.0> running ShopWeb.Endpoint terminated',
      'Server: localhost:4000 (http)',
      'Request: GET /carts/7',
      '** (exit) an exception was raised:',
      '    ** (RuntimeError) no price',
      '        (shop 0.1.0) lib/shop/cart.ex:12: Shop.Cart.total/1',
    ];
    const [first, ...others] = occurrencesIn(lines);
    expect(others).toEqual([]);
    expect(first?.trace?.location).toMatchObject({ file: 'lib/shop/cart.ex', line: 12 });
    expect(sizes(lines.slice(3))).toEqual([3]);
    expect(sizes([...lines.slice(3), ...lines.slice(3)])).toEqual([3, 3]);
  });

  test.each([
    'I wrote ** (RuntimeError) no price',
    '14:00:05.123 [info] ** (RuntimeError) no price is handled',
    '** (Note) all is well',
    'see lib/shop/cart.ex:12: Shop.Cart.total/1',
  ])('of Elixir is not: %s', (line) => {
    expect(sizes([line])).toEqual([]);
  });
});

test('a trace in one event has its frames, though each line has the prefix of a container', () => {
  const lines = [
    '2026-11-20 14:00:05.123 ERROR [main] c.a.Cart - cannot add to cart',
    'java.lang.IllegalStateException: cart closed',
    '\tat com.acme.Cart.add(Cart.java:9)',
  ];
  const [first] = occurrencesIn([lines.map((line) => `web-1  | ${line}`).join('\n')]);
  expect(first?.trace?.location).toMatchObject({ file: 'Cart.java', line: 9 });
});
