// Warnings that are an incident although nothing was logged as an error: they set in or fill the logs, they say that
// something fails, and something else bears them out – a number that turns for the worse with them, one member that
// stands out, a change just before. Warnings alone, now and then, are what every system logs.
import { MINUTE_MS } from '../base/time-range.ts';
import type { Finding } from '../evidence/types.ts';
import { novelKindOf } from './novel-kinds.ts';
import { ownWords } from './own-words.ts';
import { type Surroundings, surroundingsOf } from './surroundings.ts';
import { sharedWords } from './ties.ts';
import { activeRange, setsIn } from './times.ts';
import { triggerKindOf } from './trigger-kinds.ts';

import type { Case } from './types.ts';

export interface GraveWarning {
  readonly finding: Finding;
  readonly around: Surroundings;
  readonly merit: number;
}

/** Words of a failure, whatever fails. */
const FAILS =
  /\b(?:fail\w*|time[ds]?[- ]?out\w*|timeout|refus\w+|reject\w*|denied|exceed\w*|expir\w+|flap\w*|not respond\w*|unrespons\w+|unreachable|unavailable|unhealthy|lost|drop(?:ped|ping)|kill\w*|abort\w*|stuck|stall\w*|block\w*|dead\w*|overload\w*|overflow\w*|exhaust\w*|saturat\w*|throttl\w*|backpressure|full|missing|invalid|mismatch\w*|corrupt\w*|conflict\w*|duplicat\w*|stale|skew\w*|behind|retr(?:y|ies|ying)\b|gave up|giving up|giv\w+ up|no (?:server|route|space|response|leader|quorum|healthy|available)|out of|too (?:many|large|long|slow|old)|slow|degraded|split[- ]brain|evict\w*|re-?balanc\w*|cannot|could not|unable|reset|broken|disconnect\w*|reconnect\w*|closed by|again|leak\w*|wait(?:ed|ing) (?:for|\d)|pause[sd]?|never|below|lag\w*)\b/i;
const MIN_COUNT = 5;
/** So many that set in need no other sign. */
const MIN_LONE_COUNT = 20;
/** Warnings that fill so much of all lines are no background, whenever they began. */
const MIN_FILLING_SHARE = 0.1;
const MIN_LONE_SHARE = 0.01;
/** Of all lines, after a change that stands before the first of them. */
const MIN_CHANGED_SHARE = 0.03;
const MAX_CHANGE_LEAD_MS = 10 * MINUTE_MS;
/** A change that shares no word with them stands nearer, and among the first lines. */
const MAX_UNTIED_LEAD_MS = MINUTE_MS;
const EARLY_SHARE = 0.1;
/** More errors than this, held against the warnings, are the incident themselves. */
const MAX_ERROR_RATIO = 0.05;

/** Grave warnings, the one that stands for the cause first; none where errors are the incident. */
export function graveWarnings(input: Case): readonly GraveWarning[] {
  const { findings, totalErrors } = input.analysis;
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const count = warnings.reduce((sum, finding) => sum + finding.count, 0);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const calm =
    totalErrors <= count * MAX_ERROR_RATIO && errors.every((each) => !setsIn(each, input.window));
  if (!calm) return [];
  return warnings
    .flatMap((finding) => graveOf(finding, input) ?? [])
    .sort((a, b) => b.merit - a.merit || a.finding.firstSeenMs - b.finding.firstSeenMs);
}

function graveOf(finding: Finding, input: Case): GraveWarning | null {
  if (finding.count < MIN_COUNT) return null;
  const begins = setsIn(finding, input.window);
  const share = input.totalEvents === null ? 0 : finding.count / Math.max(1, input.totalEvents);
  const fails = FAILS.test(ownWords(finding));
  const around = surroundingsOf([finding], activeRange(finding), begins, input);
  const borneOut = begins ? hasSign(around) : hasTiedSign(finding, around);
  const loud =
    finding.count >= MIN_LONE_COUNT &&
    (begins ? share >= MIN_LONE_SHARE : share >= MIN_FILLING_SHARE);
  const grave =
    (borneOut && (begins || share >= MIN_LONE_SHARE)) ||
    (fails && loud) ||
    (share >= MIN_CHANGED_SHARE && followsChange(finding, fails, around, input));
  if (!grave) return null;
  const merit =
    (fails ? 1 : 0) +
    (isNamed(finding, around) ? 1.5 : 0) +
    (begins ? 1 : 0) +
    Math.min(0.5, share);
  return { finding, around, merit };
}

/** A rare line before all of them that is tied to them, or a change with which the logs and the failures begin. */
function followsChange(
  finding: Finding,
  fails: boolean,
  { words }: Surroundings,
  { survey, window }: Case,
): boolean {
  if (!survey.whole || finding.count < MIN_LONE_COUNT) return false;
  const earlyMs = window.startMs + (window.endMs - window.startMs) * EARLY_SHARE;
  return survey.rare.some(({ line: { event, text, level } }) => {
    const leadMs = finding.firstSeenMs - event.timestampMs;
    if (level === 'error' || level === 'fatal' || leadMs < 0 || leadMs > MAX_CHANGE_LEAD_MS)
      return false;
    if (sharedWords(event, words).length > 0) return true;
    const early = leadMs <= MAX_UNTIED_LEAD_MS && event.timestampMs <= earlyMs;
    return fails && early && isAnnounced(text);
  });
}

function isAnnounced(text: string): boolean {
  return (triggerKindOf(text) ?? novelKindOf(text)).name !== 'new-line';
}

function hasSign({ drift, outlier, shift, silence }: Surroundings): boolean {
  return [drift, outlier, shift, silence].some((sign) => sign !== null);
}

/** What runs through the window is borne out by what does so too, or by what it names; not by a step amid it. */
function hasTiedSign(finding: Finding, around: Surroundings): boolean {
  return isNamed(finding, around) || around.drift?.shape === 'climb';
}

function isNamed({ samples }: Finding, { outlier }: Surroundings): boolean {
  return samples.some(({ block }) => block.message.includes(outlier?.value ?? '\n'));
}
