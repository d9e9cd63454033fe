// Builds findings and cases for the tests of diagnosis, with times relative to one window.
import type { LogEvent } from '../../src/base/log-event.ts';
import { MINUTE_MS } from '../../src/base/time-range.ts';
import type { Baseline, Case } from '../../src/diagnosis/types.ts';
import { NO_SURVEY, type Survey } from '../../src/evidence/survey.ts';
import type {
  Category,
  Comparison,
  Correlation,
  Dimension,
  Finding,
  Language,
  Level,
  Location,
  Occurrence,
  Part,
  Peeled,
  Rhythm,
  Severity,
  StackTrace,
} from '../../src/evidence/types.ts';

/** Four hours. */
const WINDOW = {
  startMs: Date.UTC(2026, 9, 5, 12, 0, 0),
  endMs: Date.UTC(2026, 9, 5, 16, 0, 0),
};

/** Minutes after the start of the window. */
export function minute(minutes: number): number {
  return WINDOW.startMs + minutes * MINUTE_MS;
}

export interface FindingSpec {
  readonly id: string;
  readonly message: string;
  readonly severity?: Severity;
  readonly category?: Category;
  readonly count?: number;
  /** Minutes after the start of the window. */
  readonly from?: number;
  readonly to?: number;
  readonly rhythm?: Rhythm;
  readonly periodMs?: number;
  /** The masked title, where it is not the first line of the message. */
  readonly title?: string;
  readonly requestId?: string;
  /** What its lines name as their service. */
  readonly service?: string;
  readonly burst?: readonly [fromMinute: number, toMinute: number, errors: number];
  readonly group?: string;
  readonly location?: Location;
  readonly language?: Language;
  readonly fields?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly status?: number;
  readonly level?: Level;
  readonly dimensions?: readonly Dimension[];
  readonly kinds?: number;
  /** Only a part of it was read. */
  readonly readInPart?: true;
  /** Messages of further samples, as its last ones. */
  readonly others?: readonly string[];
}

let serial = 0;

export function event(timestampMs: number, message: string, logGroup = '/shop/app'): LogEvent {
  serial += 1;
  return {
    timestampMs,
    logGroup,
    logStream: 'app/1',
    message,
    eventId: `event-${serial}`,
    evidenceId: 'E1',
  };
}

function peeled(spec: FindingSpec): Peeled {
  return {
    level: spec.level ?? (spec.severity === 'warning' ? 'warn' : 'error'),
    text: spec.text ?? spec.message,
    logger: null,
    thread: null,
    requestId: spec.requestId ?? null,
    service: spec.service ?? null,
    stack: null,
    errorType: null,
    errorMessage: null,
    status: spec.status ?? null,
    fields: spec.fields ?? {},
  };
}

function trace(spec: FindingSpec): StackTrace | null {
  if (spec.language === undefined) return null;
  return {
    language: spec.language,
    chain: [{ type: null, message: spec.message.split('\n')[0] ?? '', frames: [] }],
    fingerprint: spec.id,
    location: null,
  };
}

function occurrence(spec: FindingSpec, timestampMs: number): Occurrence {
  const events = [event(timestampMs, spec.message, spec.group)];
  return {
    block: { events, message: spec.message },
    timestampMs,
    severity: spec.severity ?? 'error',
    peeled: peeled(spec),
    trace: trace(spec),
  };
}

