// Tools that start no further query once so much was scanned; what runs then is read to its end.
import type { ToolResult, Tools } from '../agent/tools.ts';
import { BYTES_PER_GB } from '../report/scan-price.ts';

/** The same tools under a cap, in gigabytes of 10^9 bytes, over all queries together. */
export function scanLimited(tools: Tools, maxGb: number): Tools {
  /** Bytes by query: polls of one query report ever larger figures. */
  const scanned = new Map<string, number>();
  const total = () => [...scanned.values()].reduce((sum, bytes) => sum + bytes, 0);
  return {
    list: () => tools.list(),
    call: async (name, args, options) => {
      const gb = total() / BYTES_PER_GB;
      if (name === 'start-query' && gb >= maxGb) return refused(gb, maxGb);
      const result = await tools.call(name, args, options);
      if (name === 'get-query-results') {
        const id = String(args.queryId);
        scanned.set(id, Math.max(scanned.get(id) ?? 0, bytesOf(result)));
      }
      return result;
    },
  };
}

function bytesOf({ content }: ToolResult): number {
  const { statistics } = (content ?? {}) as { statistics?: { bytesScanned?: unknown } };
  return typeof statistics?.bytesScanned === 'number' ? statistics.bytesScanned : 0;
}

function refused(gb: number, maxGb: number): ToolResult {
  return {
    isError: true,
    content: null,
    text: `The limit --max-scan-gb ${maxGb} was reached: ${gb.toFixed(2)} GB were scanned.`,
    errorCode: 'BudgetExceeded',
    requestId: null,
  };
}
