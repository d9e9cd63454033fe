// Changes that no table of words knows: a line of a kind not seen otherwise that says "from this to that", a date
// that a line names and at which it begins. What they are is said in the line's own words.
import { SECOND_MS } from '../base/time-range.ts';
import type { TriggerKind } from './trigger-kinds.ts';

const NEVER = /^(?!)/;

/** Something went from one value to another, or was done to the system. */
const CHANGE_FORM =
  /\S ?(?:->|=>|→) ?\S|\((?:was|previously|formerly|old) [^)]{1,60}\)|\bfrom \S{1,80} to \S{1,80}|\b(?:chang|upgrad|downgrad|switch|enabl|disabl|appl(?:ied|y)|start|complet|finish|roll(?:ed|ing|out)|migrat|mov|rotat|renew|reload|promot|demot|re-?schedul|drain|expir|re-?balanc|reset|replac|attach|detach|mount|unmount|paus|resum|rebuil|join|left the|elect|evict|cordon|resiz|scal|bump|patch|install|remov|delet|creat|add|provision|cut-?over|re-?rout|redirect|repoint|throttl|activat|deactivat|lower|rais|increas|decreas|reduc|purg|flush|truncat|import|restor|compact|re-?index|rolled back|revert|took over|hot-?fix|toggl|publish|deploy)\w{0,5}\b/i;

const CHANGE: TriggerKind = {
  name: 'change',
  noun: 'a change',
  weight: 4,
  any: [CHANGE_FORM],
  unless: NEVER,
  undo: {
    title: 'Undo the change logged at {time}',
    steps: [
      'Put back what was in force before the line at that time, and watch whether the failure ends.',
    ],
    rollback: 'Make the change again once it was tested.',
  },
};

/** Something that failed or gave way by itself: nobody did it, so there is nothing to undo. */
const TROUBLE_FORM =
  /\balarm (?:is |was )?(?:set|raised|triggered|fired)\b|\btimed out\b|\btime-?out, (?:resett?|abort|retry)\w*|\b(?:terminated by|got|caught) signal \d|\bcode=(?:killed|dumped|exited)\b|\bmarked as sealed\b|\bshrinking ISR\b|\b(?:link|node \S{1,80}|peer \S{1,80}) (?:is )?down\b|\bremounting filesystem read-only\b|\b(?:has become|is|marked|went) (?:unhealthy|unreachable|unresponsive)\b|\blost (?:connection|contact|leader)\b|\b(?:watermark|quota|limit) (?:\S{1,20} )?exceeded\b/i;

export const TROUBLE: TriggerKind = {
  name: 'trouble',
  noun: 'a failure',
  weight: 4,
  any: [TROUBLE_FORM],
  unless: NEVER,
  undo: {
    title: 'Look into the failure that the line at {time} tells of',
    steps: [
      'Find out why it came to that where the line was written, and whether it is over: what failed there came before these errors.',
    ],
    rollback: 'Nothing was changed.',
  },
};

/** The kinds of lines that tell of no change: what they tell of can not be undone. */
export const TELLS_OF_NO_CHANGE: ReadonlySet<string> = new Set(['new-line', TROUBLE.name]);

const NEW_LINE: TriggerKind = {
  name: 'new-line',
  noun: 'a line of a rare kind',
  weight: 2,
  any: [NEVER],
  unless: NEVER,
  undo: {
    title: 'Find out what the line at {time} means',
    steps: ['Ask the owner of the component that wrote the line what happened then.'],
    rollback: 'Nothing was changed.',
  },
};

export const NAMED_MOMENT: TriggerKind = {
  name: 'named-moment',
  noun: 'the date that a line names',
  weight: 6,
  any: [NEVER],
  unless: NEVER,
  undo: {
    title: 'Renew or move what the line at {time} gives a date to',
    steps: [
      'Ask the owner of what it names whether it ended or began then, and renew or prolong it.',
      'Check that the failure ends once the new date is in force.',
    ],
    rollback: 'None is needed: what is out of date cannot be used again.',
  },
};

export const RECURRING: TriggerKind = {
  name: 'recurring',
  noun: 'a line that comes before each burst of them',
  weight: 4,
  any: [NEVER],
  unless: NEVER,
  undo: {
    title: 'Pause what the line at {time} begins, which comes before each burst',
    steps: ['Skip it once, and see whether the burst after it stays away.'],
    rollback: 'Let it run again.',
  },
};

/** `ReindexJob`, `createOrder`, `config-reloader`: a name says what something is for, not that it was done. */
const NAME_IN_CODE =
  /\b[A-Za-z]{1,40}[a-z][A-Z]\w{0,80}|\b(?:[a-z]{2,20}-)*(?:reload|restart|deploy|scal|import|publish|provision|rotat|restor|patch|migrat|install)er\b/g;

/** What systemd says of each start and stop, whether or not somebody asked for it. */
const UNIT_RUNS =
  /^(?:Starting|Started|Stopping|Stopped|Finished) (?:[\w:.@\\-]{1,100}\.(?:service|timer|socket|mount|target)\b|Session \d)/m;

/** A value before and after. */
const FROM_TO = /\S ?(?:->|=>|→) ?\S|\bfrom \S{1,80} to \S{1,80}/i;

/** The kind of a rare line that the table of changes does not know. */
export function novelKindOf(text: string): TriggerKind {
  if (UNIT_RUNS.test(text)) return NEW_LINE;
  if (TROUBLE_FORM.test(text) && !(FROM_TO.test(text) && !/\bshrinking ISR\b/i.test(text)))
    return TROUBLE;
  return CHANGE_FORM.test(text.replace(NAME_IN_CODE, 'it')) ? CHANGE : NEW_LINE;
}

const DATE_TIME =
  /\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?/g;
/** A date is the moment of the onset within so much before it, and a little after it for clocks that differ. */
const MAX_AFTER_MS = 90 * SECOND_MS;
const MAX_BEFORE_MS = 5 * SECOND_MS;
/** A date as near as this to the time of its own line is when it was written. */
const OWN_TIME_MS = 60 * SECOND_MS;

/** Whether the text names a date at which the onset lies. */
export function namesMoment(text: string, writtenMs: number, onsetMs: number): boolean {
  return momentNamedIn(text, writtenMs, onsetMs) !== null;
}

/** The date that the text names and at which the onset lies; null where it names none. */
export function momentNamedIn(text: string, writtenMs: number, onsetMs: number): number | null {
  const moments = [...text.matchAll(DATE_TIME)].map(([, date = '', time = '', zone = 'Z']) => {
    const suffix = /^[+-]/.test(zone) ? zone : 'Z';
    return Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${suffix}`);
  });
  const near = moments.find((ms) => {
    const sinceMs = onsetMs - ms;
    return (
      Math.abs(ms - writtenMs) > OWN_TIME_MS && sinceMs >= -MAX_BEFORE_MS && sinceMs <= MAX_AFTER_MS
    );
  });
  return near ?? null;
}
