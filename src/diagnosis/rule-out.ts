// What was considered and is not held to be the cause, with the reason.
import { withoutMasks } from '../base/masks.ts';
import type { Ranked } from './rank.ts';
import { ratesInWords, standingOf } from './standing.ts';
import { clock, percent, plural, spoken } from './times.ts';
import { leadOf, titleOf } from './title.ts';
import type { Case, RuledOut } from './types.ts';

/** So many are told; the rest is counted in a last row. */
const MAX_RULED_OUT = 12;
const MAX_TITLE_CHARS = 100;

/** Consequences, background, what is too small, a trigger sought in vain, and warnings that no error follows. */
export function ruledOutBy(
  causes: readonly Ranked[],
  dropped: readonly Ranked[],
  input: Case,
): readonly RuledOut[] {
  const [primary] = causes;
  const all = [
    ...(primary === undefined ? [] : consequences(primary, input)),
    ...(primary === undefined ? [] : background(primary, causes.slice(1))),
    ...dropped.map((cause) => usual(cause, input) ?? tooSmall(cause)),
    ...(primary === undefined ? [] : noTrigger(primary, input)),
    ...warnings(causes, input),
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
      hypothesis: `${finding.id} (${short(finding.title)}) is a cause of its own.`,
      because: `${begins}, so it is read as a consequence.${louder}`,
    };
  });
}

function background(primary: Ranked, others: readonly Ranked[]): RuledOut[] {
  if (!primary.change) return [];
  return others
    .filter(({ change }) => !change)
    .map((other) => ({
      hypothesis: `${leadOf(other).id} (${short(titleOf(other))}) set off the incident.`,
      because: `It was there before the onset and does not rise with it (${leadOf(other).rhythm}, ${percent(other.share)} of all errors); it is a fault of its own.`,
    }));
}

/** What a normal time has too, with both rates. */
function usual(cause: Ranked, input: Case): RuledOut | null {
  const comparison = standingOf(cause, input);
  if (input.baseline === null || comparison?.standing !== 'background') return null;
  return {
    hypothesis: `${leadOf(cause).id} (${short(titleOf(cause))}) is part of an incident.`,
    because: `It is background: ${ratesInWords(comparison, input.baseline)}, which is no more than chance allows.`,
  };
}

function tooSmall(cause: Ranked): RuledOut {
  return {
    hypothesis: `${leadOf(cause).id} (${short(titleOf(cause))}) is a root cause.`,
    because: `It stands for ${plural(cause.count, 'error')} (${percent(cause.share)})${cause.change ? '' : ', sets in at no certain moment'} and explains no other finding.`,
  };
}

function noTrigger(primary: Ranked, input: Case): RuledOut[] {
  if (!primary.change || primary.trigger !== null || input.context.length === 0) return [];
  return [
    {
      hypothesis: 'An announced deployment, configuration change, fail-over or restart set it off.',
      because: `It was looked for among the events read from the ten minutes before ${clock(primary.range.startMs, input.window)}, and not seen.`,
    },
  ];
}

function warnings(causes: readonly Ranked[], input: Case): RuledOut[] {
  if (input.analysis.totalErrors === 0) return [];
  const used = new Set(
    causes.flatMap(({ own, precursor }) => [
      ...own.map(({ id }) => id),
      ...(precursor === null ? [] : [precursor.warning.id]),
    ]),
  );
  const left = input.analysis.findings.filter(
    ({ id, severity }) => severity === 'warning' && !used.has(id),
  );
  if (left.length === 0) return [];
  return [
    {
      hypothesis: `The warnings (${left.length === 1 ? left[0]?.id : `${left[0]?.id} to ${left.at(-1)?.id}`}) are the cause.`,
      because: 'No error follows them in a way that tells them from background.',
    },
  ];
}

function short(masked: string): string {
  const title = withoutMasks(masked);
  return title.length > MAX_TITLE_CHARS ? `${title.slice(0, MAX_TITLE_CHARS - 1)}…` : title;
}
