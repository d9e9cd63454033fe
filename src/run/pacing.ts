// Tools that are called no more often than AWS allows an account in a region, so that a run does not throttle itself
// or others: a call that would be too early waits.
import type { ToolCallOptions, Tools } from '../agent/tools.ts';
import { SECOND_MS } from '../base/time-range.ts';

/** Calls a second that AWS allows, and takes at once after a pause: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const CALLS_PER_SECOND: Readonly<Record<string, number>> = {
  'describe-log-groups': 10,
  'describe-log-streams': 25,
  'describe-queries': 10,
  'start-query': 10,
  'get-query-results': 10,
  'stop-query': 10,
  'filter-log-events': 5,
  'get-log-events': 10,
  // Of other services: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html and
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
  'lookup-events': 2,
  'describe-alarms': 9,
  'describe-alarm-history': 20,
  'get-metric-data': 50,
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
  // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html
  'list-versions-by-function': 10,
  'list-aliases': 10,
  'list-clusters': 20,
  'list-services': 20,
  'describe-services': 20,
  // CloudFormation tells no number; it throttles above a few.
  'describe-stack-resources': 5,
  'describe-stack-events': 5,
};

export interface PacingClock {
  now(): number;
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** The same tools, each at its rate in each region. */
export function paced(tools: Tools, clock: PacingClock): Tools {
  /** When the allowance of a tool in a region is used up, if nothing more is called: UTC milliseconds. */
  const busyUntil = new Map<string, number>();
  return {
    list: () => tools.list(),
    call: async (name, args, options) => {
      const perSecond = CALLS_PER_SECOND[name];
      if (perSecond !== undefined)
        await turnOf(busyUntil, `${name} ${String(args.region ?? '')}`, perSecond, clock, options);
      return tools.call(name, args, options);
    },
  };
}

async function turnOf(
  busyUntil: Map<string, number>,
  key: string,
  perSecond: number,
  { now, sleep }: PacingClock,
  { signal }: ToolCallOptions,
): Promise<void> {
  const until = Math.max(busyUntil.get(key) ?? 0, now()) + SECOND_MS / perSecond;
  busyUntil.set(key, until);
  const waitMs = until - now() - SECOND_MS;
  if (waitMs > 0 && !signal.aborted) await sleep(waitMs, signal);
}
