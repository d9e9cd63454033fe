// All lines of a stretch of logs, of any level, put together by what they say: a kind is a template of one writer.
import type { LogEvent } from '../../base/log-event.ts';
import { fieldsOf } from '../contrast.ts';
import { peel } from '../peel.ts';
import { reassemble } from '../reassemble.ts';
import { mineTemplates } from '../template.ts';
import type { Block, Level } from '../types.ts';
import { writersOf } from '../writers.ts';
import { type Measure, measuresOf } from './measures.ts';

/** One line, read. */
export interface SurveyLine {
  readonly event: LogEvent;
  readonly level: Level | null;
  /** The first line of its message proper. */
  readonly text: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly measures: readonly Measure[];
}

export interface LineKind {
  readonly template: string;
  readonly logGroup: string;
  /** The log group, or one of several services that write into it. */
  readonly writer: string;
  readonly level: Level | null;
  /** In order of time; at least one. */
  readonly lines: readonly SurveyLine[];
}

const MAX_TEXT_CHARS = 600;

/** Kinds by their first line. Each event counts once; those of one stream that belong together are one line. */
export function lineKindsOf(events: readonly LogEvent[]): readonly LineKind[] {
  const sorted = [...events].sort((a, b) => a.timestampMs - b.timestampMs);
  const lines = reassemble(sorted).flatMap((block) => {
    const [event] = block.events;
    return event === undefined ? [] : [lineOf(event, block)];
  });
  const writerOf = writersOf(sorted);
  const { templateOf, templates } = mineTemplates(lines.map(({ text }) => text));
  const kinds = new Map<string, SurveyLine[]>();
  lines.forEach((line, index) => {
    const key = `${writerOf(line.event)}\u0000${templateOf[index]}`;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, [line]);
    else known.push(line);
  });
  return [...kinds].map(([key, members]) => {
    const [writer = '', template = ''] = key.split('\u0000');
    members.sort((a, b) => a.event.timestampMs - b.event.timestampMs);
    const level = members[0]?.level ?? null;
    const logGroup = members[0]?.event.logGroup ?? '';
    return { template: templates[Number(template)] ?? '', logGroup, writer, level, lines: members };
  });
}

/** Read once an event: the same ones are looked at to see what is usual, and again with all others. */
function lineOf(event: LogEvent, block: Block): SurveyLine {
  const known = read.get(event);
  if (known !== undefined) return known;
  const peeled = peel(event.message);
  const text = (peeled.text.split('\n')[0] ?? '').slice(0, MAX_TEXT_CHARS);
  const fields = fieldsOf(peeled, block);
  const measures = measuresOf(text, peeled.fields);
  const line = { event, level: peeled.level, text, fields, measures };
  read.set(event, line);
  return line;
}

const read = new WeakMap<LogEvent, SurveyLine>();
