// What stays on the screen when a report has scrolled past: verdict, primary cause and first action, a line each.
import { withoutMasks } from '../base/masks.ts';
import { sanitizeLine } from '../base/sanitize.ts';
import { count } from './format.ts';
import { boundOf, hadNoEvents } from './not-done.ts';
import type { Report } from './types.ts';
import { viewOf } from './view.ts';

const COLUMNS = 80;
const VERDICT: Readonly<Record<Report['verdict'], string>> = {
  confirmed: 'Confirmed',
  likely: 'Likely',
  inconclusive: 'Inconclusive',
  'no-incident': 'No incident',
};

/** One to three lines of plain text, each at most so many characters, safe for a terminal. */
export function closingLines(report: Report, columns = COLUMNS): string[] {
  const { causes } = viewOf(report);
  const [primary] = causes;
  const [action] = [
    ...report.actions.filter(({ horizon }) => horizon === 'immediate'),
    ...report.actions,
  ];
  const next = action?.title ?? report.nextSteps[0];
  const total = totalOf(report);
  const part = primary === undefined || primary.errors === 0 ? '' : `, ${primary.share} explained`;
  return [
    `${VERDICT[report.verdict]}: ${total}${part}`,
    ...(primary === undefined ? [] : [`Primary cause: ${primary.cause.title}`]),
    ...(next === undefined ? [] : [`${action === undefined ? 'Next' : 'First action'}: ${next}`]),
  ].map((line) => cut(sanitizeLine(withoutMasks(line)), columns));
}

function totalOf(report: Report): string {
  const { errors, searched } = report.totals;
  if (!searched) return 'errors were not counted';
  if (errors === 0 && hadNoEvents(report)) return 'no event in the window';
  return `${boundOf(report)}${count(errors, 'error')}`;
}

function cut(line: string, columns: number): string {
  if (line.length <= columns) return line;
  return `${line.slice(0, columns - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
