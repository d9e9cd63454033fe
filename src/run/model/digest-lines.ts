// Sections of the digest that show lines of any level: what stands before the onset, and what all lines show together.
import type { LogEvent } from '../../base/log-event.ts';
import { isoTime, MINUTE_MS } from '../../base/time-range.ts';
import { activeRange } from '../../diagnosis/times.ts';
import { triggerKindOf } from '../../diagnosis/trigger-kinds.ts';
import type { Survey } from '../../evidence/survey.ts';
import type { CaseFile } from '../case-file.ts';
import { foreignLine, foreignLines } from './data-block.ts';
import type { Section } from './digest-section.ts';

const BEFORE_BYTES = 5_000;
const SURVEY_BYTES = 2_300;
const MAX_LINE_CHARS = 260;
const MAX_LINES = 2;
const MAX_VALUE_CHARS = 100;
/** How long before an onset lines are looked for. */
const LEAD_MS = 10 * MINUTE_MS;
/** Errors whose onset is looked at. */
const MAX_ONSETS = 4;
/** Lines just before an onset, whatever they say. */
const LAST_LINES = 6;

export const eventLine = ({ evidenceId, timestampMs, logGroup, message }: LogEvent): string =>
  `${evidenceId} ${isoTime(timestampMs)} ${foreignLine(logGroup, MAX_VALUE_CHARS)}\n${foreignLines(message, MAX_LINES, MAX_LINE_CHARS)}`;

/** Announced changes and rare lines of the whole window, then the last lines before each onset. */
export function beforeOnsetSection(file: CaseFile): Section {
  const errors = (file.analysis?.findings ?? []).filter(({ severity }) => severity === 'error');
  const own = new Set(
    errors.flatMap(({ samples }) =>
      samples.flatMap(({ block }) => block.events.map(({ eventId }) => eventId)),
    ),
  );
  const others = file.context.filter(({ eventId }) => !own.has(eventId));
  const rare = new Set(file.survey.rare.map(({ line }) => line.event.eventId));
  const telling = others.filter(
    ({ eventId, message }) => rare.has(eventId) || triggerKindOf(message) !== null,
  );
  const near = errors.slice(0, MAX_ONSETS).flatMap((finding) => {
    const { startMs } = activeRange(finding);
    return others
      .filter(({ timestampMs }) => timestampMs < startMs && timestampMs >= startMs - LEAD_MS)
      .slice(-LAST_LINES);
  });
  const events = [...new Set([...telling.slice(0, MAX_TELLING), ...near])];
  return {
    heading: 'Changes, rare lines, and the last lines before the onsets',
    maxBytes: BEFORE_BYTES,
    items: events.map(eventLine),
  };
}

const MAX_TELLING = 25;

const value = (text: string) => foreignLine(text, MAX_VALUE_CHARS);
const percent = (share: number) => `${Math.round(share * 100)} %`;

export function surveySection({ drifts, outliers, shifts, silences }: Survey): Section {
  return {
    heading: 'Numbers and kinds of lines that change',
    maxBytes: SURVEY_BYTES,
    items: [
      ...drifts.map(
        ({ name, from, to, shape, turn }) =>
          `${value(name)} ${shape === 'step' ? 'steps' : 'climbs'} from ${value(from)} to ${value(to)}, turning at:\n${eventLine(turn)}`,
      ),
      ...shifts.map(
        ({ field, value: one, fromShare, toShare, turn }) =>
          `${field === null ? 'lines of a kind' : `${value(field)}=${value(one)}`} from ${percent(fromShare)} to ${percent(toShare)}, since:\n${eventLine(turn)}`,
      ),
      ...silences.map(
        ({ field, value: one, last, missed }) =>
          `${value(field)}=${value(one)} falls silent (${missed} lines missed) after:\n${eventLine(last)}`,
      ),
      ...outliers.map(
        ({ field, value: one, name, own, others, event }) =>
          `${value(field)}=${value(one)}: ${value(name)} is ${value(own)}, others have ${value(others)}:\n${eventLine(event)}`,
      ),
    ],
  };
}
