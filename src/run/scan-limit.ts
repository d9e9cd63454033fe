// What the queries of a run scan: thought of each before it is started, held against --max-scan-gb, and watched while
// it runs. A query that is likely to pass the limit is not started; one that passes it all the same is stopped.
import type { ToolResult } from '../agent/tools.ts';
import { size } from '../report/format.ts';
import { BYTES_PER_GB } from '../report/scan-price.ts';
import { confirmedLogGroups } from './case-file.ts';
import type { RunContext } from './context.ts';
import type { QueryPlan } from './query.ts';
import { bytesScanned, bytesSpent, type QueryScan } from './run-scan.ts';
import { estimateScan, type ScanEstimate } from './scan-estimate.ts';

/** What a query is likely to scan; log groups that were not looked into are unknown. */
function estimatePlan({ file, startedMs }: RunContext, plan: QueryPlan): ScanEstimate {
  const groups = confirmedLogGroups(file).filter(
    ({ name, region }) => region === plan.region && plan.logGroupNames.includes(name),
  );
  const known = new Set(groups.map(({ name }) => name));
  const { bytes, unknown } = estimateScan(groups, plan.window, startedMs);
  const strange = plan.logGroupNames.filter((name) => !known.has(name));
  return { bytes, unknown: [...unknown, ...strange] };
}

/** Keeps room for a query before it is started; a refusal where it is likely to pass the limit. */
export function reserve(
  context: RunContext,
  plan: QueryPlan,
): { readonly scan: QueryScan; readonly refusal: null } | { readonly refusal: ToolResult } {
  const { file, world } = context;
  const { bytes, unknown } = estimatePlan(context, plan);
  const left = Math.max(0, world.maxScanGb * BYTES_PER_GB - bytesSpent(file.scan));
  if (bytes > left || left === 0) {
    file.scan.refused++;
    return { refusal: refused(bytes, left, world.maxScanGb) };
  }
  for (const name of unknown) file.scan.unknown.add(`${plan.region} ${name}`);
  const scan = { estimatedBytes: bytes, scannedBytes: 0, open: true };
  file.scan.queries.push(scan);
  return { scan, refusal: null };
}

/** Whether more was scanned than is allowed: what was thought beforehand was too little. */
export const isPastLimit = ({ file, world }: RunContext): boolean =>
  bytesScanned(file.scan) > world.maxScanGb * BYTES_PER_GB;

const SCAN_LIMIT_CODE = 'ScanBudgetExceeded';

/** For a query that was stopped, as it took more than was thought. */
export const SCAN_LIMIT_REACHED: ToolResult = {
  isError: true,
  content: null,
  text: '',
  errorCode: SCAN_LIMIT_CODE,
  requestId: null,
};

function refused(bytes: number, left: number, maxGb: number): ToolResult {
  return {
    isError: true,
    content: null,
    text: `It is likely to scan ${size(bytes)}, and of --max-scan-gb ${maxGb} ${size(left)} are left.`,
    errorCode: SCAN_LIMIT_CODE,
    requestId: null,
  };
}
