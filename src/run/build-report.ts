// The case file as a report: every fact, in the report's own shapes.
import { readLogGroupArn } from '../base/log-group-arn.ts';
import { isoTime, SECOND_MS } from '../base/time-range.ts';
import { outlookOf } from '../diagnosis/outlook.ts';
import type { Quote, RootCause, Said, Trigger } from '../diagnosis/types.ts';
import type { Analysis } from '../evidence/types.ts';
import { logGroupOfWriter, serviceOfWriter } from '../evidence/writers.ts';
import type {
  Report,
  ReportLogGroup,
  ReportOutlook,
  ReportQuote,
  ReportRootCause,
  ReportSaid,
  ReportTimeline,
} from '../report/types.ts';
import { type CaseFile, type CaseLogGroup, labelOf } from './case-file.ts';
import { clockInWords } from './clock.ts';
import type { RunContext } from './context.ts';
import type { StepRecord } from './engine-record.ts';
import { modelUsageOf } from './model/model-usage.ts';
import { carriesOut, isJudgedInPart, notDone } from './not-done.ts';
import { reportSteps } from './obligations.ts';
import { ensureWindow } from './plan.ts';
import { caseOf } from './procedures/find-root-causes.ts';
import { regionArgument } from './query.ts';
import { changesOf } from './report-changes.ts';
import { correlationOf, findingOf, rangeOf, timelineOf, totalsOf } from './report-facts.ts';
import { reportMetrics } from './report-metrics.ts';
import { bytesScanned } from './run-scan.ts';
import { scanUsage } from './scan-usage.ts';

export function buildReport(context: RunContext, records: readonly StepRecord[]): Report {
  const { file } = context;
  const analysis = file.analysis ?? nothing(context);
  return {
    schemaVersion: '1',
    run: runOf(context),
    parameters: context.request.parameters,
    verdict: verdictOf(file),
    ...leftUndone(context),
    steps: reportSteps(context, records),
    window: windowOf(context),
    logGroups: (file.logGroups ?? []).map((group) => logGroupOf(context, group, analysis)),
    totals: totalsOf(file, analysis, isSearched(context)),
    baseline: baselineOf(file),
    timeline: timelineOf(analysis),
    findings: analysis.findings.map(findingOf),
    correlations: analysis.correlations.map(correlationOf),
    logGroupCorrelations: (analysis.logGroupCorrelations ?? []).map(correlationOf),
    ...changesOf(file),
    ...(file.alarms === null ? {} : { alarms: file.alarms }),
    ...metricsOf(file, timelineOf(analysis)),
    ...judgementOf(context),
    queries: file.queries,
    evidence: file.evidence,
    gaps: file.gaps,
    usage: usageOf(context),
  };
}

function metricsOf(
  { metrics, metricsAsked }: CaseFile,
  timeline: ReportTimeline,
): Pick<Report, 'metrics' | 'metricsAsked'> {
  return metrics === null ? {} : { metrics: reportMetrics(metrics, timeline), metricsAsked };
}

function leftUndone(context: RunContext): Pick<Report, 'notDone'> {
  const parts = notDone(context);
  return parts.length === 0 ? {} : { notDone: parts };
}

const verdictOf = ({ diagnosis }: CaseFile): Report['verdict'] =>
  diagnosis?.verdict ?? 'inconclusive';

type Judgement = Pick<
  Report,
  'outlook' | 'rootCauses' | 'ruledOut' | 'actions' | 'fixes' | 'monitoring' | 'nextSteps'
>;

/** What is judged, as opposed to what is counted. */
function judgementOf(context: RunContext): Judgement {
  const { diagnosis, advice, logGroups } = context.file;
  const known = new Set((logGroups ?? []).map((group) => labelOf(context.file, group)));
  return {
    outlook: outlookIn(context),
    rootCauses: (diagnosis?.rootCauses ?? []).map((cause) => rootCauseOf(cause, known)),
    ruledOut: diagnosis?.ruledOut ?? [],
    actions: advice?.actions ?? [],
    fixes: advice?.fixes ?? [],
    monitoring: advice?.monitoring ?? [],
    nextSteps: nextStepsOf(context),
  };
}

/** A report of the same facts with another judgement: who judged, what, and what of it could not be had. */
export function withJudgement(report: Report, context: RunContext): Report {
  const { verdict: _, ...rest } = report;
  return {
    ...rest,
    run: { ...report.run, ...analystOf(context), finishedAt: isoTime(context.world.now()) },
    verdict: verdictOf(context.file),
    ...judgementOf(context),
    gaps: context.file.gaps,
    usage: { ...report.usage, ...modelUsageOf(context) },
  };
}

