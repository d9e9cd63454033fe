// Diagnostics: what is wrong, where, and how to mend it. Parsers and loaders return them as values.

/** Character offsets into the text that was read, [start, end). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable kebab-case name of the rule, for example `unknown-procedure`. */
  readonly code: string;
  readonly message: string;
  readonly span: Span | null;
  /** How to mend it, for example a "did you mean". */
  readonly help: string | null;
}

/** A value, or the reasons why there is none. Warnings may stand beside a value. */
export interface Checked<T> {
  readonly value: T | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** A help as a line of its own: it begins with a capital, unless with a name in backticks. */
export const sentence = (help: string): string => help.charAt(0).toUpperCase() + help.slice(1);

/** Of 80, as a failure indents what it shows. */
const DEFAULT_COLUMNS = 78;
/** What stands before a line of source. */
const MARGIN = '  | ';
/** Of a long line, the part before the fault that is shown. */
const BEFORE_SHARE = 1 / 3;
const CUT = '…';

/**
 * One diagnostic as people read it: `path:line:column: severity[code] message`, the line, a caret, `help:`. Of a line
 * wider than `columns` the part around the fault is shown.
 */
export function renderDiagnostic(
  diagnostic: Diagnostic,
  text: string,
  path: string,
  columns: number = DEFAULT_COLUMNS,
): string {
  const { severity, code, message, span, help } = diagnostic;
  const tail = help === null ? [] : [`  help: ${help}`];
  if (span === null) return [`${path}: ${severity}[${code}] ${message}`, ...tail].join('\n');
  const { line, column, source } = locate(text, span.start);
  const shown = around(source, column - 1, columns - MARGIN.length);
  const width = Math.max(1, Math.min(span.end - span.start, shown.source.length - shown.at));
  return [
    `${path}:${line}:${column}: ${severity}[${code}] ${message}`,
    `${MARGIN}${shown.source}`,
    `${MARGIN}${' '.repeat(shown.at)}${'^'.repeat(width)}`,
    ...tail,
  ].join('\n');
}

/** As much of a line as there is room for, with the place of the fault in it. */
function around(source: string, at: number, room: number) {
  if (source.length <= room) return { source, at };
  const most = Math.max(0, source.length - room);
  const from = at < room / 2 ? 0 : Math.min(most, at - Math.floor(room * BEFORE_SHARE));
  const [before, behind] = [from === 0 ? '' : CUT, from === most ? '' : CUT];
  const inside = source.slice(from + before.length, from + room - behind.length);
  return { source: before + inside + behind, at: at - from };
}

function locate(text: string, offset: number) {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = text.indexOf('\n', offset);
  return {
    line: before.split('\n').length,
    column: offset - lineStart + 1,
    source: text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd),
  };
}
