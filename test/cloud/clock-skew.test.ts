// The clock of this machine differs from AWS's: it is told, the last hours are those of AWS, signatures are corrected by
// the SDK, and where that does not help the clock is named.
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { reportOf, runProgram, unwrapped } from '../cli/program.ts';
import { type Fate, startFaultProxy } from './fault-proxy.ts';
import { type Account, openAccount } from './faulty-run.ts';

const MINUTE_MS = 60_000;
const STUCK: Fate = {
  kind: 'refuse',
  status: 400,
  code: 'InvalidSignatureException',
  message: 'Signature expired: 20261120T160000Z is now earlier than 20261120T163500Z',
};

/** AWS's clock is so much ahead of this machine's. */
const ahead = (minutes: number): Fate => ({ kind: 'skew', skewMs: minutes * MINUTE_MS });

/** The last failure is two minutes old by a clock that is `aheadMinutes` ahead. */
async function accountAt(aheadMinutes: number): Promise<Account> {
  const nowMs = Date.now() + aheadMinutes * MINUTE_MS;
  const account = await openAccount({
    'orders-api': [
      [nowMs - 180 * MINUTE_MS, 'INFO started'],
      [nowMs - 61.5 * MINUTE_MS, 'ERROR order failed: too old to be asked for'],
      [nowMs - 2 * MINUTE_MS, 'ERROR order failed: connect ECONNREFUSED 10.0.4.17:5432'],
    ],
  });
  onTestFinished(() => account.close());
  return account;
}

async function run(account: Account, fate: Fate, ...flags: readonly string[]) {
  const proxy = await startFaultProxy(() => account.url, { fateOf: () => fate });
  const ran = await runProgram(['orders', '--region', 'us-west-2', ...flags], {
    env: {
      AWS_ENDPOINT_URL: proxy.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    },
  });
  await proxy.close();
  return ran;
}

test.each([
  ['accepted all the same', 4, 'The clock of this machine is 4 minutes'],
  ['corrected after the first refusal', 40, 'The clock of this machine is 40 minutes'],
  ['accepted all the same, ahead of AWS', -4, 'The clock of this machine is 4 minutes'],
])('the last hour is that of AWS where signatures are %s', async (_, minutes, said) => {
  const ran = await run(await accountAt(minutes), ahead(minutes), '--hours', '1');
  const { totals, window, gaps } = reportOf(ran);
  expect({ code: ran.code, totals, gaps }).toMatchObject({
    code: 0,
    totals: { errors: 1, exact: true },
    gaps: [],
  });
  const endMs = Date.parse(window.analyzed.end);
  expect(Math.abs(endMs - Date.now() - minutes * MINUTE_MS)).toBeLessThan(MINUTE_MS);
  const which = minutes > 0 ? 'behind' : 'ahead of';
  const words = `${said}(?: \\d+ seconds)? ${which} that of AWS: the window ends now by the clock of AWS\\.`;
  expect(unwrapped(ran.stderr)).toMatch(new RegExp(words));
  expect(readFileSync(ran.stdout.trim(), 'utf8')).toMatch(
    new RegExp(`\\*\\*Clock:\\*\\* ${words}`),
  );
});

test('a window that was given stays as it is, and the difference is told', async () => {
  const time = (ms: number) => new Date(ms).toISOString();
  const [startMs, endMs] = [Date.now() - 60 * MINUTE_MS, Date.now() - MINUTE_MS];
  const flags = ['--start', time(startMs), '--end', time(endMs)];
  const { window } = reportOf(await run(await accountAt(3), ahead(3), ...flags));
  expect(window).toMatchObject({
    requested: { start: time(startMs), end: time(endMs) },
    clock: expect.stringMatching(
      /3 minutes(?: \d+ seconds)? behind that of AWS: the window is taken/,
    ),
  });
});

test('seconds are no difference', async () => {
  const { window } = reportOf(await run(await accountAt(0), ahead(0.5), '--hours', '1'));
  expect(window).not.toHaveProperty('clock');
});

test('where signatures are refused all the same, the clock is named', async () => {
  const { code, stderr } = await run(await accountAt(0), STUCK);
  expect(code).toBe(4);
  expect(unwrapped(stderr)).toContain('The clock of this machine and that of AWS differ');
});
