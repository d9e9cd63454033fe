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

/**
 * One diagnostic as people read it: `path:line:column: severity[code] message`, the line, a caret, `help:`.
 */
export function renderDiagnostic(diagnostic: Diagnostic, text: string, path: string): string {
  const { severity, code, message, span, help } = diagnostic;
  const tail = help === null ? [] : [`  help: ${help}`];
  if (span === null) return [`${path}: ${severity}[${code}] ${message}`, ...tail].join('\n');
  const { line, column, source } = locate(text, span.start);
  const width = Math.max(1, Math.min(span.end - span.start, source.length - column + 1));
  return [
    `${path}:${line}:${column}: ${severity}[${code}] ${message}`,
    `  | ${source}`,
    `  | ${' '.repeat(column - 1)}${'^'.repeat(width)}`,
    ...tail,
  ].join('\n');
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
