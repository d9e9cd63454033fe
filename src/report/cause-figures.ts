// How many errors a cause explains, and since when, in words; of an incident that only warnings tell of, those.
import { SECOND_MS } from '../base/time-range.ts';
import type { Rhythm } from '../evidence/types.ts';
import { count, duration } from './format.ts';
import { leastOf } from './not-done.ts';
import type { ReportBurst, ReportFinding, ReportRange, ReportRootCause } from './types.ts';
import type { CauseView, View } from './view.ts';

/** What recurs set in, or is over, where so much of the window is quiet, and so many periods were missed. */
const MIN_QUIET_SHARE = 0.1;
const MIN_MISSED = 3;
const GOES_ON: ReadonlySet<Rhythm> = new Set(['onset', 'rising']);

/** `567 errors (67 %)`, `at least 88 warnings`, `no error of its own`. */
export function figuresOf({ errors, warnings, share, isInPart }: CauseView): string {
  const least = leastOf(isInPart);
  if (errors > 0) return `${least}${count(errors, 'error')} (${share})`;
  return warnings > 0 ? `${least}${count(warnings, 'warning')}` : 'no error of its own';
}

/** Whether what set it off is known, and not only what came before it: the cause is confirmed, the change tied to it. */
export const isTriggerSure = ({ confidence, trigger }: ReportRootCause): boolean =>
  confidence === 'confirmed' && trigger?.tied !== false;

/** The burst that holds a part of them, where others of the same kind were there before or after it; else null. */
export function partialBurstOf({ leads, cause }: CauseView): ReportBurst | null {
  const [lead] = leads;
  const burst = lead?.burst ?? null;
  if (lead === undefined || burst === null || lead.rhythm === 'periodic') return null;
  // What begins and goes on is told by its beginning, unless a change set it off.
  if (cause.trigger === null && GOES_ON.has(lead.rhythm)) return null;
  return burst.errors < lead.count ? burst : null;
}

/** `from 10:00:02 UTC on`, `14:15:00–14:44:58 UTC`, `all through the window`: as its first finding, a span as all. */
export function sinceWords({ clock, report }: View, { leads, errors }: CauseView): string {
  const [lead] = leads;
  if (lead === undefined) return '';
  const { rhythm, burst, firstSeen } = lead;
  if (lead.count === 1)
    return `${errors > 1 ? 'from' : 'at'} ${clock.at(firstSeen)}${errors > 1 ? ' on' : ''}`;
  switch (rhythm) {
    case 'onset':
    case 'rising':
      return `from ${clock.at(burst?.start ?? firstSeen)} on`;
    case 'burst':
      return clock.span(spanOf(leads));
    case 'periodic':
      return recurs(lead, report.window.analyzed, clock);
    default:
      if (burst !== null && isMostOf(burst, lead)) return clock.span(burst);
      return rhythm === 'consistent' ? 'all through the window' : 'now and then';
  }
}

/** How often, and from when on where it was not there from the start on; to when where it ended. */
function recurs(
  { firstSeen, lastSeen, periodSeconds }: ReportFinding,
  window: ReportRange,
  clock: View['clock'],
): string {
  const often =
    periodSeconds === null ? 'again and again' : `every ${duration(periodSeconds * SECOND_MS)}`;
  const windowMs = Date.parse(window.end) - Date.parse(window.start);
  const quietMs = Math.max(
    windowMs * MIN_QUIET_SHARE,
    MIN_MISSED * (periodSeconds ?? 0) * SECOND_MS,
  );
  const isLate = Date.parse(firstSeen) - Date.parse(window.start) >= quietMs;
  const isOver = Date.parse(window.end) - Date.parse(lastSeen) >= quietMs;
  if (isOver) return `${clock.span({ start: firstSeen, end: lastSeen })}, ${often}`;
  return isLate ? `from ${clock.at(firstSeen)} on, ${often}` : often;
}

/** Whether that one interval holds half of them or more. */
export function isMostOf(burst: ReportBurst, { count: all }: { readonly count: number }): boolean {
  return burst.errors >= all / 2;
}

function spanOf(findings: CauseView['leads']): ReportRange {
  const starts = findings.map(({ firstSeen }) => firstSeen).sort();
  const ends = findings.map(({ lastSeen }) => lastSeen).sort();
  return { start: starts[0] ?? '', end: ends.at(-1) ?? '' };
}
