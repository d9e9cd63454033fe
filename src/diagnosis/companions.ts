// Warnings that go with the incident: heralds that begin before it and consequences that begin with or after it. They
// are no cause of their own, but they are no background either.
import { MINUTE_MS, SECOND_MS, type TimeRange } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import { sharesGroup } from './precursor.ts';
import type { Ranked } from './rank.ts';
import { warnsOf } from './same-resource.ts';
import { sharedWords } from './ties.ts';
import { activeRange, clock, plural, setsIn, spoken } from './times.ts';
import { leadOf } from './title.ts';
import type { Case, RuledOut } from './types.ts';

interface Companion {
  readonly warning: Finding;
  readonly role: 'herald' | 'consequence';
  /** From the onset to its beginning; negative before it. */
  readonly lagMs: number;
}

/** It begins at most so long before the onset, or behind it; what fills up, any time before. */
const MAX_AHEAD_MS = 30 * MINUTE_MS;
const MAX_BEHIND_MS = 10 * MINUTE_MS;
/** Several hosts write the logs: so little before the onset is with it. */
const TOLERANCE_MS = 5 * SECOND_MS;
/** It lasts for so much of the shorter of both. */
const MIN_OVERLAP = 0.5;
const MIN_COUNT = 3;
/** What every process has of its own: who warns of it does not tell of another's. */
const OF_EACH_PROCESS = /^(?:heap|memory|oom|gc|descriptors?|threads?|cpu|stack)$/;
/** So many are told in the explanation. */
const MAX_TOLD = 3;

/** The warnings that go with this cause, in order of their beginning. */
function companionsOf(cause: Ranked, input: Case): readonly Companion[] {
  if (!cause.change) return [];
  return unused([cause], input)
    .flatMap((warning) => companionOf(warning, cause, input) ?? [])
    .sort((a, b) => a.lagMs - b.lagMs);
}

function companionOf(warning: Finding, cause: Ranked, input: Case): Companion | null {
  if (warning.count < MIN_COUNT) return null;
  const drifts = cause.around.drifts.some(({ kind }) => kind.template === warning.template);
  if (!drifts && !setsIn(warning, input.window)) return null;
  // What fills up does so for hours.
  const isSlow = drifts || tellsOfFilling(warning, cause);
  const own = activeRange(warning);
  const lagMs = own.startMs - cause.range.startMs;
  if ((!isSlow && lagMs < -MAX_AHEAD_MS) || lagMs > MAX_BEHIND_MS) return null;
  if (!lastsWith(own, cause.range)) return null;
  if (lagMs >= -TOLERANCE_MS) return { warning, role: 'consequence', lagMs };
  return isSlow || isNamedBy(warning, cause) ? { warning, role: 'herald', lagMs } : null;
}

/** It holds a word of the failure; that of another place, one that is not said of each process alike. */
function isNamedBy(warning: Finding, { own, around }: Ranked): boolean {
  const isHere = own.some((failure) => sharesGroup(warning, failure));
  const words = warning.samples.flatMap(({ block }) =>
    block.events.flatMap((event) => sharedWords(event, around.words)),
  );
  return words.some((word) => isHere || !OF_EACH_PROCESS.test(word));
}

/** It tells that what then is lacking becomes less in the same place. */
function tellsOfFilling(warning: Finding, { own }: Ranked): boolean {
  return own.some((failure) => sharesGroup(warning, failure) && warnsOf(warning, failure));
}

function lastsWith(own: TimeRange, range: TimeRange): boolean {
  const shorter = Math.max(1, Math.min(own.endMs - own.startMs, range.endMs - range.startMs));
  const common = Math.min(own.endMs, range.endMs) - Math.max(own.startMs, range.startMs);
  return common >= shorter * MIN_OVERLAP;
}

