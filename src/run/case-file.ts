// What a run knows so far. Each procedure reads what earlier ones found and writes its own part.
import type { LogEvent } from '../base/log-event.ts';
import { shortName } from '../base/log-group-arn.ts';
import type { TimeRange } from '../base/time-range.ts';
import type { AccountChange } from '../diagnosis/account/change.ts';
import type { Advice, Baseline, Diagnosis } from '../diagnosis/types.ts';
import { type Sketcher, sketcher } from '../evidence/sketch.ts';
import { NO_SURVEY, type Survey } from '../evidence/survey.ts';
import type { Analysis } from '../evidence/types.ts';
import type { ReportAlarm } from '../report/account-types.ts';
import type { Gap, ReportEvidence, ReportQuery, Unread } from '../report/types.ts';
import type { ModelWork } from './model/model-work.ts';
import type { Ending, QueryPlan, QueryResult, StartedQuery } from './query.ts';
import type { CaseMetric } from './report-metrics.ts';
import { newRunScan, type RunScan } from './run-scan.ts';

/** A log group of this run. Times are UTC milliseconds; null where unknown. */
export interface CaseLogGroup {
  readonly name: string;
  readonly region: string;
  status: 'confirmed' | 'analyzed' | 'empty' | 'excluded' | 'failed';
  relevance: string;
  creationMs: number | null;
  retentionDays: number | null;
  /** Bytes of all its events, as CloudWatch keeps them. */
  storedBytes: number | null;
  logClass: string | null;
  firstEventMs: number | null;
  lastEventMs: number | null;
  /** Log events in the window, where counted. */
  events: number | null;
  /** Evidence that shows it, in order. */
  readonly evidence: string[];
}

export interface CaseWindow {
  requested: TimeRange;
  analyzed: TimeRange;
  readonly adjustments: string[];
}

export interface CaseFile {
  toolsChecked: boolean;
  missingTools: readonly string[];
  /** null before discovery. */
  logGroups: CaseLogGroup[] | null;
  /** Whether a person confirmed the log groups, or named them. */
  confirmedByPerson: boolean;
  namedByHand: boolean;
  /** How far AWS's clock is ahead of this machine's, where that matters; null before the window is settled. */
  clockAheadMs: number | null;
  /** null before validation and before the first query. */
  window: CaseWindow | null;
  /** What local logs hold outside the window, as a sentence; null where that is nothing. */
  outside: string | null;
  /** Queries that were started and have not ended. */
  readonly running: Map<string, StartedQuery>;
  /** Of these, how those ended that were looked at before somebody waited for them; by query id. */
  readonly ended: Map<string, Ending>;
  /** Bytes that the search for errors scanned, once over the window; null where not all of it was searched. */
  onePassBytes: number | null;
  /** What the queries scan. */
  readonly scan: RunScan;
  /** Whether the volume and the candidates were asked for. */
  volumeAsked: boolean;
  /** Into how many windows the search of each log group was cut. */
  searchesPerGroup: number;
  /** Whether that search asks for all events, of which the candidates are told here. */
  searchedWhole: boolean;
  /** How long events are on average, in bytes, where that was looked at; else 0. */
  eventBytes: number;
  /** Number of queries that could not be started or did not complete. */
  failedQueries: number;
  /** These, as they were planned. */
  readonly unanswered: QueryPlan[];
  /** Of these, the ones without which a count is a lower bound. */
  uncounted: number;
  /** Queries that may still run at CloudWatch: they could not be stopped. */
  abandoned: number;
  /** What an interruption kept from being read. */
  readonly unread: Set<Unread>;
  readonly results: QueryResult[];
  /** Log groups whose candidates were read, as `region name`. */
  readonly answered: Set<string>;
  /** null before collection. */
  candidates: readonly LogEvent[] | null;
  /** What a search for all events gave, ascending, and whether that is all of them; null where candidates were asked for. */
  whole: { readonly events: readonly LogEvent[]; readonly all: boolean } | null;
  /** What was seen of candidates while others were still sought; dropped once all are analysed. */
  seen: Sketcher;
  /** Whether the window had to be split to read all candidates. */
  windowSplit: boolean;
  /** Candidate events that exist but were not read. */
  unreadCandidates: number;
  /** Candidate events that queries counted twice or not at all, as far as is known. */
  miscounted: number;
  /** How many findings queries counted, and on how much of what was read their patterns were tried; null: none. */
  counted: { readonly kinds: number; readonly triedOn: number } | null;
  totalEvents: number | null;
  context: readonly LogEvent[];
  /** What was changed in the account in the hours before the onset, ascending; null where nobody was asked. */
  changes: readonly AccountChange[] | null;
  /** Alarms about the application that rang, and metrics of its services; null where nobody was asked. */
  alarms: readonly ReportAlarm[] | null;
  metrics: readonly CaseMetric[] | null;
  /** Metrics that were asked for: those that are not held have no data. */
  metricsAsked: number;
  /** What the lines of any level show together. */
  survey: Survey;
  /** Events around the onsets that were read, and that were asked for; an event asked for twice may count twice. */
  contextRead: number;
  contextMatched: number;
  /** Of these, lines before the onsets that may announce a change. */
  changesRead: number;
  changesMatched: number;
  analysis: Analysis | null;
  /** False where a limit or a gap made any count a lower bound. */
  exact: boolean;
  /** The normal time that the errors were held against; null where there is none. */
  baseline: Baseline | null;
  diagnosis: Diagnosis | null;
  advice: Advice | null;
  /** What a model contributed; null before one was asked. */
  modelWork: ModelWork | null;
  readonly queries: ReportQuery[];
  readonly evidence: ReportEvidence[];
  readonly gaps: Gap[];
  /** H2 sections of the draft; null before the report was drafted. */
  draftSections: number | null;
}

