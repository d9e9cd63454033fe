// How often characters stand side by side in logs, about: told from a page of lines such as services write while nothing is
// wrong. What is sought in logs is chosen by it: of two texts the one that such lines hardly hold.

const LINES = [
  '{"level":"info","ts":"2026-06-18T06:38:52.016Z","caller":"http/server.go:613","msg":"request completed","method":"GET","path":"/api/v1/orders/1860","status":200,"duration_ms":91,"request_id":"71c17149-d439-536b-3216-fdaeeb975729"}',
  '{"timestamp":"2026-12-18T18:12:59.276Z","level":"INFO","service":"customer-service","logger":"com.example.customer.web.CustomerController","requestId":"12aabfe2-28f2-19e9-cb0e-b53f16947ccf","message":"Updated profile of customer 12768 in 42 ms"}',
  '{"level":30,"time":1795219200123,"pid":79,"hostname":"web-58904dba41-7","reqId":"cccc3fc1626e","req":{"method":"POST","url":"/v2/cart/items","remoteAddress":"10.2.15.91"},"res":{"statusCode":201},"responseTime":19,"msg":"request completed"}',
  '{"@timestamp":"2026-04-24T02:23:32.595+00:00","@version":"1","message":"Published event InvoiceCreated to partition 7 at offset 117777","logger_name":"c.e.billing.events.Publisher","thread_name":"http-nio-8080-exec-41","level":"DEBUG","level_value":10000,"traceId":"43a8f506b40928b5","spanId":"b7a767c7"}',
  '{"asctime": "2026-04-15 23:41:58,755", "levelname": "INFO", "name": "worker.tasks", "message": "Task send_newsletter[2737f6a6-f0fb-23c6] succeeded in 7.265s", "user_id": 1676, "tenant": "north"}',
  '{"log":"2026/02/11 06:52:00 listening on :8080\\n","stream":"stdout","time":"2026-04-17T05:28:38.304348395Z"}',
  '2026-03-19 10:26:43.828 INFO  [http-nio-8080-exec-80] [reqId=e50454f3-1af3-1768] c.e.shipping.service.ShipmentService - Created shipment SHP-018780 for order 17598 with 9 items in 834 ms',
  '2026-10-16T08:49:49.616Z DEBUG 1 --- [scheduling-1] o.s.web.servlet.DispatcherServlet : Completed 200 OK, headers={masked}',
  '2026-06-12 11:11:39,427 - inventory.sync - INFO - Synchronized 316 products from warehouse in 7.23 seconds',
  '2026-07-18 09:04:13.587 UTC [7065] LOG:  checkpoint complete: wrote 894 buffers (8.1%); 3 WAL file(s) added, 1 removed; write=14.402 s, sync=4.264 s, total=62.889 s',
  'time=2026-04-26T21:00:06.193Z level=info msg="lease renewed" component=scheduler node=ip-10-1-41-105.internal lease=d8417358 remaining=12s',
  'I1120 01:50:31.504000       1 controller.go:883] "Starting reconciliation" namespace="default" name="api-f7e3dfc967-a64cb" generation=0',
  '10.2.1.162 - - [01/Nov/2026:19:34:07 +0000] "GET /products/2247?page=0 HTTP/1.1" 200 45585 "https://shop.example.com/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36" rt=0.435',
  'http 2026-09-17T20:38:45.141269Z app/public/1c099724caf4941d 10.8.28.190:43100 10.2.51.67:8080 0.000 0.080 0.000 200 200 483 7407 "GET https://api.example.com:443/v1/users HTTP/2.0" "okhttp/4.12.0"',
  '<134>1 2026-11-13T19:22:13.377Z gateway-6 proxy 17409 - - connection from 10.3.19.254 port 49920 established using TLSv1.3',
  'Nov 20 17:30:04 web-8 systemd[1]: Started Session 477 of user deploy.',
  'Nov 21 13:06:50 db-4 sshd[71874]: Accepted publickey for backup from 10.6.33.191 port 28452 ssh2: RSA SHA256:83b7ffc050fec94d',
  'START RequestId: bca3a0aa-c360-98b2-cc2b-d818319478da Version: $LATEST',
  'REPORT RequestId: 6bd0c621-de49-f145-fda9-988c79fc3552\tDuration: 387.83 ms\tBilled Duration: 757 ms\tMemory Size: 512 MB\tMax Memory Used: 628 MB',
  '2026-11-24T01:23:21.306Z\tcd6c8a1f-8b46-287c-ced9-041dff02cee7\tINFO\tProcessed 13 records of stream clicks, shard 22, in 817 ms',
  '[2026-01-13 12:42:35] production.INFO: Payment captured {"payment":"pay_d33296c87009","amount":7453,"currency":"EUR","customer":"cus_f770d910"} []',
  'I, [2026-01-25T04:02:13.656304 81373]  INFO -- : [967e7893-f57f] Started GET "/account/settings" for 10.6.9.160 at 2026-04-24 04:40:34 +0000',
  'info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://0.0.0.0:8080',
  '12532:M 17 Nov 2026 02:41:10.014 * Background saving started by pid 15618',
  '{"t":{"$date":"2026-06-11T08:02:38.355+00:00"},"s":"I","c":"NETWORK","id":70636,"ctx":"conn0607","msg":"client metadata","attr":{"remote":"10.1.4.119:55459","driver":{"name":"nodejs","version":"6.0.4"}}}',
  '[2026-05-17 12:44:17,467] INFO [GroupCoordinator 2]: Stabilized group reporting generation 72 (__consumer_offsets-04) with 2 members (kafka.coordinator.group.GroupCoordinator)',
  'DEBUG cache: hit ratio 93.5% size=7591 evictions=83 key=session:c57d21fa ttl=261s',
  'Acquired connection conn-14 from pool main active=9 idle=1 waiting=3, the rest are available; retrying is not needed',
  'The scheduled job settlement-16 has finished: read 7723 rows, updated 267, skipped 9, took 3814 ms and will run again at 14:30',
];

