// What was considered and is not held to be the cause, with the reason.
import { cutWords } from '../base/cut-words.ts';
import { grouped } from '../base/grouped.ts';
import { withoutMasks } from '../base/masks.ts';
import { percent } from '../base/percent.ts';
import type { Finding } from '../evidence/types.ts';
import { accessRecordOf } from './access-record.ts';
import { warningRows } from './companions.ts';
import { everydayNoun } from './everyday.ts';
import { otherChanges } from './other-changes.ts';
import type { Ranked } from './rank.ts';
import { ratesInWords, standingOf } from './standing.ts';
import { clock, plural, spoken } from './times.ts';
import { leadOf, titleOf } from './title.ts';
import type { Case, RuledOut } from './types.ts';

/** So many are told; the rest is counted in a last row. */
const MAX_RULED_OUT = 12;
const MAX_TITLE_CHARS = 100;

/** Consequences, background, what is too small, a trigger sought in vain, other changes, and warnings. */
export function ruledOutBy(
  causes: readonly Ranked[],
  dropped: readonly Ranked[],
  input: Case,
): readonly RuledOut[] {
  const [primary] = causes;
  const all = [
    ...(primary === undefined ? [] : consequences(primary, input)),
    ...(primary === undefined ? [] : background(primary, causes.slice(1), input)),
    ...dropped.map((cause) => usual(cause, input) ?? everyday(cause, input) ?? tooSmall(cause)),
    ...(primary === undefined ? [] : noTrigger(primary, input)),
    ...(primary === undefined ? [] : otherChanges(primary, input)),
    ...warningRows(causes, input),
  ];
  const rest = all.length - MAX_RULED_OUT;
  if (rest <= 0) return all;
  const last = {
    hypothesis: `${plural(rest, 'further possibility').replace('possibilitys', 'possibilities')}`,
    because: 'They are smaller than those named here; the findings list them all.',
  };
  return [...all.slice(0, MAX_RULED_OUT), last];
}

function consequences(primary: Ranked, input: Case): RuledOut[] {
  return primary.consequences.map((finding) => {
    const record = recordOf(primary, finding);
    if (record !== null) return { hypothesis: ownCause(finding), because: record };
    const lagMs = finding.firstSeenMs - primary.range.startMs;
    const onset = `the onset of ${leadOf(primary).id} at ${clock(primary.range.startMs, input.window)}`;
    const begins =
      lagMs < 0
        ? `It is seen from ${clock(finding.firstSeenMs, input.window)} on, before ${onset}, but comes with it`
        : `It begins ${spoken(lagMs)} after ${onset} and lasts as long`;
    const louder =
      lagMs > 0 && finding.count > leadOf(primary).count
        ? ' It is the louder one, but the later.'
        : '';
    return {
      hypothesis: ownCause(finding),
      because: `${begins}, so it is read as a consequence.${louder}`,
    };
  });
}

const ownCause = ({ id, title }: Finding) => `${id} (${short(title)}) is a cause of its own.`;

/** That it is the access record of the cause's own failures, in words; null where it is none. */
function recordOf({ own }: Ranked, finding: Finding): string | null {
  for (const failure of own) {
    const record = accessRecordOf(finding, failure);
    if (record === null) continue;
    const id = record.shared === null ? '' : ', with the same request id';
    return `It is how the access log records what ${failure.id} tells: ${grouped(record.matched)} of its ${plural(finding.count, 'line')} come within a second of one of ${failure.id}${id}. Both are counted, so one failed request counts twice.`;
  }
  return null;
}

function background(primary: Ranked, others: readonly Ranked[], input: Case): RuledOut[] {
  if (!primary.change) return [];
  return others
    .filter(({ change }) => !change)
    .map((other) => ({
      hypothesis: `${leadOf(other).id} (${short(titleOf(other))}) set off the incident.`,
      because: beside(primary, other, input),
    }));
}

/** It runs through, or comes behind the onset: then it cannot have set it off either. */
function beside(primary: Ranked, other: Ranked, { window }: Case): string {
  const extent = `${leadOf(other).rhythm}, ${percent(other.share)} of all errors`;
  const firstMs = Math.min(...other.own.map(({ firstSeenMs }) => firstSeenMs));
  return firstMs <= primary.range.startMs
    ? `It was there before the onset and does not rise with it (${extent}); it is a fault of its own.`
    : `It comes only after the onset, first at ${clock(firstMs, window)} (${extent}); whether it follows from the same cause, the order in time alone does not tell.`;
}

/** What a normal time has too, with both rates. */
function usual(cause: Ranked, input: Case): RuledOut | null {
  const comparison = standingOf(cause, input);
  if (input.baseline === null || comparison?.standing !== 'background') return null;
  return {
    hypothesis: `${leadOf(cause).id} (${short(titleOf(cause))}) is part of an incident.`,
    because: `It is background: ${ratesInWords(comparison, input.baseline)}, which is ${comparison.fallen === true ? 'fewer than before' : 'no more than chance allows'}.`,
  };
}

/** What runs along in every system, with what it is and how much of what was logged. */
function everyday(cause: Ranked, input: Case): RuledOut | null {
  const noun = everydayNoun(cause, input);
  if (noun === null || input.totalEvents === null) return null;
  const extent = `${plural(cause.count, 'error')}, ${percent(cause.count / input.totalEvents)} of all events`;
  return {
    hypothesis: `${leadOf(cause).id} (${short(titleOf(cause))}) is part of an incident.`,
    because: `It runs along through the window (${extent}) without a beginning or an end, and its lines tell of ${noun}. No normal time says that it is more than usual.`,
  };
}

function tooSmall(cause: Ranked): RuledOut {
  const isInPart = leadOf(cause).readInPart === true;
  return {
    hypothesis: `${leadOf(cause).id} (${short(titleOf(cause))}) is a root cause.`,
    because: `It stands for ${plural(cause.count, 'error')} (${percent(cause.share)})${cause.change || isInPart ? '' : ', sets in at no certain moment'} and explains no other finding.`,
  };
}

function noTrigger(primary: Ranked, input: Case): RuledOut[] {
  if (!primary.change || primary.trigger !== null || otherChanges(primary, input).length > 0)
    return [];
  if (input.context.length === 0 || input.isCutOff === true) return [];
  return [
    {
      hypothesis: 'An announced deployment, configuration change, fail-over or restart set it off.',
      because: `It was looked for among the events read from the ten minutes before ${clock(primary.range.startMs, input.window)}, and not seen.`,
    },
  ];
}

function short(masked: string): string {
  return cutWords(withoutMasks(masked), MAX_TITLE_CHARS);
}
