// An alarm on the number that drifts before the failure: it tells of the next one before there is an error to count.
import type { Drift } from '../evidence/survey/drift.ts';
import type { SurveyLine } from '../evidence/survey/line-kinds.ts';
import type { Measure } from '../evidence/survey/measures.ts';
import type { Advised } from './actions.ts';
import { driftWords, seenOf } from './drift-seen.ts';
import { activeRange, clock, isChange, spoken } from './times.ts';
import type { Case, MonitoringItem } from './types.ts';

/** Of a limit that the lines state, so much is worth an alarm… */
const LIMIT_SHARE = 0.8;
/** …else so much of the way from the usual level to the one at the end. */
const WAY_SHARE = 0.5;

/** None where the cause tells of no drift, or no reading passes the level before the onset. */
export function driftAlarm([primary]: readonly Advised[], input: Case): MonitoringItem[] {
  if (primary === undefined) return [];
  const { cause, finding } = primary;
  if (finding.readInPart === true) return [];
  const onsetMs = isChange(finding) ? activeRange(finding).startMs : finding.firstSeenMs;
  const drift = input.survey.drifts.find((each) =>
    cause.explanation.includes(driftWords(seenOf(each))),
  );
  const crossing = drift === undefined ? null : crossingOf(drift, onsetMs);
  if (drift === undefined || crossing === null) return [];
  const { name, rises, member, kind } = drift;
  const of = member === null ? '' : ` of ${member.field}=${member.value}`;
  const { line, measure } = crossing;
  const atMs = line.event.timestampMs;
  return [
    {
      title: `Alarm when ${name}${of} ${rises ? 'reaches' : 'falls to'} ${measure.written}: a line of log group ${kind.logGroup} shows it at ${clock(atMs, input.window)}, ${spoken(onsetMs - atMs)} before the onset of ${finding.id}`,
      kind: 'alarm',
      commands: [],
    },
  ];
}

interface Crossing {
  readonly line: SurveyLine;
  readonly measure: Measure;
}

/** The first reading at or beyond the level, before the onset. */
function crossingOf(drift: Drift, onsetMs: number): Crossing | null {
  const { kind, name, unit, member, rises } = drift;
  const level = levelOf(drift);
  for (const line of kind.lines) {
    if (line.event.timestampMs >= onsetMs) return null;
    if (line.event.timestampMs < drift.turn.timestampMs) continue;
    if (member !== null && line.fields[member.field] !== member.value) continue;
    const measure = line.measures.find((each) => each.name === name && each.unit === unit);
    if (measure === undefined) continue;
    if (rises ? measure.value >= level : measure.value <= level) return { line, measure };
  }
  return null;
}

function levelOf({ limit, fromValue, toValue, rises }: Drift): number {
  const part = limit === null ? null : limit * LIMIT_SHARE;
  if (rises && part !== null && part > fromValue && part < toValue) return part;
  return fromValue + (toValue - fromValue) * WAY_SHARE;
}
