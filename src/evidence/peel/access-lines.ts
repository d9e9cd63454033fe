// The HTTP status in a plain access line: one row for each layout of servers, proxies, load balancers and frameworks.
// Each is one expression with one group, the status, and needs more than a number: a request, a protocol, an address.
// Every repetition is bounded, so that a hostile line costs no more than its length.

/** Characters of plain text in which a request line is sought. */
const MAX_ACCESS_CHARS = 2_000;

const STATUS = '([1-5]\\d\\d)';
const METHOD = '(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)';
const ADDRESS =
  '(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[\\da-fA-F]{0,4}(?::[\\da-fA-F]{0,4}){2,7}(?:%\\w{1,16})?)';
/** What makes a number behind a path an amount and no status. */
const NO_UNIT =
  '(?! ?(?:[nmµu]?s|[kKMG]?i?B|bytes?|rows?|items?|records?|results?|entries|times|requests|errors)\\b)';

/** Common log format, with a virtual host in front or not, and all that extends it. */
const COMMON_LOG =
  /^\S{1,255} \S{1,80} \S{1,80} (?:\S{1,80} )?\[[^\]]{1,40}\] "[^"]{0,1500}" (\d{3}) (?:\d+|-)/;
/** The times of the request, its status, that of the target, sizes and the request. */
const LOAD_BALANCER =
  /(?: (?:-1|\d{1,6}\.\d{1,9})){3} ([1-5]\d\d) (?:\d{1,3}|-) \d{1,15} \d{1,15} "/;
/** CloudFront's tab-separated columns up to `sc-status`: date, time, edge, bytes, client, method, host, path. */
const CLOUDFRONT =
  /^(?:\d{4}-\d\d-\d\d\t)?(?:\d\d:\d\d:\d\d\t)?[A-Z]{3}\S{1,16}\t(?:\d{1,15}|-)\t[\da-fA-F.:]{3,45}\t[A-Z]{3,7}\t\S{1,255}\t\S{1,1500}\t(\d{3})\t/;
/**
 * W3C extended format as IIS writes it, whichever fields were chosen: method, path, then the client's address, agent
 * and others, then status, substatus, Windows status, sizes and time.
 */
const W3C = new RegExp(
  `(?:^|\\s)[A-Z]{3,16} /\\S{0,1500} (?:\\S{1,1500} ){0,3}${ADDRESS} (?:\\S{1,1500} ){0,8}?${STATUS}(?: \\d{1,12}){1,5}(?=\\s|$)`,
);
/** Squid: how the answer was come by, the status, its size, method and address. */
const SQUID = /\b(?:TCP|UDP|NONE|TAG)[A-Z_]{0,40}\/([1-5]\d\d) \d{1,15} [A-Z-]{1,20} /;
/** HAProxy's five timers, status, bytes, two cookies and the termination state. */
const PROXY =
  /(?:^|\s)(?:-?\d{1,9}\/){4}\+?-?\d{1,9} ([1-5]\d\d) \+?\d{1,15} \S{1,200} \S{1,200} [\w-]{4} /;
/** Rails' last line of a request; the phrase tells it from a count (`Completed 500 jobs in 5ms`). */
const COMPLETED =
  /(?:^|\] )Completed (\d{3}) (?:OK|Created|Accepted|No Content|Moved Permanently|Found|See Other|Not Modified|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Unprocessable (?:Entity|Content)|Too Many Requests|Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout|Insufficient Storage|Loop Detected) in \d{1,9}(?:\.\d{1,6})?ms\b/;
/** Phoenix' last line of a request. */
const SENT = /(?:^|\s)Sent ([1-5]\d\d) in \d{1,9}(?:\.\d{1,6})?(?:ms|µs|us|s)\b/;
/** ASP.NET Core: `Request finished HTTP/1.1 GET http://x/ - - - 200 …`, and Serilog's own line of a request. */
const FINISHED =
  /\bRequest finished (?:HTTP\/[\d.]{1,3} [A-Z]{3,7} \S{1,1500} (?:\S{1,200} ){0,2}?- |in \d{1,9}(?:\.\d{1,6})?ms )([1-5]\d\d)\b/;
const RESPONDED = new RegExp(`\\bHTTP "?${METHOD}"? "?/\\S{0,1500} responded ${STATUS} in \\d`);
/** Go's chi: the client stands between the request and its status. */
const FROM = /HTTP\/[\d.]{1,3}" from \S{1,80} - ([1-5]\d\d) /;
/** uWSGI: ` (HTTP/1.1 200) 3 headers in 82 bytes`. */
const UWSGI = /\(HTTP\/[\d.]{1,3} ([1-5]\d\d)\) \d{1,4} headers in \d/;
/** Gin and Fiber: status, duration, client, method and path between bars. */
const BARS = new RegExp(
  `(?:^|\\|\\s{0,4})${STATUS}\\s{1,4}\\|[^\\n]{1,120}\\|\\s{0,4}${METHOD}\\s{1,10}(?:\\|\\s{0,4})?"?/`,
);
/** PHP's built-in server, and servers told to write the status in front of the request. */
const IN_FRONT = new RegExp(
  `(?:${ADDRESS}(?::\\d{1,5})? (?:\\[(?=[1-5]\\d\\d\\]: ))?|^\\[?)${STATUS}(?:\\]:)? ${METHOD} /`,
);
const REQUEST_LINE = new RegExp(
  `\\b${METHOD} (?:https?:/)?/\\S{0,1500}(?: HTTP/[\\d.]{1,3})?"?(?: ?[,:=>-]{1,2})? {1,3}(?:status[=: ]{1,2})?${STATUS}\\b${NO_UNIT}`,
);

/** What every request line holds, whichever layout. */
const ASKS = new RegExp(METHOD);

/** Each with what a line must hold to be worth a closer look. */
const LAYOUTS: readonly (readonly [needs: RegExp, layout: RegExp])[] = [
  [/"/, COMMON_LOG],
  [/"/, LOAD_BALANCER],
  [/\t/, CLOUDFRONT],
  [/ \//, W3C],
  [/\//, SQUID],
  [/\//, PROXY],
  [/Completed /, COMPLETED],
  [/Sent /, SENT],
  [/Request finished /, FINISHED],
  [/ responded /, RESPONDED],
  [/HTTP\//, FROM],
  [/HTTP\//, UWSGI],
  [/\|/, BARS],
  [ASKS, IN_FRONT],
  [ASKS, REQUEST_LINE],
];

/** The status in a plain access line; null where there is none. */
export function plainStatus(text: string): number | null {
  if (!/\b[1-5]\d\d\b/.test(text)) return null;
  const head = text.slice(0, MAX_ACCESS_CHARS);
  for (const [needs, layout] of LAYOUTS) {
    const status = needs.test(head) ? layout.exec(head)?.[1] : undefined;
    if (status !== undefined) return validStatus(status);
  }
  return null;
}

export function validStatus(text: string | null): number | null {
  const status = Number(text);
  return text !== null && Number.isInteger(status) && status >= 100 && status <= 599
    ? status
    : null;
}
