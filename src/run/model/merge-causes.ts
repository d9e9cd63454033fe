// From causes by a model and causes by the rules to one diagnosis. A model may reorder, reword, add, and make surer
// what the rules leave open; it can neither talk a cause away that the rules have proven nor make its own proven
// without a line that set it off. So no log line that a model obeys hides an incident.
import { SECOND_MS } from '../../base/time-range.ts';
import { novelKindOf } from '../../diagnosis/novel-kinds.ts';
import { impactOf, urgencyOf } from '../../diagnosis/rank.ts';
import { activeRange } from '../../diagnosis/times.ts';
import { triggerKindOf } from '../../diagnosis/trigger-kinds.ts';
import type { Diagnosis, Quote, RootCause, RuledOut, Trigger } from '../../diagnosis/types.ts';
import { VERDICT_OF } from '../../diagnosis/verdict.ts';
import type { Finding } from '../../evidence/types.ts';
import type { CheckedCause, CheckedCauses } from './check-causes.ts';
import type { Conclusion, NamedCause } from './consensus.ts';
import { isLineOf } from './figures.ts';
import type { Found, Ground } from './ground.ts';

const MAX_CAUSES = 5;
const MAX_QUOTES = 4;
const MAX_RULED_OUT = 8;
const MAX_EXPLANATION_CHARS = 2_000;
/** What a model says of a cause has so much room at least. */
const MIN_OWN_CHARS = 600;
/** A trigger comes at most so long before the onset, and so little after it where clocks differ. */
const TRIGGER_LEAD_MS = 600 * SECOND_MS;
const TOLERANCE_MS = 5 * SECOND_MS;
/** Grounded claims without which nothing is likely. */
const MIN_GROUNDED = 2;

type Confidence = RootCause['confidence'];
const ORDER: readonly Confidence[] = ['confirmed', 'likely', 'possible'];

/** The diagnosis, and its primary cause in the model's own words. */
export function concluded(
  { causes, ruledOut }: Pick<CheckedCauses, 'causes' | 'ruledOut'>,
  rules: Diagnosis,
  ground: Ground,
): Conclusion {
  const judged = causes.map((cause) => rootCauseBy(cause, rules, ground));
  const covered = new Set(judged.flatMap(({ findings }) => findings));
  const kept = rules.rootCauses.filter(
    ({ confidence, findings }) => confidence !== 'possible' && !covers(covered, findings),
  );
  const sorted = [...judged, ...kept]
    .sort((a, b) => ORDER.indexOf(a.confidence) - ORDER.indexOf(b.confidence))
    .slice(0, MAX_CAUSES);
  const merged = sorted.map((cause, index) => ({ ...cause, rank: index + 1 }));
  const [primary] = sorted;
  const diagnosis: Diagnosis = {
    verdict: primary === undefined ? withoutCause(rules) : VERDICT_OF[primary.confidence],
    rootCauses: merged,
    ruledOut: ruledOutOf(ruledOut, rules, merged),
  };
  if (primary === undefined) return { diagnosis, primary: null };
  return { diagnosis, primary: namedBy(primary, causes[judged.indexOf(primary)]) };
}

/** `own`: the model's cause that it was made from; where there is none, the rules name it. */
function namedBy(merged: RootCause, own: CheckedCause | undefined): NamedCause {
  const { title, type, component } = own ?? merged;
  const trigger = own === undefined ? merged.trigger : own.trigger?.event;
  const finding = merged.findings[0] ?? null;
  return { title, type, component, finding, triggerMs: trigger?.timestampMs ?? null };
}

const covers = (covered: ReadonlySet<string>, [lead]: readonly string[]): boolean =>
  lead !== undefined && covered.has(lead);

const withoutCause = ({ verdict }: Diagnosis): Diagnosis['verdict'] =>
  verdict === 'no-incident' ? 'no-incident' : 'inconclusive';

