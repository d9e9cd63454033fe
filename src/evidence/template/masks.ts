// Variables that are told by their own form, wherever they stand: one table for all inputs, in order.

export type Replacer = (match: string, ...groups: string[]) => string;

interface Mask {
  readonly pattern: RegExp;
  readonly to: Replacer;
  /** What a text must hold for the pattern to be worth trying. */
  readonly needs: string;
}

const METHOD = 'GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS';
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}';
const CLOCK = '\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?';
const IPV4 = '\\d{1,3}(?:\\.\\d{1,3}){3}';
const UNIT =
  'ms|msec|msecs|millis|milliseconds?|µs|us|ns|s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?|d|days?';
/** What follows `user` in a sentence without naming one. */
const USER_STOP =
  /^(?:is|was|has|not|does|did|with|from|by|for|in|on|at|and|or|to|name|id|unknown|invalid|illegal|user|input|error|account|session|data|service|profile|agent|code|mode|space|table|pool|who|that|the|request|login|token|defined|provided|supplied|cancelled|canceled|aborted)\b/i;

export const MASKS: readonly Mask[] = [
  // nginx tells behind each message of its error log whose request it was: that is no part of what happened
  {
    needs: ', request: "',
    pattern: /(?<=, (?:request|referrer): ")[^"\n]{1,2000}(?=")/g,
    to: always('<request>'),
  },
  {
    needs: ', upstream: "',
    pattern: /(?<=, upstream: "[a-z]{1,10}:\/\/[^/"\n]{1,255}\/)[^"\n]{1,2000}(?=")/g,
    to: always('<path>'),
  },
  {
    needs: '://',
    pattern: /\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>)\]}|,;]+/gi,
    to: withoutQuery,
  },
  {
    needs: '@',
    pattern: /\b[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b/g,
    to: always('<email>'),
  },
  { needs: 'arn:aws', pattern: /\barn:aws[\w-]{0,12}:[^\s"'<>,;)\]}]+/g, to: maskArn },
  {
    needs: ' /',
    pattern: new RegExp(`\\b(?:${METHOD}) /[^\\s"'<>]*`, 'g'),
    to: withoutQuery,
  },
  {
    needs: '-',
    pattern:
      /(?<![0-9a-fA-F-])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9a-fA-F])/g,
    to: always('<uuid>'),
  },
  {
    needs: 'eyJ',
    pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]{0,})?/g,
    to: always('<token>'),
  },
  { needs: 'IA', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, to: always('<token>') },
  {
    needs: ':',
    pattern: /(?<![\w:.-])[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5,31}(?![\w:-])/g,
    to: always('<mac>'),
  },
  {
    needs: '-',
    pattern: /(?<![\w:.-])[0-9a-fA-F]{2}(?:-[0-9a-fA-F]{2}){5}(?![\w:-])/g,
    to: always('<mac>'),
  },
  {
    needs: '',
    pattern: new RegExp(
      `\\b\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}(?:[T :_-]{1,2}${CLOCK})?(?: ?Z|(?: ?[+-]\\d{2}:?\\d{2}\\b))?`,
      'g',
    ),
    to: always('<time>'),
  },
  {
    needs: ':',
    pattern: new RegExp(
      `\\b(?:${DAY},? {1,2})?(?:${MONTH} {1,2}\\d{1,2}|\\d{1,2}[ /-]${MONTH}[ /-]\\d{4}),?[ :]${CLOCK}(?: (?:[A-Z]{3,4} )?\\d{4}\\b)?(?: [+-]\\d{4}| GMT| UTC)?`,
      'g',
    ),
    to: always('<time>'),
  },
  {
    needs: ':',
    pattern: new RegExp(`(?<![\\w:.])(?:${CLOCK}|\\d{1,2}:\\d{2})(?![\\w:])`, 'g'),
    to: always('<time>'),
  },
  {
    needs: '.',
    pattern: new RegExp(
      `(?<![\\w.])(?:::ffff:)?${IPV4}(?:\\/\\d{1,2}|:\\d{1,5})?(?![\\w.]\\w)\\b`,
      'gi',
    ),
    to: always('<ip>'),
  },
  {
    needs: ':',
    pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{1,4}(?![\w:])/gi,
    to: always('<ip>'),
  },
  {
    needs: '::',
    pattern:
      /(?<![\w:])(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{0,4}::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4}(?![\w:])/gi,
    to: maskShortIp,
  },
  {
    needs: ':',
    pattern: /(?<![\w:.])[0-9a-f]{2,8}(?:[:.][0-9a-f]{1,4}){2,6}(?![\w:])/g,
    to: maskHexGroups,
  },
  // `a7:3:12`, `disk-W:0075:6005-08b4`, but no `app.js:10:5`
  {
    needs: ':',
    pattern: /(?<![\w./\\:-])\w[\w-]{0,40}(?::[\w-]{0,40}\d[\w-]{0,40}){2,8}(?![\w:])/g,
    to: always('<id>'),
  },
  { needs: '0', pattern: /\b0x[0-9a-f]+\b/gi, to: always('<hex>') },
  {
    needs: 'user',
    pattern: /\b((?:for|by|from|of) (?:[a-z]{1,12} )?user(?:name)? )([\w.@\\-]{1,64})/gi,
    to: maskUser,
  },
  {
    needs: ' for ',
    pattern:
      /\b((?:password|publickey|hostbased|keyboard-interactive\/pam|log[io]n|logon|authentication|authentication failures?) for )([\w.@\\-]{1,64})/gi,
    to: maskUser,
  },
  {
    needs: 'user',
    pattern: /\b(user(?:name)?[ =:]{1,2})(["'`])[^"'`]{1,400}\2/gi,
    to: behindLead('<user>'),
  },
  { needs: ' user ', pattern: /\b((?:invalid|unknown) user )([\w.@\\-]{1,64})/gi, to: maskUser },
  // sshd writes the empty name as it is.
  { needs: 'user  from', pattern: /\b(user ) (?=from\b)/g, to: behindLead('<user> ') },
  {
    needs: '',
    pattern: new RegExp(
      `(?<![\\w.-])(?:[<~≈] ?)?[-+]?\\d{1,9}(?:[.,]\\d+)*(?: ?(?:${UNIT}))(?![\\w/])`,
      'g',
    ),
    to: always('<duration>'),
  },
  {
    needs: '',
    pattern: /(?<![\w.-])\d+(?:\.\d+)? ?(?:[KMGT]i?B|bytes?|B)(?![\w/])/gi,
    to: always('<size>'),
  },
  {
    needs: '',
    pattern: /(?<![\w.:/#+-])\d+(?:\.\d+)?[KMGT](?![\w/:.#+-])/g,
    to: always('<size>'),
  },
];

function always(placeholder: string): Replacer {
  return () => placeholder;
}

function behindLead(placeholder: string): Replacer {
  return (_, lead) => `${lead}${placeholder}`;
}

/** Scheme, host and path stay; a query string is a value. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '?<*>');
}

/** `fe80::1`, but not `std::add`. */
function maskShortIp(text: string): string {
  return /\d/.test(text) ? '<ip>' : text;
}

/** `0000:3f:1c.0`, but no version and no time of day. */
function maskHexGroups(text: string): string {
  if (/^[\da-f]{4}:[\da-f]{2}:[\da-f]{2}\.[\da-f]$/.test(text)) return '<hex>';
  return /[a-f]/.test(text) && /\d/.test(text) && text.includes(':') ? '<hex>' : text;
}

/** Region, account and the random suffix of a secret vary; the resource names itself. */
function maskArn(arn: string): string {
  return arn
    .replace(/:\d{12}(?=:|$)/, ':<num>')
    .replace(/(:secret:[^\s:]*?)-[A-Za-z0-9]{5,6}$/, '$1-<*>');
}

function maskUser(match: string, lead = '', name = ''): string {
  return USER_STOP.test(name) ? match : `${lead}<user>`;
}