/** Occurrences evenly spread over [from, to], those of the burst inside its interval. */
export function finding(spec: FindingSpec): Finding {
  const count = spec.count ?? 50;
  const burst = spec.burst;
  const inBurst = burst === undefined ? 0 : Math.min(count, burst[2]);
  const timesMs = [
    ...spread(count - inBurst, spec.from ?? 5, spec.to ?? 235),
    ...(burst === undefined ? [] : spread(inBurst, burst[0], burst[1])),
  ].sort((a, b) => a - b);
  const first = timesMs[0] ?? WINDOW.startMs;
  const sample = occurrence(spec, first);
  return {
    id: spec.id,
    title: spec.title ?? (spec.text ?? spec.message).split('\n')[0] ?? '',
    severity: spec.severity ?? 'error',
    category: spec.category ?? 'uncategorized',
    categoryRule: 'test',
    count,
    share: 0,
    firstSeenMs: first,
    lastSeenMs: timesMs.at(-1) ?? first,
    rhythm: spec.rhythm ?? (burst === undefined ? 'consistent' : 'burst'),
    periodMs: spec.periodMs ?? null,
    burst:
      burst === undefined
        ? null
        : { startMs: minute(burst[0]), endMs: minute(burst[1]) + 1, errors: burst[2] },
    logGroups: [{ name: spec.group ?? '/shop/app', count }],
    template: spec.text ?? spec.message,
    templateId: `template-of-${spec.id}`,
    sample,
    samples: [
      sample,
      ...(spec.others ?? []).map((message) =>
        occurrence({ ...spec, message, text: message }, timesMs.at(-1) ?? first),
      ),
    ],
    location: spec.location ?? null,
    stackTrace: spec.location === undefined ? [] : [spec.location],
    dimensions: spec.dimensions ?? [],
    ...(spec.kinds === undefined ? {} : { kinds: spec.kinds }),
    timesMs: spec.readInPart === true ? [] : timesMs,
    ...(spec.readInPart === true ? { readInPart: true } : {}),
    evidence: ['E1'],
  };
}

function spread(count: number, from: number, to: number): number[] {
  const step = count > 1 ? (to - from) / (count - 1) : 0;
  return Array.from({ length: count }, (_, index) => Math.round(minute(from + index * step)));
}

export interface CaseSpec {
  readonly findings: readonly FindingSpec[];
  readonly context?: readonly LogEvent[];
  readonly survey?: Survey;
  readonly correlations?: readonly Correlation[];
  readonly region?: string;
  readonly application?: string;
  readonly totalEvents?: number | null;
  readonly logGroups?: Case['logGroups'];
  readonly baseline?: Case['baseline'];
  readonly part?: Part;
}

/** The four hours before the window, nobody's choice unless said otherwise. */
export function normalTime(
  comparisons: readonly Comparison[],
  source: Baseline['source'] = 'range',
): Baseline {
  return {
    range: { startMs: WINDOW.startMs - 240 * MINUTE_MS, endMs: WINDOW.startMs },
    source,
    logs: null,
    events: 10_000,
    readShare: 1,
    bytesScanned: 1_000,
    evidence: ['E2'],
    comparisons,
  };
}

export function caseOf(spec: CaseSpec): Case {
  const findings = spec.findings.map(finding);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const totalErrors = errors.reduce((sum, { count }) => sum + count, 0);
  const groups = [
    ...new Set(findings.flatMap(({ logGroups }) => logGroups.map(({ name }) => name))),
  ];
  return {
    application: spec.application ?? 'shop',
    region: spec.region ?? 'us-west-2',
    window: WINDOW,
    logGroups:
      spec.logGroups ??
      groups.map((name) => ({ label: name, name, region: spec.region ?? 'us-west-2' })),
    analysis: {
      findings: findings.map((each) => ({
        ...each,
        share: each.severity === 'error' ? each.count / Math.max(1, totalErrors) : 0,
      })),
      totalErrors,
      errorsByLogGroup: {},
      timeline: { binSeconds: 300, bins: [], peak: null, baselinePerHour: 0 },
      correlations: spec.correlations ?? [],
      ...(spec.part === undefined ? {} : { part: spec.part }),
    },
    context: spec.context ?? [],
    survey: spec.survey ?? NO_SURVEY,
    totalEvents: spec.totalEvents === undefined ? 10_000 : spec.totalEvents,
    baseline: spec.baseline ?? null,
  };
}
