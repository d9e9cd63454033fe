// A new certificate breaks what is signed, encrypted or logged in to with it, and nothing else.
import { expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, event, minute } from './cases.ts';

function judged(message: string, change: string) {
  const { rootCauses, ruledOut } = diagnose(
    caseOf({
      findings: [{ id: 'F1', message, count: 400, rhythm: 'onset', from: 120, to: 239 }],
      context: [event(minute(119.9), change, '/shop/identity')],
    }),
  );
  const trigger = rootCauses[0]?.trigger?.message ?? null;
  return { trigger, because: ruledOut.map((row) => row.because).join('\n') };
}
const RENEWED = 'INFO certificate renewed and activated, old certificate retired';
const NOTHING = 'such a failure is nothing that a change of this kind brings about';

test.each([
  ['invalid signature: JsonWebTokenError: invalid signature', `INFO signing ${RENEWED.slice(5)}`],
  [
    'FATAL: password authentication failed for user "app" (client certificate)',
    'INFO client certificate for the database rotated',
  ],
  ['call failed: dial tcp 10.0.3.7:8443: connect: connection refused', RENEWED],
  ['POST https://pay.test/v1 failed: 503 Service Unavailable', RENEWED],
  ['x509: certificate signed by unknown authority', RENEWED],
  ['java.lang.IllegalArgumentException: no private key in the keystore', RENEWED],
])('a new certificate may have set off: %s', (message, change) => {
  const { trigger, because } = judged(message, change);
  expect(trigger).toBe(change);
  expect(because).not.toContain(NOTHING);
});

test.each([
  'HikariPool-1 - Connection is not available, request timed out after 30000ms',
  'write failed: ENOSPC: no space left on device',
  'java.lang.OutOfMemoryError: Java heap space',
  'java.lang.NullPointerException: Cannot invoke "Price.amount()" because "price" is null',
  'ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded',
])('none sets off: %s', (message) => {
  const { trigger, because } = judged(message, RENEWED);
  expect(trigger).toBeNull();
  expect(because).toContain(NOTHING);
});
