// The words of one failure that a sentence quotes: its own, where they show why it is known; else the piece of it that does.
// A logger often says "request failed" and leaves the reason to the exception, or to the end of a long line.
import { cutWords } from '../base/cut-words.ts';
import type { Finding } from '../evidence/types.ts';
import { clip } from './clip.ts';
import { ownWords } from './own-words.ts';
import { matchOf, recognise } from './recognise.ts';
import type { Case } from './types.ts';

const MAX_LINES = 60;
const MAX_LINE_CHARS = 4_000;
/** So much of the words by which it is known has to be seen. */
const MAX_SOUGHT_CHARS = 40;
/** So much is told behind them. */
const MAX_BEHIND_CHARS = 40;
/** `httpStatus=429`: a field whose value tells it. */
const FIELD = /^[A-Za-z][\w.-]{0,40}=\S{1,40}$/;

/** At most `max` characters of what the finding says. */
export function shownWords(finding: Finding, input: Case, max: number): string {
  const own = clip(ownWords(finding), max);
  const { signature, matched } = recognise(finding, input);
  const [first = ''] = matched.split('\n');
  const sought = first.trim().slice(0, MAX_SOUGHT_CHARS);
  if (signature === null || sought === '') return own;
  if (own.includes(sought) || matchOf(signature, own) !== null) return own;
  const line = linesOf(finding).find((each) => each.includes(sought));
  if (line !== undefined) return around(line, sought, max);
  return FIELD.test(first) && own.length + first.length + 2 <= max ? `${own}, ${first}` : own;
}

/** From its beginning where that shows the words, else the piece that ends a little behind them. */
function around(line: string, sought: string, max: number): string {
  const whole = clip(line, max);
  const said = sought.replaceAll('"', "'");
  if (whole.includes(said)) return whole;
  const text = line.replace(/\s+/g, ' ').replaceAll('"', "'");
  const at = text.indexOf(said);
  const end = Math.min(text.length, at + said.length + MAX_BEHIND_CHARS);
  const from = at < 0 ? 0 : Math.max(0, end - max + 2);
  const start = from === 0 ? 0 : text.indexOf(' ', from) + 1;
  return cutWords(`${start === 0 ? '' : '…'}${text.slice(start)}`, max).replace(/\.$/, '');
}

/** What the first occurrence says, line by line; not the braces of a structured one. */
function linesOf({ sample }: Finding): readonly string[] {
  const { peeled, trace, block } = sample;
  const chain = (trace?.chain ?? []).map(({ type, message }) => `${type}: ${message}`);
  const isStructured = Object.keys(peeled.fields).length > 0;
  const texts = [
    ...chain,
    peeled.errorMessage ?? '',
    peeled.text,
    ...Object.values(peeled.fields),
    isStructured ? '' : block.message,
  ];
  return texts
    .flatMap((text) => text.slice(0, MAX_LINE_CHARS).split('\n').slice(0, MAX_LINES))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
