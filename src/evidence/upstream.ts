// Whether a line names who is behind a request that was answered here: an upstream, a backend, another server's URL.
// A 502, 503 or 504 of the application's own access log without that says that requests failed, and not because of whom.

/** A dash, or nothing, where the field stands for what was not asked. */
const NOBODY = String.raw`(?!-?["'\s,;})\]]|-?$|null\b|none\b|<NOSRV>)`;
const GIVEN = String.raw`["']?[=:] ?["'\[]?${NOBODY}`;
/** Behind the scheme of a request line as the one who was asked writes it. */
const REST_OF_OWN = String.raw`[^\s"]{1,1500} HTTP/[\d.]{1,3}\\?"`;
const PATTERNS: readonly string[] = [
  // `upstream=10.0.0.7:80`, `upstream_addr: "…"`, `backend_host=…`, `target_status_code=502`
  String.raw`(?<![\w/-])(?:upstream|backend|origin_(?:server|host|addr|url|status)|target_(?:ip|host|addr|group|port|status)|proxy_?(?:host|pass|upstream)|serviceurl|service_url)\w*${GIVEN}`,
  // The short names of nginx's own documentation: times of an upstream that answered or was waited for, and its address.
  String.raw`(?<![\w/-])(?:urt|uct|uht)["']?[=:] ?["']?\d`,
  String.raw`(?<![\w/-])(?:ua|us|up|uaddr|uhost)["']?[=:] ?["']?(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]{2,39}\]):\d{1,5}\b`,
  // In words: `upstream prematurely closed`, `no live upstreams`, `connect() to 10.0.0.7:80 failed`
  String.raw`(?<![\w/=-])(?:upstreams?|upstream_\w+|downstream|dependency)(?![\w-]*["']?[=:/])\b`,
  String.raw`\bconnect\(\) to \S|\bwhile connecting to\b|\bprematurely closed\b|\bno server (?:is )?available\b`,
  String.raw`\b(?:call|request)(?:ed|ing)? (?:to|of) \S|\bcall(?:ed|ing) \S|\bAPI (?:returned|answered|responded)`,
  // The one who was called, by address: `GET https://rates.example/v1`, `url=https://…`
  String.raw`\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|url|uri|endpoint)["']?[=:]? ?["']?https?://(?!${REST_OF_OWN})`,
  // HAProxy: `frontend backend/server 0/0/1/2/3 503`
  String.raw` [\w.:-]{1,80}/(?!<NOSRV>)[\w.:-]{1,80} -?\d+/-?\d+/-?\d+/-?\d+`,
];

/** The phrase of a status: whoever writes it beside the number says that a service is not there. */
const UNAVAILABLE = 'Service (?:Temporarily )?Unavailable|Bad Gateway|Gateway Time-?out';

export const UPSTREAM = new RegExp([...PATTERNS, UNAVAILABLE].join('|'), 'i');

/** Characters of a record that are looked at. */
const MAX_TEXT_CHARS = 4_000;

export function namesUpstream(text: string): boolean {
  return UPSTREAM.test(text.slice(0, MAX_TEXT_CHARS));
}

/** `"GET https://shop.example/cart HTTP/1.1"`, with the whole address, as load balancers write it. */
const ASKED_HERE = new RegExp(
  `"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) https?://${REST_OF_OWN}`,
  'g',
);

/** The text without request lines in the form of the one who was asked: the host in them is no other's. */
export function withoutOwnRequest(text: string): string {
  return text.includes('://') ? text.replace(ASKED_HERE, '""') : text;
}

/** Where a container runs and from which image, as shippers of Kubernetes put it beside each line. */
const PLACE = /"kubernetes" ?: ?\{(?:[^{}]|\{[^{}]{0,4000}\}){1,4000}\}/;

/** The text without that: it is nobody whom the line speaks of. */
export function withoutPlace(text: string): string {
  return text.includes('"kubernetes"') ? text.replace(PLACE, '"kubernetes":{}') : text;
}
