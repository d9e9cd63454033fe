// The values of metrics, page by page: what came, what CloudWatch did not hand out, and where it ended.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import type { RunContext } from './context.ts';
import { GET_METRIC_DATA } from './signal-tools.ts';

/** Pages of 10,000 points. */
export const MAX_METRIC_PAGES = 20;
/** What CloudWatch says of a metric within an answer that succeeds. */
const FAILED = /^(?:Forbidden|InternalError)$/;

const PAGE = z.object({
  MetricDataResults: z
    .array(
      z.object({
        Id: z.string().default(''),
        Timestamps: z.array(z.number()).default([]),
        Values: z.array(z.number()).default([]),
        StatusCode: z.string().default('Complete'),
      }),
    )
    .default([]),
  NextToken: z.string().optional(),
});

export interface ValuesRead {
  /** By time, one map a metric in the order in which they were asked for. */
  readonly points: readonly ReadonlyMap<number, number>[];
  /** Of metrics that were not handed out, by their place, why. */
  readonly failed: ReadonlyMap<number, string>;
  /** Whether there are values that were not read. */
  readonly more: boolean;
  /** No page came. */
  readonly isEmpty: boolean;
  /** Of the page that did not come. */
  readonly fault: ToolResult | null;
}

export async function readValues(
  context: RunContext,
  args: Readonly<Record<string, unknown>>,
  metrics: number,
): Promise<ValuesRead> {
  const points = Array.from({ length: metrics }, (): Map<number, number> => new Map());
  const failed = new Map<number, string>();
  let nextToken: string | undefined;
  for (let pages = 0; pages < MAX_METRIC_PAGES; pages++) {
    const asked = nextToken === undefined ? args : { ...args, nextToken };
    const result = await context.calls.call(GET_METRIC_DATA.tool, asked);
    if (result.isError) return { points, failed, more: true, isEmpty: pages === 0, fault: result };
    const page = PAGE.parse(result.content);
    for (const one of page.MetricDataResults) take(one, points, failed);
    nextToken = page.NextToken;
    if (nextToken === undefined)
      return { points, failed, more: false, isEmpty: false, fault: null };
  }
  return { points, failed, more: true, isEmpty: false, fault: null };
}

function take(
  { Id, Timestamps, Values, StatusCode }: z.infer<typeof PAGE>['MetricDataResults'][number],
  points: readonly Map<number, number>[],
  failed: Map<number, string>,
): void {
  // `m3` is the fourth that was asked for.
  const place = Number(Id.slice(1));
  if (FAILED.test(StatusCode)) failed.set(place, StatusCode);
  for (const [index, ms] of Timestamps.entries()) points[place]?.set(ms, Values[index] ?? 0);
}
