// Words that tie two lines together: a name that the failing lines hold and the healthy ones lack says more than any
// word of either alone.
import type { LogEvent } from '../base/log-event.ts';
import { remembered } from '../base/remembered.ts';
import type { LineKind } from '../evidence/survey/line-kinds.ts';
import type { Survey } from '../evidence/survey.ts';
import type { Finding } from '../evidence/types.ts';

const MIN_WORD_CHARS = 3;
const MAX_TEXT_CHARS = 600;
/** Letters, or a number that hardly comes twice by chance: a version, an address, an offset. */
const NAMING = /[a-z]|^\d+(?:[._-]\d+){2,}$|^\d{6,}$/;
/** A date, a time of day, or both as ISO 8601 writes them, and what splitting leaves of them. */
const OF_A_TIME =
  /^(?:\d{4}-)?(?:\d\d-)?\d\dt\d\d(?:\d{4})?(?:\.\d+)?z?$|^\d{8}t\d{6}z?$|^\d{4}-\d\d-\d\d$|^\d{2,9}(?:\.\d+)?z$/;
/** A word is telling where it is so much more frequent in the failing lines than in the others. */
const MIN_EXCESS = 0.4;
/** A drifting kind of line and another one are tied by words that so few of all other kinds' lines hold. */
const MAX_COMMON_SHARE = 0.2;
/** Words of grammar, of levels and of logging in general. */
const EVERYDAY =
  /^(?:the|and|for|from|with|that|this|was|were|has|have|had|not|now|via|per|all|any|are|its|into|over|after|before|while|will|can|could|cannot|info|warn|warning|error|debug|fatal|notice|msg|message|level|log|logs|event|request|requests|response|service|server|client|status|code|time|utc|http|https|get|post|put|true|false|null|none|handled|started|completed|complete|failed|failure|success|successful|new|old|set|changed|using|used|exceeded|seconds|value|name|type|data|job|run|running|node|host|instance|pool|cluster|region|version|build|traffic|update|updated|config|applied|loaded|connect|connection|connections|timeout|timed|out|waiting|retry|query|api|app|svc|com|net|org|www|localhost|internal|local|default|amazonaws|production|prod|ms|sec|min|mb|gb|kb)$/;

/** Words for kinds of things, which say of no one which it is: two lines about two tables share nothing. */
const KIND_OF_THING =
  /^(?:tables?|columns?|schemas?|rows?|index|indexes|passwords?|secrets?|keys?|tokens?|certs?|certificates?|credentials?|users?|accounts?|files?|disks?|memory|cpu|database|databases|caches?|queues?|topics?|rates?|authentication|features?|flags?|settings?|configuration|enabled|disabled|deploy|deployed|deployment|migrations?|restarted|limits?|exceptions?|pods?|containers?|namespaces?|replicasets?|statefulsets?|daemonsets?|probes?)$/;

/** The words of a text that may name something, in lower case. */
export function wordsOf(text: string, maxChars = MAX_TEXT_CHARS): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (word: string) => {
    if (word.length >= MIN_WORD_CHARS && mayName(word)) words.add(word);
  };
  for (const written of text
    .slice(0, maxChars)
    .toLowerCase()
    .match(/[a-z0-9_.-]+/g) ?? []) {
    const part = written.replace(/^[._-]+|[._-]+$/g, '');
    add(part);
    if (!/[._-]/.test(part)) continue;
    for (const piece of part.replace(DOMAIN_END, '').split(/[._-]/)) add(piece);
  }
  return words;
}

/** The end of a domain, which names nobody. */
const DOMAIN_END =
  /\.(?:test|example|invalid|localhost|local|localdomain|internal|intern|intranet|lan|corp|home|com|net|org|edu|gov|info|biz|cloud|app|dev)$/;

/** Words that are remembered: lines of logs say the same ones again and again. */
const MAX_REMEMBERED_WORDS = 2_048;

const mayName = remembered(
  (word) =>
    NAMING.test(word) && !EVERYDAY.test(word) && !KIND_OF_THING.test(word) && !OF_A_TIME.test(word),
  MAX_REMEMBERED_WORDS,
);

/**
 * Words that the finding's lines hold and the healthy lines lack, of all logs and of its own log groups alike: what the
 * other lines of one log all hold says who writes them.
 */
export function tellingWords(finding: Finding, survey: Survey): ReadonlySet<string> {
  const samples = finding.samples.map(({ block }) => wordsOf(block.message));
  const places = [survey.kinds, ...finding.logGroups.map(({ name }) => kindsOf(name, survey))];
  const shares = places.map(healthyShares);
  const words = new Set(samples.flatMap((sample) => [...sample]));
  return new Set(
    [...words].filter((word) => {
      const own = samples.filter((sample) => sample.has(word)).length / samples.length;
      return shares.every((healthy) => own - healthy(word) >= MIN_EXCESS);
    }),
  );
}

/** The kinds of lines of one log group; the same array each time. */
function kindsOf(logGroup: string, survey: Survey): readonly LineKind[] {
  const byGroup = kindsByGroup.get(survey) ?? groupedKinds(survey);
  kindsByGroup.set(survey, byGroup);
  return byGroup.get(logGroup) ?? [];
}

const kindsByGroup = new WeakMap<Survey, ReadonlyMap<string, readonly LineKind[]>>();

