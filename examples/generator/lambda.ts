// A Lambda function's log: invocations on instances, each instance busy until its invocation ends.
import { FAILURES, finished, type Line, received, STAGING_FAILURE, warning } from './messages.ts';
import { type Random, requestId } from './random.ts';
import { errorTimes, evenTimes } from './schedule.ts';
import type { Event } from './subscription.ts';
import { type ErrorKind, PLAN, WINDOW } from './truth.ts';

export interface Lambda {
  readonly logGroup: string;
  readonly validator: boolean;
  readonly memoryMb: number;
  /** Invocations that go well. */
  readonly healthy: number;
}

interface Invocation {
  readonly startMs: number;
  /** When it writes its last own line. */
  readonly lastMs: number;
  readonly kind: ErrorKind | null;
}

interface Instance {
  readonly logStream: string;
  freeMs: number;
}

/** Every healthy invocation has ended this long before the logs do. */
const TAIL_MS = 2_000;
const SLOT_MS = 60_000;
const WAIT_MS = 30_000;

export function lambdaEvents(lambda: Lambda, random: Random): readonly Event[] {
  const range = { startMs: WINDOW.startMs + 1_000, endMs: WINDOW.endMs - TAIL_MS };
  const healthy = evenTimes(lambda.healthy, range, SLOT_MS, random).map((startMs) => {
    const lastMs = startMs + random.whole(12, lambda.validator ? 90 : 420);
    return { startMs, lastMs, kind: null };
  });
  const failing = PLAN.filter(({ logGroup }) => logGroup === lambda.logGroup).flatMap((planned) =>
    errorTimes(planned, random).map((lastMs) => toFailing(planned.kind, lastMs, random)),
  );
  const invocations = [...healthy, ...failing].toSorted((a, b) => a.startMs - b.startMs);
  const instances: Instance[] = [];
  return invocations.flatMap((invocation) => invoke(invocation, lambda, instances, random));
}

/** A function of another environment, with errors of its own. */
export function stagingEvents(logGroup: string, errors: number, random: Random): readonly Event[] {
  const logStream = newStream(random);
  const range = { startMs: WINDOW.startMs + 5_000, endMs: WINDOW.endMs - TAIL_MS };
  return evenTimes(errors, range, SLOT_MS, random).flatMap((startMs) => {
    const id = requestId(random);
    const say = (offsetMs: number, message: string) => {
      return { logGroup, logStream, timestampMs: startMs + offsetMs, message };
    };
    return [
      say(0, `START RequestId: ${id} Version: $LATEST`),
      say(9, logLine(startMs + 9, id, STAGING_FAILURE)),
      say(12, `END RequestId: ${id}`),
      say(12, report(id, 12, 512, random)),
    ];
  });
}

function toFailing(kind: ErrorKind, lastMs: number, random: Random): Invocation {
  const waited = kind === 'null-pointer' ? 0 : WAIT_MS;
  return { startMs: lastMs - waited - random.whole(6, 48), lastMs, kind };
}

function invoke(
  { startMs, lastMs, kind }: Invocation,
  { logGroup, validator, memoryMb }: Lambda,
  instances: Instance[],
  random: Random,
): readonly Event[] {
  const endMs = lastMs + random.whole(2, 14);
  const { instance, cold } = takeInstance(instances, startMs, endMs, random);
  const id = requestId(random);
  const { logStream } = instance;
  const say = (timestampMs: number, message: string) => {
    return { logGroup, logStream, timestampMs, message };
  };
  const write = (timestampMs: number, line: Line) => {
    return say(timestampMs, logLine(timestampMs, id, line));
  };
  const hint = kind === null ? null : warning(kind, random);
  const hintMs = lastMs - (kind === 'gateway' ? 15_000 : 2);
  return [
    ...(cold ? [say(startMs, INIT)] : []),
    say(startMs, `START RequestId: ${id} Version: $LATEST`),
    write(startMs + 2, received(random, kind, validator)),
    ...(hint === null ? [] : [write(hintMs, hint)]),
    write(lastMs, kind === null ? finished(random, validator) : FAILURES[kind]),
    say(endMs, `END RequestId: ${id}`),
    say(endMs, report(id, endMs - startMs, memoryMb, random)),
  ];
}

const INIT = 'INIT_START Runtime Version: java:17.v41';

/** The first instance that is free, else a new one: waiting invocations make the function scale out. */
function takeInstance(instances: Instance[], startMs: number, endMs: number, random: Random) {
  const free = instances.find(({ freeMs }) => freeMs < startMs);
  const instance = free ?? { logStream: newStream(random), freeMs: endMs };
  if (free === undefined) instances.push(instance);
  instance.freeMs = endMs;
  return { instance, cold: free === undefined };
}

function newStream(random: Random): string {
  return `2026/11/20/[$LATEST]${random.hex(32)}`;
}

function logLine(timestampMs: number, id: string, { level, logger, text }: Line): string {
  return `${clock(timestampMs)} ${id} ${level.padEnd(5)} ${logger} - ${text}`;
}

function report(id: string, tookMs: number, memoryMb: number, random: Random): string {
  const duration = `${tookMs - 1}.${random.whole(10, 99)}`;
  return [
    `REPORT RequestId: ${id}`,
    `Duration: ${duration} ms`,
    `Billed Duration: ${tookMs} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${random.whole(171, 236)} MB`,
  ].join('\t');
}

/** `2026-11-20 14:15:02.123`, as Log4j writes the time of an event. */
export function clock(timestampMs: number): string {
  return new Date(timestampMs).toISOString().replace('T', ' ').replace('Z', '');
}
