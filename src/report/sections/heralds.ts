// The warnings that told of a cause before it failed, as a fact beside it.
import { sanitizeLine } from '../../base/sanitize.ts';
import { duration, number } from '../format.ts';
import { saidWithin } from '../shipped-line.ts';
import { code, inline } from '../text.ts';
import type { ReportFinding, ReportRootCause } from '../types.ts';
import type { View } from '../view.ts';
import { beginningOf } from './beginning.ts';

/** So many are told. */
const MAX_TOLD = 2;
const MAX_LINE_CHARS = 160;

/** One item, or nothing where no warning told of it. */
export function heraldsOf(view: View, { heralds = [], findings }: ReportRootCause): string[] {
  const told = view.warnings.filter(({ id }) => heralds.includes(id)).slice(0, MAX_TOLD);
  if (told.length === 0) return [];
  const own = view.report.findings.find(({ id }) => id === findings[0]);
  return [`**Heralded by:** ${told.map((each) => warned(view, each, own)).join('; ')}`];
}

function warned(
  { clock }: View,
  { id, count, firstSeen, sample, evidence }: ReportFinding,
  own: ReportFinding | undefined,
): string {
  const ahead = own === undefined ? '' : aheadOf(own, Date.parse(firstSeen));
  const [first = ''] = sample.message.trim().split('\n');
  const line = code(sanitizeLine(saidWithin(first)), MAX_LINE_CHARS);
  const source = evidence[0] === undefined ? '' : ` (${inline(evidence[0])})`;
  return `${inline(id)}, ${number(count)} warning${count === 1 ? '' : 's'} from ${clock.at(firstSeen)} on${ahead}: ${line}${source}`;
}

function aheadOf(own: ReportFinding, warnedMs: number): string {
  const { what, startMs } = beginningOf(own, warnedMs);
  return startMs <= warnedMs
    ? ''
    : `, ${duration(startMs - warnedMs)} before the ${what} of ${inline(own.id)}`;
}
