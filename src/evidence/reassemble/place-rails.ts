// Exceptions that Rails logs: several lines with a header each, which the grammar of Ruby's traces knows nothing of.
import { SECOND_MS } from '../../base/time-range.ts';
import {
  begin,
  joinBare,
  MAX_MESSAGE_LINES,
  type OpenTrace,
  type OpenTraces,
  type Rails,
  readTexts,
  timeOf,
} from './open-traces.ts';
import {
  announcesCause,
  closesMessage,
  hasOpenMessage,
  isRailsRest,
  isSameWriter,
  type RailsLine,
  railsLineOf,
  taggedLineOf,
} from './rails.ts';
import type { Line } from './shipped.ts';

/** Lines of one exception that Rails logs are no further apart. */
const MAX_RAILS_GAP_MS = SECOND_MS;

/** Whether the line is one that Rails logged about an exception, and has its place now. */
export function placeRails(traces: OpenTraces, event: Line, index: number): boolean {
  const read = railsLineOf(event.text);
  const at = traces.bare.findLastIndex(({ rails, lastMs }) => {
    if (rails === null || timeOf(event) - lastMs > MAX_RAILS_GAP_MS) return false;
    if (read === null) return taggedLineOf(event.text, rails.first) !== null;
    return isSameWriter(rails.first, read);
  });
  const open = traces.bare[at];
  const rails = open?.rails ?? null;
  const line = read ?? (rails === null ? null : taggedLineOf(event.text, rails.first));
  if (line === null) return false;
  if (open !== undefined && rails !== null && goesOn(rails, line)) {
    joinRails(traces, { at, open, rails }, event, line, index);
    return true;
  }
  if (read === null) return false;
  const before = rails?.trailing.splice(0) ?? [];
  const events = [...before, event].flatMap((one) => one.events);
  const retold = line.tags !== '' && line.body.includes('\n');
  const whole: Line = {
    ...event,
    at: (before[0] ?? event).at,
    events,
    text: `${line.head}${line.body}`,
    retold,
  };
  const texts = line.body.split('\n');
  begin(traces, { lines: [whole], texts, opening: null, rails: line, key: null, index });
  return true;
}

function goesOn(rails: Rails, line: RailsLine): boolean {
  if (line.body.trim() === '') return true;
  return !rails.said || rails.causes || rails.more > 0 || isRailsRest(line.body);
}

/** How many lines the message may have below this one. */
function moreOf({ said, causes, more }: Rails, body: string): number {
  if (more > 0) return closesMessage(body) ? 0 : more - 1;
  return (!said || causes) && hasOpenMessage(body) ? MAX_MESSAGE_LINES : 0;
}

function joinRails(
  traces: OpenTraces,
  { at, open, rails }: { at: number; open: OpenTrace; rails: Rails },
  event: Line,
  line: RailsLine,
  index: number,
): void {
  const blank = line.body.trim() === '';
  if (blank && open.progress.frames > 0) {
    rails.trailing.push(event);
    return;
  }
  const texts = line.body.split('\n');
  rails.more = moreOf(rails, line.body);
  if (!blank) rails.causes = announcesCause(line.body);
  if (rails.said || blank) {
    open.lines.push(...rails.trailing.splice(0).map((line) => ({ ...line, text: '' })));
    joinBare(traces, at, { ...event, text: blank ? '' : line.body }, texts, index);
    return;
  }
  rails.said = true;
  const { at: first } = open.lines[0] ?? event;
  const events = [...open.lines.splice(0).flatMap((one) => one.events), ...event.events];
  const text = `${rails.first.head}${line.body}`;
  joinBare(traces, at, { ...event, at: first, events, text, retold: false }, [], index);
  readTexts(open, texts, true);
}
