// CloudWatch Logs as far as a run asks it, on the loopback: one log group, one stream, queries that a test scripts.
// The program finds it by the SDK's own variables, so it takes the same way as to AWS.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultInXml, formCall, restCall } from '../mcp/fake-deployments.ts';

const FAKE_GROUP = '/aws/lambda/checkout';
const HOUR_MS = 3_600_000;

/** What AWS answers instead of a result. */
export interface Refusal {
  readonly status: number;
  readonly name: string;
  readonly message: string;
}

export interface FakeCall {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly userAgent: string;
  /** Whose key signed it, and for which region. */
  readonly signedBy: string;
}

/** Answers by operation, of CloudFormation as XML; what is left out has a sensible one. */
type Answers = Readonly<Record<string, (body: FakeCall['body']) => object | string>>;

export interface FakeAws {
  readonly calls: readonly FakeCall[];
  /** Query texts by the id they were started under. */
  readonly queries: ReadonlyMap<string, string>;
  /** For the environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export const refusal = (status: number, name: string, message: string): Refusal => ({
  status,
  name,
  message,
});

/** An event of a candidate query's answer, `agoMs` before now. */
export function eventRow(agoMs: number, message: string): object[] {
  const time = new Date(Date.now() - agoMs).toISOString().replace('T', ' ').replace('Z', '');
  return Object.entries({
    '@timestamp': time,
    '@message': message,
    '@logStream': 'stream-1',
    '@log': `123456789012:${FAKE_GROUP}`,
    '@ptr': `ptr-${agoMs}`,
  }).map(([field, value]) => ({ field, value }));
}

export const complete = (rows: readonly object[], recordsScanned = rows.length) => ({
  status: 'Complete',
  results: rows,
  statistics: { recordsMatched: rows.length, recordsScanned, bytesScanned: 10_000 },
});

export const RUNNING = {
  status: 'Running',
  results: [],
  statistics: { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 },
};

export async function startFakeAws(answers: Answers = {}): Promise<FakeAws> {
  const calls: FakeCall[] = [];
  const queries = new Map<string, string>();
  const known: Answers = {
    DescribeLogGroups: () => ({
      logGroups: [{ logGroupName: FAKE_GROUP, creationTime: Date.now() - 1_000 * HOUR_MS }],
    }),
    DescribeLogStreams: () => ({
      logStreams: [
        {
          logStreamName: 'stream-1',
          firstEventTimestamp: Date.now() - 900 * HOUR_MS,
          lastEventTimestamp: Date.now() - 60_000,
        },
      ],
    }),
    StartQuery: ({ queryString }) => {
      const queryId = `query-${queries.size + 1}`;
      queries.set(queryId, String(queryString));
      return { queryId };
    },
    GetQueryResults: () => complete([]),
    StopQuery: () => ({ success: true }),
    LookupEvents: () => ({ Events: [] }),
    DescribeAlarms: () => ({ MetricAlarms: [], CompositeAlarms: [] }),
    DescribeAlarmHistory: () => ({ AlarmHistoryItems: [] }),
    GetMetricData: () => ({ MetricDataResults: [] }),
    ListVersionsByFunction: () => ({ Versions: [] }),
    DescribeStackResources: () => refusal(400, 'ValidationError', 'Stack for it does not exist'),
    ...answers,
  };
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const rest = restCall(request.url ?? '');
    const text = await textOf(request);
    const form = formCall(request, text);
    const operation =
      rest?.operation ??
      form?.get('Action') ??
      String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const body =
      rest !== null
        ? { FunctionName: rest.name }
        : form !== null
          ? Object.fromEntries(form)
          : (JSON.parse(text) as FakeCall['body']);
    const [, signedBy = ''] =
      /Credential=([^/]+\/\d{8}\/[^/]+)\//.exec(String(request.headers.authorization)) ?? [];
    calls.push({
      operation,
      body,
      userAgent: String(request.headers['user-agent']),
      signedBy: signedBy.replace(/\/\d{8}\//, ' '),
    });
    const made = known[operation]?.(body) ?? refusal(400, 'UnknownOperationException', operation);
    const isRefusal = typeof made === 'object' && 'name' in made && 'status' in made;
    const refused = isRefusal ? (made as Refusal) : null;
    response.writeHead(refused?.status ?? 200, {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-requestid': `request-${calls.length}`,
      ...(refused === null ? {} : { 'x-amzn-errortype': refused.name }),
    });
    const fault = refused && { __type: refused.name, message: refused.message };
    if (form === null) response.end(JSON.stringify(fault ?? made));
    else response.end(refused ? faultInXml(refused.name, refused.message) : String(made));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    queries,
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_REGION: 'us-west-2',
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
