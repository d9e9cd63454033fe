// What followed from a cause, and why it is read so.
import { grouped } from '../base/grouped.ts';
import { percent } from '../base/percent.ts';
import type { TimeRange } from '../base/time-range.ts';
import { SECOND_MS } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import { nounOf } from './borne-out.ts';
import type { Ranked } from './rank.ts';
import { behindDeaths } from './recurring-death.ts';
import { activeRange, clock, distance, plural } from './times.ts';
import type { Case } from './types.ts';

/** Two ends are one within so long, or so much of the length. */
const END_TOLERANCE_MS = 30 * SECOND_MS;
const END_SHARE = 0.1;

export function consequenceSentences(cause: Ranked, input: Case): string[] {
  const recurring = cause.consequences.flatMap((finding) => behindEach(finding, cause, input));
  if (recurring.length === cause.consequences.length)
    return recurring.length === 0 ? [] : [behindAll(recurring)];
  const count = cause.consequences.reduce((sum, finding) => sum + finding.count, 0);
  const ranges = cause.consequences.map(activeRange);
  const first = Math.min(...ranges.map(({ startMs }) => startMs));
  const ids = cause.consequences.map(({ id }) => id).join(', ');
  const one = cause.consequences.length === 1;
  const { when, order } = orderOf(first - cause.range.startMs, one);
  const lasting = lastsAsLong(cause.range, ranges) ? ` and ${one ? 'lasts' : 'last'} as long` : '';
  const read = one ? 'is read as its consequence' : 'are read as its consequences';
  return [
    `${ids} (${plural(count, nounOf(cause.consequences))}, the first at ${clock(first, input.window)}, ${when}) ${order}${lasting}, and ${read}.`,
  ];
}

/** Of a consequence that comes again with each of the cause's own errors. */
function behindEach(finding: Finding, { own }: Ranked, { window }: Case): string[] {
  const behind = behindDeaths(finding, own, window);
  if (behind === null) return [];
  const { count, withinMs } = behind;
  const { length } = finding.timesMs;
  const some = length === finding.count ? grouped(count) : percent(count / length);
  const all = count === length ? 'all of them' : `${some} of them`;
  const told = `${finding.id} (${plural(finding.count, nounOf([finding]))}, ${all}`;
  return [`${told} within ${distance(withinMs)} after one of these)`];
}

function behindAll(told: readonly string[]): string {
  const [last = '', ...others] = told.toReversed();
  const all = others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`;
  const read = others.length === 0 ? 'is read as its consequence' : 'are read as its consequences';
  return `${all} ${read}: without a process calls fail until it is back.`;
}

/** From the onset to the first consequence. What is written a little earlier, by another host, does not begin after it. */
function orderOf(lagMs: number, one: boolean): { readonly when: string; readonly order: string } {
  const begins = one ? 'begins' : 'begin';
  if (lagMs > 0) return { when: `${distance(lagMs)} after the onset`, order: `${begins} after it` };
  if (lagMs === 0) return { when: 'with the onset', order: `${begins} with it` };
  const when = `${distance(-lagMs)} before the first of these`;
  return { when, order: one ? 'comes together with it' : 'come together with it' };
}

function lastsAsLong({ startMs, endMs }: TimeRange, ranges: readonly TimeRange[]): boolean {
  const lastMs = Math.max(...ranges.map((range) => range.endMs));
  return Math.abs(lastMs - endMs) <= Math.max(END_TOLERANCE_MS, (endMs - startMs) * END_SHARE);
}
