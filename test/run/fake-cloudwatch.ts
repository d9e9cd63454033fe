// A CloudWatch of two log groups and a handful of events, at the level of tools: for runs without an endpoint.
import { NOW, ok, type Script } from './fake-world.ts';

const GROUP = '/aws/lambda/payment-service';
const STREAM = '2026/11/20/[$LATEST]a';

export interface FakeEvent {
  readonly secondsBeforeEnd: number;
  readonly message: string;
}

const time = (event: FakeEvent) =>
  new Date(NOW - event.secondsBeforeEnd * 1_000).toISOString().replace('T', ' ').slice(0, 23);

const row = (event: FakeEvent, index: number) => [
  { field: '@timestamp', value: time(event) },
  { field: '@message', value: event.message },
  { field: '@logStream', value: STREAM },
  { field: '@log', value: `123456789012:${GROUP}` },
  { field: '@ptr', value: `ptr-${index}` },
];

/** An ordinary event before all errors; only queries for events of any level see it. */
const served: FakeEvent = { secondsBeforeEnd: 1_500, message: 'INFO request served in 12 ms' };

/** Context, as opposed to candidates: nothing but times and announcements is filtered. */
const ofAnyLevel = (text: string) => /fields @timestamp[^|]*\n\| sort @timestamp/.test(text);

/** Answers for a run over `events`; single tools may be replaced. */
export function fakeCloudWatch(events: readonly FakeEvent[], replaced: Script = {}): Script {
  const queries: string[] = [];
  return {
    'describe-log-groups': () =>
      ok({
        logGroups: [GROUP, `${GROUP}-staging`].map((logGroupName) => ({
          logGroupName,
          creationTime: 0,
        })),
      }),
    'describe-log-streams': () =>
      ok({
        logStreams: [{ logStreamName: STREAM, firstEventTimestamp: 0, lastEventTimestamp: NOW }],
      }),
    'start-query': (args) => ok({ queryId: `q${queries.push(String(args.queryString)) - 1}` }),
    'get-query-results': (args) => {
      const text = queries[Number(String(args.queryId).slice(1))] ?? '';
      const edges = /stats count\(\*\) as events/.test(text);
      const results = edges
        ? []
        : (ofAnyLevel(text) && events.length > 0 ? [served, ...events] : events).map(row);
      return ok({
        status: 'Complete',
        results,
        statistics: {
          recordsMatched: results.length,
          recordsScanned: events.length === 0 ? 0 : events.length + 500,
          bytesScanned: 9_000,
        },
      });
    },
    'stop-query': () => ok({ success: true }),
    ...replaced,
  };
}

/** Refused connections from 20 to 10 minutes before the end. */
export const refusedConnections: readonly FakeEvent[] = Array.from({ length: 60 }, (_, index) => ({
  secondsBeforeEnd: 1_200 - index * 10,
  message: `ERROR redis command failed: connect ECONNREFUSED 10.0.4.17:6379 attempt=${index}`,
}));
