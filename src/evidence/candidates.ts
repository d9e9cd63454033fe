// What is asked of CloudWatch: candidate events and their volume.
// The filters let through all that may count and drop what plainly lies below WARN; `analyze` decides.
// Their regular expressions stay within what Logs Insights runs: no look-around, no back-references.

/** Candidate events that a run reads; beyond them findings are counted by queries of their own. */
export const MAX_CANDIDATE_ROWS = 100_000;

/**
 * Words of levels from WARN, of exceptions in any language and of platform failures; without regard to case. Each
 * alternative here and below holds three plain characters in a row: by those the local engine skips records before it
 * decodes them, as long as they are no more than 96.
 */
const WORDS = [
  'error',
  '\\berro?\\b',
  'fata',
  '\\beror\\b',
  '\\bftl\\b',
  'severe',
  '\\bcrit',
  '\\bemerg',
  '\\balert\\b',
  'pani',
  'warn',
  '\\bwrn\\b',
  '\\bfail: ',
  '\\[e\\]',
  '\\[f\\]',
  '\\[w\\]',
  'exception',
  'traceback',
  'uncaught',
  'unhandled',
  'failure: ',
  'fault: ',
  'segmentation fault',
  'sigsegv',
  'core dumped',
  'terminate called',
  'task timed out',
  '(?:runtime|process) exited',
  'out of memory',
  'oomkilled',
];
/** Lines of a trace that stand in events of their own. */
const TRACE_LINES = [
  '^\\s*   at ',
  '^    ',
  '^\\s+at .*(?:\\.java:|\\.kt:|\\.scala:)',
  '^\\s*file "',
  'caused by',
  '^\\s*\\.\\.\\. \\d+ ',
  '^\\s+\\S+ \\S+\\.rb:\\d+:',
  '^\\s*#\\d+ .*(?:\\.php\\(|\\{main\\})',
  '^goroutine \\d',
  '\\.go:\\d+',
  '\\.cc:\\d+\\]',
  '\\(0x[0-9a-f]',
  '\\(\\{0x[0-9a-f]',
  '^main\\.\\S+\\(',
  '^runtime\\.\\S+\\(',
  '^created by ',
  'exit status ',
  'stack backtrace',
  '^\\s*--- end of ',
  '^\\s*thrown in ',
];
/** Levels as numbers: pino and Python from 40, syslog and GELF up to 4, OpenTelemetry from 13. */
const NUMBERS = [
  '"(?:level(?:no)?|priority|severity)" ?: ?"?(?:[0-4]\\b|[4-9]\\d\\b)',
  '"severity_?number" ?: ?"?(?:1[3-9]|2[0-4])',
];
/** `<PRI>` of severities 0 to 4 and of 5 to 7: facility × 8 + severity, up to 191. */
const URGENT_PRIORITY =
  '^<(?:[0-489]|[48][0-489]|[159][0-26-9]|[26][04-8]|[37][2-6]|1[048][04-8]|1[15][2-6]|1[26][0-489]|1[37][0-26-9])>';
const CALM_PRIORITY =
  '^<(?:[5-7]|[48][5-7]|[159][3-5]|[26][1-39]|[37][017-9]|1[048][1-39]|1[15][017-9]|1[26][5-7]|1[37][3-5]|19[01])>';
