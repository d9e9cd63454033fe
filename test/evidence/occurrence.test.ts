import { describe, expect, test } from 'vitest';
import { isAccessFailure, occurrenceOf } from '../../src/evidence/occurrence.ts';
import { peel } from '../../src/evidence/peel.ts';
import { event } from './support.ts';

const severityOf = (message: string) =>
  occurrenceOf({ events: [event(message)], message })?.severity ?? null;

describe('occurrenceOf', () => {
  test.each([
    ['a level word', '2026-03-03 12:00:01,123 ERROR [main] c.s.Orders - cannot store the basket'],
    ['a fatal level', '2026-03-03T12:00:01Z FATAL shutting down'],
    ['pino 50', '{"level":50,"time":1772539200000,"msg":"redis command failed"}'],
    ['pino 60', '{"level":60,"time":1772539200000,"msg":"going down"}'],
    ['klog E', 'E0303 12:00:01.123456       1 server.go:88] cannot bind'],
    ['.NET fail:', 'fail: Shop.Orders[0]\n      basket is gone'],
    [
      'an exception without a level',
      'java.lang.IllegalStateException: closed\n\tat shop.Cart.add(Cart.java:9)',
    ],
    [
      'a Python trace',
      'Traceback (most recent call last):\n  File "/app/a.py", line 3, in f\nKeyError: 4',
    ],
    ['a panic', 'panic: assignment to entry in nil map'],
    ['a JavaScript error', 'Error: connect ECONNREFUSED 10.0.0.9:5432'],
    [
      'a Lambda time-out',
      '2026-03-03T12:00:03.007Z 8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60 Task timed out after 3.00 seconds',
    ],
    [
      'a runtime exit',
      'RequestId: 8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60 Error: Runtime exited with error: signal: killed',
    ],
    [
      'an early exit',
      'RequestId: 8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60 Process exited before completing request',
    ],
    ['a kernel kill', '[12345.678] Out of memory: Killed process 4711 (node) total-vm:2000kB'],
    [
      'an access record with status 503',
      '10.0.0.1 - - [03/Mar/2026:12:00:01 +0000] "GET /cart HTTP/1.1" 503 19',
    ],
    [
      'a JSON access record with status 500',
      '{"httpMethod":"GET","path":"/cart","status":500,"errorMessage":"-"}',
    ],
    [
      'status 502 at level info',
      '{"level":"info","msg":"done","method":"GET","path":"/cart","status":502}',
    ],
    ['a type behind a time', '2026-03-03 12:00:01 FooError: cannot pay'],
    ['a type behind a colon', 'could not pay: shop.PayException: declined'],
    ['a type behind a failure', 'Failed to pay order 12 ValueError: bad amount'],
    ['a type that was raised', 'job raised FooError: no stock'],
    [
      'the end of a Rails request',
      'Completed 500 Internal Server Error in 5ms (ActiveRecord: 1ms)',
    ],
  ])('counts %s', (_, message) => {
    expect(severityOf(message)).toBe('error');
  });

  test.each([
    [
      'an INFO line that speaks of an exception',
      '2026-03-03 12:00:01,123 INFO  [main] c.s.A - handled java.io.IOException: retry',
    ],
    ['zero errors', 'Health check OK: 0 errors, 0 failed dependencies'],
    ['an error rate of nought', 'error_rate=0.00 p99=120ms'],
    ['failover disabled', 'Failover disabled, using primary endpoint'],
    ['a handler by name', 'Registered GlobalExceptionHandler for 4 exception types'],
    ['exceptions counted as none', 'lastException: null failures: 0'],
    ['a Lambda START', 'START RequestId: 8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60 Version: $LATEST'],
    [
      'a Lambda REPORT of a time-out',
      'REPORT RequestId: 8f14e45f-ceea-467f-9d3c-1b2c3d4e5f60\tDuration: 3000.00 ms\tStatus: timeout',
    ],
    [
      'a JSON platform record',
      '{"time":"2026-03-03T12:00:00Z","type":"platform.report","record":{"status":"error","errorType":"Runtime.ExitError"}}',
    ],
    [
      'an access record with status 404',
      '10.0.0.1 - - [03/Mar/2026:12:00:01 +0000] "GET /cart HTTP/1.1" 404 19',
    ],
    [
      'an access record that went well',
      '{"httpMethod":"GET","path":"/cart","status":200,"errorMessage":"-"}',
    ],
    ['an exception’s name as a setting', 'registered exception handler FooError: enabled'],
    ['an exception’s name in a table', 'mapping for type FooException: status page'],
    ['a count of jobs', 'Completed 500 jobs in 5ms'],
    ['an empty line', ' '],
    ['a rate in the metrics of a module', 'http.errors.Rate: 0.5'],
    ['a count in the metrics of a module', 'app.errors.NotFound: 12'],
    ['a total in the metrics of a module', 'metrics.exceptions.Total: 3, 4 ms'],
    ['a count within a time', 'stats.errors.Timeout: 4 in the last minute'],
    ['how rejections are treated', 'unhandledRejection: warn (default)'],
    ['that somebody sees to exceptions', 'uncaughtException: handler installed'],
  ])('does not count %s', (_, message) => {
    expect(severityOf(message)).toBeNull();
  });

  test.each([
    'werkzeug.exceptions.NotFound: 404 Not Found: The requested URL was not found',
    'shop.errors.Refused: 3 baskets were refused',
    'unhandledRejection: no answer from stock',
    '⨯ unhandledRejection: Error: no answer',
    'uncaughtException: handler threw again',
  ])('counts what was thrown without a level: %s', (message) => {
    expect(severityOf(message)).toBe('error');
  });

  test('WARN lines are warnings', () => {
    expect(severityOf('2026-03-03T12:00:01Z WARN pool nearly full')).toBe('warning');
    expect(severityOf('{"level":40,"msg":"slow"}')).toBe('warning');
  });

  test('an error line that is a request is named as an access record', () => {
    expect(isAccessFailure(peel('[ERROR] "POST /reports HTTP/1.1" 503 30000ms - gave up'))).toBe(
      true,
    );
    expect(isAccessFailure(peel('[ERROR] basket lost'))).toBe(false);
  });

  test('hostile text of any length is looked at in bounded time', () => {
    expect(severityOf(`${'Aa.'.repeat(30_000)}`)).toBeNull();
    expect(severityOf('('.repeat(90_000))).toBeNull();
  });
});
