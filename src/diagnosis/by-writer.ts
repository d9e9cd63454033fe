// Several services that write into one log group, a log stream or some each, are told apart as those of several log groups
// are: for the judgement each of them is a log group of its own, and goes by its writer's name.
import type { LogEvent } from '../base/log-event.ts';
import type { LineKind } from '../evidence/survey/line-kinds.ts';
import type { Survey } from '../evidence/survey.ts';
import type { Finding, LogGroupCount, Occurrence } from '../evidence/types.ts';
import { type WriterOf, writersOf } from '../evidence/writers.ts';
import type { Case, LogGroupPlace } from './types.ts';

/** The same case where no log group holds lines of several services. */
export function byWriter(input: Case): Case {
  const { analysis, context, survey } = input;
  const events = eventsOf(input);
  const writerOf = writersOf(events);
  const places = input.logGroups.flatMap((place) => apart(place, events, writerOf, input));
  if (places.length === input.logGroups.length) return input;
  const named = namer(writerOf);
  const findings = analysis.findings.map((finding) => ofWriters(finding, writerOf, named));
  return {
    ...input,
    logGroups: places,
    analysis: {
      ...analysis,
      findings,
      errorsByLogGroup: { ...analysis.errorsByLogGroup, ...errorsBy(findings) },
    },
    context: context.map(named),
    survey: surveyed(survey, named),
  };
}

/** Events of the log groups that were asked for, and not of what stands in for one. */
function eventsOf({ analysis, context, survey, logGroups }: Case): readonly LogEvent[] {
  const labels = new Set(logGroups.map(({ label }) => label));
  const failing = analysis.findings.flatMap(({ samples }) =>
    samples.flatMap(({ block }) => block.events),
  );
  const read = survey.kinds.flatMap(({ lines }) => lines.map(({ event }) => event));
  return [...read, ...context, ...failing].filter(({ logGroup }) => labels.has(logGroup));
}

/** The writers of the log group, with the times of the last event of each where all were looked at. */
function apart(
  place: LogGroupPlace,
  events: readonly LogEvent[],
  writerOf: WriterOf,
  { survey }: Case,
): readonly LogGroupPlace[] {
  const lastMs = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.logGroup !== place.label) continue;
    const writer = writerOf(event);
    lastMs.set(writer, Math.max(lastMs.get(writer) ?? 0, event.timestampMs));
    counts.set(writer, (counts.get(writer) ?? 0) + 1);
  }
  if (lastMs.size < 2) return [place];
  return [...lastMs].map(([writer, ms]) => ({
    label: writer,
    name: `${place.name}${writer.slice(place.label.length)}`,
    region: place.region,
    lastEventMs: survey.whole ? ms : null,
    events: survey.whole ? (counts.get(writer) ?? null) : null,
  }));
}

type Named = (event: LogEvent) => LogEvent;

/** The same event each time it is asked for the same one. */
function namer(writerOf: WriterOf): Named {
  const known = new Map<LogEvent, LogEvent>();
  return (event) => {
    const found = known.get(event);
    if (found !== undefined) return found;
    const writer = writerOf(event);
    const named = writer === event.logGroup ? event : { ...event, logGroup: writer };
    known.set(event, named);
    return named;
  };
}

function ofWriters(finding: Finding, writerOf: WriterOf, named: Named): Finding {
  const occurrence = (one: Occurrence): Occurrence => ({
    ...one,
    block: { ...one.block, events: one.block.events.map(named) },
  });
  return {
    ...finding,
    logGroups: finding.logGroups.flatMap((group) => countsOf(group, finding, writerOf)),
    sample: occurrence(finding.sample),
    samples: finding.samples.map(occurrence),
  };
}

/** What the log group holds of it, shared out as what was read of it is. */
function countsOf(
  group: LogGroupCount,
  { logStreams = [] }: Finding,
  writerOf: WriterOf,
): readonly LogGroupCount[] {
  const read = new Map<string, number>();
  for (const stream of logStreams) {
    if (stream.logGroup !== group.name) continue;
    const writer = writerOf(stream);
    read.set(writer, (read.get(writer) ?? 0) + stream.count);
  }
  const all = [...read.values()].reduce((sum, count) => sum + count, 0);
  if (all === 0) return [group];
  return [...read]
    .map(([name, count]) => ({ name, count: Math.round((count / all) * group.count) }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function errorsBy(findings: readonly Finding[]): Record<string, number> {
  const errors: Record<string, number> = {};
  for (const { severity, logGroups } of findings) {
    if (severity !== 'error') continue;
    for (const { name, count } of logGroups) errors[name] = (errors[name] ?? 0) + count;
  }
  return errors;
}

/** Of a run that is judged again a kind is kept without its lines. */
const ofWriter = (kind: LineKind): LineKind => ({
  ...kind,
  logGroup: kind.writer ?? kind.logGroup,
});

/** Kinds are known by what they are: each stays one. */
function surveyed(survey: Survey, named: Named): Survey {
  const kinds = new Map<LineKind, LineKind>();
  for (const kind of survey.kinds) {
    const lines = kind.lines.map((line) => ({ ...line, event: named(line.event) }));
    const writer = lines[0]?.event.logGroup ?? kind.logGroup;
    kinds.set(kind, { ...kind, logGroup: writer, writer, lines });
  }
  const ofKind = <T extends { readonly kind: LineKind }>(found: readonly T[]): readonly T[] =>
    found.map((each) => ({ ...each, kind: kinds.get(each.kind) ?? ofWriter(each.kind) }));
  return {
    ...survey,
    kinds: [...kinds.values()],
    drifts: ofKind(survey.drifts).map((drift) => ({
      ...drift,
      turn: named(drift.turn),
      last: named(drift.last),
      until: drift.until === null ? null : named(drift.until),
    })),
    outliers: ofKind(survey.outliers),
    shifts: ofKind(survey.shifts).map((shift) => ({ ...shift, turn: named(shift.turn) })),
    silences: ofKind(survey.silences).map((silence) => ({ ...silence, last: named(silence.last) })),
    rare: survey.rare.map((rare) => ({
      ...rare,
      line: { ...rare.line, event: named(rare.line.event) },
    })),
  };
}
