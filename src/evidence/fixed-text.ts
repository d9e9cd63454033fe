// Fixed text as a pattern, and what in a template is none.

/** What stands for something else, in a template and in what was redacted before it was read. */
export const PLACEHOLDER = /<(?:\*|[a-z]+)>|\[redacted:[\w-]{1,40}\]/;

/** Quotes and backslashes, escaped or not: as many as there are. A class, since `.` would be tried at every length. */
const QUOTES = '["\'\\\\]+';

/** Quotes and backslashes may be escaped in the raw text; white space is collapsed in the template. */
export function escaped(piece: string): string {
  return piece.replace(/["'\\]+|[.*+?^${}()|[\]/-]| +/g, (found) => {
    if (/^["'\\]/.test(found)) return QUOTES;
    return found.startsWith(' ') ? '\\s+' : `\\${found}`;
  });
}
