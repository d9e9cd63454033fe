// The answer of `investigate`: the report in short. Every list that is cut says how long it is.
import { basename } from 'node:path';
import { z } from 'zod';
import type { Answered } from '../../mcp/served/served.ts';
import { closingLines } from '../../report/closing-lines.ts';
import type { Report, ReportFinding, ReportRootCause } from '../../report/types.ts';
import type { Ended } from '../run-once.ts';
import { inArguments } from './argument-words.ts';
import { entriesOfRun } from './reports.ts';

const MAX_FINDINGS = 20;
const MAX_CAUSES = 10;
const MAX_ACTIONS = 10;
const MAX_QUOTES = 5;
const MAX_GAPS = 20;
const MAX_NOTICES = 20;
/** Of a line of the summary. */
const MAX_SUMMARY_CHARS = 1_000;

const Quote = z.object({ id: z.string().describe('evidence id'), quote: z.string() });

const Cause = z.object({
  rank: z.number().int(),
  title: z.string(),
  component: z.string().nullable(),
  type: z.string(),
  confidence: z.enum(['confirmed', 'likely', 'possible']),
  impact: z.string(),
  urgency: z.string(),
  explanation: z.string(),
  trigger: z
    .object({ timestamp: z.string(), logGroup: z.string(), message: z.string() })
    .nullable(),
  findings: z.array(z.string()),
  evidence: z.array(Quote),
});

const Finding = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.enum(['error', 'warning']),
  category: z.string(),
  count: z.number().int(),
  firstSeen: z.string(),
  lastSeen: z.string(),
});

export const InvestigateOutput = z.object({
  verdict: z.enum(['confirmed', 'likely', 'inconclusive', 'no-incident']),
  exitCode: z.number().int().describe('as the command line would end: 0, 3 with gaps, 5 no event'),
  summary: z.array(z.string()),
  interrupted: z.boolean(),
  confirmedByPerson: z
    .boolean()
    .describe('false: nobody was asked, the log groups that belong by name were read'),
  window: z.object({ start: z.string(), end: z.string() }),
  errors: z.object({ count: z.number().int(), exact: z.boolean() }),
  rootCauses: z.array(Cause),
  findings: z.array(Finding),
  actions: z.array(z.object({ title: z.string(), horizon: z.string() })),
  gaps: z.array(z.object({ what: z.string(), why: z.string(), remedy: z.string() })),
  notices: z.array(z.string()),
  totals: z
    .object({
      rootCauses: z.number().int(),
      findings: z.number().int(),
      actions: z.number().int(),
      gaps: z.number().int(),
      notices: z.number().int(),
    })
    .describe('how many there are; the lists above may be shorter'),
  run: z.string().describe('name of the run, for the evidence tools'),
  folder: z.string(),
  reportMarkdown: z.string().describe('path'),
  reportJson: z.string().describe('path'),
});

type Content = z.infer<typeof InvestigateOutput>;

export function answerOf(
  { report, files, exitCode }: Ended,
  notices: readonly string[],
): Answered<Content> {
  const run = basename(files.folder);
  const summary = closingLines(report, MAX_SUMMARY_CHARS);
  const content: Content = {
    verdict: report.verdict,
    exitCode,
    summary,
    interrupted: report.run.interrupted,
    confirmedByPerson: report.run.confirmed,
    window: { ...report.window.analyzed },
    errors: { count: report.totals.errors, exact: report.totals.exact },
    rootCauses: report.rootCauses.slice(0, MAX_CAUSES).map(causeOf),
    findings: report.findings.slice(0, MAX_FINDINGS).map(findingOf),
    actions: report.actions.slice(0, MAX_ACTIONS).map(({ title, horizon }) => ({ title, horizon })),
    gaps: report.gaps
      .slice(0, MAX_GAPS)
      .map(({ what, why, remedy }) => ({ what, why, remedy: inArguments(remedy) })),
    notices: notices.slice(0, MAX_NOTICES),
    totals: {
      rootCauses: report.rootCauses.length,
      findings: report.findings.length,
      actions: report.actions.length,
      gaps: report.gaps.length,
      notices: notices.length,
    },
    run,
    folder: files.folder,
    reportMarkdown: files.markdown,
    reportJson: files.json,
  };
  return { content, text: textOf(report, content), links: entriesOfRun(run) };
}

const causeOf = (cause: ReportRootCause): Content['rootCauses'][number] => ({
  rank: cause.rank,
  title: cause.title,
  component: cause.component,
  type: cause.type,
  confidence: cause.confidence,
  impact: cause.impact,
  urgency: cause.urgency,
  explanation: cause.explanation,
  trigger:
    cause.trigger === null
      ? null
      : {
          timestamp: cause.trigger.timestamp,
          logGroup: cause.trigger.logGroup,
          message: cause.trigger.message,
        },
  findings: [...cause.findings],
  evidence: cause.evidence.slice(0, MAX_QUOTES).map(({ id, quote }) => ({ id, quote })),
});

const findingOf = (finding: ReportFinding): Content['findings'][number] => ({
  id: finding.id,
  title: finding.title,
  severity: finding.severity,
  category: finding.category,
  count: finding.count,
  firstSeen: finding.firstSeen,
  lastSeen: finding.lastSeen,
});

/** For clients that show no structured content: all of it, behind the lines that a person reads. */
function textOf({ run }: Report, content: Content): string {
  const { gaps } = content;
  const lines = [
    ...content.summary,
    ...(run.interrupted ? ['The run was interrupted: this is what had been found by then.'] : []),
    ...(run.confirmed
      ? []
      : ['Nobody confirmed the log groups: those that belong by name were read.']),
    ...(gaps.length === 0 ? [] : [`Gaps: ${gaps.map(({ what }) => what).join(' · ')}`]),
    `Report: ${content.reportMarkdown}`,
  ];
  return `${lines.join('\n')}\n\n${JSON.stringify(content)}`;
}
