// Events of any level around the first occurrences and before the onsets: where causes are found.
import type { LogEvent } from '../base/log-event.ts';
import { MINUTE_MS, type TimeRange } from '../base/time-range.ts';
import type { Analysis, Finding } from '../evidence/types.ts';
import { labelOf } from './case-file.ts';
import { runQuery } from './collect.ts';
import type { RunContext } from './context.ts';
import { ensureWindow, type QueryScope, queryScopes } from './plan.ts';
import type { QueryPlan } from './query.ts';
import { eventsOf } from './rows.ts';

/** Events of context that a run reads in all. */
const MAX_CONTEXT_EVENTS = 2_000;
const BEFORE_ONSET_MS = 10 * MINUTE_MS;
const AFTER_ONSET_MS = MINUTE_MS;
/** Onsets that are looked at, those of the most important findings. */
const MAX_ONSETS = 3;

const CONTEXT_QUERY = 'fields @timestamp, @message, @logStream, @log\n| sort @timestamp desc';

/** Reads context events, ascending; those that cannot be read are a gap. */
export async function readContext(
  context: RunContext,
  analysis: Analysis,
): Promise<readonly LogEvent[]> {
  const windows = onsetWindows(analysis, ensureWindow(context).analyzed);
  const scopes = queryScopes(context);
  if (windows.length === 0 || scopes.length === 0) return [];
  const limit = Math.floor(MAX_CONTEXT_EVENTS / (windows.length * scopes.length));
  const events = new Map<string, LogEvent>();
  for (const window of windows) {
    for (const scope of scopes) {
      const result = await runQuery(context, contextPlan(scope, window, limit));
      if (result === null) continue;
      const read = eventsOf(result, window, (group) => labelOf(context.file, group));
      for (const event of read) events.set(event.eventId, event);
    }
  }
  return [...events.values()].sort((a, b) => a.timestampMs - b.timestampMs);
}

function contextPlan(scope: QueryScope, window: TimeRange, limit: number): QueryPlan {
  return { ...scope, name: 'context', purpose: 'context', window, text: CONTEXT_QUERY, limit };
}

/** The minutes before each onset and just after it, cut to the analyzed window, most important first. */
function onsetWindows(analysis: Analysis, analyzed: TimeRange): readonly TimeRange[] {
  const onsets: number[] = [];
  for (const finding of analysis.findings) {
    if (finding.severity !== 'error' || onsets.length >= MAX_ONSETS) continue;
    const onsetMs = onsetOf(finding);
    if (onsets.every((known) => Math.abs(known - onsetMs) > AFTER_ONSET_MS)) onsets.push(onsetMs);
  }
  return onsets.map((onsetMs) => ({
    startMs: Math.max(analyzed.startMs, onsetMs - BEFORE_ONSET_MS),
    endMs: Math.min(analyzed.endMs, onsetMs + AFTER_ONSET_MS),
  }));
}

const onsetOf = (finding: Finding) => finding.burst?.startMs ?? finding.firstSeenMs;
