// Exit codes, as --help documents them.
import type { FailureKind } from '../base/failure.ts';
import type { Verdict } from '../diagnosis/types.ts';
import { hadNoEvents } from '../report/not-done.ts';
import type { Report } from '../report/types.ts';

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  gaps: 3,
  credentials: 4,
  noData: 5,
  verdict: 10,
  interrupted: 130,
  terminated: 143,
} as const;

/** Verdicts by weight, the gravest first. */
const VERDICTS: readonly Verdict[] = ['confirmed', 'likely', 'inconclusive', 'no-incident'];

/** Where several apply: interrupted, no event in the window, verdict at or above `failOn`, gaps, ok. */
export function exitCodeOf(report: Report, failOn: Verdict | null, signal: string | null): number {
  const interrupted = signalExitCode(signal);
  if (interrupted !== null) return interrupted;
  if (hadNoEvents(report)) return EXIT.noData;
  if (failOn !== null && VERDICTS.indexOf(report.verdict) <= VERDICTS.indexOf(failOn))
    return EXIT.verdict;
  return report.gaps.length > 0 ? EXIT.gaps : EXIT.ok;
}

/** 130 or 143; null where no signal came. */
export function signalExitCode(signal: string | null): number | null {
  if (signal === null) return null;
  return signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
}

export function exitCodeOfFailure(kind: FailureKind, signal: string | null): number {
  const interrupted = signalExitCode(signal);
  if (interrupted !== null) return interrupted;
  const codes: Record<FailureKind, number> = {
    failed: EXIT.failed,
    usage: EXIT.usage,
    credentials: EXIT.credentials,
    'no-log-group': EXIT.noData,
    interrupted: EXIT.interrupted,
  };
  return codes[kind];
}
