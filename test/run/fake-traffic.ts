// Queries that are really run over events in memory, at the level of tools: what a limit, an order or a filter hides
// is hidden here too.
import { compile } from '../../src/insights/compile.ts';
import { fault, ok, type Script } from './fake-world.ts';

export interface TrafficEvent {
  readonly timestampMs: number;
  readonly message: string;
}

/** As CloudWatch counts them, for each event 26 beside its message. */
const bytesOf = (message: string) => message.length + 26;

/** The same log group with its size, as DescribeLogGroups tells it: by that a run knows how much lies in its window. */
export function sizedTraffic(logGroup: string, events: readonly TrafficEvent[]): Script {
  const times = events.map(({ timestampMs }) => timestampMs);
  const [first, last] = [
    times.reduce((a, b) => Math.min(a, b)),
    times.reduce((a, b) => Math.max(a, b)),
  ];
  const storedBytes = events.reduce((sum, { message }) => sum + bytesOf(message), 0);
  return {
    ...fakeTraffic(logGroup, events),
    'describe-log-groups': () =>
      ok({ logGroups: [{ logGroupName: logGroup, creationTime: first, storedBytes }] }),
    'describe-log-streams': () =>
      ok({
        logStreams: [
          { logStreamName: 'app/1', firstEventTimestamp: first, lastEventTimestamp: last },
        ],
      }),
  };
}

/** `start-query` and `get-query-results` over the events of one log group. */
export function fakeTraffic(logGroup: string, events: readonly TrafficEvent[]): Script {
  const started: Readonly<Record<string, unknown>>[] = [];
  return {
    'start-query': (args) => {
      const { query, diagnostics } = compile(String(args.queryString));
      if (query === null) return fault('MalformedQueryException', diagnostics[0]?.message ?? '');
      return ok({ queryId: String(started.push(args) - 1) });
    },
    'get-query-results': ({ queryId }) => {
      const args = started[Number(queryId)] ?? {};
      const range = {
        startMs: Number(args.startTime) * 1_000,
        endMs: Number(args.endTime) * 1_000 + 999,
      };
      const run = compile(String(args.queryString)).query?.run({
        ...range,
        nowMs: range.endMs,
        limit: Number(args.limit),
      });
      let recordsScanned = 0;
      let bytesScanned = 0;
      events.forEach(({ timestampMs, message }, index) => {
        if (timestampMs < range.startMs || timestampMs > range.endMs) return;
        recordsScanned++;
        bytesScanned += bytesOf(message);
        run?.push({
          timestampMs,
          ingestionTimeMs: timestampMs,
          accountId: '123456789012',
          logGroup,
          logStream: 'app/1',
          message,
          ptr: `ptr-${index}`,
        });
      });
      const { rows = [], recordsMatched = 0 } = run?.finish() ?? {};
      return ok({
        status: 'Complete',
        results: rows,
        statistics: { recordsMatched, recordsScanned, bytesScanned },
      });
    },
  };
}
