// Carries calls to CloudWatch Logs out with the AWS SDK for JavaScript, on whichever Node runs it: node FILE URL.
// A line of stdin is a call, {operation, input, pageSize?}; a line of stdout is its answer or its fault.
import { createInterface } from 'node:readline';
import * as exported from '@aws-sdk/client-cloudwatch-logs';

const sdk = Object.fromEntries(Object.entries(exported));
const client = new exported.CloudWatchLogsClient({
  endpoint: process.argv[2],
  region: 'us-west-2',
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
});

/** Pages are joined: a list that all have becomes one. */
async function paged(operation, input, pageSize) {
  const joined = {};
  for await (const page of sdk[`paginate${operation}`]({ client, pageSize }, input))
    for (const [name, value] of Object.entries(page))
      if (Array.isArray(value)) joined[name] = [...(joined[name] ?? []), ...value];
  return joined;
}

async function answerTo({ operation, input, pageSize }) {
  try {
    if (pageSize !== undefined) return { answer: await paged(operation, input, pageSize) };
    const { $metadata, ...answer } = await client.send(new sdk[`${operation}Command`](input));
    return { answer };
  } catch (error) {
    const { startCharOffset, endCharOffset } = error.queryCompileError?.location ?? {};
    const place = startCharOffset === undefined ? null : [startCharOffset, endCharOffset];
    return { fault: { code: error.name, message: error.message, place } };
  }
}

for await (const line of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await answerTo(JSON.parse(line)))}\n`);
