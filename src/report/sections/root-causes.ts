// "Root Cause Analysis": each cause with its proof, what set it off, and what was ruled out.

import { isAccountSource } from '../../base/account-sources.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import { figuresOf, isTriggerSure } from '../cause-figures.ts';
import { capitalized, duration, number, rankWord, sentence } from '../format.ts';
import { hadNoEvents, isLeftOut, unreadInWords } from '../not-done.ts';
import { regionsIn } from '../regions.ts';
import { charsOf, code, inline, list, prose } from '../text.ts';
import type { Report, ReportQuote, ReportRootCause } from '../types.ts';
import type { CauseView, View } from '../view.ts';
import { accountChanges } from './account-changes.ts';
import { beginningOf } from './beginning.ts';
import { besideCause } from './beside-cause.ts';
import { causesByRegion, regionsOfCause } from './by-region.ts';
import { kindOf } from './cause-words.ts';
import { place } from './error-messages.ts';
import { heraldsOf } from './heralds.ts';

const MAX_TITLE_CHARS = 160;
/** Characters of the section: what is longer is not read. */
const MAX_SECTION_CHARS = 5_900;
/** Of these, at most so many for what was changed in the account. */
const MAX_CHANGES_CHARS = 1_200;
/** Of these, kept free for what was ruled out. */
const RULED_OUT_CHARS = 1_200;
const FIRST_SENTENCE = /^.*?[.!?](?=\s|$)/s;

/** Causes in full as far as the section allows, the others in brief; report.json has all of it. */
export function rootCauses(view: View): readonly string[] {
  const { causes } = view;
  const changes = accountChanges(view, MAX_CHANGES_CHARS);
  const byRegion = causesByRegion(view);
  const kept = charsOf(changes) + charsOf(byRegion) + charsOf(ruledOut(view, RULED_OUT_CHARS));
  const briefs = causes.map((cause) => inBrief(view, cause));
  const blocks: string[] = causes.length === 0 ? [noCause(view)] : [];
  let fits = true;
  for (const [index, cause] of causes.entries()) {
    const whole = details(view, cause);
    const toCome = charsOf(briefs.slice(index + 1).flat());
    // What comes after one in brief matters less.
    fits &&= charsOf(blocks) + charsOf(whole) + toCome + kept <= MAX_SECTION_CHARS;
    blocks.push(...(index === 0 || fits ? whole : (briefs[index] ?? [])));
  }
  blocks.push(...byRegion, ...changes);
  return [...blocks, ...ruledOut(view, MAX_SECTION_CHARS - charsOf(blocks))];
}

/** The answer, how sure it is, who is at fault, and a quote. */
function inBrief(view: View, causeView: CauseView): string[] {
  const { cause } = causeView;
  const figures = figuresOf(causeView);
  const [answer = cause.explanation] = FIRST_SENTENCE.exec(cause.explanation) ?? [];
  const fault = cause.component === null ? '' : ` At fault: ${code(cause.component)}.`;
  return [
    `### ${rankWord(cause.rank)} Cause: ${inline(cause.title, MAX_TITLE_CHARS)}`,
    `${prose(answer)} ${capitalized(cause.confidence)}; ${figures}.${fault} More in report.json.`,
    ...evidence(view, { ...cause, evidence: cause.evidence.slice(0, 1) }),
  ];
}

function noCause({ report }: View): string {
  if (report.verdict === 'no-incident') return 'There is no failure to explain.';
  if (isLeftOut(report, 'causes')) return 'No step of the SOP looks for causes.';
  if (!report.totals.searched)
    return 'Errors were not looked for to the end, so there is no cause to name.';
  if (hadNoEvents(report)) return 'There is no event in the window to judge.';
  const subject = unreadInWords(report) === '' ? 'The logs do' : 'What was read of the logs does';
  return `${subject} not show the cause. "Next Steps" says what would.`;
}

function details(view: View, causeView: CauseView): string[] {
  const { cause } = causeView;
  return [
    `### ${rankWord(cause.rank)} Cause: ${inline(cause.title, MAX_TITLE_CHARS)}`,
    ...cause.explanation
      .split(/\n+/)
      .filter((part) => part.trim() !== '')
      .map(prose),
    list(facts(view, causeView)),
    ...evidence(view, cause),
  ];
}

type Trigger = NonNullable<ReportRootCause['trigger']>;

/** Of a cause that is sure by its mechanism, whatever came before it. */
const BY_MECHANISM = 'confirmed: the logs show what failed and what followed, not what set it off';
const CONFIDENCE: Readonly<Record<ReportRootCause['confidence'], string>> = {
  confirmed: 'confirmed: the logs show what set it off and what followed',
  likely: 'likely: the logs point to it, a link is missing',
  possible: 'possible: it fits the logs, other explanations do too',
};
const URGENCY: Readonly<Record<ReportRootCause['urgency'], string>> = {
  critical: 'critical, act now',
  high: 'high, act today',
  medium: 'medium, act this week',
  low: 'low, act when convenient',
};

function facts(view: View, causeView: CauseView): string[] {
  const { cause } = causeView;
  const figures = figuresOf(causeView);
  return [
    `**Confidence:** ${confidenceOf(cause)}`,
    `**Kind:** ${cause.typeShown === false ? 'not known, the logs do not show it' : kindOf(cause)}`,
    ...atFault(view, cause),
    `**Impact:** ${cause.impact}; ${figures}${cause.findings.length === 0 ? '' : `, ${cause.findings.map((id) => inline(id)).join(', ')}`}`,
    ...regionsOfCause(view, causeView),
    `**Urgency:** ${URGENCY[cause.urgency]}`,
    ...(cause.location === null ? [] : [`**Location:** ${place(cause.location)}`]),
    ...triggerOf(view, cause),
    ...heraldsOf(view, cause),
    ...besideCause(view, causeView),
  ];
}

