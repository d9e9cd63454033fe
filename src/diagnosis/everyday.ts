// What runs along in every system of some size, all day and evenly: clients that break off, requests that are refused
// as they should be, searches for holes, work that is tried again. It is told, but it is no incident by itself: that
// takes a moment from which on there is more of it, or much of it.
import { durationMs, HOUR_MS } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import type { Ranked } from './rank.ts';
import { recognise } from './recognise.ts';
import { standingOf } from './standing.ts';
import { setsIn, timesOf } from './times.ts';
import type { Case } from './types.ts';

interface Everyday {
  /** What it is, behind `These are`. */
  readonly noun: string;
  readonly said: RegExp;
  /** What makes it something else: who was called in vain, above all. */
  readonly unless?: RegExp;
  /** Known failures that such lines may be; of any other it is that failure. */
  readonly known?: readonly string[];
  /** So many an hour are everyday; without it, so many as the share of all events allows. */
  readonly maxPerHour?: number;
  /** Also where its lines are fatal: whoever writes them calls the end of one session so. */
  readonly anyLevel?: boolean;
  /** Only where the lines name several others: of a single one it is that one's failure. */
  readonly others?: RegExp;
}

/** As much of all events as this is no background, whatever it says. */
const MAX_SHARE = 0.05;
const MAX_TEXT_CHARS = 2_000;
/** So many others that are named among the samples are several. */
const MIN_OTHERS = 2;
/** A quiet beginning or end as long as this one comes by chance less often than this: then it has a beginning or an end. */
const MIN_CHANCE = 0.01;

