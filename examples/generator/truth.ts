// What the example holds, by construction: window, incident, and how many errors of which kind where and when.

const time = (text: string) => Date.parse(`2026-11-20T${text}Z`);

/** [startMs, endMs) of all logs. */
export const WINDOW = { startMs: time('12:00:00'), endMs: time('16:00:00') };
/** [startMs, endMs) in which the connection pool was exhausted. */
export const BURST = { startMs: time('14:15:00'), endMs: time('14:45:00') };

/** The setting that gave the settlement batch too many workers. */
export const CHANGE_MS = time('14:06:41.318');
export const BATCH_START_MS = time('14:07:00.004');
export const BATCH_END_MS = time('14:44:58.402');
/** An earlier run of the batch, with two workers: it did no harm. */
export const EARLIER_BATCH_MS = time('12:07:00.006');

export const PROCESSOR = '/aws/lambda/payment-service-processor';
export const VALIDATOR = '/aws/lambda/payment-service-validator';
export const APPLICATION = '/payment-service/application';
/** Not the application's: its name holds an environment word. */
export const STAGING = '/aws/lambda/payment-service-staging-processor';

export type ErrorKind = 'pool' | 'null-pointer' | 'gateway';

export interface Planned {
  readonly kind: ErrorKind;
  readonly logGroup: string;
  readonly inBurst: number;
  readonly outside: number;
}

/** 847 errors, 423 of them in the burst. */
export const PLAN: readonly Planned[] = [
  { kind: 'pool', logGroup: PROCESSOR, inBurst: 256, outside: 118 },
  { kind: 'gateway', logGroup: PROCESSOR, inBurst: 10, outside: 72 },
  { kind: 'pool', logGroup: VALIDATOR, inBurst: 24, outside: 12 },
  { kind: 'null-pointer', logGroup: VALIDATOR, inBurst: 25, outside: 173 },
  { kind: 'pool', logGroup: APPLICATION, inBurst: 108, outside: 49 },
];
