// Access records: the HTTP status of a request that was served, from JSON and logfmt fields or from plain text.
import { findText, type Leaves, names } from './flatten.ts';

const STATUS = names(
  'status statuscode http.statuscode http.status http.response.statuscode response.statuscode response.status res.statuscode responsecode httpstatus httpstatuscode elbstatuscode sc-status scstatus httprequest.status downstreamstatus',
);
const METHOD = names(
  'method httpmethod http.method http.request.method req.method request.method requestmethod verb csmethod httprequest.requestmethod',
);
const PATH = names(
  'path uri url route resourcepath req.url request.uri requesturi url.path http.target http.route http.url requestpath routekey httprequest.requesturl request',
);
/** Characters of plain text in which a request line is sought. */
const MAX_ACCESS_CHARS = 2_000;

const COMMON_LOG = /^\S{1,255} \S{1,80} \S{1,80} \[[^\]]{1,40}\] "[^"]{0,1500}" (\d{3}) (?:\d+|-)/;
const REQUEST_LINE =
  /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:https?:\/)?\/\S{0,1500}(?: HTTP\/[\d.]{1,3})?"?[ ,:-]{1,3}(?:status[=: ]{1,2})?([1-5]\d\d)\b/;
const LOAD_BALANCER =
  /^(?:https?|h2|wss?|grpcs?) \S{20,32} \S{1,160} \S{1,60} \S{1,60} \S{1,12} \S{1,12} \S{1,12} (\d{3}) /;
/** CloudFront's tab-separated columns up to `sc-status`: date, time, edge, bytes, client, method, host, path. */
const CLOUDFRONT =
  /^(?:\d{4}-\d\d-\d\d\t)?(?:\d\d:\d\d:\d\d\t)?[A-Z]{3}\S{1,16}\t(?:\d{1,15}|-)\t[\da-fA-F.:]{3,45}\t[A-Z]{3,7}\t\S{1,255}\t\S{1,1500}\t(\d{3})\t/;
/** HAProxy's five timers, status, bytes, two cookies and the termination state. */
const PROXY =
  /(?:^|\s)(?:-?\d{1,9}\/){4}\+?-?\d{1,9} ([1-5]\d\d) \+?\d{1,15} \S{1,200} \S{1,200} [\w-]{4} /;
/** Rails' last line of a request; the phrase tells it from a count (`Completed 500 jobs in 5ms`). */
const COMPLETED =
  /(?:^|\] )Completed (\d{3}) (?:OK|Created|Accepted|No Content|Moved Permanently|Found|See Other|Not Modified|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|Unprocessable (?:Entity|Content)|Too Many Requests|Internal Server Error|Not Implemented|Bad Gateway|Service Unavailable|Gateway Timeout|Insufficient Storage|Loop Detected) in \d{1,9}(?:\.\d{1,6})?ms\b/;
const RECORDS = [COMMON_LOG, LOAD_BALANCER, CLOUDFRONT, PROXY, COMPLETED, REQUEST_LINE];

/** The status of a record that also names a method or a path; null for anything else. */
export function statusOf(leaves: Leaves): number | null {
  if (findText(leaves, METHOD) === null && findText(leaves, PATH) === null) return null;
  return validStatus(findText(leaves, STATUS));
}

/** What an access record without a message says, in words. */
export function accessText(leaves: Leaves, status: number, reason: string | null): string {
  const request = [findText(leaves, METHOD), findText(leaves, PATH)]
    .filter((part) => part !== null)
    .join(' ');
  return `${request} status ${status}${reason === null ? '' : `: ${reason}`}`;
}

/**
 * The status in a plain access line: common log format, that of a server or a load balancer, or a request line with
 * a status behind it.
 */
export function plainStatus(text: string): number | null {
  if (!/\b[1-5]\d\d\b/.test(text)) return null;
  const head = text.slice(0, MAX_ACCESS_CHARS);
  for (const record of RECORDS) {
    const status = record.exec(head)?.[1];
    if (status !== undefined) return validStatus(status);
  }
  return null;
}

function validStatus(text: string | null): number | null {
  const status = Number(text);
  return text !== null && Number.isInteger(status) && status >= 100 && status <= 599
    ? status
    : null;
}
