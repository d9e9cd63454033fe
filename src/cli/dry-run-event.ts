// The plan as one event for programs: complete, every query whole.
import { isoTime, type TimeRange } from '../base/time-range.ts';
import { SCAN_PRICE, scanDollars } from '../report/scan-price.ts';
import type { PreviewedQuery } from '../run/preview.ts';
import { doesInWords } from './dry-run-text.ts';
import { assumptionsOf, type Plan } from './plan.ts';

export function planEvent(plan: Plan, at: string) {
  const { request, preview, model } = plan;
  const { sop, parameters, local } = request;
  return {
    kind: 'plan',
    application: request.application,
    sop: { name: sop.name, path: sop.path },
    parameters,
    window: {
      ...rangeOf(preview.window.analyzed),
      hours: request.window.hours,
      requested: rangeOf(preview.window.requested),
      adjustments: preview.window.adjustments,
    },
    baseline: baselineOf(plan),
    regions: request.regions,
    logs: plan.logs,
    nameForms: plan.nameForms,
    logGroups: preview.logGroups.map(groupOf),
    steps: sop.steps.map(({ number, name, procedure }) => ({ number, name, procedure })),
    queries: preview.queries.map((query) => queryOf(query, local)),
    beside: preview.beside,
    estimate: {
      ...amountOf(preview.estimate, local),
      price: local ? null : SCAN_PRICE,
      assumptions: assumptionsOf(plan),
      maxScanGb: plan.limits.scanGb,
    },
    gaps: preview.gaps,
    ...(model === null ? {} : { model }),
    at,
  };
}

const rangeOf = ({ startMs, endMs }: TimeRange) => ({
  start: isoTime(startMs),
  end: isoTime(endMs),
});

function baselineOf({ request: { baseline } }: Plan) {
  if (baseline === null) return { kind: 'time-before' };
  return baseline.kind === 'path' ? baseline : { kind: 'range', ...rangeOf(baseline) };
}

function groupOf(group: Plan['preview']['logGroups'][number]) {
  const time = (ms: number | null) => (ms === null ? null : isoTime(ms));
  return {
    name: group.name,
    region: group.region,
    status: group.status,
    relevance: group.relevance,
    class: group.logClass,
    retentionDays: group.retentionDays,
    storedBytes: group.storedBytes,
    bytesInWindow: group.bytesInWindow,
    created: time(group.creationMs),
    firstEvent: time(group.firstEventMs),
    lastEvent: time(group.lastEventMs),
  };
}

function queryOf(query: PreviewedQuery, local: boolean) {
  const { name, purpose, step, logGroups, window, starts, text, estimate } = query;
  return {
    name,
    purpose,
    does: doesInWords(query),
    step,
    logGroups,
    window: rangeOf(window),
    starts,
    text,
    estimate: amountOf(estimate, local),
  };
}

function amountOf({ bytes, unknown }: PreviewedQuery['estimate'], local: boolean) {
  return { bytes, dollars: local ? 0 : scanDollars(bytes), unknown };
}
