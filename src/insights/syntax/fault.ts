// What is wrong with a query text, on its way from the depth of the parser to the door.
import type { Diagnostic, Span } from '../../base/diagnostic.ts';

/** Thrown inside the room only; `compile` turns it into its diagnostic. */
export class QueryFault extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.name = 'QueryFault';
    this.diagnostic = diagnostic;
  }
}

export function errorAt(
  code: string,
  message: string,
  span: Span,
  help: string | null = null,
): Diagnostic {
  return { severity: 'error', code, message, span, help };
}

export function warningAt(
  code: string,
  message: string,
  span: Span,
  help: string | null = null,
): Diagnostic {
  return { severity: 'warning', code, message, span, help };
}

export function syntaxFault(message: string, span: Span, help: string | null = null): QueryFault {
  return new QueryFault(errorAt('syntax', message, span, help));
}
