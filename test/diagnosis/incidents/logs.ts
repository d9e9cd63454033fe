// Generated logs of small incidents: lines at random times of a stretch, healthy ones and failing ones, and the
// whole way from events to a diagnosis.
import type { LogEvent } from '../../../src/base/log-event.ts';
import { MINUTE_MS, type TimeRange } from '../../../src/base/time-range.ts';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import type { Case, Diagnosis } from '../../../src/diagnosis/types.ts';
import { analyze, prepare } from '../../../src/evidence/analyze.ts';
import { surveyOf } from '../../../src/evidence/survey.ts';
import type { Finding } from '../../../src/evidence/types.ts';
import { random } from '../../evidence/support.ts';

/** What a line generator may draw from. */
export interface Draw {
  /** Evenly from [low, high), a whole number. */
  readonly int: (low: number, high: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  /** 0 at the start of the stretch, 1 at its end. */
  readonly progress: number;
}

export type Line = (draw: Draw) => string;

export class Logs {
  readonly events: LogEvent[] = [];
  readonly startMs: number;
  readonly minutes: number;
  private readonly next: () => number;

  constructor(startMs: number, minutes: number, seed: number) {
    this.startMs = startMs;
    this.minutes = minutes;
    this.next = random(seed);
  }

  /** `count` lines at random moments of [from, to) minutes; the text gets its time in front. */
  lines(
    count: number,
    from: number,
    to: number,
    line: Line,
    group = '/shop/app',
    stream = 'a',
  ): this {
    for (let index = 0; index < count; index++) {
      const at = this.next();
      const draw: Draw = {
        int: (low, high) => low + Math.floor(this.next() * (high - low)),
        pick: (items) => {
          const item = items[Math.floor(this.next() * items.length)];
          if (item === undefined) throw new Error('nothing to pick from');
          return item;
        },
        progress: at,
      };
      this.put(from + at * (to - from), line(draw), group, stream);
    }
    return this;
  }

  /** One line at a minute. */
  line(minute: number, message: string, group = '/shop/app', stream = 'a'): this {
    this.put(minute, message, group, stream);
    return this;
  }

  private put(minute: number, message: string, logGroup: string, logStream: string): void {
    const timestampMs = Math.round(this.startMs + minute * MINUTE_MS);
    const iso = new Date(timestampMs).toISOString();
    this.events.push({
      timestampMs,
      logGroup,
      logStream,
      message: message.replaceAll('@TIME', iso),
      eventId: `e${this.events.length}`,
      evidenceId: 'E1',
    });
  }

  without(text: string): LogEvent[] {
    return this.events.filter(({ message }) => !message.includes(text));
  }
}

export interface Judged extends Diagnosis {
  readonly findings: readonly Finding[];
  /** What names the first cause: title, first sentence, trigger, its two strongest dimensions. */
  readonly named: string;
}

/** What the rules are given of these lines. */
export function caseOf(logs: Logs, events: readonly LogEvent[] = logs.events): Case {
  const window: TimeRange = {
    startMs: logs.startMs,
    endMs: logs.startMs + logs.minutes * MINUTE_MS,
  };
  const sorted = [...events].sort((a, b) => a.timestampMs - b.timestampMs);
  const names = [...new Set(sorted.map(({ logGroup }) => logGroup))];
  return {
    application: 'shop',
    region: 'us-west-2',
    window,
    logGroups: names.map((name) => ({ label: name, name, region: 'us-west-2' })),
    analysis: analyze(prepare(sorted, window), sorted),
    context: sorted,
    survey: surveyOf(sorted, true),
    totalEvents: sorted.length,
    baseline: null,
  };
}

export function judge(logs: Logs, events: readonly LogEvent[] = logs.events): Judged {
  const input = caseOf(logs, events);
  const diagnosis = diagnose(input);
  const { findings } = input.analysis;
  return { ...diagnosis, findings, named: namedBy(diagnosis, findings) };
}

function namedBy({ rootCauses: [cause] }: Diagnosis, findings: readonly Finding[]): string {
  if (cause === undefined) return '';
  const sentence = (cause.explanation.split(/(?<=[.!?])\s/)[0] ?? '').slice(0, 240);
  const lead = findings.find(({ id }) => id === cause.findings[0]);
  const dimensions = (lead?.dimensions ?? []).slice(0, 2);
  return [
    cause.title.slice(0, 120),
    sentence,
    (cause.trigger?.message ?? '').slice(0, 240),
    ...dimensions.map(({ field, value }) => `${field}=${value}`),
  ]
    .join(' ')
    .toLowerCase();
}
