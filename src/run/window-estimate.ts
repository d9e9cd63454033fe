// What one pass over the window is likely to scan, all of its log groups together.
import { confirmedLogGroups } from './case-file.ts';
import type { RunContext } from './context.ts';
import { ensureWindow } from './plan.ts';
import { estimateScan, type ScanEstimate } from './scan-estimate.ts';

export function estimateWindow(context: RunContext): ScanEstimate {
  const groups = confirmedLogGroups(context.file);
  return estimateScan(groups, ensureWindow(context).analyzed, context.startedMs);
}
