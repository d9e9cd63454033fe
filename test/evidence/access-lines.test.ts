// Access records in plain lines and in fields: which status each layout of servers, proxies, load balancers and
// frameworks has, and that a request with status 500 to 599 is a candidate and an occurrence, whatever its layout.
import { describe, expect, test } from 'vitest';
import { headOf } from '../../src/evidence/head.ts';
import { occurrenceOf } from '../../src/evidence/occurrence.ts';
import { peel } from '../../src/evidence/peel.ts';
import { passes } from './candidate-filter.ts';
import { event } from './support.ts';

const AGENT = 'Mozilla/5.0+(Windows+NT+10.0;+Win64;+x64)';
const ISO = '2026-03-03T12:00:01.123Z';
const IIS = '2026-03-03 12:00:01';
const CLF = '[03/Mar/2026:12:00:01 +0000]';

/** Layouts as functions of the status. Numbers that look like another status stand wherever a layout allows them. */
const LAYOUTS: Readonly<Record<string, (status: number) => string>> = {
  'IIS, default fields': (s) =>
    `${IIS} 10.0.0.1 GET /cart id=500 443 - 10.1.2.3 ${AGENT} - ${s} 0 0 503`,
  'IIS without an agent': (s) =>
    `${IIS} 10.0.0.1 POST /cart - 80 CORP\\bob 10.1.2.3 - - ${s} 0 64 503`,
  'IIS, client and server on IPv6': (s) =>
    `${IIS} fe80::1%4 GET /cart - 443 - ::1 ${AGENT} https://shop.example.com/x?y=500 ${s} 0 0 12`,
  'IIS, all fields': (s) =>
    `${IIS} W3SVC1 WEB01 10.0.0.1 GET /cart - 443 - 10.1.2.3 HTTP/1.1 ${AGENT} - - shop.example.com ${s} 0 0 5032 512 503`,
  'IIS behind a proxy': (s) =>
    `${IIS} 10.0.0.1 GET /cart - 443 - 10.1.2.3 ${AGENT} - ${s} 0 0 503 203.0.113.7`,
  'IIS, few fields': (s) => `${IIS} 10.1.2.3 GET /cart ${s}`,
  'Apache with virtual hosts': (s) =>
    `shop.example.com:443 10.0.0.1 - - ${CLF} "GET /cart HTTP/1.1" ${s} 512 "-" "curl/8"`,
  'Amazon S3': (s) =>
    `79a5 shop [03/Mar/2026:12:00:01 +0000] 192.0.2.3 arn:aws:iam::1:user/x 3E57 REST.GET.OBJECT a "GET /shop/a HTTP/1.1" ${s} - 500 - 70 10 "-" "x" -`,
  'HAProxy without a server': (s) =>
    `10.0.0.9:51234 ${CLF} fe be/<NOSRV> 0/-1/-1/-1/503 ${s} 212 - - SC-- 12/11/3/2/0 0/0 "GET /cart HTTP/1.1"`,
  Envoy: (s) =>
    `[${ISO}] "GET /cart HTTP/1.1" ${s} UF,URX 0 91 503 - "10.0.0.1" "curl" "8f14e45f" "shop" "10.2.0.5:8080"`,
  'an application load balancer': (s) =>
    `h2 ${ISO} app/shop/50dc 10.0.0.9:2817 10.1.0.1:80 0.000 0.502 0.000 ${s} ${s} 34 366 "GET https://shop.example.com:443/cart HTTP/1.1" "curl" - - arn "Root=1" "-" "-" 0 ${ISO} "forward"`,
  'an application load balancer without a target': (s) =>
    `https ${ISO} app/shop/50dc 10.0.0.9:2817 - -1 -1 -1 ${s} - 34 366 "GET https://shop.example.com:443/cart HTTP/1.1" "curl" - -`,
  'a classic load balancer': (s) =>
    `${ISO} my-elb 10.0.0.9:2817 10.1.0.1:80 0.000073 0.502048 0.000057 ${s} ${s} 0 29 "GET http://shop.example.com:80/cart HTTP/1.1" "curl" - -`,
  'a classic load balancer without a backend': (s) =>
    `${ISO} my-elb 10.0.0.9:2817 - -1 -1 -1 ${s} 0 0 0 "GET http://shop.example.com:80/cart HTTP/1.1" "curl" - -`,
  CloudFront: (s) =>
    `2026-03-03\t12:00:01\tFRA56-P1\t500\t203.0.113.9\tGET\td1.cloudfront.net\t/cart\t${s}\t-\tagent\t-\t-\t${s < 500 ? 'Hit' : 'Error'}`,
  'nginx ingress after a retry': (s) =>
    `10.0.0.1 - - ${CLF} "GET /cart HTTP/1.1" ${s} 500 "-" "curl" 503 0.503 [shop-80] [] 10.2.0.5:80, 10.2.0.6:80 0, 0 0.5, 0.1 502, 200 7f0e`,
  Gin: (s) => `[GIN] 2026/03/03 - 12:00:01 | ${s} |     503.5µs |      10.0.0.1 | GET      "/cart"`,
  Fiber: (s) => `2026-03-03 12:00:01 | ${s} |  503ms | 10.0.0.1 | GET | /cart | -`,
  chi: (s) =>
    `2026/03/03 12:00:01 "GET http://localhost:8080/cart HTTP/1.1" from 10.0.0.1:51234 - ${s} 500B in 503.2µs`,
  Phoenix: (s) => `2026-03-03 12:00:01.123 request_id=F4 [info] Sent ${s} in 503ms`,
  uWSGI: (s) =>
    `[pid: 12|app: 0|req: 500/503] 10.0.0.1 () {44 vars in 500 bytes} [Tue Mar  3 12:00:01 2026] GET /cart => generated 500 bytes in 503 msecs (HTTP/1.1 ${s}) 3 headers in 82 bytes (1 switches on core 0)`,
  "PHP's own server": (s) => `[Tue Mar  3 12:00:01 2026] 10.0.0.1:51234 [${s}]: GET /cart`,
  'ASP.NET Core 6': (s) =>
    `${ISO} info: Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 POST http://localhost/cart application/json 500 - ${s} 503 text/plain 503.1ms`,
  'ASP.NET Core 8': (s) =>
    `${ISO} info: Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 GET http://localhost/cart - ${s} 0 - 503.1ms`,
  Serilog: (s) => `2026-03-03 12:00:01.123 +00:00 [INF] HTTP GET /cart responded ${s} in 503.1 ms`,
  'a status in front': (s) => `${ISO} 10.0.0.1 ${s} GET /cart 503us`,
  'Heroku router': (s) =>
    `2026-03-03T12:00:01.123456+00:00 heroku[router]: at=info method=GET path="/cart" host=x request_id=8f dyno=web.1 connect=1ms service=500ms status=${s} bytes=500 protocol=https`,
  Lograge: (s) =>
    `I, [2026-03-03T12:00:01.123456 #12]  INFO -- : method=GET path=/cart format=html controller=Cart action=show status=${s} duration=503.10 view=50.2`,
  'API Gateway, status as text': (s) =>
    JSON.stringify({ requestId: '8f', httpMethod: 'GET', resourcePath: '/cart', status: `${s}` }),
  'API Gateway, status as number': (s) =>
    JSON.stringify({ requestId: '8f', httpMethod: 'GET', resourcePath: '/cart', status: s }),
  'a load balancer as JSON': (s) =>
    JSON.stringify({ elb_status_code: s, request_verb: 'GET', request_url: 'https://x/cart' }),
  'a request in a nested object': (s) =>
    JSON.stringify({
      level: 'info',
      message: 'HTTP GET /cart',
      meta: { req: { url: '/cart', method: 'GET' }, res: { statusCode: s }, responseTime: 503 },
    }),
  'Kubernetes audit': (s) =>
    JSON.stringify({ requestURI: '/cart', verb: 'get', responseStatus: { metadata: {}, code: s } }),
};

