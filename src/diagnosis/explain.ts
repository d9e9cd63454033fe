// A ranked candidate as a root cause: title, explanation whose first sentence is the answer, and its quotes.
import type { Category, Dimension, Finding } from '../evidence/types.ts';
import type { Drift } from './drift.ts';
import { distinctQuotes, locationQuote, quoteAround, quoteOf } from './quotes.ts';
import { confidenceOf, impactOf, type Ranked, urgencyOf } from './rank.ts';
import { recognise } from './recognise.ts';
import { fill } from './signature.ts';
import { clock, percent, plural, spoken } from './times.ts';
import type { Case, CauseType, RootCause } from './types.ts';

const MAX_EXPLANATION_CHARS = 2_000;
const MAX_TITLE_CHARS = 120;
const MAX_DIMENSION_CHARS = 80;
/** A field value held by this share of a cause's errors… */
const MARKED_SHARE = 0.8;
/** …and by at most this share of all others, tells where it happens. */
const UNMARKED_SHARE = 0.4;
const TYPE_OF: Readonly<Record<Category, CauseType>> = {
  'application-exception': 'application-code',
  connection: 'infrastructure',
  'authentication-authorization': 'configuration',
  resource: 'infrastructure',
  'external-service': 'dependency',
  configuration: 'configuration',
  uncategorized: 'application-code',
};

/** The root cause of this rank, complete. */
export function rootCauseOf(cause: Ranked, rank: number, input: Case): RootCause {
  const lead = leadOf(cause);
  return {
    rank,
    title: titleOf(cause),
    component: cause.component ?? placeIn(lead),
    type: cause.signature?.type ?? TYPE_OF[lead.category],
    confidence: confidenceOf(cause),
    impact: impactOf(cause),
    urgency: urgencyOf(cause, input.window),
    findings: [...cause.own, ...cause.consequences].map(({ id }) => id),
    explanation: explanationOf(cause, input).slice(0, MAX_EXPLANATION_CHARS),
    evidence: distinctQuotes([
      quoteOf(lead, recognise(lead, input).matched),
      cause.trigger === null ? null : quoteAround(cause.trigger.event, cause.trigger.words),
      cause.drift === null ? null : quoteAround(cause.drift.event, cause.drift.name),
      locationQuote(lead),
      ...cause.consequences.slice(0, 1).map((finding) => quoteOf(finding, '')),
    ]),
    trigger:
      cause.trigger === null
        ? null
        : {
            timestampMs: cause.trigger.event.timestampMs,
            logGroup: cause.trigger.event.logGroup,
            message: quoteAround(cause.trigger.event, cause.trigger.words).quote,
          },
    location: lead.location,
    signature: cause.signature?.name ?? null,
  };
}

/** The finding that stands for the cause: its own with most errors. */
export function leadOf(cause: Ranked): Finding {
  const [lead] = cause.own;
  if (lead === undefined) throw new Error('a cause has at least one finding of its own');
  return lead;
}

/** Mechanism and component; for an unknown failure its own words and where it is thrown. */
export function titleOf(cause: Ranked): string {
  const { signature, names } = cause;
  const lead = leadOf(cause);
  const known = signature === null ? null : fill(signature.title, names);
  const site =
    names.site === undefined || lead.title.includes(names.site) ? '' : ` at ${names.site}`;
  return (known ?? `${lead.title}${site}`).replace(/ {2,}/g, ' ').slice(0, MAX_TITLE_CHARS);
}

/** Host, build or zone that most of its errors carry and the others do not. */
function placeIn(finding: Finding): string | null {
  return markOf(finding)?.value ?? null;
}

function markOf(finding: Finding): Dimension | null {
  return (
    finding.dimensions.find(
      ({ value, share, baselineShare }) =>
        share >= MARKED_SHARE &&
        baselineShare <= UNMARKED_SHARE &&
        value.length <= MAX_DIMENSION_CHARS,
    ) ?? null
  );
}