const MONTHS = 'jan |feb |mar |apr |may |jun |jul |aug |sep |oct |nov |dec ';
/** What follows a priority: version and year (RFC 5424), a month (RFC 3164), or a program with its process id. */
const SYSLOG_REST = `(?:1 20|${MONTHS}|[^\\n]*\\]: )`;
/** Headers whose level is a number or a letter: no word needs to stand in such a line. */
const WORDLESS = [
  `${URGENT_PRIORITY}${SYSLOG_REST}`,
  ...['e', 'w', 'f'].map((letter) => `^\\[?\\d[\\d:.,/tz +-]+(?: [a-z]{3,4})?\\]? ${letter} `),
  '^(?:\\d[\\d:. -]+ )?[ewf]/[\\w.$-]+ *\\( *\\d+\\): ',
  // klog in other languages than Go and C++, whose file endings stand below
  '^[ewf]\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d+ +\\d+ \\S+(?:\\.py:|\\.rs:|\\.js:|\\.ts:|\\.cs:|\\.cpp:|\\.c:|\\.h:|\\.rb:|\\.java:|\\.kt:)\\d+\\] ',
  // MongoDB
  '"\\$date" ?: ?"[^"]*" ?\\}, ?"s" ?: ?"[ewf]"',
];
/** Access records with status 500 to 599, in fields, in a request line, or in an access line. */
const SERVER_ERRORS = [
  'status[_-]?(?:code)?"? ?[:=] ?"?5\\d\\d\\b',
  'response[_.-]?(?:code|status)"? ?[:=] ?"?5\\d\\d\\b',
  ' http/[\\d.]+"?[ ,:-]{1,3}(?:status[=: ]{1,2})?5\\d\\d\\b',
  '\\b(?:get|post|put|patch|delete) \\S+"?[ ,:-]{1,3}(?:status[=: ]{1,2})?5\\d\\d\\b',
  // CloudFront's columns, HAProxy's timers, the end of a request in Rails
  '\\t(?:get|post|put|patch|delete|head|options)\\t\\S+\\t\\S+\\t5\\d\\d\\t',
  '\\d/\\+?-?\\d+ 5\\d\\d \\+?\\d+ [^\\n]* "(?:get|post|put|patch|delete|head|options) ',
  'completed 5\\d\\d [a-z ]+ in \\d',
  ' 5\\d\\d (?:5\\d\\d|-) \\d+ \\d+ "(?:get|post|put|patch|delete) ',
];
/** A level of WARN or above, or an exception's head: such a line stays, whatever else it holds. */
const HIGH_WORDS = [
  '\\b(?:ERROR|ERRO|EROR|ERR|FATAL|FATA|FTL|CRITICAL|CRIT|SEVERE|PANIC|PANI|EMERG|EMERGENCY|ALERT|WARNING|WARN|WRN)\\b',
  '(?:Error|Exception): ',
];
const HIGH_FIELDS = [
  '(?:level|severity|lvl)(?:name|text)?"? ?[:=] ?"?(?:err|eror|fatal|crit|severe|panic|emerg|alert|warn|dpanic)',
  '\\[(?:\\w+:)?(?:error|err|fatal|crit|critical|alert|emerg|warn|warning) *\\]',
  '"(?:error_?type|exception|stack(?:_?trace)?)" ?: ?["{[]',
  // An application's own level behind a syslog priority that knows better than the priority.
  '^<\\d{1,3}>[^\\n]*[\\s"([](?:err|error|fatal|crit|critical|panic|emerg|alert|severe|warn|warning)(?:[\\]):"|]|\\s\\s)',
  '^<\\d{1,3}>[^\\n]*\\b[ewf]\\d{4} \\d\\d:\\d\\d:\\d\\d\\.',
];
/** A level below WARN where headers have it, or in a field; or the status of a request that went well. */
const LOW_WORDS = [
  '^[^\\s"{][^"{\\n]*\\b(?:INFO|DEBUG|TRACE|NOTICE|VERBOSE|FINE|FINER|FINEST|CONFIG|DBG|INF|TRC)\\b',
  '^(?:INFO|DEBUG|TRACE|NOTICE)\\b',
  '^[ID]\\d{4} \\d\\d:\\d\\d:',
  '"level" ?: ?(?:10|20|30)\\b',
];
const LOW_FIELDS = [
  '^[^"{\\n]*\\[(?:\\w+:)?(?:info|debug|trace|notice) *\\]',
  '"\\$date" ?: ?"[^"]*" ?\\}, ?"s" ?: ?"(?:i|d[1-5]?)"',
  '(?:level|severity|lvl)(?:name|text)?"? ?[:=] ?"?(?:info|debug|trace|notice|verbose)\\b',
  '"status[_-]?(?:code)?" ?: ?"?[123]\\d\\d\\b',
  `${CALM_PRIORITY}(?:1 |${MONTHS})`,
];

/**
 * The query for candidates: everything that may be an error, a warning or a line of a trace, in order of time.
 * Events whose own level lies below WARN are left out, but for access records with status 500 to 599.
 */
export function candidateQuery(): string {
  return [
    'fields @timestamp, @message, @logStream, @log',
    ...candidateFilters(),
    'sort @timestamp asc',
  ].join('\n| ');
}

/** The filters of the candidate query. */
export function candidateFilters(): readonly string[] {
  const like = (flags: string, ...lists: readonly (readonly string[])[]) =>
    `@message like ${regex(flags, lists.flat())}`;
  const low = `(${like('', LOW_WORDS)} or ${like('(?i)', LOW_FIELDS)})`;
  const high = `${like('', HIGH_WORDS)} or ${like('(?i)', HIGH_FIELDS, NUMBERS, SERVER_ERRORS)}`;
  return [
    `filter ${like('(?i)', WORDS, WORDLESS, TRACE_LINES, NUMBERS, SERVER_ERRORS)}`,
    `filter not ${low} or ${high}`,
  ];
}

function regex(flags: string, alternatives: readonly string[]): string {
  return `/${flags}${alternatives.map((part) => part.replaceAll('/', '\\/')).join('|')}/`;
}

/** Events by log group and bin. `binSeconds` is given in the largest unit that holds it whole. */
export function volumeQuery(binSeconds: number): string {
  return `stats count(*) as events by bin(${period(binSeconds)}), @log`;
}

const MAX_SIXTIETHS = 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** A period within Logs Insights' caps: seconds and minutes up to 60, hours up to 24. Rounded up where it must be. */
export function period(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < MAX_SIXTIETHS) return `${whole}s`;
  if (whole < HOUR_SECONDS) return `${Math.ceil(whole / MAX_SIXTIETHS)}m`;
  if (whole < DAY_SECONDS) return `${Math.ceil(whole / HOUR_SECONDS)}h`;
  return `${Math.ceil(whole / DAY_SECONDS)}d`;
}
