import { describe, expect, test } from 'vitest';
import { candidateQuery, isCandidate, VOLUME_QUERY } from '../../src/evidence/candidates.ts';
import { compile } from '../../src/insights/compile.ts';
import { passes } from './candidate-filter.ts';
import { goldLines } from './category-gold.ts';

describe('candidateQuery', () => {
  test.each([
    '2026-03-03 12:00:01,123 ERROR [main] c.s.Orders - cannot store',
    '2026-03-03T12:00:01Z WARN pool nearly full',
    '{"level":50,"time":1772539200000,"msg":"gone"}',
    '{"level": 40, "msg":"slow"}',
    '{"level":"error","msg":"gone"}',
    '{"severity":"CRITICAL","message":"gone"}',
    '{"level":3,"short_message":"gone"}',
    '{"severityNumber":17,"body":"gone"}',
    'level=error msg=gone',
    'time=x level=warning msg="slow"',
    'E0303 12:00:01.123456       1 server.go:88] gone',
    'fail: Shop.Orders[0]',
    '[error] 12#12: *3 connect() failed',
    'java.lang.IllegalStateException: closed',
    '\tat shop.Cart.add(Cart.java:9)',
    'Caused by: java.io.IOException: x',
    'Traceback (most recent call last):',
    '  File "/app/a.py", line 3, in f',
    '    basket.pay(total)',
    'KeyError: 4',
    'panic: boom',
    'goroutine 7 [running]:',
    'main.(*Router).Pick(0xc000012345, {0xc00001, 0x2})',
    'main.main()',
    '\t/build/router.go:21 +0x1f',
    'exit status 2',
    '** (exit) exited in: GenServer.call(Shop.Stock, :all, 5000)',
    '        (shop 0.1.0) lib/shop/cart.ex:12: Shop.Cart.total/1',
    'web-1  | main.main()',
    'web-1  | \t/build/router.go:21',
    "Nov 20 14:00:00 host app[123]: \tfrom /app/cart.rb:9:in 'pay'",
    "\t 1: from /app/cart.rb:9:in `pay'",
    '\t/build/router.go:21',
    'Nov 20 14:00:00 host app[123]: main.main()',
    'example.org/shop/cart.Run(...)',
    'Nov 20 14:00:00 host app[123]: \tat com.acme.Cart.add(Cart.java:9)',
    'web-1  | \tat com.acme.Cart.add(Cart.kt:9)',
    '#0 /srv/index.php(12): pay()',
    "\tfrom /app/cart.rb:9:in `pay'",
    "thread 'main' panicked at src/main.rs:4:5:",
    '2026-03-03T12:00:03.007Z 8f14 Task timed out after 3.00 seconds',
    'RequestId: 8f14 Error: Runtime exited with error: signal: killed',
    'RequestId: 8f14 Process exited before completing request',
    '[1.2] Out of memory: Killed process 4711 (node)',
    '10.0.0.1 - - [03/Mar/2026:12:00:01 +0000] "GET /cart HTTP/1.1" 503 19',
    '{"httpMethod":"GET","path":"/cart","status":500}',
    '{"level":"info","method":"GET","path":"/cart","statusCode":502}',
    '2026-03-03T12:00:01Z INFO GET /cart 504 31ms',
    '<11>1 2026-03-03T12:00:01Z web-1 cart 77 - - cannot open /etc/cart.conf',
    '<11>Mar  3 12:00:01 web-1 cart[77]: cannot open /etc/cart.conf',
    '<2>Mar 13 12:00:01 web-1 kernel: disk gone',
    '<131>2026-03-03T12:00:01Z web-1 cart[77]: cannot open',
    '<12>cart[77]: nearly full',
    '<14>Mar  3 12:00:01 web-1 cart[77]: error: cannot open',
    '<14>1 2026-03-03T12:00:01Z web-1 cart - - - ERROR cannot open',
    '<30>Mar  3 12:00:01 web-1 kubelet[9]: E0303 12:00:01.123456   9 a.go:8] gone',
    '<190>1 2026-03-03T12:00:01Z web-1 cart - - - GET /cart 503',
    '2026-03-03 12:00:01 E disk full',
    '2026-03-03 12:00:01 CEST E disk full',
    '[2026-03-03T12:00:01.123Z] W disk nearly full',
    '03-03 12:00:01.123 E/Disk( 123): cannot write',
    '{"@t":"2026-03-03T12:00:01Z","@mt":"lost {Id}","@l":"Error","Id":7}',
    '{"@t":"2026-03-03T12:00:01Z","@mt":"lost {Id}","@l":"Fatal","Id":7}',
    '{"Timestamp":"2026-03-03T12:00:01+00:00","Level":"Warning","MessageTemplate":"slow"}',
    'E0102 10:00:00.000 1 mymod.py:114] sync broke',
    'W0102 10:00:00.000 1 src/a.rs:114] sync slow',
    '{"t":{"$date":"2026-03-03T12:00:01.000+00:00"},"s":"E","c":"NETWORK","msg":"gone"}',
    '{"lvl":"eror","msg":"INFO gone"}',
    '2026-03-03 12:00:01 [error    ] gone',
    '2026-03-03 12:00:01 UTC:10.0.0.1(12):u@db:[1]:FATAL:  too many connections',
    '[12:00:01] [Server thread/WARN]: slow',
    '2026-03-03\t12:00:01\tFRA56-P1\t512\t10.0.0.1\tGET\td1.example.net\t/a\t502\t-\tagent\t-\t-\tError',
    'Mar  3 12:00:01 lb haproxy[12]: 10.0.0.1:42 [03/Mar/2026:12:00:01.123] fe be/a 0/0/0/1/1 503 217 - - ---- 1/1/0/0/0 0/0 "GET /cart HTTP/1.1"',
    '{"DownstreamStatus":503,"RequestMethod":"GET","RequestPath":"/x","level":"info","msg":""}',
    'I, [2026-03-03T12:00:01.1 #1]  INFO -- : Completed 500 Internal Server Error in 5ms',
  ])('lets through %s', (message) => {
    expect([passes(message), isCandidate(message)]).toEqual([true, true]);
  });

  test.each([
    '2026-03-03 12:00:01,123 INFO  [http-1] c.s.Health - Health check OK: 0 errors',
    '2026-03-03 12:00:01,123 DEBUG [http-1] c.s.Retry - exception policy loaded',
    '2026-03-03T12:00:01.000Z\t8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60\tINFO\terror budget remaining 99 %',
    '[INFO]\t2026-03-03T12:00:01.000Z\t8f14\terror queue empty',
    '[Sun Dec 04 04:47:44 2005] [notice] no errors found',
    'I0303 12:00:01.123456       1 server.go:88] error handler ready',
    '{"level":30,"time":1772539200000,"msg":"0 errors in last interval"}',
    '{"level":"info","msg":"no error rows"}',
    'level=info msg="error budget fine"',
    '{"httpMethod":"GET","path":"/cart","status":200,"errorMessage":"-"}',
    'START RequestId: 8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60 Version: $LATEST',
    'routed ok id=4711',
    '<14>1 2026-03-03T12:00:01Z web-1 cart 77 - - started without errors',
    '<30>Mar  3 12:00:01 web-1 cart[77]: 0 errors, exception policy loaded',
    '<191>Mar  3 12:00:01 web-1 cart: panic button works',
    '<14>1 2026-03-03T12:00:01Z web-1 cart 77 - - started',
    '2026-03-03 12:00:01 I started',
    'a word e by itself',
    '2026/03/03 12:00:01 /build/router.go:21: started',
    '2026-03-03 12:00:01 [info     ] error budget fine',
    '{"t":{"$date":"2026-03-03T12:00:01.000+00:00"},"s":"I","c":"NETWORK","msg":"no error"}',
    'Completed 200 OK in 5ms',
    "2026-11-20 14:00:01 CET [101] ANWEISUNG:  INSERT INTO log VALUES ('Exception')",
    "2026-11-20 14:00:01 CET [101] INSTRUCTION :  INSERT INTO log VALUES ('Exception')",
  ])('drops %s', (message) => {
    expect([passes(message), isCandidate(message)]).toEqual([false, false]);
  });

  test('lets through syslog severities 0 to 4 of every facility, and no other', () => {
    const passing = Array.from({ length: 192 }, (_, priority) => priority).filter((priority) =>
      passes(`<${priority}>1 2026-03-03T12:00:01Z web-1 cart 77 - - stopped`),
    );
    expect(passing).toEqual(
      Array.from({ length: 192 }, (_, priority) => priority).filter(
        (priority) => priority % 8 <= 4,
      ),
    );
  });

  test('drops syslog severities 5 to 7 even where the text names errors', () => {
    const passing = Array.from({ length: 192 }, (_, priority) => priority).filter((priority) =>
      passes(`<${priority}>Mar  3 12:00:01 web-1 cart[77]: no errors`),
    );
    expect(passing.filter((priority) => priority % 8 > 4)).toEqual([]);
  });

  test('keeps to one fields, two filters, a sort and a limit, without look-around and back-references', () => {
    const query = candidateQuery();
    expect(query.split('\n| ').map((stage) => stage.split(' ')[0])).toEqual([
      'fields',
      'filter',
      'filter',
      'sort',
      'limit',
    ]);
    expect(query).not.toMatch(/\(\?[=!<]|\\[1-9]/);
    expect(query.length).toBeLessThan(5_000);
  });
});

test('an event is told to be a candidate as the query tells it', () => {
  const lines = goldLines().map(({ message }) => message);
  const others = lines.map((line) => line.replace(/error|warn\w*|fatal|exception/gi, 'note'));
  const told = (tell: (message: string) => boolean) => [...lines, ...others].filter(tell);
  expect(told(isCandidate)).toEqual(told(passes));
  expect(told(isCandidate).length).toBeLessThan(2 * lines.length);
});

describe('the local engine', () => {
  test('knows every construct and skips records by literals', () => {
    const { query, diagnostics } = compile(candidateQuery());
    expect(diagnostics).toEqual([]);
    const texts = query?.literals?.map(({ run }) => run.map((set) => set.charAt(0)).join(''));
    expect(texts).toContain('traceback');
    expect(compile(VOLUME_QUERY).diagnostics).toEqual([]);
  });
});

test('the candidate query counts no repeat beyond four: engines without backtracking expand each', () => {
  const counted = [...candidateQuery().matchAll(/\{\d*,?(\d+)\}/g)].map((match) =>
    Number(match[1]),
  );
  expect(counted.length).toBeGreaterThan(0);
  expect(Math.max(...counted)).toBeLessThanOrEqual(4);
});
