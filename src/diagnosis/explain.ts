import type { LogEvent } from '../base/log-event.ts';
import type { Outlier } from '../evidence/survey/outlier.ts';
import type { Finding } from '../evidence/types.ts';
import { isBorneOut } from './borne-out.ts';
import { clip } from './clip.ts';
import { heraldsOf } from './companions.ts';
import { componentOf, isKindShown, typeOf } from './component.ts';
import { courseSentences, isTriggerProven } from './course-sentences.ts';
import { driftWords, shiftWords } from './drift-seen.ts';
import { endedWithOf, endedWithSentences } from './ended-with.ts';
import { foretoldBy, foretoldEvent, foretoldSentences, weightOf } from './foretold.ts';
import { countedOf, markOfAll } from './mark.ts';
import { ownWords } from './own-words.ts';
import { placeOf } from './places.ts';
import { distinctQuotes, locationQuote, namingQuote, quoteAround, quoteOf } from './quotes.ts';
import { impactOf, type Ranked, urgencyOf } from './rank.ts';
import { recognise } from './recognise.ts';
import { shownWords } from './shown-words.ts';
import { fill } from './signature.ts';
import { clock, spoken } from './times.ts';
import { leadOf, titleOf } from './title.ts';
import { toldBelow } from './told-below.ts';
import { afterTrigger, momentOf } from './trigger-words.ts';
import type { Case, EndedWith, Quote, RootCause, Said } from './types.ts';
import { undoneBy } from './undone.ts';
import { confidenceOf, holdOf, isNoise, isSteady } from './verdict.ts';

const MAX_EXPLANATION_CHARS = 2_000;
/** Of the failing line itself. */
const MAX_WORDS_CHARS = 130;
/** Signs besides that the first sentence tells; the others follow in later ones. */
const MAX_SIGNS = 2;

/** The root cause of this rank among all, complete. */
export function rootCauseOf(
  cause: Ranked,
  rank: number,
  causes: readonly Ranked[],
  input: Case,
): RootCause {
  const endedWith = endedWithOf(cause, causes, input);
  const lead = leadOf(cause);
  const component = componentOf(cause, input);
  const noise = isNoise(cause, input);
  const mark = markOfAll(cause.own);
  const heralds = heraldsOf(cause, input);
  const quotes = quotesOf(cause, input);
  const naming = namingQuote(component, quotes, [...cause.own, ...cause.consequences]);
  const [first = null, ...others] = quotes;
  const evidence = distinctQuotes([first, naming, ...others]);
  return {
    rank,
    title: titleOf(cause),
    component: isShown(component, evidence, cause, input) ? component : null,
    type: typeOf(cause, input),
    ...(isKindShown(cause, input) ? {} : { typeShown: false }),
    ...(mark === null ? {} : { mark }),
    confidence: confidenceOf(cause, input),
    ...(weightOf(cause, input, noise) ?? {
      impact: impactOf(cause, noise),
      urgency: urgencyOf(cause, input.window, { isNoise: noise, isSteady: isSteady(cause, input) }),
    }),
    ...(foretoldBy(cause) === null ? {} : { nothingFailed: true as const }),
    findings: [...cause.own, ...cause.consequences].map(({ id }) => id),
    ...(heralds.length === 0 ? {} : { heralds: heralds.map(({ id }) => id) }),
    explanation: explanationOf(cause, endedWith, input).slice(0, MAX_EXPLANATION_CHARS),
    evidence,
    trigger:
      cause.trigger === null
        ? null
        : {
            timestampMs: cause.trigger.event.timestampMs,
            momentMs: momentOf(cause.trigger, cause.range.startMs),
            undone: saidBy(undoneBy(cause.trigger, cause.end, input)),
            logGroup: cause.trigger.event.logGroup,
            message: quoteAround(cause.trigger.event, cause.trigger.words).quote,
            kind: cause.trigger.kind,
            hold: holdOf(cause),
          },
    end: cause.end?.kind === 'explained' ? saidBy(cause.end.event) : null,
    endedWith,
    location: lead.location,
    signature: cause.signature?.name ?? null,
  };
}

/** A quote names it, or a log group is called so. */
function isShown(
  component: string | null,
  quotes: readonly Quote[],
  { own, trigger }: Ranked,
  input: Case,
): boolean {
  if (component === null) return false;
  const labels = own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name));
  const groups = [...labels, ...(trigger === null ? [] : [trigger.event.logGroup])];
  return (
    quotes.some(({ quote }) => quote.includes(component)) ||
    groups.some((label) => placeOf(label, input).name.includes(component))
  );
}

/** The failure, what set it off, more of its message, the step before, the end, what drifts or stands out, the place, a consequence. */
function quotesOf(cause: Ranked, input: Case): Quote[] {
  const lead = leadOf(cause);
  return distinctQuotes([
    quoteOf(lead, recognise(lead, input).matched || ownWords(lead)),
    cause.trigger === null ? null : quoteAround(cause.trigger.event, cause.trigger.words),
    foretoldQuote(cause),
    belowQuote(lead, input),
    cause.precursor === null ? null : quoteOf(cause.precursor.warning, ''),
    cause.end?.kind === 'explained' ? quoteAround(cause.end.event, cause.end.words) : null,
    cause.drift === null ? null : quoteAround(cause.drift.event, cause.drift.name),
    cause.around.outlier === null
      ? null
      : quoteAround(cause.around.outlier.event, cause.around.outlier.name),
    locationQuote(lead),
    otherSideQuote(cause, input),
    ...cause.consequences.slice(0, 1).map((finding) => quoteOf(finding, '')),
  ]);
}

/** How far it is with what fills up. */
function foretoldQuote(cause: Ranked): Quote | null {
  const event = foretoldEvent(cause);
  return event === null ? null : quoteAround(event, '');
}

