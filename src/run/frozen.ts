// A run as the journal keeps it at its end: the report, and what is needed to judge the same evidence again without any
// network. Log lines stand in evidence.jsonl; the journal names them by the evidence that holds them.
import { z } from 'zod';
import type { LogEvent } from '../base/log-event.ts';
import { NO_SURVEY } from '../evidence/survey.ts';
import type { Report } from '../report/types.ts';
import { type CaseFile, labelOf } from './case-file.ts';
import { createContext, type RunContext } from './context.ts';
import type { EvidenceRecord } from './evidence-record.ts';
import { type FrozenCase, KEPT } from './frozen-case.ts';
import { atPlaces, type Places, placesOf } from './places.ts';
import type { ResultRow } from './query.ts';
import { eventsOf } from './rows.ts';
import type { World } from './world.ts';

export function freeze(context: RunContext, report: Report): FrozenCase {
  const { file, request } = context;
  const kept = Object.fromEntries(KEPT.map((key) => [key, file[key]])) as FrozenCase['file'];
  return {
    kind: 'case-frozen',
    at: report.run.finishedAt,
    request,
    file: {
      ...kept,
      // What the rules made of it: a model begins from there.
      diagnosis: file.modelWork?.rules ?? file.diagnosis,
      survey: withoutLines(file.survey),
    },
    candidates: idsOf(file.candidates ?? []),
    context: idsOf(file.context),
    ...(file.whole === null ? {} : { places: placesIn(file, file.whole.events) }),
    report,
  };
}

const placesIn = ({ candidates, context }: CaseFile, all: readonly LogEvent[]) => ({
  candidates: placesOf(candidates ?? [], all),
  context: placesOf(context, all),
});

const idsOf = (events: readonly LogEvent[]) => [
  ...new Set(events.map(({ evidenceId }) => evidenceId)),
];

/** The lines of each kind are in the evidence. */
function withoutLines(survey: CaseFile['survey']): CaseFile['survey'] {
  const bare = <T extends { readonly kind: { readonly lines: readonly unknown[] } }>(
    one: T,
  ): T => ({
    ...one,
    kind: { ...one.kind, lines: [] },
  });
  return {
    ...survey,
    kinds: [],
    drifts: survey.drifts.map(bare),
    outliers: survey.outliers.map(bare),
    shifts: survey.shifts.map(bare),
    silences: survey.silences.map(bare),
  };
}

const Frozen = z.object({
  kind: z.literal('case-frozen'),
  request: z.looseObject({ sop: z.looseObject({}) }),
  file: z.looseObject({}),
  candidates: z.array(z.string()),
  context: z.array(z.string()),
  report: z.looseObject({ schemaVersion: z.literal('1') }),
});

/** The frozen case among the lines of a journal, the last one; null where there is none. */
export function frozenIn(journal: string): FrozenCase | null {
  const line = journal
    .split('\n')
    .filter((one) => one.startsWith('{"kind":"case-frozen"'))
    .at(-1);
  if (line === undefined) return null;
  const parsed = Frozen.safeParse(JSON.parse(line));
  // The program wrote it: what it holds was checked when it came in.
  return parsed.success ? (JSON.parse(line) as FrozenCase) : null;
}

/** A context in which the same evidence can be judged again. */
export function thaw(
  frozen: FrozenCase,
  evidence: readonly EvidenceRecord[],
  world: World,
): RunContext {
  const context = createContext(frozen.request, world);
  const { file } = context;
  Object.assign(file, { ...frozen.file, survey: frozen.file.survey ?? NO_SURVEY });
  file.evidence.push(...frozen.report.evidence);
  file.gaps.length = 0;
  file.gaps.push(...frozen.report.gaps.filter(({ what }) => !what.startsWith(MODEL_GAP)));
  const among = (ids: readonly string[], places: Places | undefined) => {
    const known = new Set<string>();
    const isNew = ({ logGroup, eventId }: LogEvent) =>
      known.size < known.add(`${logGroup} ${eventId}`).size;
    return evidence
      .filter(({ id }) => ids.includes(id) || places?.[id] !== undefined)
      .flatMap((record) => {
        const events = eventsIn(record, file);
        // Rows that were asked for twice were taken once.
        return places?.[record.id] === undefined
          ? events
          : atPlaces(places, record.id, events.filter(isNew));
      });
  };
  file.candidates = among(frozen.candidates, frozen.places?.candidates);
  file.context = inOrder(among(frozen.context, frozen.places?.context));
  return context;
}

/** As the run had it: each event once, by the evidence that showed it last, in order of time. */
function inOrder(events: readonly LogEvent[]): readonly LogEvent[] {
  const once = new Map(events.map((event) => [event.eventId, event]));
  return [...once.values()].sort((a, b) => a.timestampMs - b.timestampMs);
}

/** How a gap begins that tells of an earlier model. */
const MODEL_GAP = 'The answer of the model ';

function eventsIn({ id, arguments: args, rows }: EvidenceRecord, file: CaseFile): LogEvent[] {
  const { window } = file;
  if (window === null) return [];
  const names = Array.isArray(args.logGroupNames) ? args.logGroupNames.map(String) : [];
  const region = typeof args.region === 'string' ? args.region : 'local';
  const plan = {
    name: '',
    purpose: 'candidates' as const,
    region,
    logGroupNames: names,
    window: window.analyzed,
    text: '',
    limit: 0,
  };
  const result = {
    plan,
    queryId: '',
    status: 'Complete',
    rows: rows as readonly ResultRow[],
    place: { from: rows.length, token: undefined },
    matched: rows.length,
    bytesScanned: 0,
    evidenceId: id,
  };
  return eventsOf(result, window.analyzed, (group) => labelOf(file, group));
}