function outlookIn(context: RunContext): ReportOutlook | null {
  const input = caseOf(context);
  if (input === null) return null;
  const outlook = outlookOf(context.file.diagnosis?.rootCauses ?? [], input);
  if (outlook === null) return null;
  const { lastMs, lastOfCauseMs, tailMs, recurs, ...rest } = outlook;
  return {
    ...rest,
    last: isoTime(lastMs),
    lastOfCause: lastOfCauseMs === null ? null : isoTime(lastOfCauseMs),
    tailSeconds: tailMs / SECOND_MS,
    recurs:
      recurs === null
        ? null
        : {
            everySeconds: recurs.everyMs / SECOND_MS,
            isPeriodic: recurs.isPeriodic,
            next: recurs.nextMs === null ? null : isoTime(recurs.nextMs),
          },
  };
}

/** Whether errors were looked for to the end: where they were not, that none was found says nothing. */
function isSearched({ file, world }: RunContext): boolean {
  const { analysis, candidates, logGroups, unreadCandidates } = file;
  if (analysis === null) return false;
  if (world.signal.aborted && unreadCandidates > 0 && analysis.totalErrors === 0) return false;
  if (candidates !== null) return true;
  return logGroups !== null && logGroups.length > 0 && logGroups.every(isSeenEmpty);
}

function nextStepsOf(context: RunContext): readonly string[] {
  if (!carriesOut(context, 'analyze-errors')) return [ADD_ANALYSIS];
  if (!isSearched(context)) return [RUN_TO_THE_END];
  const { advice } = context.file;
  const again = isJudgedInPart(context) ? [RUN_AGAIN] : [];
  if (advice === null && !carriesOut(context, 'recommend'))
    return [...again, addJudgement(context)];
  return [...again, ...(advice?.nextSteps ?? [])];
}

const HOW_STEPS_LOOK =
  '`troubleshoot sop show application-failure-troubleshooting` shows how these steps look';
const ADD_ANALYSIS = `To have errors counted and judged, add steps with the procedures \`analyze-errors\`, \`find-root-causes\` and \`recommend\` to the SOP, behind \`collect-results\`: ${HOW_STEPS_LOOK}.`;
/** Only what is missing. */
function addJudgement(context: RunContext): string {
  return carriesOut(context, 'find-root-causes')
    ? `To be told what to do, add a step with the procedure \`recommend\` to the SOP, behind \`find-root-causes\`: ${HOW_STEPS_LOOK}.`
    : `To be told causes and what to do, add steps with the procedures \`find-root-causes\` and \`recommend\` to the SOP, behind \`analyze-errors\`: ${HOW_STEPS_LOOK}.`;
}

const RUN_AGAIN =
  'Run the analysis again to its end: it was interrupted, and what was not read may change what is said here.';
const RUN_TO_THE_END =
  'Close the gaps and run the analysis again to its end: errors were not looked for.';

const isSeenEmpty = ({ status }: CaseLogGroup) => status === 'empty' || status === 'excluded';

function runOf({ request, world, file, startedMs }: RunContext): Report['run'] {
  return {
    id: world.runId,
    sop: request.sop.name,
    ...analystOf({ file, world }),
    startedAt: isoTime(startedMs),
    finishedAt: isoTime(world.now()),
    version: world.version,
    confirmed: file.confirmedByPerson || file.namedByHand,
    interrupted: world.signal.aborted,
    local: request.local,
  };
}

function analystOf({ file, world }: Pick<RunContext, 'file' | 'world'>) {
  const judged = (file.modelWork?.steps.length ?? 0) > 0;
  return judged
    ? { analyst: 'model' as const, model: world.analyst?.model.id ?? null }
    : { analyst: 'rules' as const, model: null };
}

function windowOf(context: RunContext): Report['window'] {
  const { requested, analyzed, adjustments } = ensureWindow(context);
  const clock = clockInWords(context);
  return {
    requested: rangeOf(requested),
    analyzed: rangeOf(analyzed),
    adjustments,
    outside: context.file.outside,
    ...(clock === null ? {} : { clock }),
  };
}

function baselineOf({ baseline }: CaseFile): Report['baseline'] {
  if (baseline === null) return null;
  const comparisons = baseline.comparisons.map(({ begunMs, ...one }) =>
    begunMs === undefined ? one : { ...one, begun: isoTime(begunMs) },
  );
  return { ...baseline, range: rangeOf(baseline.range), comparisons };
}

/** What an analysis says where there was nothing to analyze. */
function nothing(context: RunContext): Analysis {
  const { startMs } = ensureWindow(context).analyzed;
  return {
    findings: [],
    totalErrors: 0,
    errorsByLogGroup: {},
    timeline: { binSeconds: 60, bins: [{ startMs, errors: 0 }], peak: null, baselinePerHour: 0 },
    correlations: [],
  };
}