function groupedKinds({ kinds }: Survey): ReadonlyMap<string, readonly LineKind[]> {
  const names = [...new Set(kinds.map(({ logGroup }) => logGroup))];
  return new Map(names.map((name) => [name, kinds.filter(({ logGroup }) => logGroup === name)]));
}

/** Other lines below WARN: so many were read, and so many of these hold one of some words. */
export interface Others {
  readonly read: number;
  readonly holding: number;
}

/** Of all that were read but this one, however far into a line a word stands. */
export function othersHolding(
  words: readonly string[],
  { eventId }: LogEvent,
  survey: Survey,
): Others {
  const lines = healthyLines(survey);
  const holding = new Set(words.flatMap((word) => lines.holding(word)));
  const isOther = (event: LogEvent) => event.eventId !== eventId;
  return {
    read: lines.events.filter(isOther).length,
    holding: [...holding].filter(isOther).length,
  };
}

interface HealthyLines {
  readonly events: readonly LogEvent[];
  readonly holding: (word: string) => readonly LogEvent[];
}

/** Every candidate asks for it with every change: which lines hold a word is looked up once. */
function healthyLines(survey: Survey): HealthyLines {
  const known = linesBySurvey.get(survey);
  if (known !== undefined) return known;
  const events = survey.kinds
    .filter(isHealthy)
    .flatMap(({ lines }) => lines.map(({ event }) => event));
  const texts = events.map(({ message }) => message.toLowerCase());
  const byWord = new Map<string, readonly LogEvent[]>();
  const holding = (word: string) => {
    const before = byWord.get(word);
    if (before !== undefined) return before;
    // To part a line into words takes longer than to see that it does not hold this one.
    const found = events.filter(
      ({ message }, index) =>
        texts[index]?.includes(word) === true && wordsOf(message, message.length).has(word),
    );
    byWord.set(word, found);
    return found;
  };
  const lines = { events, holding };
  linesBySurvey.set(survey, lines);
  return lines;
}

const linesBySurvey = new WeakMap<Survey, HealthyLines>();

/** Words of a kind of lines that hardly any other kind's lines hold; computed once a kind. */
export function ownWordsOf(kind: LineKind, survey: Survey): ReadonlySet<string> {
  const known = ownWords.get(kind);
  if (known !== undefined) return known;
  const shares = sharesBy(survey.kinds.filter((other) => other !== kind && other.lines.length > 3));
  const words = wordsOf(kind.lines[0]?.event.message ?? '');
  const own = new Set([...words].filter((word) => shares(word) <= MAX_COMMON_SHARE));
  ownWords.set(kind, own);
  return own;
}

const ownWords = new WeakMap<LineKind, ReadonlySet<string>>();

/** Those of the words that the event holds, the longest first. */
export function sharedWords(event: LogEvent, words: ReadonlySet<string>): readonly string[] {
  const line = event.message.slice(0, MAX_TEXT_CHARS).toLowerCase();
  // Most lines hold none: that is seen sooner than it takes to part a line.
  if (![...words].some((word) => line.includes(word))) return [];
  const shared = [...wordsOf(event.message)].filter((word) => words.has(word));
  return shared.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Shares among lines below WARN that are not rare; computed once for the same kinds. */
function healthyShares(kinds: readonly LineKind[]): (word: string) => number {
  const known = cache.get(kinds);
  if (known !== undefined) return known;
  const shares = sharesBy(kinds.filter((kind) => isHealthy(kind) && kind.lines.length > 3));
  cache.set(kinds, shares);
  return shares;
}

const cache = new WeakMap<readonly LineKind[], (word: string) => number>();

function isHealthy({ level }: LineKind): boolean {
  return level !== 'warn' && level !== 'error' && level !== 'fatal';
}

/** The share of all these kinds' lines whose kind holds a word, by the first and the last line of each kind. */
function sharesBy(kinds: readonly LineKind[]): (word: string) => number {
  const counts = new Map<string, number>();
  let all = 0;
  for (const kind of kinds) {
    all += kind.lines.length;
    for (const [word, count] of heldBy(kind)) counts.set(word, (counts.get(word) ?? 0) + count);
  }
  return (word) => (all === 0 ? 0 : (counts.get(word) ?? 0) / all);
}

/** How many of the kind's lines hold each word, by some of them; computed once a kind. */
function heldBy(kind: LineKind): ReadonlyMap<string, number> {
  const known = heldWords.get(kind);
  if (known !== undefined) return known;
  const { lines } = kind;
  const read = lines.length <= MAX_READ ? lines : evenlySpread(lines);
  const words = new Map<string, number>();
  for (const { event } of read)
    for (const word of wordsOf(event.message)) words.set(word, (words.get(word) ?? 0) + 1);
  const held = new Map(
    [...words].map(([word, count]) => [word, (count / read.length) * lines.length]),
  );
  heldWords.set(kind, held);
  return held;
}

const heldWords = new WeakMap<LineKind, ReadonlyMap<string, number>>();

const MAX_READ = 200;

function evenlySpread<T>(items: readonly T[]): T[] {
  const step = items.length / MAX_READ;
  return items.filter((_, index) => Math.floor(index % step) === 0).slice(0, MAX_READ);
}
