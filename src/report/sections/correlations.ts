// Which findings go together in time, which log groups do, and which of two comes first.
import { percent } from '../../base/percent.ts';
import { SECOND_MS } from '../../base/time-range.ts';
import { behindClaim, evidenceWords } from '../evidence-words.ts';
import { duration, number } from '../format.ts';
import { labelIn, regionsIn } from '../regions.ts';
import { code, list } from '../text.ts';
import type { ReportCorrelation } from '../types.ts';
import type { View } from '../view.ts';

const MAX_CORRELATIONS = 10;
const MAX_LOG_GROUP_PAIRS = 5;

export function correlations(view: View): string[] {
  const { report, errors, warnings: all } = view;
  if (report.totals.part !== undefined && report.correlations.length === 0) return [];
  const counts = new Map(report.findings.map((finding) => [finding.id, finding.count]));
  const shownBy = new Map(report.findings.map(({ id, evidence }) => [id, evidence]));
  const warned = new Set(all.map(({ id }) => id));
  const items = report.correlations.slice(0, MAX_CORRELATIONS).map((correlation) => {
    const { first, second, share } = correlation;
    const ids = [first, second].flatMap((id) => shownBy.get(id) ?? []);
    if (warned.has(first)) return forerun(correlation, counts.get(second) ?? 0, ids);
    const rarer = (counts.get(first) ?? 0) < (counts.get(second) ?? 0) ? first : second;
    return `${second} ${verb(correlation)} ${lag(correlation)} ${first}; they go together in ${percent(share)} of the occurrences of ${rarer}${behindClaim(ids)}.`;
  });
  if (errors.length < 2 && items.length === 0) {
    // One failure of several regions: which of them had it first is worth telling.
    const between = regionsIn(report).length < 2 ? [] : logGroups(view);
    return between.length === 0 ? [] : ['### Correlations', ...between];
  }
  return [
    '### Correlations',
    items.length === 0
      ? 'No two findings go together in time more than chance has it.'
      : list(items),
    ...logGroups(view),
  ];
}

const verb = ({ each }: ReportCorrelation): string => (each === true ? 'comes' : 'begins');

function lag({ lagSeconds, each }: ReportCorrelation): string {
  if (lagSeconds >= 1)
    return `${each === true ? 'about ' : ''}${duration(lagSeconds * SECOND_MS)} after`;
  return each === true && lagSeconds > 0 ? 'within a second after' : 'at the same time as';
}

/** A warning and the error that it announces. */
function forerun(
  { first, second, share, lagSeconds }: ReportCorrelation,
  of: number,
  ids: readonly string[],
): string {
  const before = lagSeconds < 0.1 ? 'just' : duration(lagSeconds * SECOND_MS);
  return `${first} (a warning) comes ${before} before ${second} (${number(Math.round(share * of))} of ${number(of)}; ${evidenceWords(ids)}).`;
}

/** What the errors of these log groups were counted from. */
function errorEvidence(
  { findings, logGroups }: View['report'],
  names: readonly string[],
): string[] {
  const ofGroups = logGroups
    .filter((group) => names.includes(labelIn({ logGroups }, group)))
    .flatMap(({ evidence = [] }) => evidence);
  const ofErrors = new Set(findings.flatMap(({ evidence }) => evidence));
  return ofGroups.filter((id) => ofErrors.has(id));
}

/** The log groups whose errors go together; nothing where fewer than two have any. */
function logGroups({ report }: View): string[] {
  const pairs = report.logGroupCorrelations;
  const failing = report.logGroups.filter(({ errors }) => errors > 0);
  if (pairs === undefined || failing.length < 2 || report.totals.part !== undefined) return [];
  if (pairs.length === 0)
    return ['The errors of no two log groups go together in time more than chance has it.'];
  const counts = new Map(failing.map((group) => [labelIn(report, group), group.errors]));
  const items = pairs.slice(0, MAX_LOG_GROUP_PAIRS).map((pair) => {
    const rarer =
      (counts.get(pair.first) ?? 0) < (counts.get(pair.second) ?? 0) ? pair.first : pair.second;
    const ids = errorEvidence(report, [pair.first, pair.second]);
    const verbs = pair.each === true ? 'come' : 'begin';
    return `The errors of ${code(pair.second)} ${verbs} ${lag(pair)} those of ${code(pair.first)}; ${percent(pair.share)} of those of ${code(rarer)} lie within a minute of one of the other${behindClaim(ids)}.`;
  });
  return ['Between log groups:', list(items)];
}