function logGroupOf(context: RunContext, group: CaseLogGroup, analysis: Analysis): ReportLogGroup {
  const { file } = context;
  const errors = analysis.errorsByLogGroup[labelOf(file, group)] ?? 0;
  return {
    name: group.name,
    ...accountOf(group),
    region: group.region,
    ...standing(context, group),
    errors,
    share: analysis.totalErrors === 0 ? 0 : errors / analysis.totalErrors,
    events: group.events,
    evidence: [...group.evidence, ...searchesOf(file, group)],
    lastEventTime: group.lastEventMs === null ? null : isoTime(group.lastEventMs),
  };
}

const accountOf = ({ name }: CaseLogGroup): { account?: string } => {
  const arn = readLogGroupArn(name);
  return arn === null ? {} : { account: arn.account };
};

/** What was read of it in the search for errors, and what its events were counted by. */
function searchesOf({ evidence }: CaseFile, { name, region }: CaseLogGroup): readonly string[] {
  return evidence
    .filter(
      ({ summary, arguments: args }) =>
        SEARCHES.test(summary) &&
        args.region === regionArgument(region).region &&
        Array.isArray(args.logGroupNames) &&
        args.logGroupNames.includes(name),
    )
    .map(({ id }) => id);
}

const SEARCHES = /^(?:events|volume|edges|candidates|other candidates|count findings):/;

/** Analyzed is only what was read; a confirmed log group that nobody could ask is failed. */
function standing(
  context: RunContext,
  group: CaseLogGroup,
): Pick<ReportLogGroup, 'status' | 'relevance'> {
  const { file } = context;
  const { name, region, status, relevance } = group;
  if (status === 'empty' || status === 'excluded' || status === 'failed')
    return { status, relevance };
  const isSearch = carriesOut(context, 'analyze-errors');
  const ofQueries = file.results.filter(({ plan }) => plan.purpose === 'sop');
  const isAsked = ofQueries.some(
    ({ plan }) => plan.region === region && plan.logGroupNames.includes(name),
  );
  if (!isSearch && !isAsked && file.failedQueries === 0)
    return { status: 'excluded', relevance: `${relevance}; no query of the SOP read its events` };
  const isRead = isSearch ? file.answered.has(`${region} ${name}`) : isAsked;
  return isRead
    ? { status: 'analyzed', relevance }
    : { status: 'failed', relevance: `${relevance}; ${whyUnread(context)}` };
}

const whyUnread = ({ world }: RunContext): string =>
  world.signal.aborted
    ? 'the run was interrupted before its events were read'
    : 'its events could not be read';

/** `known`: the log groups, as they go by in the judgement. */
function rootCauseOf(cause: RootCause, known: ReadonlySet<string>): ReportRootCause {
  const { signature: _, endedWith: __, trigger, evidence, end = null, ...rest } = cause;
  return {
    ...rest,
    evidence: evidence.map(quoteOf),
    ...(end === null ? {} : { end: saidOf(end, known) }),
    trigger:
      trigger === null
        ? null
        : {
            timestamp: isoTime(trigger.timestampMs),
            ...writtenBy(trigger, known),
            message: trigger.message,
            ...momentIn(trigger),
            ...(trigger.undone ? { undone: saidOf(trigger.undone, known) } : {}),
            ...(trigger.hold === undefined ? {} : { tied: trigger.hold === 'tied' }),
          },
  };
}

const saidOf = (
  { timestampMs, logGroup, message }: Said,
  known: ReadonlySet<string>,
): ReportSaid => ({
  timestamp: isoTime(timestampMs),
  ...writtenBy({ logGroup }, known),
  message,
});

/** The log group as it is asked for, and whose lines of it these are. A log group may be called as a writer is. */
function writtenBy(
  { logGroup: writer }: Pick<Said, 'logGroup'>,
  known: ReadonlySet<string>,
): Pick<ReportSaid, 'logGroup' | 'service'> {
  const service = known.has(writer) ? null : serviceOfWriter(writer);
  if (service === null) return { logGroup: writer };
  return { logGroup: logGroupOfWriter(writer), service };
}

function quoteOf({ timestampMs, ...quote }: Quote): ReportQuote {
  return timestampMs === undefined ? quote : { ...quote, timestamp: isoTime(timestampMs) };
}

/** The date that its line names, where that counts. */
function momentIn({ momentMs = null }: Trigger): { moment?: string } {
  return momentMs === null ? {} : { moment: isoTime(momentMs) };
}

function usageOf(context: RunContext): Report['usage'] {
  const { calls, file } = context;
  const { onePassBytes } = file;
  return {
    toolCalls: calls.count().calls - calls.count().waits,
    bytesScanned: bytesScanned(context.file.scan),
    ...(onePassBytes === null ? {} : { onePassBytes }),
    ...scanUsage(context),
    ...modelUsageOf(context),
    seconds: Math.round(context.spentMs() / 100) / 10,
  };
}