/** What its message goes on with, where the finding lacks it. */
function belowQuote(lead: Finding, { context }: Case): Quote | null {
  const below = toldBelow(lead, context);
  return below === null ? null : quoteAround(below, '');
}

/** Where another log group tells of the same failure in its own words. */
function otherSideQuote({ own: [lead, ...others] }: Ranked, input: Case): Quote | null {
  const groups = new Set((lead?.logGroups ?? []).map(({ name }) => name));
  const other = others.find(({ logGroups }) => logGroups.every(({ name }) => !groups.has(name)));
  return other === undefined ? null : quoteOf(other, recognise(other, input).matched);
}

function saidBy(event: LogEvent | null): Said | null {
  if (event === null) return null;
  const { timestampMs, logGroup } = event;
  return { timestampMs, logGroup, message: quoteAround(event, '').quote };
}

function explanationOf(cause: Ranked, endedWith: EndedWith | null, input: Case): string {
  const meaning = cause.signature === null ? null : fill(cause.signature.meaning, cause.names);
  const sentences = [
    answer(cause, endedWith, input),
    ...goingOn(cause, input),
    ...(meaning === null ? unknown(cause, input) : [meaning]),
    ...courseSentences(cause, input),
    ...endedWithSentences(endedWith, input),
  ];
  return sentences.join(' ');
}

/** What was not valid, where only the lines below the message say it. */
function goingOn(cause: Ranked, input: Case): string[] {
  const below = belowQuote(leadOf(cause), input);
  return below === null ? [] : [`The message goes on: "${clip(below.quote, MAX_WORDS_CHARS)}".`];
}

/** Mechanism in the logs' own words, where, what drifted or stands out, since when, and after what. */
function answer(cause: Ranked, endedWith: EndedWith | null, input: Case): string {
  const title = titleOf(cause);
  const { site } = cause.names;
  const place =
    site === undefined || title.includes(site) ? '' : `, seen at ${site}${ofOne(cause)}`;
  return `${title}${saying(cause, title, input)}${where(cause)}${sign(cause)}${place}${since(cause, endedWith, input)}${after(cause, input)}.`;
}

/** The words of one failure, where the title neither is made of them nor names a place in the code. */
function saying(cause: Ranked, title: string, input: Case): string {
  const { site } = cause.names;
  if ((site !== undefined && title.includes(site)) || foretoldBy(cause) !== null) return '';
  const words = shownWords(leadOf(cause), input, MAX_WORDS_CHARS);
  return words === '' || title.includes(words) ? '' : ` ("${words}")`;
}

/** The finding that it is said of, where others of the cause stand elsewhere. */
function ofOne(cause: Ranked): string {
  const lead = leadOf(cause);
  const isOne = countedOf(cause.own).every(
    ({ location }) =>
      location?.file === lead.location?.file && location?.line === lead.location?.line,
  );
  return isOne ? '' : ` (${lead.id})`;
}

function where(cause: Ranked): string {
  const mark = markOfAll(cause.own);
  return mark === null ? '' : `, on ${mark.field}=${mark.value}`;
}

function sign({ drift, around }: Ranked): string {
  const { outlier, shift, silence } = around;
  const signs = [
    outlier === null ? '' : outlierSign(outlier),
    outlier !== null || drift === null ? '' : `, while ${driftWords(drift)}`,
    shift === null ? '' : `, as ${shiftWords(shift)}`,
    silence === null ? '' : `, after ${silence.field}=${silence.value} fell silent`,
  ];
  return signs
    .filter((words) => words !== '')
    .slice(0, MAX_SIGNS)
    .join('');
}

function outlierSign(outlier: Outlier): string {
  const { field, value, own, others } = outlier;
  return `, where ${field}=${value} has ${nameOf(outlier)}=${own} and the others ${others}`;
}

/** With the word before it, as a name alone may be as plain as `pause` or `time`. */
function nameOf({ name, event }: Outlier): string {
  const [, before] =
    new RegExp(`(\\b[A-Za-z][\\w-]{0,20} )${name.replace(/[^\\w]/g, '.')}[=: ]`).exec(
      event.message,
    ) ?? [];
  return before === undefined ? name : `${before}${name}`;
}

function since(cause: Ranked, endedWith: EndedWith | null, { window }: Case): string {
  if (cause.change)
    return `${recurring(leadOf(cause))}, from ${clock(cause.range.startMs, window)} on`;
  return endedWith === null ? steadily(leadOf(cause)) : `, until ${clock(endedWith.endMs, window)}`;
}

function after({ trigger, ...cause }: Ranked, input: Case): string {
  if (trigger === null) return '';
  const isProven = isTriggerProven({ trigger, ...cause }, input);
  return afterTrigger(trigger, cause.range.startMs, isProven, input.window);
}

function recurring({ rhythm, periodMs }: Finding): string {
  return rhythm === 'periodic' && periodMs !== null ? `, every ${spoken(periodMs)}` : '';
}

/** Said where nothing else tells why; what bears an unknown failure out is told by the sentences after this. */
function unknown(cause: Ranked, input: Case): string[] {
  if (foretoldBy(cause) !== null) return foretoldSentences(cause, input);
  if (isBorneOut(cause)) return [];
  const kind =
    cause.trigger === null && leadOf(cause).category === 'uncategorized'
      ? ' Its kind is not known either.'
      : '';
  return [`No known failure fits these words: they say what failed, not why.${kind}`];
}

function steadily({ rhythm, periodMs, readInPart }: Finding): string {
  if (readInPart === true) return '';
  if (rhythm === 'periodic')
    return periodMs === null ? ', again and again' : `, every ${spoken(periodMs)}`;
  return rhythm === 'sporadic' ? ', now and then' : ', all through the window';
}
