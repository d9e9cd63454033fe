// All lines of a stretch of logs, of any level, put together by what they say: a kind is a template in a log group.
import type { LogEvent } from '../../base/log-event.ts';
import { fieldsOf } from '../contrast.ts';
import { peel } from '../peel.ts';
import { reassemble } from '../reassemble.ts';
import { mineTemplates } from '../template.ts';
import type { Level } from '../types.ts';
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
  readonly level: Level | null;
  /** In order of time; at least one. */
  readonly lines: readonly SurveyLine[];
}

const MAX_TEXT_CHARS = 600;

/** Kinds by their first line. Each event counts once; those of one stream that belong together are one line. */
export function lineKindsOf(events: readonly LogEvent[]): readonly LineKind[] {
  const sorted = [...events].sort((a, b) => a.timestampMs - b.timestampMs);
  const lines = reassemble(sorted).flatMap((block): SurveyLine[] => {
    const [event] = block.events;
    if (event === undefined) return [];
    const { level, text, fields, ...rest } = peel(event.message);
    const all = fieldsOf({ level, text, fields, ...rest }, block);
    const first = (text.split('\n')[0] ?? '').slice(0, MAX_TEXT_CHARS);
    return [{ event, level, text: first, fields: all, measures: measuresOf(first, fields) }];
  });
  const { templateOf, templates } = mineTemplates(lines.map(({ text }) => text));
  const kinds = new Map<string, SurveyLine[]>();
  lines.forEach((line, index) => {
    const key = `${line.event.logGroup}\u0000${templateOf[index]}`;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, [line]);
    else known.push(line);
  });
  return [...kinds].map(([key, members]) => {
    const [logGroup = '', template = ''] = key.split('\u0000');
    members.sort((a, b) => a.event.timestampMs - b.event.timestampMs);
    const level = members[0]?.level ?? null;
    return { template: templates[Number(template)] ?? '', logGroup, level, lines: members };
  });
}
