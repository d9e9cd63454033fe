// One process that serves a folder and asks it a query over HTTP some times over, as a client of CloudWatch does:
// StartQuery, then GetQueryResults until it is complete. Bundled by engine.ts; writes the milliseconds as JSON.
import { compile } from '../../src/insights/compile.ts';
import { serveLogs } from '../../src/local-cloudwatch/serve.ts';

const ROUNDS = 20;
const QUERY = 'fields @message | limit 1';
const [, , folder = ''] = process.argv;
if (compile(QUERY).query === null) throw new Error(`${QUERY} does not compile`);
const { value: server } = await serveLogs({
  paths: [folder],
  accessKeyId: null,
  region: 'us-east-1',
  now: Date.now,
  startWorker: null,
});
if (server === null) throw new Error(`${folder} cannot be served`);
const { url } = server;
const { logGroups } = await call('DescribeLogGroups', {});
const [{ logGroupName = '' } = {}] = logGroups ?? [];
const times: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const started = performance.now();
  const window = { startTime: 0, endTime: 32_503_680_000 };
  const { queryId } = await call('StartQuery', { queryString: QUERY, logGroupName, ...window });
  for (let status = ''; status !== 'Complete'; ) {
    status = (await call('GetQueryResults', { queryId })).status ?? '';
  }
  times.push(performance.now() - started);
}
await server.close();
console.log(JSON.stringify(times));

interface Answer {
  readonly logGroups?: readonly { readonly logGroupName?: string }[];
  readonly queryId?: string;
  readonly status?: string;
}

async function call(operation: string, input: object): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const answer: Answer = JSON.parse(await response.text());
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}
