import type { Finding } from '../evidence/types.ts';
import { componentOf, typeOf } from './component.ts';
import { courseSentences, isTriggerProven } from './course-sentences.ts';
import { distinctQuotes, locationQuote, quoteAround, quoteOf } from './quotes.ts';
import { impactOf, type Ranked, urgencyOf } from './rank.ts';
import { recognise } from './recognise.ts';
import { fill } from './signature.ts';
import { clock, spoken } from './times.ts';
import { leadOf, titleOf } from './title.ts';
import type { Case, RootCause } from './types.ts';
import { confidenceOf } from './verdict.ts';

const MAX_EXPLANATION_CHARS = 2_000;

/** The root cause of this rank, complete. */
export function rootCauseOf(cause: Ranked, rank: number, input: Case): RootCause {
  const lead = leadOf(cause);
  return {
    rank,
    title: titleOf(cause),
    component: componentOf(cause, input),
    type: typeOf(cause, input),
    confidence: confidenceOf(cause, input),
    impact: impactOf(cause),
    urgency: urgencyOf(cause, input.window),
    findings: [...cause.own, ...cause.consequences].map(({ id }) => id),
    explanation: explanationOf(cause, input).slice(0, MAX_EXPLANATION_CHARS),
    evidence: distinctQuotes([
      quoteOf(lead, recognise(lead, input).matched),
      cause.trigger === null ? null : quoteAround(cause.trigger.event, cause.trigger.words),
      cause.precursor === null ? null : quoteOf(cause.precursor.warning, ''),
      cause.end?.kind === 'explained' ? quoteAround(cause.end.event, cause.end.words) : null,
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

function explanationOf(cause: Ranked, input: Case): string {
  const meaning = cause.signature === null ? null : fill(cause.signature.meaning, cause.names);
  const sentences = [
    answer(cause, input),
    meaning ?? unknown(cause),
    ...courseSentences(cause, input),
  ];
  return sentences.join(' ');
}

function answer(cause: Ranked, input: Case): string {
  const title = titleOf(cause);
  const { site } = cause.names;
  const place = site === undefined || title.includes(site) ? '' : `, seen at ${site}`;
  const time = cause.change
    ? `${recurring(leadOf(cause))}, from ${clock(cause.range.startMs, input.window)} on`
    : steadily(leadOf(cause));
  const after =
    cause.trigger === null
      ? ''
      : `, ${spoken(cause.trigger.leadMs)} after ${cause.trigger.kind.noun} was logged${isTriggerProven(cause, input) ? '' : ', its possible trigger'}`;
  return `${title}${place}${time}${after}.`;
}

function recurring({ rhythm, periodMs }: Finding): string {
  return rhythm === 'periodic' && periodMs !== null ? `, every ${spoken(periodMs)}` : '';
}

function unknown(cause: Ranked): string {
  const kind =
    cause.trigger === null && leadOf(cause).category === 'uncategorized'
      ? ' Its kind is not known either; it is listed as a fault of the application because the application reports it.'
      : '';
  return `No known failure fits these words: they say what failed, not why.${kind}`;
}

function steadily({ rhythm, periodMs }: Finding): string {
  if (rhythm === 'periodic')
    return periodMs === null ? ', again and again' : `, every ${spoken(periodMs)}`;
  return rhythm === 'sporadic' ? ', now and then' : ', all through the window';
}
