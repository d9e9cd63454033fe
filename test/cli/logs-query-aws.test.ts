// `troubleshoot logs query --region`: what is not waited for any more does not scan on.
import { expect, onTestFinished, test } from 'vitest';
import { RUNNING, refusal, startFakeAws } from './fake-aws.ts';
import { type RunOptions, runProgram } from './program.ts';

const QUERY = ['logs', 'query', 'fields @message', '--log-group', '/aws/lambda/checkout'];

async function run(answer: () => object, options: RunOptions = {}) {
  const aws = await startFakeAws({ GetQueryResults: answer });
  onTestFinished(() => aws.close());
  const ran = await runProgram([...QUERY, '--region', 'us-west-2'], { env: aws.env, ...options });
  const stopped = aws.calls
    .filter(({ operation }) => operation === 'StopQuery')
    .map(({ body }) => body.queryId);
  return { code: ran.code, stopped, started: [...aws.queries.keys()] };
}

test('a query that is interrupted is stopped', async () => {
  let interrupt = () => {};
  const onStart: RunOptions['onStart'] = (kill) => {
    interrupt = () => kill('SIGINT');
  };
  const answer = () => {
    interrupt();
    return RUNNING;
  };
  const { code, stopped, started } = await run(answer, { onStart });
  expect({ code, stopped }).toEqual({ code: 130, stopped: started });
});

test('so is one whose rows are refused', async () => {
  const { code, stopped, started } = await run(() =>
    refusal(400, 'AccessDeniedException', 'not authorized to perform: logs:GetQueryResults'),
  );
  expect({ code, stopped }).toEqual({ code: 4, stopped: started });
});