/** Warnings that neither belong to a cause nor announce its trigger or come before each of its errors. */
function unused(causes: readonly Ranked[], { analysis }: Case): readonly Finding[] {
  const used = new Set(
    causes.flatMap(({ own, consequences, precursor }) => [
      ...[...own, ...consequences].map(({ id }) => id),
      ...(precursor === null ? [] : [precursor.warning.id]),
    ]),
  );
  const triggers = new Set(causes.flatMap(({ trigger }) => trigger?.event.eventId ?? []));
  return analysis.findings.filter(
    ({ id, severity, samples }) =>
      severity === 'warning' &&
      !used.has(id) &&
      !samples.some(({ block }) => block.events.some(({ eventId }) => triggers.has(eventId))),
  );
}

/** The warnings that told of the same trouble before it failed. */
export function heraldsOf(cause: Ranked, input: Case): readonly Finding[] {
  return companionsOf(cause, input).flatMap(({ warning, role }) =>
    role === 'herald' ? [warning] : [],
  );
}

/** They belong to the chain that the explanation tells. */
export function companionSentences(cause: Ranked, input: Case): string[] {
  const companions = companionsOf(cause, input);
  return [
    ...sentenceOf('Warnings told of it before it failed', companions, 'herald'),
    ...sentenceOf('Warnings that go with it', companions, 'consequence'),
  ];
}

function sentenceOf(
  words: string,
  companions: readonly Companion[],
  role: Companion['role'],
): string[] {
  const told = companions.filter((each) => each.role === role).slice(0, MAX_TOLD);
  if (told.length === 0) return [];
  const parts = told.map(({ warning, lagMs }) => {
    const where =
      Math.abs(lagMs) < SECOND_MS
        ? 'the onset'
        : `${spoken(Math.abs(lagMs))} ${lagMs < 0 ? 'before' : 'after'} the onset`;
    return `${warning.id} (${plural(warning.count, 'time')}, from ${where} on)`;
  });
  return [`${words}: ${parts.join(', ')}.`];
}

/** Why the warnings are not the cause, each for its own reason; heralds stand with the cause that they told of. */
export function warningRows(causes: readonly Ranked[], input: Case): RuledOut[] {
  if (input.analysis.totalErrors === 0) return [];
  const [primary] = causes;
  const followers =
    primary === undefined
      ? []
      : companionsOf(primary, input).filter(({ role }) => role === 'consequence');
  const known = new Set(
    [...causes.flatMap((cause) => heraldsOf(cause, input)), ...followers.map(warningOf)].map(
      ({ id }) => id,
    ),
  );
  const rest = unused(causes, input).filter(({ id }) => !known.has(id));
  return [
    ...(primary === undefined ? [] : followers.map((each) => followerRow(each, primary, input))),
    ...restRow(rest, input),
  ];
}

const warningOf = ({ warning }: Companion) => warning;

function followerRow({ warning, lagMs }: Companion, primary: Ranked, { window }: Case): RuledOut {
  const onset = `the onset of ${leadOf(primary).id} at ${clock(primary.range.startMs, window)}`;
  return {
    hypothesis: `The warning ${warning.id} is the cause.`,
    because: `It begins ${lagMs < SECOND_MS ? 'with' : `${spoken(lagMs)} after`} ${onset} and lasts as long, so it is read as a consequence.`,
  };
}

function restRow(rest: readonly Finding[], { window }: Case): RuledOut[] {
  if (rest.length === 0) return [];
  const setIn = rest.some((warning) => setsIn(warning, window));
  return [
    {
      hypothesis: `The warnings (${idsOf(rest)}) are the cause.`,
      because: setIn
        ? 'No error follows them in a way that tells them from background.'
        : 'They do not set in with the errors, and no error follows them in a way that tells them from background.',
    },
  ];
}

function idsOf(findings: readonly Finding[]): string {
  const ids = findings.map(({ id }) => id);
  const numbers = ids.map((id) => Number(id.slice(1)));
  const isRow = numbers.every(
    (number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1,
  );
  if (ids.length > 2 && isRow) return `${ids[0]} to ${ids.at(-1)}`;
  return ids.join(', ');
}
