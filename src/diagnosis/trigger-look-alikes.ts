// Lines that hold the words of a change and are none: the everyday business of an application, runs over nothing,
// and ends as they should be.

/** Said of any kind, such a line changes nothing. */
const NOTHING_CHANGED =
  /^\W{0,3}(?:DEBUG|TRACE)\b|\b(?:running|applied|applying|pending|found)[ :=]{1,2}0\b|\b0 of 0\b|[:=] ?none\b\s*$|\b(?:terminated|stopped|exited|ended|finished) normally\b|\bexit(?:ed)?(?: with)?(?: code| status)?[ :=]{1,2}0\b/i;
/** That a platform starts again what has failed: it follows from the failure, however soon it is logged. */
const STARTED_AGAIN = /\b[Bb]ack-?off restarting failed\b|\bCrashLoopBackOff\b/;
/** What an application deals with. As part of a longer name, or before one of these nouns, it names a service. */
const BUSINESS =
  /(?<![\w./-])(?<!in )(?:users?|customers?|orders?|sessions?|carts?|skus?|documents?|avatars?|e?-?mails?|guides?|prices?)(?![\w/-])(?!\.\w)(?! (?:service|api|app|worker|server|store|cache|pool|db|database|table|queue|processor|time-?out|ttl|limit|gateway|backend|cluster)s?\b)/i;
const IMAGE = /(?<![\w./-])images?(?![\w/-])/i;
/** With these an image is one that containers start from. */
const CONTAINER =
  /\b(?:deploy\w*|container|docker|registry|ecr|pull\w*|tag|sha256|roll\w*|pod|task)\b|\d\.\d/i;
/** An operator who changed something, not a customer known by a number. */
const OPERATOR = /\bby (?:the )?user [a-z][\w.@-]{0,60}|\bUSER=[\w.@-]{1,60} ; COMMAND=/gi;
const FEATURE_FLAG = /\bfeature[ _-]?(?:flag|toggle)/i;
/** A service may be called as what it deals with; a version tells that it is meant. */
const VERSION = /\bv?\d{1,4}\.\d|\bv\d/i;
/** Kinds whose words everyday lines use too; tables of a migration may well be called `orders`. */
const EVERYDAY_KINDS: ReadonlySet<string> = new Set([
  'deployment',
  'configuration-change',
  'permissions',
  'rotation',
  'scaling',
  'restart',
]);

/** What a platform or a logger does all the time: a cold start, a log file that is full, a step of a rotation that changes nothing yet. */
const HOUSEKEEPING =
  /^\W{0,3}(?:INIT_START|INIT_REPORT|RESTORE_START|RESTORE_REPORT|EXTENSION|TELEMETRY|START RequestId|END RequestId|REPORT RequestId)\b|\b(?:create|test)Secret: |\b(?:rotat|roll(?:ed|ing)? over|compress|archiv)\w*\b[^\n]{0,40}\blogs?(?:files?)?\b|\blog ?(?:files?)?\b[^\n]{0,20}\b(?:rotat|roll(?:ed|ing)? over)\w*/i;

/** What a runtime writes while it dies: it tells of the failure, it did not bring it about. */
const LAST_WORDS =
  /^\s*(?:<---|\[\d{1,7}:0x[0-9a-f]{4,16}\] +\d+ ms: |\d{1,3}: 0x[0-9a-f]{4,16}[ :])/;

/** PostgreSQL's second line of a message: what to do about it, with which statement. */
const OF_ANOTHER = /\b(?:HINT|DETAIL|STATEMENT|CONTEXT|QUERY|LOCATION): {2}\S/;

/** Whether a line only goes on about the message above it. */
export function explainsAnother(message: string): boolean {
  return OF_ANOTHER.test(message);
}

/** Whether it sets nothing off, however rare it is in these logs. */
export function isHousekeeping(text: string): boolean {
  return HOUSEKEEPING.test(text) || LAST_WORDS.test(text) || STARTED_AGAIN.test(text);
}

/** Whether the text, which has the words of this kind, is no change of the system all the same. */
export function isEverydayLine(text: string, kind: string): boolean {
  if (NOTHING_CHANGED.test(text) || STARTED_AGAIN.test(text)) return true;
  if (!EVERYDAY_KINDS.has(kind) || FEATURE_FLAG.test(text)) return false;
  if (IMAGE.test(text) && !CONTAINER.test(text)) return true;
  if (kind === 'deployment' && VERSION.test(text)) return false;
  return BUSINESS.test(text.replace(OPERATOR, ''));
}