export function newCaseFile(knownGaps: readonly Gap[]): CaseFile {
  return {
    toolsChecked: false,
    missingTools: [],
    logGroups: null,
    confirmedByPerson: false,
    namedByHand: false,
    clockAheadMs: null,
    window: null,
    outside: null,
    running: new Map(),
    ended: new Map(),
    onePassBytes: null,
    scan: newRunScan(),
    volumeAsked: false,
    searchesPerGroup: 0,
    searchedWhole: false,
    eventBytes: 0,
    failedQueries: 0,
    unanswered: [],
    uncounted: 0,
    abandoned: 0,
    unread: new Set(),
    results: [],
    answered: new Set(),
    candidates: null,
    whole: null,
    seen: sketcher(),
    windowSplit: false,
    unreadCandidates: 0,
    miscounted: 0,
    counted: null,
    totalEvents: null,
    context: [],
    changes: null,
    alarms: null,
    metrics: null,
    metricsAsked: 0,
    survey: NO_SURVEY,
    contextRead: 0,
    contextMatched: 0,
    changesRead: 0,
    changesMatched: 0,
    analysis: null,
    exact: knownGaps.every(({ countsStand }) => countsStand === true),
    baseline: null,
    diagnosis: null,
    advice: null,
    modelWork: null,
    queries: [],
    evidence: [],
    gaps: [...knownGaps],
    draftSections: null,
  };
}

/**
 * The log groups that queries run over. One that is `confirmed` after validation could not be looked into: it may
 * hold data.
 */
export function confirmedLogGroups(file: CaseFile): readonly CaseLogGroup[] {
  return (file.logGroups ?? []).filter(
    ({ status }) => status === 'confirmed' || status === 'analyzed',
  );
}

/**
 * How a log group is called in events, findings and prose: its name, of another account with that before it, and with the
 * region before it where another region has one of the same name that was not left out. No name for a command.
 */
export function labelOf(file: CaseFile, group: { name: string; region: string }): string {
  const own = shortName(group.name);
  const shared = (file.logGroups ?? []).some(
    ({ name, region, status }) =>
      shortName(name) === own && region !== group.region && status !== 'excluded',
  );
  return shared ? `${group.region}:${own}` : own;
}
