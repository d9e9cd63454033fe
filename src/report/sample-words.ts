// A title whose variables are masked (`took <duration>`), said in the words of a sample for readers who want no masks.
import { sanitizeLine } from '../base/sanitize.ts';
import type { Report, ReportFinding } from './types.ts';

const MASK =
  /<(?:\*|num|uuid|ip|hex|time|duration|size|email|user|token|mac|id)>(?:\s?<(?:\*|num|uuid|ip|hex|time|duration|size|email|user|token|mac|id)>)*/;
/** Of a sample, in characters. */
const MAX_SEARCHED_CHARS = 4_000;
/** A longer word in place of a mask says less than a gap. */
const MAX_WORDS_CHARS = 80;

/** The text with the masks filled from the sample of the finding that it quotes; a mask that is not found becomes `…`. */
export function inSampleWords(report: Report, text: string): string {
  if (!MASK.test(text)) return text;
  const named = report.findings.filter(({ title }) => MASK.test(title));
  const filled = named.reduce((said, finding) => {
    const at = said.indexOf(finding.title);
    if (at < 0) return said;
    const end = at + finding.title.length;
    return said.slice(0, at) + titleInWords(finding) + said.slice(end);
  }, text);
  return filled.split(MASK).join('…');
}

function titleInWords({ title, sample }: ReportFinding): string {
  const line = sanitizeLine(sample.message.slice(0, MAX_SEARCHED_CHARS)).replace(/\s+/g, ' ');
  const parts = title.split(MASK);
  const [head = ''] = parts;
  let from = line.indexOf(head);
  if (from < 0) return title;
  from += head.length;
  let words = head;
  for (const part of parts.slice(1)) {
    const to = part === '' ? wordEnd(line, from) : line.indexOf(part, from);
    if (to <= from || to - from > MAX_WORDS_CHARS) return title;
    words += line.slice(from, to) + part;
    from = to + part.length;
  }
  return words;
}

function wordEnd(line: string, from: number): number {
  const end = line.indexOf(' ', from);
  return end < 0 ? line.length : end;
}
