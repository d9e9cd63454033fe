// From where the time to what came before a finding is told.
import type { ReportFinding } from '../types.ts';

export interface Beginning {
  readonly what: 'onset' | 'burst';
  readonly startMs: number;
}

/** Its burst where that is all it is, or nearer to what came before it than its first occurrence; else this one. */
export function beginningOf(
  { rhythm, burst, firstSeen }: ReportFinding,
  nearMs: number,
): Beginning {
  const first: Beginning = { what: 'onset', startMs: Date.parse(firstSeen) };
  if (burst === null) return first;
  const startMs = Date.parse(burst.start);
  if (rhythm === 'burst' || rhythm === 'onset') return { what: 'onset', startMs };
  const isNearer = Math.abs(startMs - nearMs) < Math.abs(first.startMs - nearMs);
  return isNearer ? { what: 'burst', startMs } : first;
}
