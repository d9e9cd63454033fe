// What a query of the model may scan, told before it is started: what it is likely to take has to fit into what
// `--max-scan-gb` leaves.
import { size } from '../../report/format.ts';
import { BYTES_PER_GB, dollars, scanDollars } from '../../report/scan-price.ts';
import { confirmedLogGroups } from '../case-file.ts';
import type { RunContext } from '../context.ts';
import type { QueryPlan } from '../query.ts';
import { bytesScanned } from '../run-scan.ts';
import { estimateScan } from '../scan-estimate.ts';

export type Reservation =
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'granted';
      /** What is told to the model beside the answer. */
      readonly inWords: string;
      /** To be called when the query has ended, with what it scanned. */
      ended(bytes: number): void;
    };

/** Keeps room for a query, or says why there is none. A size that is not known does not stop it. */
export function reserveScan(context: RunContext, plan: QueryPlan): Reservation {
  const { file, world, request } = context;
  const { analyst } = world;
  if (analyst === null || file.modelWork === null) return NOBODY;
  const { scan } = file.modelWork;
  const groups = confirmedLogGroups(file).filter(
    ({ name, region }) => region === plan.region && plan.logGroupNames.includes(name),
  );
  const { bytes, unknown } = estimateScan(groups, plan.window, context.startedMs);
  const { scanGb } = analyst.limits;
  const left = Math.max(0, scanGb * BYTES_PER_GB - bytesScanned(file.scan) - scan.pendingBytes);
  if (bytes > left || left === 0) {
    scan.refused++;
    return { kind: 'refused', why: tooMuch(bytes, left, scanGb) };
  }
  scan.queries++;
  scan.estimatedBytes += bytes;
  scan.pendingBytes += bytes;
  for (const name of unknown) scan.unknown.add(`${plan.region} ${name}`);
  const cost = request.local ? '' : `, ${dollars(scanDollars(bytes))}`;
  return {
    kind: 'granted',
    inWords: unknown.length > 0 ? 'size unknown beforehand' : `estimated ${size(bytes)}${cost}`,
    ended: (scanned) => {
      scan.pendingBytes -= bytes;
      scan.bytesScanned += scanned;
    },
  };
}

const NOBODY: Reservation = { kind: 'refused', why: 'No model is asked in this run.' };

const tooMuch = (bytes: number, left: number, scanGb: number) =>
  `It was not started: it is likely to scan ${size(bytes)}, and of the limit --max-scan-gb ${scanGb} ${size(left)} are left. Name fewer log groups or a shorter time, or conclude with what there is.`;
