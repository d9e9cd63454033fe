// A CloudWatch filter pattern that matches a finding: a quoted phrase of its fixed words, else a JSON status.
// The language: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
import type { Finding } from '../evidence/types.ts';

const MIN_PHRASE_CHARS = 6;
const MAX_PHRASE_CHARS = 120;
const PLACEHOLDER = /<[a-z*][\w*-]*>/i;
/** Printable ASCII without what the pattern language or a regular expression in it gives a meaning. */
const PLAIN = /^[ !#$&'()*+,\-./:;<=>?@A-Z[\]^_`a-z{|}~]+$/;
const WORD = /[A-Za-z0-9_]/;
const JSON_KEY = /^[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,5}$/;
const MAX_LINES = 20;

/** The pattern, or null where no words are common to all samples. */
export function filterPatternOf(finding: Finding, matched: string): string | null {
  const candidates = [matched, finding.template].flatMap((text) =>
    [...runs(text)].sort(longestFirst),
  );
  for (const words of candidates) {
    const phrase = wholeWords(words, finding);
    if (phrase !== null && isCommon(phrase, finding)) return `"${phrase}"`;
  }
  return statusPattern(finding);
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}

/** Runs of blank-separated words without variables or digits. */
function runs(text: string): readonly string[] {
  return text
    .split('\n')
    .slice(0, MAX_LINES)
    .flatMap((line) => {
      const kept = line
        .split(/\s+/)
        .map((word) => (PLACEHOLDER.test(word) || !PLAIN.test(word) ? '\n' : word));
      return kept.join(' ').split('\n');
    })
    .map((run) =>
      run
        .trim()
        .slice(0, MAX_PHRASE_CHARS)
        .replace(/[:,;=({[\s-]+$/, ''),
    )
    .filter((run) => run.length >= MIN_PHRASE_CHARS && PLAIN.test(run));
}

/** The words as the first sample has them, widened to whole words; null where it lacks them. */
function wholeWords(words: string, finding: Finding): string | null {
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
  return PLAIN.test(phrase) && phrase.length <= MAX_PHRASE_CHARS ? phrase : null;
}

function isCommon(phrase: string, finding: Finding): boolean {
  return finding.samples.every(({ block }) =>
    block.events.some(({ message }) => message.includes(phrase)),
  );
}

/** `{ $.status = 503 }` for access records in JSON. */
function statusPattern(finding: Finding): string | null {
  const { peeled, block } = finding.sample;
  if (peeled.status === null || !block.message.trimStart().startsWith('{')) return null;
  const key = Object.keys(peeled.fields).find(
    (name) => JSON_KEY.test(name) && peeled.fields[name] === String(peeled.status),
  );
  return key === undefined ? null : `{ $.${key} = ${peeled.status} }`;
}
