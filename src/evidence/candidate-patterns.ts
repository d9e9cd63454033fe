// The regular expressions of the candidate query, as lists of alternatives. Logs Insights runs no look-around and no
// back-references. The local engine skips records by characters side by side before it decodes them: each alternative of
// the first filter needs three of them in a row, and the rarer they are in lines without an error the better
// (src/insights/regex/literals.ts; a literal that holds another one costs nothing).

/** A level word behind an ANSI colour (`ESC[31mERR`) begins behind the colour's `m`. */
const EDGE = '(?:\\b|\\dm)';

/**
 * Words, or as much of them as little else holds, since the query has a longest length: of levels from WARN, also as
 * PostgreSQL and Java write them in German, French and Italian, of exceptions in any language and of platform failures;
 * without regard to case.
 */
export const WORDS = [
  'err(?:or|eur)',
  'ehler',
  'chwerw',
  '\\bgrave\\b',
  `${EDGE}(?:erro?|eror|ftl|wrn)\\b`,
  'fata',
  'evere',
  `${EDGE}(?:crit|emerg)`,
  `${EDGE}alert\\b`,
  'pani[ck\\[]',
  'warn',
  '\\bfail: ',
  '\\[e\\]',
  '\\[f\\]',
  '\\[w\\]',
  'xception',
  'hrowab',
  'ejection',
  'traceback',
  'lure: ',
  'ora-\\d+: ',
  'ault: ',
  'gmentation f',
  'igseg',
  're dump',
  'inate c',
  'tected \\*\\*',
  'sk timed',
  '(?:me|ss) exited',
  'out of mem',
  'mkill',
  // Step Functions, ECS, Lambda, the audit log of Kubernetes
  'medout',
  'pe":"\\w+(?:ail|bort)ed"',
  'rexited"',
  'dtostart',
  ':"timeo',
  ':"forb',
  // systemd, HAProxy
  "h result '",
  'is down[,.]',
  'o server a',
  // The kernel: table full, dropping packet
  'full, ',
  // What errno 28 is called; Postfix
  'ace left',
  '=defe',
  // Elixir
  '\\*\\* \\(',
];

/**
 * Lines of a trace that stand in events of their own, also as text in the JSON of a shipper (`{"log":"\tat …`) or behind
 * what containerd puts in front of a line (`… stderr F \tat …`). What only closes one (`... 32 more`) says nothing.
 */
export const TRACE_LINES = [
  '   at ',
  '^    ',
  '\\sat .*(?:\\.java:|\\.kt:|\\.scala:)',
  '\\sfrom \\S+\\.rb:\\d',
  '\\.go:\\d+$',
  '\\\\tat ',
  '\\\\tfrom ',
  ' \\+0x',
  '[rt] f \\t',
  '", line \\d',
  'caused by',
  '#\\d+ .*\\.php\\(',
  'routine \\d',
  '\\(0x[\\da-f]',
  '\\(\\{0x[\\da-f]',
  '\\(\\.\\.\\.\\)',
  // an exit status ends a panic: two in a row are two
  '(?:^|"|[:|] | f )(?:main\\.\\S+\\(|runtime\\.\\S+\\(|created by |exit status )',
  'thrown in ',
];

/** Levels as numbers: pino from 40, Python from 30, syslog and GELF up to 4, OpenTelemetry from 13. */
export const NUMBERS = [
  '(?:level|priority|severity)" ?: ?"?(?:[0-4]\\b|[4-9]\\d\\b)',
  'level(?:no)" ?: ?"?[3-9]\\d\\b',
  '"severity_?number" ?: ?"?(?:1[3-9]|2[0-4])',
];

/** `<PRI>` of severities 0 to 4 and of 5 to 7: facility × 8 + severity, up to 191. */
const URGENT_PRIORITY =
  '^<(?:[0-489]|[48][0-489]|[159][0-26-9]|[26][04-8]|[37][2-6]|1[048][04-8]|1[15][2-6]|1[26][0-489]|1[37][0-26-9])>';
const CALM_PRIORITY =
  '^<(?:[5-7]|[48][5-7]|[159][3-5]|[26][1-39]|[37][017-9]|1[048][1-39]|1[15][017-9]|1[26][5-7]|1[37][3-5]|19[01])>';
const MONTHS = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) ';
/** Three letters, each of them one that such a name has there. */
const LIKE_MONTH = '[adfjmnos][aceopu][bcglnprtvy] ';
/** What follows a priority: version and year or nil (RFC 5424), a month (RFC 3164), or a program with its process id. */
const SYSLOG_REST = `(?:1 20|1 - |${MONTHS}|[^\\n]*\\]: )`;
const TIME = '\\[?\\d[\\d:.,/tz +-]+(?: [a-z]{3,4})?\\]?';
/** Files that the header of glog and klog names. */
const SOURCE_FILE =
  '\\S+(?:\\.go:|\\.cc:|\\.py:|\\.rs:|\\.js:|\\.ts:|\\.cs:|\\.cpp:|\\.c:|\\.h:|\\.rb:|\\.java:|\\.kt:|\\.scala:)';

/** Headers whose level is a number, a letter or a mark: no word needs to stand in such a line. */
export const WORDLESS = [
  `${URGENT_PRIORITY}${SYSLOG_REST}`,
  `^${TIME}(?: e | w | f | e: | w: | f: )`,
  // Android, with its process id
  '^(?:\\d[\\d:. -]+ )?[ewf]/[\\w.$-]+ *\\( *\\d+\\): ',
  // glog and klog; CockroachDB, with a short year and no bracket
  `\\b[ewf](?:(?:20)?\\d\\d)?\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+ +\\d+ ${SOURCE_FILE}\\d+`,
  // MongoDB
  '"\\$date" ?: ?"[^"]*" ?\\}, ?"s" ?: ?"[ewf]"',
  // Passenger
  '^\\[ [cew]\\w? [\\d-]+ [^\\]]+\\]: ',
  // WebSphere
  '\\] [\\da-f]+ \\S+ +[ewf]   \\S',
  // Redis
  '^\\d+:[xcsm] \\d\\d [a-z]{3} \\d{4} [\\d:.]+ # ',
];