function rootCauseBy(cause: CheckedCause, rules: Diagnosis, ground: Ground): RootCause {
  const ids = cause.findings.map(({ id }) => id);
  const [lead] = cause.findings;
  const twin =
    rules.rootCauses.find(({ findings }) => findings[0] === ids[0] && ids.length > 0) ??
    rules.rootCauses.find(({ findings }) => ids.includes(findings[0] ?? ''));
  const trigger = triggerOf(cause.trigger, twin) ?? twin?.trigger ?? null;
  return {
    ...(twin === undefined ? {} : seenByCode(cause, twin)),
    rank: 0,
    title: titleOf(cause, twin) ?? lead?.title ?? 'Cause without a name',
    component: cause.component ?? twin?.component ?? null,
    type: cause.type,
    confidence: confidenceOf(cause, twin ?? null, rules),
    ...weightOf(cause.findings, twin, ground),
    findings: [...new Set([...ids, ...(twin?.findings ?? [])])],
    explanation: explanationOf(cause, twin),
    evidence: quotesOf(cause, twin),
    trigger,
    location: lead?.location ?? twin?.location ?? null,
    signature: twin?.signature ?? null,
  };
}

/**
 * What figures tell of a cause, whoever names it: whom it meets, what told of it, what ended it, that nothing failed yet.
 * They tell it of its lead, and nothing of a cause that another one leads.
 */
function seenByCode({ type, findings }: CheckedCause, twin: RootCause): Partial<RootCause> {
  if (findings[0]?.id !== twin.findings[0]) return {};
  const { typeShown, ...seen } = twin;
  return type === twin.type && typeShown !== undefined ? { ...seen, typeShown } : seen;
}

/** At least what the rules are sure of; at most what code can see of a proof. */
function confidenceOf(cause: CheckedCause, twin: RootCause | null, rules: Diagnosis): Confidence {
  const wanted = surer(cause.confidence, allowedFor(cause, twin, rules), false);
  return twin === null ? wanted : surer(wanted, twin.confidence, true);
}

function allowedFor(cause: CheckedCause, twin: RootCause | null, rules: Diagnosis): Confidence {
  const grounded = cause.claims.filter(({ standing }) => standing === 'grounded').length;
  if (rules.verdict === 'no-incident' || grounded < MIN_GROUNDED) return 'possible';
  const isBorneOut = twin !== null && twin.confidence !== 'possible';
  return isBorneOut && comesBefore(cause) ? 'confirmed' : 'likely';
}

/** Of a line that tells of no change. */
const NEW_LINE = 'new-line';

/** The line has to tell of something that happened, and not be one of the failure itself or of everyday chatter. */
function comesBefore({ trigger, findings }: CheckedCause): boolean {
  const [lead] = findings;
  if (trigger?.event == null || lead === undefined) return false;
  if (kindOf(trigger.event.message).name === NEW_LINE) return false;
  if (findings.some((finding) => isLineOf(trigger, finding))) return false;
  const leadMs = activeRange(lead).startMs - trigger.event.timestampMs;
  return leadMs >= -TOLERANCE_MS && leadMs <= TRIGGER_LEAD_MS;
}

function surer(a: Confidence, b: Confidence, more: boolean): Confidence {
  const [first, second] = ORDER.indexOf(a) <= ORDER.indexOf(b) ? [a, b] : [b, a];
  return more ? first : second;
}

function weightOf(
  own: readonly Finding[],
  twin: RootCause | undefined,
  { window }: Ground,
): Pick<RootCause, 'impact' | 'urgency'> {
  if (twin !== undefined) return { impact: twin.impact, urgency: twin.urgency };
  const errors = own.filter(({ severity }) => severity === 'error');
  const weight = {
    own,
    weight: errors.reduce((sum, { share }) => sum + share, 0),
    count: errors.reduce((sum, { count }) => sum + count, 0),
  };
  return { impact: impactOf(weight), urgency: urgencyOf(weight, window) };
}

