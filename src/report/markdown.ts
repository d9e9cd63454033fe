// The report as Markdown: a header that names the case, then the nine sections in their order.
import { duration, period } from './format.ts';
import { actionPlan } from './sections/action-plan.ts';
import { errorMessages } from './sections/error-messages.ts';
import { errorPatterns } from './sections/error-patterns.ts';
import { executiveSummary } from './sections/executive-summary.ts';
import { fixes } from './sections/fixes.ts';
import { logGroups } from './sections/log-groups.ts';
import { monitoring } from './sections/monitoring.ts';
import { nextSteps } from './sections/next-steps.ts';
import { rootCauses } from './sections/root-causes.ts';
import { inline, lines } from './text.ts';
import type { Report } from './types.ts';
import { type View, viewOf } from './view.ts';

/** A section's name and its blocks; the names and their order are the contract. */
const SECTIONS: readonly (readonly [name: string, render: (view: View) => readonly string[]])[] = [
  ['Executive Summary', executiveSummary],
  ['Log Groups Analyzed', logGroups],
  ['Error Pattern Analysis', errorPatterns],
  ['Error Messages and Stack Traces', errorMessages],
  ['Root Cause Analysis', rootCauses],
  ['Action Plan', actionPlan],
  ['Code Fixes and Configuration Changes', fixes],
  ['Monitoring and Alerting', monitoring],
  ['Next Steps', nextSteps],
];

/**
 * report.md. Foreign text shows as text: it makes no link, image, HTML or heading, and no line but the nine begins
 * with `## `.
 */
export function renderMarkdown(report: Report): string {
  const view = viewOf(report);
  const blocks = [
    '# Application Failure Troubleshooting Report',
    header(view),
    ...SECTIONS.flatMap(([name, render]) => [`## ${name}`, ...render(view)]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function header({ report, application, regions }: View): string {
  const { analyzed } = report.window;
  const length = duration(Date.parse(analyzed.end) - Date.parse(analyzed.start));
  return lines([
    `**Application:** ${inline(application)}`,
    `**Region:** ${inline(regions)}`,
    `**Analysis Period:** ${period(analyzed)} (${length})`,
  ]);
}
