// What a Logs Insights query is told at StartQuery, without running it.
import type { Diagnostic } from '../base/diagnostic.ts';
import { compile } from '../insights/compile.ts';

/** Diagnostics of a query; spans are character offsets into it. None: the endpoint takes it. */
export function checkQuery(text: string): readonly Diagnostic[] {
  return compile(text).diagnostics;
}
