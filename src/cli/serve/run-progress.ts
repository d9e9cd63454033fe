// The events of a run as MCP progress: a whole number for each step that is done, and between them ever closer to the next.
import { grouped } from '../../base/grouped.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import type { ServedCall } from '../../mcp/served/served.ts';
import type { TimedEvent } from '../../run/events.ts';

/** Events within a step are told no more often than this. */
const MIN_PAUSE_MS = 250;

export function runProgress(
  { progress }: Pick<ServedCall, 'progress'>,
  now: () => number,
): (event: TimedEvent) => void {
  let step = { number: 1, name: '', of: null as number | null };
  let within = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  const tell = (text: string) => {
    lastMs = now();
    const done = step.number - 1 + (within === 0 ? 0 : 1 - 1 / (within + 1));
    progress({ done, of: step.of, text: sanitizeLine(text) });
  };
  return (event) => {
    if (event.kind === 'step-started') {
      step = { number: event.number, name: event.name, of: event.of };
      within = 0;
      tell(`Step ${event.number} of ${event.of}: ${event.name}`);
      return;
    }
    const text = within < MAX_WITHIN && now() - lastMs >= MIN_PAUSE_MS ? textOf(event) : null;
    if (text === null) return;
    within++;
    tell(step.name === '' ? text : `${step.name}: ${text}`);
  };
}

/** Further ones would no longer grow as numbers. */
const MAX_WITHIN = 100_000;

/** null where the event tells nothing that a person waits for. */
function textOf(event: TimedEvent): string | null {
  switch (event.kind) {
    case 'tool-call-started':
      return event.tool;
    case 'query-progress':
      return `${grouped(event.recordsScanned)} records scanned, ${grouped(event.recordsMatched)} matched`;
    case 'model-turn-started':
      return `turn ${event.turn} of the model`;
    case 'notice':
      return event.text;
    case 'gap':
      return event.gap.what;
    default:
      return null;
  }
}