describe.each(Object.entries(LAYOUTS))('%s', (_, line) => {
  test.each([200, 304, 404, 429])('status %i is no occurrence', (status) => {
    expect(peel(line(status)).status).toBe(status);
    expect(occurrenceOf({ events: [event(line(status))], message: line(status) })).toBeNull();
  });

  test.each([500, 502, 503, 504])('status %i is a candidate and an error', (status) => {
    expect(peel(line(status)).status).toBe(status);
    expect(passes(line(status))).toBe(true);
    const occurrence = occurrenceOf({ events: [event(line(status))], message: line(status) });
    expect(occurrence?.severity).toBe('error');
  });
});

describe('no access record', () => {
  test.each([
    `${ISO} INFO loading GET /static/app-500.js`,
    `${ISO} INFO GET /cart 512 bytes read`,
    `${ISO} INFO GET /items 500 items in the list`,
    `${ISO} INFO POST /mail - Sent 500 mails in 3 minutes`,
    `${ISO} INFO Sent 500 mails in 5ms`,
    `${ISO} INFO moved 10.0.0.1 to 10.0.0.2, 503 12 44 blocks`,
    `${ISO} INFO queue | 503 | jobs | left |`,
    '{"level":"info","message":"call failed, trying again","data":{"status":503,"url":"https://x/y"}}',
    `${ISO} INFO method=linear path=/tmp/a status=ok`,
    `${ISO} INFO method=linear path=none status=503`,
  ])('%s', (message) => {
    expect(peel(message).status).toBeNull();
  });
});

test('a record that says no more than that there was a request is named by the request', () => {
  const message = JSON.stringify({
    level: 'error',
    msg: 'handled request',
    request: { method: 'GET', uri: '/cart?id=1' },
    status: 502,
  });
  const occurrence = occurrenceOf({ events: [event(message)], message });
  expect(occurrence === null ? null : headOf(occurrence)).toBe('HTTP 502 GET /cart');
});