/** Who calls somebody else in vain has no client to blame. */
const CALLED =
  /\b(?:could not|cannot|can't|unable to|failed to) (?:connect|reach)|\bdial(?:ing)?\b|\btime-?out\b|\btimed out\b|\bto upstream\b|\b(?:call|request) to \S{1,200} failed|\bcertificate has expired\b|https?:\/\//i;

const EVERYDAY: readonly Everyday[] = [
  {
    noun: 'clients that broke off',
    said: /\bcontext canceled\b|\bClientAbort|\brequest aborted\b|\bthe operation was cancel+ed\b|\bclient (?:prematurely |unexpectedly )?(?:closed|disconnected|aborted|went away)|\bunexpected EOF on client connection|\bcould not (?:receive data from|send data to) client|\blost connection after|\bSSL_accept error|\bSocket error on client|\bECONNABORTED\b/i,
    unless: CALLED,
    known: ['tcp-reset'],
  },
  {
    noun: 'clients that finished no handshake or log-in',
    said: /\bkex_exchange_identification|\bTimeout before authentication|\bSSL_do_handshake\(\) failed[^\n]{0,200}\bwhile SSL handshaking, client\b/i,
    anyLevel: true,
  },
  {
    noun: 'clients of a broker that went away',
    said: /\bmissed heartbeats from client\b/,
    known: ['broker-heartbeat-missed'],
  },
  {
    noun: 'requests whose content is refused, as it should be',
    said: /(?<!\b(?:certificate|chain|checksum|signature|licen[cs]e|config(?:uration)?|token|schema|data|integrity) )\bvalidation failed\b|\bmust not be (?:blank|null|empty)\b|\bunsupported (?:\w+ ){0,2}(?:format|media type|method)\b|\bduplicate key value violates unique constraint\b|\bDuplicate entry '[^\n]{0,200}' for key\b|\b(?:anti-?forgery|csrf) (?:token|validation)\b|\bInvalidAuthenticityToken\b|\bmalformed (?:request|json|header|uri|url)\b/i,
    unless: CALLED,
    known: ['duplicate-key'],
  },
  {
    noun: 'expired or missing log-ins of clients',
    said: /\b(?:jwt|session|access token|id token|token) (?:is |has )?expired\b|\bTokenExpired(?:Error|Exception)?\b|\bpeer certificate validation failed[^\n]{0,200}\bno certificate\b/i,
    unless: CALLED,
    known: ['token-expired'],
  },
  {
    noun: 'requests for what is not there, as crawlers and scanners send them',
    said: /\bopen\(\) "[^"\n]{1,300}" failed \(2: No such file or directory\)[^\n]{0,300}\brequest:|\bNo route matches \[|\bPrimary script unknown\b|\bclient denied by server configuration\b|\bFile does not exist: |\bscript '[^'\n]{1,300}' not found\b/i,
    anyLevel: true,
  },
  {
    noun: 'payments that banks or the check for fraud refused',
    said: /\bdeclined by (?:the )?(?:issuer|bank)\b|\b(?:card|payment|charge) (?:was )?declined\b|\binsufficient[_ ]funds\b|\bdo[_ ]not[_ ]honou?r\b|\bfraud check (?:rejected|declined|refused)\b/i,
    unless:
      /\b(?:account|merchant|provider|gateway|acquirer|api key)\b[^\n]{0,60}\b(?:suspended|disabled|blocked|closed|terminated|locked|invalid|expired)\b/i,
  },
  {
    noun: 'work that is tried again',
    said: /\battempt 1 (?:of|\/) ?(?:[2-9]|\d{2})|\bWriteConflict\b|\bversion conflict\b|\bUP_FOR_RETRY\b/i,
    known: ['tcp-reset', 'dependency-time-out', 'connect-time-out'],
  },
  {
    noun: 'mail that is tried again, to several servers',
    said: /\bstatus=deferred\b/,
    known: ['tcp-refused', 'tcp-reset', 'connect-time-out', 'dependency-time-out'],
    others: /\b(?:connect to |host |relay=(?!none))([\w.-]{3,200})/,
  },
  {
    noun: 'statements that a client or an operator stopped, and sessions that were ended',
    said: /\bcanceling statement due to user request\b|\bcanceling autovacuum task\b|\bterminating connection due to administrator command\b|\bInterrupted operation as its client disconnected\b/i,
    known: ['database-shut-down'],
    anyLevel: true,
  },
  {
    noun: 'single statements that ran into a limit of time or a lock, which happens now and then',
    said: /\bcanceling statement due to (?:statement|lock) timeout\b|\bdeadlock (?:detected|found when trying to get lock)\b|\bcould not serialize access\b/i,
    known: ['database-lock', 'database-statement-time-out'],
    maxPerHour: 3,
  },
  {
    noun: 'questions about what is gone already, or has moved on',
    said: /\bcould not find container\b|\bID does not exist\b|\bNotLeaderOrFollower|\bnot the current leader\b/i,
    known: ['leader-lost', 'partition-leader-moved'],
  },
  {
    noun: 'questions about the account that are refused or limited, as audits and scans bring them about',
    said: /^(?=[^\n]*"eventName"\s*:\s*"(?:Describe|List|GetBucket|GetAccount|Get\w{0,40}(?:Policy|Configuration|Status)")\w*)(?=[^\n]*"errorCode"\s*:\s*"(?:\w+\.)?(?:AccessDenied|UnauthorizedOperation|NoSuch|\w*NotFound|\w*LimitExceeded|\w*Throttl))/,
    known: ['iam-denied', 'aws-throttled'],
  },
];

/** A step of a workflow: of the execution that it belongs to nothing is known by it. */
const STEP_FAILED = /^(?:Task|LambdaFunction|Activity)(?:Failed|TimedOut)\b/;
const EXECUTION_FAILED = /^Execution(?:Failed|TimedOut|Aborted)\b/;
const STEPS = 'steps of executions of which none failed, so they were tried again or caught';
/** With these rhythms it neither begins nor ends nor comes to a time-table. */
const EVEN: ReadonlySet<Finding['rhythm']> = new Set(['consistent', 'sporadic']);