function confidenceOf({ confidence, trigger, nothingFailed }: ReportRootCause): string {
  if (nothingFailed === true) return `${confidence}: the warnings say so, nothing failed yet`;
  const isSetOff = trigger !== null && trigger.tied !== false;
  return confidence === 'confirmed' && !isSetOff ? BY_MECHANISM : CONFIDENCE[confidence];
}

/** Who; where no quote names it, what does. */
function atFault({ report }: View, { component, evidence: quotes, findings }: ReportRootCause) {
  if (component === null) return [];
  const isQuoted = quotes.some(({ quote }) => quote.includes(component));
  const own = report.findings.filter(({ id }) => findings.includes(id));
  const groups = own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name));
  const streams = own.map(({ sample }) => sample.logStream);
  const by = isQuoted
    ? ''
    : (calledBy('log group', groups, component) ??
      calledBy('log stream', streams, component) ??
      '');
  return [`**At fault:** ${code(component)}${by}`];
}

function calledBy(what: string, names: readonly string[], component: string): string | null {
  const isCalled = (name: string) => name.split('/').includes(component);
  const found = names.find(isCalled) ?? names.find((name) => name.includes(component));
  return found === undefined ? null : `, as ${what} ${code(found)} is called`;
}

function triggerOf({ report, clock }: View, cause: ReportRootCause): string[] {
  const { trigger } = cause;
  if (trigger === null) return [];
  const { timestamp, moment, logGroup, service, message } = trigger;
  const when = `${clock.at(moment ?? timestamp)}${distanceToOnset(report, cause)}`;
  const named = moment === undefined ? '' : `, named by a line of ${clock.at(timestamp)}`;
  const [quote] = cause.evidence.filter(({ quote: words }) => words === message);
  const line = quote === undefined ? `: ${code(message)}` : `, quoted below (${inline(quote.id)})`;
  const label = isTriggerSure(cause) ? 'Trigger' : 'Possible trigger';
  const where = isAccountSource(logGroup)
    ? `told by ${logGroup}${regionOfChange(report, trigger)}`
    : `in log group ${code(logGroup)}${service === undefined ? '' : `, service ${code(service)}`}`;
  return [`**${label}:** ${when}${named}, ${where}${line}`];
}

/** Of several regions, which one's change it is. */
function regionOfChange(report: Report, { timestamp, message }: Trigger): string {
  if (regionsIn(report).length < 2) return '';
  const change = (report.changes ?? []).find(
    (one) => one.timestamp === timestamp && one.message.includes(message),
  );
  return change === undefined ? '' : ` in ${inline(change.region)}`;
}

/** From the trigger to the onset of the cause's own finding. */
function distanceToOnset(report: Report, { trigger, findings }: ReportRootCause): string {
  const own = report.findings.find(({ id }) => id === findings[0]);
  if (own === undefined || trigger === null) return '';
  const triggerMs = Date.parse(trigger.moment ?? trigger.timestamp);
  const { what, startMs } = beginningOf(own, triggerMs);
  const ms = startMs - triggerMs;
  if (Math.abs(ms) < SECOND_MS) return `, with the ${what} of ${own.id}`;
  return ms > 0
    ? `, ${duration(ms)} before the ${what} of ${own.id}`
    : `, ${duration(-ms)} after the ${what} of ${own.id}`;
}

function evidence({ report, clock }: View, cause: ReportRootCause): string[] {
  if (cause.evidence.length === 0) return ['No evidence is quoted.'];
  const items = cause.evidence.map((quote) => {
    const time = quote.timestamp ?? timeOf(report, cause, quote);
    return `${inline(quote.id)}${time === null ? '' : `, ${clock.at(time)}`}: ${quoted(quote)}`;
  });
  return ['**Evidence:**', list(items)];
}

/** With `…` outside of the quote where its line goes on. */
function quoted({ quote, cut }: ReportQuote): string {
  const before = cut === 'before' || cut === 'both' ? '… ' : '';
  const after = cut === 'after' || cut === 'both' ? ' …' : '';
  return `${before}${code(quote)}${after}`;
}

/** When a quote that does not say so was logged, where the report knows it: a sample's or the trigger's time. */
function timeOf(
  { findings }: Report,
  { trigger }: ReportRootCause,
  { quote }: ReportQuote,
): string | null {
  if (trigger?.message.includes(quote)) return trigger.timestamp;
  return findings.find(({ sample }) => sample.message.includes(quote))?.sample.timestamp ?? null;
}

/** As many as the characters allow, at least one; the rest is counted. */
function ruledOut({ report }: View, chars: number): string[] {
  if (report.ruledOut.length === 0) return [];
  const items = report.ruledOut.map(
    ({ hypothesis, because }) => `**${sentence(prose(hypothesis))}** ${sentence(prose(because))}`,
  );
  const heading = '### Ruled Out';
  let shown = items.length;
  const block = () => list([...items.slice(0, shown), ...more(items.length - shown)]);
  while (shown > 1 && charsOf([heading, block()]) > chars) shown -= 1;
  return [heading, block()];
}

const more = (left: number): string[] =>
  left === 0 ? [] : [`${number(left)} more in report.json.`];
