// What a run's queries were thought to scan and to cost, and what they did, as the report tells it.
import { scanDollars } from '../report/scan-price.ts';
import type { Report } from '../report/types.ts';
import type { RunContext } from './context.ts';
import { bytesEstimated, bytesScanned } from './run-scan.ts';

/** Digits after the point of an amount of dollars. */
const DECIMALS = 6;

const usd = (bytes: number) => Number(scanDollars(bytes).toFixed(DECIMALS));

export function scanUsage({ file, request, world }: RunContext): Pick<Report['usage'], 'scan'> {
  if (request.local) return {};
  const { scan } = file;
  return {
    scan: {
      estimatedBytes: bytesEstimated(scan),
      usd: usd(bytesScanned(scan)),
      estimatedUsd: usd(bytesEstimated(scan)),
      unknown: scan.unknown.size,
      refused: scan.refused,
      maxScanGb: world.maxScanGb,
    },
  };
}
