// The report as JSON: every fact, as it stands in the model.
import type { Report } from './types.ts';

/** What JSON allows raw but a terminal would obey or a reader not see. */
const HIDDEN = /[\x7f-\x9f]|\p{Default_Ignorable_Code_Point}|\u2028|\u2029/gu;

/** report.json, indented, ending in a newline; every string as it was, hidden characters written as `\u` escapes. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2).replace(HIDDEN, unicodeEscapes)}\n`;
}

function unicodeEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}
