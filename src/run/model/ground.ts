// What a claim can stand on: the events and rows that are kept as evidence, and the facts that code has counted.
import type { LogEvent } from '../../base/log-event.ts';
import type { TimeRange } from '../../base/time-range.ts';
import type { Finding } from '../../evidence/types.ts';
import { type CaseFile, confirmedLogGroups, labelOf } from '../case-file.ts';
import type { RunContext } from '../context.ts';
import { ensureWindow } from '../plan.ts';

/** Where a quote was found. */
export interface Found {
  readonly evidenceId: string;
  readonly quote: string;
  /** The event that holds it; null where a row that is no event does. */
  readonly event: LogEvent | null;
}

export interface Ground {
  readonly window: TimeRange;
  readonly findings: ReadonlyMap<string, Finding>;
  /** Figures of the whole case, errors and events first, and what queries of the model have counted by now. */
  readonly totals: readonly number[];
  /** The quote in the evidence of that id, else in any; null where it is verbatim in none. */
  find(evidenceId: string, quote: string): Found | null;
  /** Whether any event, log group or log stream holds this word as it stands. */
  mentions(word: string): boolean;
  /** The same, for a word or words that end where a word does. */
  names(word: string): boolean;
  /** Whether a line that is shown to the model holds these words, whatever their case. */
  repeats(words: string): boolean;
  /** Events of the evidence, in order of time. */
  eventsOf(evidenceId: string): readonly LogEvent[];
  /** Rows of the evidence that are no events, as text. */
  rowsOf(evidenceId: string): readonly string[];
  /** All events at hand, in order of time. */
  readonly events: readonly LogEvent[];
}

/** A shorter quote is in too many lines to show anything. */
export const MIN_QUOTE_CHARS = 8;

export function groundOf(context: RunContext): Ground {
  const { file, request } = context;
  const events = eventsAtHand(file);
  const byEvidence = grouped(events);
  const rows = file.modelWork?.rows ?? new Map<string, readonly string[]>();
  const findings = file.analysis?.findings ?? [];
  const names = new Set([
    request.application,
    ...request.regions,
    ...(file.logGroups ?? []).map(({ name }) => name),
    ...confirmedLogGroups(file).map((group) => labelOf(file, group)),
    ...findings.map(({ title }) => title),
    ...findings.flatMap(({ dimensions }) =>
      dimensions.flatMap(({ field, value }) => [field, value]),
    ),
    ...findings.flatMap(placesOf),
    ...events.map(({ logStream }) => logStream),
  ]);
  const allNames = [...names].join('\n');
  const shown = shownLines(file).map((line) => line.toLowerCase());
  return {
    window: ensureWindow(context).analyzed,
    findings: new Map(findings.map((finding) => [finding.id, finding])),
    get totals() {
      return [...totalsOf(file), ...(file.modelWork?.counts ?? [])];
    },
    events,
    eventsOf: (id) => byEvidence.get(id) ?? [],
    rowsOf: (id) => rows.get(id) ?? [],
    find: (id, quote) => {
      if (quote.length < MIN_QUOTE_CHARS) return null;
      const sought = soughtOf(quote);
      const own = inEvents(byEvidence.get(id) ?? [], sought) ?? inRows(rows, [id], sought);
      return own ?? inEvents(events, sought) ?? inRows(rows, [...rows.keys()], sought);
    },
    mentions: (word) =>
      allNames.includes(word) ||
      events.some(({ message }) => message.includes(word)) ||
      [...rows.values()].some((texts) => texts.some((text) => text.includes(word))),
    names: (word) => {
      const whole = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}])`, 'u');
      return (
        whole.test(allNames) ||
        events.some(({ message }) => message.includes(word) && whole.test(message)) ||
        [...rows.values()].some((texts) => texts.some((text) => whole.test(text)))
      );
    },
    repeats: (words) => shown.some((line) => line.includes(words)),
  };
}

/** Candidates, context and samples, each event once, in order of time. */
function eventsAtHand(file: CaseFile): readonly LogEvent[] {
  const samples = (file.analysis?.findings ?? []).flatMap(({ sample, samples: more }) =>
    [sample, ...more].flatMap(({ block }) => block.events),
  );
  const all = new Map<string, LogEvent>();
  for (const event of [...(file.candidates ?? []), ...file.context, ...samples])
    if (!all.has(event.eventId)) all.set(event.eventId, event);
  return [...all.values()].sort((a, b) => a.timestampMs - b.timestampMs);
}

function grouped(events: readonly LogEvent[]): ReadonlyMap<string, readonly LogEvent[]> {
  const groups = new Map<string, LogEvent[]>();
  for (const event of events) {
    const known = groups.get(event.evidenceId);
    if (known === undefined) groups.set(event.evidenceId, [event]);
    else known.push(event);
  }
  return groups;
}

function inEvents(events: readonly LogEvent[], quote: Sought): Found | null {
  for (const event of events) {
    const held = heldIn(event.message, quote);
    if (held !== null) return { evidenceId: event.evidenceId, quote: held, event };
  }
  return null;
}

function inRows(
  rows: ReadonlyMap<string, readonly string[]>,
  ids: readonly string[],
  quote: Sought,
): Found | null {
  for (const evidenceId of ids)
    for (const text of rows.get(evidenceId) ?? []) {
      const held = heldIn(text, quote);
      if (held !== null) return { evidenceId, quote: held, event: null };
    }
  return null;
}

/** A quote as it stands, and as it reads where white space is another one: lines are shown on one line. */
interface Sought {
  readonly text: string;
  readonly loose: RegExp | null;
}

function soughtOf(quote: string): Sought {
  const parts = quote.split(/[\s⏎]+/).filter((part) => part !== '');
  const loose = parts.length > 1 ? new RegExp(parts.map(escaped).join('\\s+')) : null;
  return { text: quote, loose };
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** The quote as the text has it, or null. */
function heldIn(text: string, { text: quote, loose }: Sought): string | null {
  if (text.includes(quote)) return quote;
  return loose === null ? null : (loose.exec(text)?.[0] ?? null);
}

/** Lines that may be repeated: of the context and of each finding. */
function shownLines({ context, analysis }: CaseFile): readonly string[] {
  const samples = (analysis?.findings ?? []).flatMap(({ sample, samples: more }) =>
    [sample, ...more].map(({ block }) => block.message),
  );
  return [...context.map(({ message }) => message), ...samples];
}

function placesOf({ location, stackTrace }: Finding): string[] {
  return [location, ...stackTrace].flatMap((place) =>
    place === null ? [] : [`${place.file}:${place.line ?? ''} ${place.function ?? ''}`],
  );
}

function totalsOf(file: CaseFile): readonly number[] {
  const { analysis, totalEvents } = file;
  const timeline = analysis?.timeline;
  return [
    analysis?.totalErrors ?? 0,
    totalEvents ?? 0,
    ...(file.logGroups ?? []).flatMap(({ events }) => events ?? []),
    ...Object.values(analysis?.errorsByLogGroup ?? {}),
    ...(timeline === undefined
      ? []
      : [timeline.peak?.errors ?? 0, timeline.baselinePerHour, timeline.edgeErrors ?? 0]),
    confirmedLogGroups(file).length,
    analysis?.findings.length ?? 0,
  ];
}
