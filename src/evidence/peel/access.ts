// Access records: the HTTP status of a request that was served, from JSON and logfmt fields.
import { validStatus } from './access-lines.ts';
import { findText, type Leaves, names } from './flatten.ts';

/** Objects in which loggers put what they know of a request and its answer. */
const HOLDERS = ['', 'meta.', 'attributes.', 'access.'];
const held = (list: string) =>
  names(HOLDERS.flatMap((holder) => list.split(' ').map((name) => `${holder}${name}`)));

const STATUS = held(
  'status statuscode http.statuscode http.status http.response.statuscode response.statuscode response.status res.statuscode res.status responsecode responsestatus responsestatus.code httpstatus httpstatuscode elbstatuscode scstatus httprequest.status downstreamstatus',
);
const METHOD = held(
  'method httpmethod http.method http.request.method req.method request.method requestmethod requestverb verb csmethod httprequest.requestmethod',
);
const PATH = held(
  'path uri url route resourcepath req.url request.uri request.url requesturi requesturl url.path url.original http.target http.route http.url requestpath routekey csuristem httprequest.requesturl request',
);

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

/** Pairs in a plain line, such as Heroku's router and lograge write, that name status, method and path; else null. */
export function pairsStatus(pairs: Readonly<Record<string, string>>): number | null {
  const { status, method, path } = pairs;
  if (status === undefined || !/^[A-Za-z]{3,7}$/.test(method ?? '') || !path?.startsWith('/'))
    return null;
  return validStatus(status);
}
