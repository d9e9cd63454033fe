// The report as JSON: every fact, as it stands in the model.
import { visibleJson } from '../base/visible-json.ts';
import type { Report } from './types.ts';

/** report.json, indented, ending in a newline; every string as it was, hidden characters written as `\u` escapes. */
export function renderJson(report: Report): string {
  return `${visibleJson(JSON.stringify(report, null, 2))}\n`;
}
