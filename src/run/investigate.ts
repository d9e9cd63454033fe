// The door of the room: one investigation, from request to report. Whatever happens on the way, what was found is written.
import type { ToolResult } from '../agent/tools.ts';
import { isoTime } from '../base/time-range.ts';
import { renderJson } from '../report/json.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { unreadInWords } from '../report/not-done.ts';
import type { Gap, Report } from '../report/types.ts';
import { buildReport } from './build-report.ts';
import { createContext, type RunContext } from './context.ts';
import { runSteps } from './engine.ts';
import type { StepRecord } from './engine-record.ts';
import { callGap } from './faults.ts';
import { freeze } from './frozen.ts';
import { tellUnpriced } from './model/unpriced.ts';
import { notDone } from './not-done.ts';
import { uncheckedObligations, unmetObligations } from './obligations.ts';
import { stopById, stopQuery } from './query-poll.ts';
import { type InvestigationRequest, LOCAL_REGION } from './request.ts';
import type { RunAsked } from './run-asked.ts';
import type { RunFiles, World } from './world.ts';

export interface Investigated {
  readonly report: Report;
  readonly files: RunFiles;
  readonly markdown: string;
}

/**
 * Follows the request's SOP and writes the run folder.
 * Throws Failure where no report can be written: credentials, no log group, interrupted before anything was found.
 */
export async function investigate(
  request: InvestigationRequest,
  world: World,
): Promise<Investigated> {
  const context = createContext(request, world);
  if (world.earlier === undefined) world.store.appendEvent(asked(context));
  context.emit({
    kind: 'run-started',
    runId: world.runId,
    version: world.version,
    sop: request.sop.name,
    application: request.application,
    region: request.regions.join(', '),
    parameters: request.parameters,
  });
  tellEarlier(context);
  tellUnpriced(context);
  for (const gap of request.knownGaps) context.emit({ kind: 'gap', gap });
  const records = await stopping(context, () => runSteps(context));
  noteUnchecked(context, uncheckedObligations(request, records));
  if (world.signal.aborted) noteInterruption(context, records);
  else noteUnmet(context, unmetObligations(context, records));
  world.store.stay();
  const report = buildReport(context, records);
  world.store.appendEvent(freeze(context, report));
  const markdown = renderMarkdown(report);
  return { report, markdown, files: world.store.writeReport(markdown, renderJson(report)) };
}

function asked({ request, world, startedMs }: RunContext): RunAsked {
  return { kind: 'run-asked', at: isoTime(startedMs), request, setting: world.setting ?? {} };
}

function tellEarlier(context: RunContext): void {
  const { earlier } = context.world;
  if (earlier === undefined) return;
  const answers = earlier.recall.count('call').all;
  context.emit({ kind: 'run-resumed', startedAt: isoTime(earlier.startedMs), answers });
  const lost = earlier.lostStarts.size;
  if (lost > 0 && !context.request.local)
    context.notice(
      `${lost === 1 ? 'A query was' : `${lost} queries were`} being started when the run was stopped, and no id came: sought among those of the account (logs:DescribeQueries). What is not found is asked again, and what runs of it ends within an hour.`,
    );
}

/**
 * Runs `work`, and stops every query that is still running when it ends, however it ends; also those that an earlier
 * life of the run had started and that nobody needed any more.
 */
async function stopping<T>(context: RunContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    for (const started of [...context.file.running.values()]) await stopQuery(context, started);
    for (const { id, arguments: args } of leftRunning(context)) {
      const region = String(args.region ?? LOCAL_REGION);
      const fault = await stopById(context, id, region);
      if (fault !== null) context.gap(stillRunning(id, fault));
    }
  }
}

const stillRunning = (id: string, fault: ToolResult): Gap =>
  callGap(`The query ${id}, started before this run was stopped, may still run.`, fault);

/** Those over local logs ended with the process that served them. */
const leftRunning = ({ world: { earlier }, request }: RunContext) =>
  request.local
    ? []
    : [...(earlier?.recall.queries.values() ?? [])].filter(
        ({ ended, taken, port }) => !ended && !taken && port === 'logs',
      );

function noteUnchecked(context: RunContext, texts: readonly string[]): void {
  if (texts.length === 0) return;
  const count =
    texts.length === 1
      ? 'One obligation of the SOP was'
      : `${texts.length} obligations of the SOP were`;
  context.gap({
    what: `${count} not checked: ${texts.join(' · ')}`,
    why: `No code knows how to check ${texts.length === 1 ? 'it' : 'them'}.`,
    remedy:
      'Read the report for it, or use the wording of a built-in SOP: troubleshoot sop show NAME',
  });
}

/** Where other gaps are named already, they are the reason; the step table tells of each obligation. */
function noteUnmet(context: RunContext, texts: readonly string[]): void {
  if (texts.length === 0 || context.file.gaps.length > 0) return;
  const some = texts.length === 1 ? 'One obligation' : `${texts.length} obligations`;
  context.gap({
    what: `${some} of the SOP ended as a gap.`,
    why: texts.slice(0, MAX_TOLD).join(' · '),
    remedy: 'The step table says what each of them needs; mend that and run again.',
  });
}

/** Obligations that a gap names; the step table has all of them. */
const MAX_TOLD = 5;

/** Steps that were not begun, and what those that were begun could not read. */
function noteInterruption(context: RunContext, records: readonly StepRecord[]): void {
  context.emit({ kind: 'interrupted', signal: String(context.world.signal.reason ?? 'SIGINT') });
  const skipped = records.filter(({ outcome }) => outcome.status === 'skipped');
  const steps = skipped.map(({ step }) => `${step.number}. ${step.name}`);
  const unread = unreadInWords({ notDone: notDone(context) });
  if (steps.length === 0 && unread === '') {
    context.notice('The run was interrupted when it had read all that it reads.');
    return;
  }
  context.gap({
    what: [
      'The run did not go through to its end.',
      ...(unread === '' ? [] : [`Not read to the end: ${unread}.`]),
      ...(steps.length === 0 ? [] : [`Not carried out: ${steps.join(', ')}.`]),
    ].join(' '),
    why: 'It was interrupted.',
    remedy: `Go on where it stopped: troubleshoot resume ${context.world.resumeBy ?? context.world.runId}`,
  });
}
