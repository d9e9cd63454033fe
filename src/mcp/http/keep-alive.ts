// Keeps a stream of events open while nothing is told: clients give up on a body that is silent for minutes.
import type { ServerResponse } from 'node:http';

export const KEEP_ALIVE_MS = 30_000;

/** A comment, which readers of events skip. */
const COMMENT = ': still at work\n\n';

/** From before the head of the response is written, until it is closed. */
export function keepAlive(response: ServerResponse, everyMs: number): void {
  // Proxies pass events on at once. And with one header set, Node keeps those that come with the head to be read.
  response.setHeader('x-accel-buffering', 'no');
  const timer = setInterval(() => {
    if (isEvents(response) && !response.writableEnded) response.write(COMMENT);
  }, everyMs);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}

const isEvents = (response: ServerResponse) =>
  response.headersSent &&
  String(response.getHeader('content-type')).startsWith('text/event-stream');