/** Texts that three places may be, which are looked up one by one. */
const MAX_TEXTS = 64;
const PLACES = 3;
const CHAR_BITS = 8;
/** Between a letter and its capital. */
const CASE_BIT = 32;

interface Page {
  readonly chars: number;
  /** How often three characters stand side by side, whatever their case. */
  readonly threes: ReadonlyMap<number, number>;
}

let known: Page | null = null;

/**
 * The part of the places of a log at which characters stand side by side, at each place one of a text, latin1: no more
 * often than the rarest three of them. 0 where they are fewer, or three may be one of many texts.
 */
export function usualShareOf(sets: readonly string[]): number {
  let least = sets.length < PLACES ? 0 : 1;
  for (let at = 0; at + PLACES <= sets.length; at++) {
    least = Math.min(least, shareOfThree(sets.slice(at, at + PLACES)));
  }
  return least;
}

function shareOfThree(sets: readonly string[]): number {
  let texts: readonly number[] = [0];
  for (const set of sets) {
    const codes = codesOf(set);
    if (texts.length * codes.length > MAX_TEXTS) return 0;
    texts = texts.flatMap((text) => codes.map((code) => (text << CHAR_BITS) | code));
  }
  known ??= readPage();
  let count = 0;
  for (const text of texts) count += known.threes.get(text) ?? 0;
  return count / known.chars;
}

/** Of small letters; other characters that differ in the same bit are taken for one, too. */
function codesOf(characters: string): readonly number[] {
  const codes: number[] = [];
  for (let at = 0; at < characters.length && codes.length <= MAX_TEXTS; at++) {
    const code = characters.charCodeAt(at) | CASE_BIT;
    if (!codes.includes(code)) codes.push(code);
  }
  return codes;
}

function readPage(): Page {
  const page = Buffer.from(LINES.join('\n'), 'latin1');
  const threes = new Map<number, number>();
  let three = 0;
  for (let at = 0; at < page.length; at++) {
    three = ((three << CHAR_BITS) | (page[at] ?? 0) | CASE_BIT) & ((1 << (PLACES * CHAR_BITS)) - 1);
    if (at + 1 >= PLACES) threes.set(three, (threes.get(three) ?? 0) + 1);
  }
  return { chars: page.length, threes };
}
