// Logs of a few lines, so that a run of the program takes a fraction of a second.

const START_MS = Date.parse('2026-11-20T14:00:00Z');
const SECOND_MS = 1_000;

const at = (seconds: number) => new Date(START_MS + seconds * SECOND_MS).toISOString();

/** A line of plain text, `seconds` after 14:00:00 UTC. */
export const textLine = (seconds: number, rest: string) => `${at(seconds)} ${rest}\n`;

export interface JsonEvent {
  readonly seconds: number;
  readonly message: string;
  readonly logGroup?: string;
  readonly logStream?: string;
}

/** A JSON line with timestamp, message, log group and log stream. */
export function jsonLine({ seconds, message, logGroup, logStream }: JsonEvent): string {
  const event = {
    timestamp: START_MS + seconds * SECOND_MS,
    message,
    logGroup: logGroup ?? '/aws/lambda/checkout',
    logStream: logStream ?? 'stream-1',
  };
  return `${JSON.stringify(event)}\n`;
}

const REFUSED = 'ERROR [main] OrderStore - connect ECONNREFUSED 10.0.0.5:5432';

/** Thirty minutes of a line each half minute; from the middle on every third one is an error: 10 of 60. */
export const INCIDENT = Array.from({ length: 60 }, (_, index) => {
  const failed = index >= 30 && index % 3 === 0;
  return textLine(index * 30, failed ? REFUSED : `INFO [main] OrderStore - order ${index} stored`);
}).join('');

export const INCIDENT_EVENTS = 60;
export const INCIDENT_ERRORS = 10;

/** The same with so much else beside it that no window over it is read whole. */
export const LARGE_INCIDENT = `${INCIDENT}${textLine(1_790, `INFO ${'x'.repeat(80_000)}`).repeat(320)}`;

/** The same half hour without an error. */
export const HEALTHY = Array.from({ length: 60 }, (_, index) =>
  textLine(index * 30, `INFO [main] OrderStore - order ${index} stored`),
).join('');

/** `checkout` over the logs of the working folder. */
export const CHECKOUT = ['checkout', '--logs', 'logs'];
