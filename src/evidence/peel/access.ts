// Access records: the HTTP status of a request that was served, from JSON and logfmt fields or from plain text.
import { findText, type Leaves } from './flatten.ts';

const STATUS =
  'status statuscode http.statuscode http.status http.response.statuscode response.statuscode response.status res.statuscode responsecode httpstatus httpstatuscode elbstatuscode sc-status scstatus httprequest.status'.split(
    ' ',
  );
const METHOD =
  'method httpmethod http.method http.request.method req.method request.method requestmethod verb csmethod httprequest.requestmethod'.split(
    ' ',
  );
const PATH =
  'path uri url route resourcepath req.url request.uri requesturi url.path http.target http.route http.url requestpath routekey httprequest.requesturl request'.split(
    ' ',
  );
/** Characters of plain text in which a request line is sought. */
const MAX_ACCESS_CHARS = 2_000;

const COMMON_LOG = /^\S{1,255} \S{1,80} \S{1,80} \[[^\]]{1,40}\] "[^"]{0,1500}" (\d{3}) (?:\d+|-)/;
const REQUEST_LINE =
  /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:https?:\/)?\/\S{0,1500}(?: HTTP\/[\d.]{1,3})?"?[ ,:-]{1,3}(?:status[=: ]{1,2})?([1-5]\d\d)\b/;
const LOAD_BALANCER =
  /^(?:https?|h2|wss?|grpcs?) \S{20,32} \S{1,160} \S{1,60} \S{1,60} \S{1,12} \S{1,12} \S{1,12} (\d{3}) /;

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

/** The status in a plain access line: common log format, a load balancer's, or a request line with a status behind it. */
export function plainStatus(text: string): number | null {
  if (!/\b[1-5]\d\d\b/.test(text)) return null;
  const head = text.slice(0, MAX_ACCESS_CHARS);
  const match = COMMON_LOG.exec(head) ?? LOAD_BALANCER.exec(head) ?? REQUEST_LINE.exec(head);
  return validStatus(match?.[1] ?? null);
}

function validStatus(text: string | null): number | null {
  const status = Number(text);
  return text !== null && Number.isInteger(status) && status >= 100 && status <= 599
    ? status
    : null;
}
