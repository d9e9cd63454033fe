// A case of a few lines as a model's claims are held against it.
import type { LogEvent } from '../../../src/base/log-event.ts';
import type { Diagnosis, RootCause } from '../../../src/diagnosis/types.ts';
import { peel } from '../../../src/evidence/peel.ts';
import type { Finding, Occurrence } from '../../../src/evidence/types.ts';
import { createContext, type RunContext } from '../../../src/run/context.ts';
import { newModelWork } from '../../../src/run/model/model-work.ts';
import { emptySop, fakeWorld, requestFor } from '../fake-world.ts';

export const WINDOW = {
  startMs: Date.parse('2026-11-20T14:00:00Z'),
  endMs: Date.parse('2026-11-20T16:00:00Z'),
};

let count = 0;
export function event(timestampMs: number, message: string, evidenceId: string): LogEvent {
  const eventId = `event-${++count}`;
  return { timestampMs, message, evidenceId, eventId, logGroup: '/shop/api', logStream: 'host-1' };
}

function occurrenceOf(one: LogEvent): Occurrence {
  return {
    block: { events: [one], message: one.message },
    timestampMs: one.timestampMs,
    severity: 'error',
    peeled: peel(one.message),
    trace: null,
  };
}

export function findingOf(id: string, events: readonly LogEvent[], errors: number): Finding {
  const samples = events.map(occurrenceOf);
  const [sample] = samples;
  if (sample === undefined) throw new Error('a finding has an event');
  return {
    id,
    title: `title of ${id} itself`,
    severity: 'error',
    category: 'connection',
    categoryRule: 'test',
    count: errors,
    share: 0.8,
    firstSeenMs: events[0]?.timestampMs ?? 0,
    lastSeenMs: events.at(-1)?.timestampMs ?? 0,
    rhythm: 'onset',
    periodMs: null,
    burst: null,
    logGroups: [{ name: '/shop/api', count: errors }],
    template: '',
    templateId: id,
    sample,
    samples,
    location: null,
    stackTrace: [],
    dimensions: [],
    timesMs: events.map(({ timestampMs }) => timestampMs),
    evidence: ['E3'],
  };
}

interface CaseParts {
  readonly events: readonly LogEvent[];
  readonly findings: readonly Finding[];
  readonly totalErrors: number;
}

export function contextWith({ events, findings, totalErrors }: CaseParts): RunContext {
  const context = createContext(requestFor(emptySop), fakeWorld({}));
  const { file } = context;
  file.window = { requested: WINDOW, analyzed: WINDOW, adjustments: [] };
  file.candidates = events;
  file.context = events;
  file.totalEvents = 5_000;
  file.modelWork = newModelWork();
  file.analysis = {
    findings,
    totalErrors,
    errorsByLogGroup: { '/shop/api': totalErrors },
    timeline: { binSeconds: 60, bins: [], peak: null, baselinePerHour: 0 },
    correlations: [],
  };
  return context;
}

export function causeOf(changes: Partial<RootCause>): RootCause {
  return {
    rank: 1,
    title: 'The pool is empty',
    component: null,
    type: 'infrastructure',
    confidence: 'likely',
    impact: 'high',
    urgency: 'high',
    findings: ['F1'],
    explanation: 'By the rules.',
    evidence: [],
    trigger: null,
    location: null,
    signature: null,
    ...changes,
  };
}

export function diagnosisOf(
  verdict: Diagnosis['verdict'],
  ...rootCauses: readonly RootCause[]
): Diagnosis {
  return { verdict, rootCauses, ruledOut: [] };
}