/** ` 503`: the second digits that statuses of servers, proxies and clouds have. */
const SPACED_STATUS = '(?: 50| 51| 52| 53| 56| 59)\\d\\b';
/** Access records with status 500 to 599: in fields, behind a path or a protocol, in columns, in words. */
export const SERVER_ERRORS = [
  'status[_-]?(?:code)?"? ?[:=] ?"?5\\d\\d\\b',
  'response[_-]?code"? ?[:=] ?"?5\\d\\d\\b',
  // nested in the answer: `"responseStatus":{"metadata":{},"code":500}`
  'status" ?: ?\\{[^{}]*(?:\\{\\})?[^{}]*"code" ?: ?5\\d\\d\\b',
  `/\\S*(?: -| ->|:)?(?: status:?)?${SPACED_STATUS}`,
  // load balancers: three times of the request, its status, that of the target, sizes and the request
  `\\d${SPACED_STATUS} (?:\\d+|-) \\d+ \\d+ "`,
  'completed 5\\d\\d [a-z ]+ in \\d',
  // behind a client's address or a list of nothings, between bars, in front of the request or of the time it took
  `[\\d-] -${SPACED_STATUS}`,
  `\\|${SPACED_STATUS} \\|`,
  `${SPACED_STATUS} [a-z]+ /`,
  `${SPACED_STATUS} (?:in) \\d`,
  '\\[5\\d\\d\\]: [a-z]+ /',
  // Squid: behind how the answer was come by
  'tcp_[a-z_]+/5\\d\\d \\d',
  // W3C: behind the host's name
  `\\w\\.\\w+(?::\\d+)?${SPACED_STATUS} \\d+ \\d+`,
];

const HIGH =
  'ERR(?:OR|O|EUR|ORE)?|EROR|FATAL?|FTL|CRIT(?:ICAL)?|SEVERE|D?PANI[CK]?|EMERG(?:ENCY)?|ALERT|WARN(?:ING|UNG)?|WRN|FEHLER|GRAVE|SCHWERWIEGEND';
const HIGH_ANY_CASE =
  'erro?r?|eror|fatal?|crit(?:ical)?|alert|emerg(?:ency)?|panic|severe|warn(?:ing)?|wrn|ftl';
const LOW = 'INFO?|INFORMATION|DEBUG|TRACE|NOTICE|VERBOSE|FINE(?:R|ST)?|CONFIG|DBG|TRC';
const LOW_ANY_CASE = 'info?|information|debug|trace|notice|verbose|dbg|trc';
/** Times, brackets and colours in front of a level in small letters. */
const LINE_HEAD = '^(?:[\\d\\s:.,/tz+[-]|\\d+m)*';

/** A level of WARN or above, or an exception's head: such a line stays, whatever else it holds. With regard to case. */
export const HIGH_WORDS = [`${EDGE}(?:${HIGH})\\b`, '(?:Error|Exception): '];
export const HIGH_FIELDS = [
  '(?:level|severity|lvl|"@l)(?:name|text)?"? ?[:=] ?"?(?:err|eror|fatal|crit|severe|panic|emerg|alert|warn|dpanic)',
  `\\[(?:\\w+:)?(?:${HIGH_ANY_CASE}) *\\]`,
  `${LINE_HEAD}(?:${HIGH_ANY_CASE})[\\]:|\\t ]`,
  '"(?:error_?type|exception|stack(?:_?trace)?)" ?: ?["{[]',
  // An application's own level behind a syslog priority that knows better than the priority.
  `^<\\d{1,3}>[^\\n]*[\\s"([](?:${HIGH_ANY_CASE})(?:[\\]):"|]|\\s\\s)`,
  '^<\\d{1,3}>[^\\n]*\\b[ewf](?:20\\d\\d)?\\d{4} \\d\\d:\\d\\d:\\d\\d\\.',
];

/** A level below WARN where headers have it, or in a field; or the status of a request that went well. */
export const LOW_WORDS = [
  `^(?:[^\\s"{][^"{\\n]*)?${EDGE}(?:${LOW})\\b`,
  '^[ID]\\d{4} \\d\\d:\\d\\d:',
  '"level" ?: ?(?:10|20|30)\\b',
  // PostgreSQL
  '^\\d{4}-[^\\n]*\\b(?:LOG|HINT|DETAIL|STATEMENT|CONTEXT|QUERY|LOCATION|ANWEISUNG|INSTRUCTION ?):  ',
];
export const LOW_FIELDS = [
  '^[^"{\\n]*\\[(?:\\w+:)?(?:info|debug|trace|notice) *\\]',
  `${LINE_HEAD}(?:${LOW_ANY_CASE})[\\]:|\\t]`,
  '"\\$date" ?: ?"[^"]*" ?\\}, ?"s" ?: ?"(?:i|d[1-5]?)"',
  `(?:level|severity|lvl|"@l)(?:name|text)?"? ?[:=] ?"?(?:${LOW_ANY_CASE})\\b`,
  '"status[_-]?(?:code)?" ?: ?"?[123]\\d\\d\\b',
  `${CALM_PRIORITY}(?:1 |${LIKE_MONTH})`,
];
