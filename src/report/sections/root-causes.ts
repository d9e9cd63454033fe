// "Root Cause Analysis": each cause with its proof, what set it off, and what was ruled out.
import { count, duration, rankWord, sentence } from '../format.ts';
import { code, inline, list, prose } from '../text.ts';
import type { Report, ReportRootCause } from '../types.ts';
import type { CauseView, View } from '../view.ts';
import { place } from './error-messages.ts';

const MAX_TITLE_CHARS = 160;

export function rootCauses(view: View): readonly string[] {
  return [
    ...(view.causes.length === 0
      ? [noCause(view)]
      : view.causes.flatMap((cause) => details(view, cause))),
    ...ruledOut(view),
  ];
}

function noCause({ report }: View): string {
  if (report.verdict === 'no-incident') return 'There is no failure to explain.';
  return 'The logs do not show the cause. "Next Steps" says what would.';
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

const CONFIDENCE: Readonly<Record<ReportRootCause['confidence'], string>> = {
  confirmed: 'confirmed: the logs show what set it off and what followed',
  likely: 'likely: the logs point to it, a link is missing',
  possible: 'possible: it fits the logs, other explanations do too',
};
const TYPE: Readonly<Record<ReportRootCause['type'], string>> = {
  'application-code': 'application code',
  infrastructure: 'infrastructure',
  configuration: 'configuration',
  dependency: 'dependency',
};
const URGENCY: Readonly<Record<ReportRootCause['urgency'], string>> = {
  critical: 'critical, act now',
  high: 'high, act today',
  medium: 'medium, act this week',
  low: 'low, act when convenient',
};

function facts(view: View, { cause, errors, share }: CauseView): string[] {
  const figures = errors === 0 ? 'no error of its own' : `${count(errors, 'error')} (${share})`;
  return [
    `**Confidence:** ${CONFIDENCE[cause.confidence]}`,
    `**Kind:** ${TYPE[cause.type]}`,
    ...(cause.component === null ? [] : [`**At fault:** ${code(cause.component)}`]),
    `**Impact:** ${cause.impact}; ${figures}${cause.findings.length === 0 ? '' : `, ${cause.findings.map((id) => inline(id)).join(', ')}`}`,
    `**Urgency:** ${URGENCY[cause.urgency]}`,
    ...(cause.location === null ? [] : [`**Location:** ${place(cause.location)}`]),
    ...triggerOf(view, cause),
  ];
}

function triggerOf({ report, clock }: View, cause: ReportRootCause): string[] {
  const { trigger } = cause;
  if (trigger === null) return [];
  const distance = distanceToOnset(report, cause);
  return [
    `**Trigger:** ${clock.at(trigger.timestamp)}${distance}, ${code(trigger.logGroup)}: ${code(trigger.message)}`,
  ];
}

/** From the trigger to the onset of the cause's own finding: its burst, else its first occurrence. */
function distanceToOnset(report: Report, { trigger, findings }: ReportRootCause): string {
  const own = report.findings.find(({ id }) => id === findings[0]);
  if (own === undefined || trigger === null) return '';
  const sharp = own.rhythm === 'burst' || own.rhythm === 'onset';
  const onset = (sharp ? own.burst?.start : undefined) ?? own.firstSeen;
  const ms = Date.parse(onset) - Date.parse(trigger.timestamp);
  return ms >= 0
    ? `, ${duration(ms)} before the onset of ${own.id}`
    : `, ${duration(-ms)} after the onset of ${own.id}`;
}

function evidence({ report, clock }: View, cause: ReportRootCause): string[] {
  if (cause.evidence.length === 0) return ['No evidence is quoted.'];
  const items = cause.evidence.map(({ id, quote }) => {
    const time = timeOf(report, cause, quote);
    return `${inline(id)}${time === null ? '' : `, ${clock.at(time)}`}: ${code(quote)}`;
  });
  return ['**Evidence:**', list(items)];
}

/** When a quote was logged, where the report knows it: a sample's or the trigger's time. */
function timeOf(report: Report, { trigger }: ReportRootCause, quote: string): string | null {
  if (trigger?.message.includes(quote)) return trigger.timestamp;
  return (
    report.findings.find(({ sample }) => sample.message.includes(quote))?.sample.timestamp ?? null
  );
}

function ruledOut({ report }: View): string[] {
  if (report.ruledOut.length === 0) return [];
  const items = report.ruledOut.map(
    ({ hypothesis, because }) => `**${sentence(prose(hypothesis))}** ${sentence(prose(because))}`,
  );
  return ['### Ruled Out', list(items)];
}
