// The text of a finding as strictly as its sample allows: between the marks that it stands between there, each value
// without white space. So a rare event that holds the text and says more, or quotes it, is not taken for one of these.
import { escaped, PLACEHOLDER } from './fixed-text.ts';
import { finder } from './gapped.ts';

/** A value: no white space, and no quote that would end it in JSON. */
const VALUE = '[^\\s"]+';
/** Marks before the text that are looked at. */
const MAX_MARKS = 3;

export interface StrictText {
  readonly pattern: string;
  /** Where it stands in the sample, without what begins or ends there. */
  readonly start: number;
  readonly end: number;
  /** It is a place in the code, whole lines of a trace. */
  readonly isPlace: boolean;
}

/**
 * Null where the sample does not have the text in one stretch, something stands behind it that may be anything, or
 * something was redacted: who knows whether white space stands there.
 */
export function strictText(template: string, raw: string): StrictText | null {
  const pieces = template.split(PLACEHOLDER);
  if (pieces[0] === '' || raw.includes('[redacted:')) return null;
  const isOpen = pieces.at(-1) === '';
  const fixed = pieces.map(escaped);
  const found = finder((isOpen ? fixed.slice(0, -1) : fixed).join(VALUE))(raw);
  if (found === null) return null;
  const value = isOpen ? (/^[^\s"]+/.exec(raw.slice(found.end))?.[0] ?? '') : '';
  const end = found.end + value.length;
  const last = endMark(raw.slice(end));
  if (last === null) return null;
  const first = /[^\w\n]*$/.exec(raw.slice(0, found.start))?.[0].slice(-MAX_MARKS) ?? '';
  const pattern = `${escaped(first)}${fixed.join(VALUE)}${last}`;
  return { pattern, start: found.start - first.length, end, isPlace: false };
}

/** What must stand behind the text; null: other words do. */
function endMark(behind: string): string | null {
  if (behind.trim() === '') return '\\s*$';
  const [mark = ''] = behind;
  if (mark === '\n') return '\\n';
  return /["'\\]/.test(mark) ? escaped(mark) : null;
}