const kindOf = (message: string) => triggerKindOf(message) ?? novelKindOf(message);

/** Where the rules name the same line, they know more of it. */
function triggerOf(found: Found | null, twin: RootCause | undefined): Trigger | null {
  if (found === null || found.event === null) return null;
  if (twin?.trigger?.timestampMs === found.event.timestampMs) return twin.trigger;
  const { timestampMs, logGroup, message } = found.event;
  return { timestampMs, logGroup, message: found.quote, kind: kindOf(message) };
}

/** What the rules stand for keeps their name: no word of a model covers it up. */
function titleOf({ title }: CheckedCause, twin: RootCause | undefined): string | null {
  if (twin === undefined) return title;
  return twin.confidence === 'possible' ? (title ?? twin.title) : twin.title;
}

/** What the rules say of the failure first; then the model's words, called so: only its quotes can be proven. */
function explanationOf(cause: CheckedCause, twin: RootCause | undefined): string {
  const { claims, title } = cause;
  const name = titleOf(cause, twin);
  const calls = title === null || title === name ? [] : [`it calls this "${title}"`];
  const sentences = claims.map(({ text, standing }) => {
    const whole = /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
    return standing === 'grounded' ? whole : `Hypothesis: ${whole}`;
  });
  const own = `The model's judgement: ${[...calls.map((one) => `${one}.`), ...sentences].join(' ')}`;
  if (twin === undefined) return own.slice(0, MAX_EXPLANATION_CHARS);
  const room = Math.max(MIN_OWN_CHARS, MAX_EXPLANATION_CHARS - twin.explanation.length);
  return `${twin.explanation.slice(0, MAX_EXPLANATION_CHARS)}\n${own.slice(0, room)}`;
}

function quotesOf(
  { claims, trigger }: CheckedCause,
  twin: RootCause | undefined,
): readonly Quote[] {
  const first = claims.map(({ quotes: [one] }) => one);
  const rest = claims.flatMap(({ quotes }) => quotes.slice(1));
  const found = [...first, trigger, ...rest].flatMap((one) => one ?? []);
  const own = found.map(({ evidenceId, quote, event }): Quote => {
    const time = event === null ? {} : { timestampMs: event.timestampMs };
    return { id: evidenceId, quote, ...time };
  });
  const all = [...own, ...(twin?.evidence ?? [])];
  const distinct = all.filter(
    ({ quote }, index) => all.findIndex((other) => other.quote === quote) === index,
  );
  return distinct.slice(0, MAX_QUOTES);
}

function ruledOutOf(
  own: CheckedCauses['ruledOut'],
  rules: Diagnosis,
  causes: readonly RootCause[],
): readonly RuledOut[] {
  const titles = new Set(causes.map(({ title }) => title));
  const stand = rules.rootCauses.filter(({ confidence }) => confidence !== 'possible');
  const byModel = own
    .filter(({ hypothesis }) => !stand.some(({ title }) => isAbout(hypothesis, title)))
    .map(({ hypothesis, because: { text, standing } }) => ({
      hypothesis,
      because: `the model's judgement: ${standing === 'grounded' ? text : `hypothesis: ${text}`}`,
    }));
  const byRules = rules.ruledOut.filter(({ hypothesis }) => !titles.has(hypothesis));
  return [...byModel, ...byRules].slice(0, MAX_RULED_OUT);
}

/** Half of the telling words of the title: what the rules stand for is not ruled out by a model. */
function isAbout(hypothesis: string, title: string): boolean {
  const telling = wordsOf(title);
  const said = new Set(wordsOf(hypothesis));
  return telling.filter((word) => said.has(word)).length * 2 >= telling.length;
}

const MIN_WORD_CHARS = 4;
const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(new RegExp(`[a-z]{${MIN_WORD_CHARS},}`, 'g')) ?? [];
