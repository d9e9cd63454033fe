// A CloudWatch filter pattern that matches a finding: quoted phrases of its fixed words, else a JSON status.
// The language: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
import type { LogEvent } from '../base/log-event.ts';
import { maskValues } from '../base/quoted-values.ts';
import type { Finding, Occurrence } from '../evidence/types.ts';

/** Phrases that all stand in a line, or a field of JSON with its value. */
export interface FilterPattern {
  readonly text: string;
  matches(message: string): boolean;
}

const MIN_PHRASE_CHARS = 6;
const MAX_PHRASE_CHARS = 120;
/** A variable of a template, or what was redacted: the log itself does not hold it. */
const PLACEHOLDER = /<[a-z*][\w*-]*>|\[redacted:/i;
/** Printable ASCII without what the pattern language or a regular expression in it gives a meaning. */
const PLAIN = /^[ !#$&'()*+,\-./:;<=>?@A-Z[\]^_`a-z{|}~]+$/;
/** With digits too: of a template those that are no variable. */
const PLAIN_OR_DIGIT = /^[ !#$&'()*+,\-./0-9:;<=>?@A-Z[\]^_`a-z{|}~]+$/;
const WORD = /[A-Za-z0-9_]/;
const JSON_KEY = /^[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,5}$/;
const MAX_LINES = 20;
const LEVEL_WORD = /\b(?:FATAL|CRITICAL|SEVERE|ERROR|WARNING|WARN)\b/;
/** A level stands among the first words of a line. */
const MAX_HEAD_CHARS = 100;
/** Phrases that are joined two by two. */
const MAX_JOINED = 6;

/**
 * All patterns that match every sample, the best to read first: one phrase of the words by which it was recognised,
 * of its template, with digits that are no variable, two of them together, one with its level, a JSON status.
 */
export function filterPatternsOf(finding: Finding, matched: string): readonly FilterPattern[] {
  const plain = [matched, finding.template].flatMap((text) => phrasesOf(text, PLAIN, finding));
  const numbered = phrasesOf(finding.template, PLAIN_OR_DIGIT, finding);
  const singles = [...new Set([...plain, ...numbered])];
  const pairs = singles
    .slice(0, MAX_JOINED)
    .flatMap((first, index) =>
      singles.slice(index + 1, MAX_JOINED).map((second) => [first, second] as const),
    )
    .filter(([first, second]) => !first.includes(second) && !second.includes(first));
  const level = levelWordOf(finding);
  const levelled = level === null ? [] : singles.map((phrase) => [level, phrase]);
  const status = statusPattern(finding);
  return [
    ...[...singles.map((phrase) => [phrase]), ...pairs, ...levelled].map(phrasePattern),
    ...(status === null ? [] : [status]),
  ].filter((pattern) => finding.samples.every((sample) => isMatched(pattern, sample)));
}

/** Whether a metric filter would count the occurrence. */
export function isMatched({ matches }: FilterPattern, { block }: Occurrence): boolean {
  return block.events.some(({ message }: LogEvent) => matches(message));
}

function phrasePattern(phrases: readonly string[]): FilterPattern {
  return {
    text: phrases.map((phrase) => `"${phrase}"`).join(' '),
    matches: (message) => phrases.every((phrase) => message.includes(phrase)),
  };
}

/** Runs of blank-separated words without variables or values between quotes, longest first, as the first sample has them. */
function phrasesOf(text: string, allowed: RegExp, finding: Finding): readonly string[] {
  return maskValues(text)
    .split('\n')
    .slice(0, MAX_LINES)
    .flatMap((line) => {
      const kept = line
        .split(/\s+/)
        .map((word) => (PLACEHOLDER.test(word) || !allowed.test(word) ? '\n' : word));
      return kept.join(' ').split('\n');
    })
    .map((run) =>
      run
        .trim()
        .slice(0, MAX_PHRASE_CHARS)
        .replace(/[:,;=({[\s-]+$/, ''),
    )
    .filter((run) => run.length >= MIN_PHRASE_CHARS && allowed.test(run))
    .sort((a, b) => b.length - a.length)
    .flatMap((run) => wholeWords(run, allowed, finding) ?? partsOf(run, allowed, finding));
}

/** A text that was put together of several fields stands nowhere as a whole; what stood in one of them does. */
function partsOf(run: string, allowed: RegExp, finding: Finding): readonly string[] {
  return run
    .split(': ')
    .filter((part) => part !== run && part.length >= MIN_PHRASE_CHARS)
    .flatMap((part) => wholeWords(part, allowed, finding) ?? []);
}

/** Widened to whole words; null where the first sample lacks the words. */
function wholeWords(words: string, allowed: RegExp, finding: Finding): string | null {
  const event = finding.sample.block.events.find(({ message }) => message.includes(words));
  if (event === undefined) return null;
  const { message } = event;
  let start = message.indexOf(words);
  let end = start + words.length;
  while (start > 0 && WORD.test(message[start - 1] ?? '') && WORD.test(message[start] ?? ''))
    start -= 1;
  while (end < message.length && WORD.test(message[end] ?? '') && WORD.test(message[end - 1] ?? ''))
    end += 1;
  const phrase = message.slice(start, end);
  return allowed.test(phrase) && phrase.length <= MAX_PHRASE_CHARS ? phrase : null;
}

/** The level as the line writes it, in capitals at its beginning; null where it has none. */
function levelWordOf({ sample }: Finding): string | null {
  if (sample.peeled.level === null) return null;
  return LEVEL_WORD.exec(sample.block.message.slice(0, MAX_HEAD_CHARS))?.[0] ?? null;
}

/** `{ $.status = 503 }` for access records in JSON. */
function statusPattern(finding: Finding): FilterPattern | null {
  const { peeled, block } = finding.sample;
  const { status } = peeled;
  if (status === null || !block.message.trimStart().startsWith('{')) return null;
  const key = Object.keys(peeled.fields).find(
    (name) => JSON_KEY.test(name) && peeled.fields[name] === String(status),
  );
  if (key === undefined) return null;
  const member = new RegExp(`"${key.split('.').at(-1)}"\\s*:\\s*"?${status}\\b`);
  return { text: `{ $.${key} = ${status} }`, matches: (message) => member.test(message) };
}
