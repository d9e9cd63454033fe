// The clock of this machine differs from AWS's: the SDK corrects it, and where that does not help the clock is named.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram, unwrapped } from '../cli/program.ts';
import { type Fate, startFaultProxy } from './fault-proxy.ts';
import { type Account, END_MS, openAccount } from './faulty-run.ts';

const SKEW: Fate = { kind: 'skew', skewMs: 40 * 60_000 };
const STUCK: Fate = {
  kind: 'refuse',
  status: 400,
  code: 'InvalidSignatureException',
  message: 'Signature expired: 20261120T160000Z is now earlier than 20261120T163500Z',
};

let account: Account;
beforeAll(async () => {
  account = await openAccount({
    'orders-api': [
      [END_MS - 3_600_000, 'INFO started'],
      [END_MS - 60_000, 'ERROR order failed: connect ECONNREFUSED 10.0.4.17:5432'],
    ],
  });
});
afterAll(() => account.close());

async function run(fate: Fate) {
  const proxy = await startFaultProxy(() => account.url, { fateOf: () => fate });
  const time = (ms: number) => new Date(ms).toISOString();
  const ran = await runProgram(
    [
      'orders',
      ...['--region', 'us-west-2', '--start', time(END_MS - 7_200_000), '--end', time(END_MS)],
    ],
    {
      env: {
        AWS_ENDPOINT_URL: proxy.url,
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      },
    },
  );
  await proxy.close();
  return ran;
}

test('signatures are dated by the clock of AWS after the first refusal', async () => {
  expect((await run(SKEW)).code).toBe(0);
});

test('where they are refused all the same, the clock is named', async () => {
  const { code, stderr } = await run(STUCK);
  expect(code).toBe(4);
  expect(unwrapped(stderr)).toContain('The clock of this machine and that of AWS differ');
});
