// How many errors a cause explains, and since when, in words; of an incident that only warnings tell of, those.
import { SECOND_MS } from '../base/time-range.ts';
import { count, duration } from './format.ts';
import type { ReportBurst } from './types.ts';
import type { CauseView, View } from './view.ts';

/** `567 errors (67 %)`, `88 warnings`, `no error of its own`. */
export function figuresOf({ errors, warnings, share }: CauseView): string {
  if (errors > 0) return `${count(errors, 'error')} (${share})`;
  return warnings > 0 ? count(warnings, 'warning') : 'no error of its own';
}

/** The burst that holds a part of them, where others of the same kind were there before or after it; else null. */
export function partialBurstOf({ leads }: CauseView): ReportBurst | null {
  const [lead] = leads;
  const burst = lead?.burst ?? null;
  if (lead === undefined || burst === null || lead.rhythm === 'periodic') return null;
  return burst.errors < lead.count ? burst : null;
}

/** `from 10:00:02 UTC on`, `14:15:00–14:44:58 UTC`, `all through the window`: when its first finding was seen. */
export function sinceWords({ clock }: View, { leads }: CauseView): string {
  const [lead] = leads;
  if (lead === undefined) return '';
  const { rhythm, burst, firstSeen, lastSeen, periodSeconds } = lead;
  switch (rhythm) {
    case 'onset':
    case 'rising':
      return `from ${clock.at(burst?.start ?? firstSeen)} on`;
    case 'burst':
      return clock.span({ start: firstSeen, end: lastSeen });
    case 'periodic':
      return periodSeconds === null
        ? 'again and again'
        : `every ${duration(periodSeconds * SECOND_MS)}`;
    default:
      if (burst !== null && isMostOf(burst, lead)) return clock.span(burst);
      return rhythm === 'consistent' ? 'all through the window' : 'now and then';
  }
}

/** Whether that one interval holds half of them or more. */
export function isMostOf(burst: ReportBurst, { count: all }: { readonly count: number }): boolean {
  return burst.errors >= all / 2;
}
