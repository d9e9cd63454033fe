// Twelve log groups of one application that fail in the last half hour, as files that the local endpoint serves.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const APPLICATION = 'orders';
export const LOG_GROUPS = 12;
const MINUTE_MS = 60_000;
/** The window of two hours, and as much before it. */
const SPAN_MS = 240 * MINUTE_MS;
/** An event of each log group every so often: more than a survey reads whole. */
const EVERY_MS = 6_000;
const FAILING_MS = 30 * MINUTE_MS;
const FAILURE_EVERY = 10;

export function writeLogGroups(folder: string, endMs: number): void {
  mkdirSync(folder, { recursive: true });
  for (let group = 0; group < LOG_GROUPS; group++)
    writeFileSync(join(folder, `${APPLICATION}-service-${group}.jsonl`), linesOf(group, endMs));
}

function linesOf(group: number, endMs: number): string {
  const lines: string[] = [];
  for (let timestamp = endMs - SPAN_MS; timestamp < endMs; timestamp += EVERY_MS) {
    const number = lines.length;
    const isFailing = endMs - timestamp < FAILING_MS && number % FAILURE_EVERY === 0;
    const message = isFailing
      ? `ERROR order ${number} failed: connect ECONNREFUSED 10.0.${group}.17:5432`
      : `INFO order ${number} served in ${20 + (number % 17)} ms`;
    lines.push(JSON.stringify({ timestamp, message, logStream: `task-${group}` }));
  }
  return `${lines.join('\n')}\n`;
}