function explanationOf(cause: Ranked, input: Case): string {
  const meaning = cause.signature === null ? null : fill(cause.signature.meaning, cause.names);
  const sentences = [
    answer(cause, input),
    meaning ?? 'No known failure fits these words, so the mechanism is not told by a rule.',
    extent(cause, input),
    ...triggerSentences(cause, input),
    ...driftSentences(cause.drift),
    ...consequenceSentences(cause, input),
    ...markSentences(leadOf(cause)),
  ];
  return sentences.join(' ');
}

function answer(cause: Ranked, input: Case): string {
  const title = titleOf(cause);
  const { site } = cause.names;
  const place = site === undefined || title.includes(site) ? '' : `, seen at ${site}`;
  const time = cause.change
    ? `, from ${clock(cause.range.startMs, input.window)} on`
    : steadily(leadOf(cause));
  const after =
    cause.trigger === null
      ? ''
      : `, ${spoken(cause.trigger.leadMs)} after ${cause.trigger.kind.noun} was logged`;
  return `${title}${place}${time}${after}.`;
}

function steadily({ rhythm, periodMs }: Finding): string {
  if (rhythm === 'periodic')
    return periodMs === null ? ', again and again' : `, every ${spoken(periodMs)}`;
  return rhythm === 'sporadic' ? ', now and then' : ', all through the window';
}

function extent(cause: Ranked, input: Case): string {
  const { totalErrors } = input.analysis;
  const own = cause.own.filter(({ severity }) => severity === 'error');
  const count = own.reduce((sum, finding) => sum + finding.count, 0);
  const groups = new Set(cause.own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  const { burst, rhythm } = leadOf(cause);
  const peak =
    burst === null || rhythm === 'periodic'
      ? ''
      : ` ${burst.errors.toLocaleString('en-US')} of these fall between ${clock(burst.startMs, input.window)} and ${clock(burst.endMs, input.window)}.`;
  const where = `in ${plural(groups.size, 'log group')}`;
  return count === 0
    ? `It shows only in warnings ${where}.`
    : `It shows in ${count.toLocaleString('en-US')} of ${plural(totalErrors, 'error')} (${percent(count / Math.max(1, totalErrors))}) ${where}.${peak}`;
}

function triggerSentences(cause: Ranked, input: Case): string[] {
  if (!cause.change) return [unbegun(leadOf(cause))];
  if (cause.trigger === null) {
    return input.context.length === 0
      ? ['No events from before the onset were read, so a trigger is not known.']
      : ['Among the events read from the ten minutes before the onset none announces a change.'];
  }
  const { event, kind, leadMs } = cause.trigger;
  return [
    `At ${clock(event.timestampMs, input.window)}, ${spoken(leadMs)} before the onset, log group ${event.logGroup} announces ${kind.noun}; the order in time speaks for it, a proof would be to undo it.`,
  ];
}

function unbegun({ rhythm }: Finding): string {
  return rhythm === 'periodic'
    ? 'It recurs like a timer or a scheduled job; which one, these errors do not say.'
    : 'It does not set in at a certain moment, so the logs do not show what began it.';
}

function driftSentences(drift: Drift | null): string[] {
  return drift === null
    ? []
    : [
        `Before the onset "${drift.name}" climbs from ${drift.from} to ${drift.to} of ${drift.limit}.`,
      ];
}

function consequenceSentences(cause: Ranked, input: Case): string[] {
  if (cause.consequences.length === 0) return [];
  const count = cause.consequences.reduce((sum, finding) => sum + finding.count, 0);
  const first = Math.min(...cause.consequences.map(({ firstSeenMs }) => firstSeenMs));
  const lagMs = Math.max(0, first - cause.range.startMs);
  const ids = cause.consequences.map(({ id }) => id).join(', ');
  return [
    `${ids} (${plural(count, 'error')}, the first at ${clock(first, input.window)}, ${spoken(lagMs)} after the onset) begin after it and last as long, and are read as its consequences.`,
  ];
}

function markSentences(finding: Finding): string[] {
  const mark = markOf(finding);
  return mark === null
    ? []
    : [
        `${percent(mark.share)} of these errors carry ${mark.field}=${mark.value}, of the other events ${percent(mark.baselineShare)}.`,
      ];
}