/** Those that are everyday, in their order; none where all of them together are too much of what was logged. */
export function everydayAmong(candidates: readonly Ranked[], input: Case): readonly Ranked[] {
  const found = candidates.flatMap((cause): Along[] => {
    const row = rowOf(cause, input);
    return row === null ? [] : [{ cause, row }];
  });
  const kept = found.filter(({ row }) => isFew(row, found, input)).map(({ cause }) => cause);
  return isLittle(countOf(kept), input) ? kept : [];
}

/** What such errors are, as the report says it; null where they are not everyday. */
export function everydayNoun(cause: Ranked, input: Case): string | null {
  return rowOf(cause, input)?.noun ?? null;
}

function rowOf(cause: Ranked, input: Case): Row | null {
  const { own, consequences } = cause;
  if (!isLittle(cause.count, input) || !runsAlong(cause, input)) return null;
  const errors = [...own, ...consequences].filter(({ severity }) => severity === 'error');
  const rows = errors.map((finding) => rowOfOne(finding, input));
  const [first = null] = rows;
  return rows.includes(null) ? null : first;
}

type Row = Pick<Everyday, 'noun' | 'maxPerHour'>;

interface Along {
  readonly cause: Ranked;
  readonly row: Row;
}

/** All errors of the row together are no more than are everyday. */
function isFew({ noun, maxPerHour }: Row, found: readonly Along[], { window }: Case): boolean {
  if (maxPerHour === undefined) return true;
  const alike = found.filter(({ row }) => row.noun === noun).map(({ cause }) => cause);
  return countOf(alike) <= Math.max(1, (maxPerHour * durationMs(window)) / HOUR_MS);
}

const countOf = (causes: readonly Ranked[]): number =>
  causes.reduce((sum, { count }) => sum + count, 0);

function isLittle(count: number, { totalEvents }: Case): boolean {
  return totalEvents !== null && count < totalEvents * MAX_SHARE;
}

/** From the beginning of the window to its end, with nothing that set it off or leads to it, and no more than before. */
function runsAlong(cause: Ranked, input: Case): boolean {
  const { own, change, trigger, drift } = cause;
  if (change || trigger !== null || drift !== null) return false;
  const standing = standingOf(cause, input)?.standing ?? null;
  if (standing === 'new' || standing === 'risen') return false;
  return own.every((finding) => isEven(finding, input)) && fillsWindow(timesOf(own), input);
}

function isEven(finding: Finding, { window }: Case): boolean {
  return finding.readInPart !== true && EVEN.has(finding.rhythm) && !setsIn(finding, window);
}

/** Whether the quiet before the first and behind the last may be chance. */
function fillsWindow(times: readonly number[], { window }: Case): boolean {
  const [first = window.startMs] = times;
  const last = times.at(-1) ?? window.endMs;
  const isChance = (quietMs: number) =>
    (1 - quietMs / durationMs(window)) ** times.length >= MIN_CHANCE;
  return isChance(first - window.startMs) && isChance(window.endMs - last);
}

function rowOfOne(finding: Finding, input: Case): Row | null {
  const { samples } = finding;
  if (samples.every(({ peeled }) => STEP_FAILED.test(peeled.text)))
    return input.analysis.findings.some(tellsFailedExecution) ? null : { noun: STEPS };
  const texts = samples.map(({ block }) => block.message.slice(0, MAX_TEXT_CHARS));
  const name = recognise(finding, input).signature?.name ?? null;
  const isFatal = samples.some(({ peeled }) => peeled.level === 'fatal');
  const isOf = ({ said, unless, known = [], anyLevel = false, others }: Everyday) =>
    (anyLevel || !isFatal) &&
    texts.every((text) => said.test(text) && unless?.test(text) !== true) &&
    (name === null || known.includes(name)) &&
    (others === undefined || namedBy(others, texts).size >= MIN_OTHERS);
  return EVERYDAY.find(isOf) ?? null;
}

function namedBy(pattern: RegExp, texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => pattern.exec(text)?.[1] ?? []));
}

function tellsFailedExecution({ samples }: Finding): boolean {
  return samples.some(({ peeled }) => EXECUTION_FAILED.test(peeled.text));
}
