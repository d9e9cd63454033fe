// Log files on disk, served: what the tests of this room share.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  type LocalCloudWatch,
  type StandingOptions,
  serveLogs,
} from '../../src/local-cloudwatch/serve.ts';

export const KEY = 'AKIATESTTESTTESTTEST';
/** 2026-11-20T14:00:00Z */
export const NOON_MS = Date.UTC(2026, 10, 20, 14);

/** A folder with these files, removed after the test. */
export function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = writeFolder(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with these files, which the caller removes. */
export function writeFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'served-logs-'));
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

export async function serve(...paths: readonly string[]): Promise<LocalCloudWatch> {
  const options = {
    paths,
    accessKeyId: KEY,
    region: 'us-west-2',
    now: () => NOON_MS,
    startWorker: null,
  };
  const { value, diagnostics } = await serveLogs(options);
  if (value === null) throw new Error(JSON.stringify(diagnostics));
  onTestFinished(() => value.close());
  return value;
}

/** A server that clients may write to. */
export async function serveStanding(
  {
    onNotice = () => {},
    ...standing
  }: Partial<StandingOptions> & {
    onNotice?: (text: string) => void;
  } = {},
  paths: readonly string[] = [],
  now: () => number = () => NOON_MS,
): Promise<LocalCloudWatch> {
  const { value, diagnostics } = await serveLogs({
    paths,
    accessKeyId: null,
    region: 'us-west-2',
    now,
    startWorker: null,
    onNotice,
    standing: {
      host: '127.0.0.1',
      port: 0,
      dataFolder: null,
      enforceAge: false,
      maxConcurrentQueries: null,
      queryTimeoutMs: null,
      faults: [],
      ...standing,
    },
  });
  if (value === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  onTestFinished(() => value.close());
  return value;
}

/** Makes the group and stream where they are missing, and puts messages a second apart from NOON on. */
export async function put(
  served: LocalCloudWatch,
  logGroupName: string,
  messages: readonly string[],
  logStreamName = 'main',
): Promise<void> {
  await call(served, 'CreateLogGroup', { logGroupName });
  await call(served, 'CreateLogStream', { logGroupName, logStreamName });
  const logEvents = messages.map((message, index) => ({
    timestamp: NOON_MS + index * 1_000,
    message,
  }));
  const { httpStatus, text } = await call(served, 'PutLogEvents', {
    logGroupName,
    logStreamName,
    logEvents,
  });
  if (httpStatus !== 200) throw new Error(text);
}

const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=${KEY}/20261120/us-west-2/logs/aws4_request, SignedHeaders=host, Signature=0`;

export interface Reply {
  readonly httpStatus: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of seven operations, read by tests field by field
  readonly body: any;
  readonly text: string;
}

/** One request as an SDK sends it; headers may be overridden. */
export async function call(
  served: Pick<LocalCloudWatch, 'url'>,
  operation: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const response = await fetch(served.url, {
    method: 'POST',
    headers: {
      authorization: AUTHORIZATION,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Logs_20140328.${operation}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { httpStatus: response.status, headers: response.headers, body: JSON.parse(text), text };
}

/** Runs a query over [NOON − 10 days, NOON + 10 days] or the given seconds and waits for its end. */
export async function query(
  served: LocalCloudWatch,
  logGroupNames: readonly string[],
  queryString: string,
  window: { readonly startTime: number; readonly endTime: number } = {
    startTime: NOON_MS / 1000 - 864_000,
    endTime: NOON_MS / 1000 + 864_000,
  },
) {
  const started = await call(served, 'StartQuery', { logGroupNames, queryString, ...window });
  const { queryId } = started.body;
  if (queryId === undefined) throw new Error(JSON.stringify(started.body));
  for (;;) {
    const { body } = await call(served, 'GetQueryResults', { queryId });
    if (body.status !== 'Scheduled' && body.status !== 'Running') return body;
  }
}

/** All events of a group by FilterLogEvents, as `[ms, stream, message]`. */
export async function allEvents(
  served: LocalCloudWatch,
  logGroupName: string,
): Promise<readonly (readonly [number, string, string])[]> {
  const { body } = await call(served, 'FilterLogEvents', { logGroupName });
  return body.events.map((event: Record<string, unknown>) => [
    event.timestamp,
    event.logStreamName,
    event.message,
  ]);
}

/** Names of all log groups. */
export async function groupNames(served: LocalCloudWatch): Promise<readonly string[]> {
  const { body } = await call(served, 'DescribeLogGroups', {});
  return body.logGroups.map((group: { logGroupName: string }) => group.logGroupName);
}
