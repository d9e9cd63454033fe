// Where the `logs` commands look: local files or a region of AWS, through the same tools as an investigation.
import { z } from 'zod';
import type { ToolResult, Tools } from '../agent/tools.ts';
import { Failure } from '../base/failure.ts';
import { inSentences } from '../base/in-sentences.ts';
import type { Outgoing } from '../base/outgoing.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import { isCredentialsFault, refusedBy } from '../run/faults.ts';
import { LIST_COMMAND } from '../run/list-log-groups.ts';
import { type BegunLogs, beginSource, type Told } from './begun-logs.ts';
import { readConfig } from './config.ts';
import { readRegions } from './regions.ts';
import { defaultRegion, readingOf, type Wired, wireAws, wireBegun, wireEarly } from './wiring.ts';

export interface SourceOptions {
  readonly logs?: readonly string[];
  readonly region?: string;
}

/** A call that takes longer has hung. */
const CALL_TIMEOUT_MS = 60_000;

/** Throws Failure `usage` where neither files nor a region are named. */
export async function openSource(
  options: SourceOptions,
  cli: Told,
  access?: AwsAccess,
  outgoing?: Outgoing,
): Promise<Wired> {
  const region = options.region === undefined ? null : (readRegions([options.region])[0] ?? null);
  if (options.logs !== undefined) {
    const wired = await wireBegun(beginSource(options.logs, region, cli), outgoing);
    tellReading(wired, cli);
    return wired;
  }
  const known = region ?? readConfig().region ?? (await defaultRegion(access?.profile));
  if (known !== null) return wireAws(known, access, outgoing);
  throw new Failure(
    'usage',
    'Neither --logs nor --region was given.',
    [],
    [
      { label: 'For local files', add: ['--logs', 'PATH'] },
      { label: 'For AWS', add: ['--region', 'us-west-2'] },
    ],
  );
}

function tellReading({ notices, gaps }: Pick<Wired, 'notices' | 'gaps'>, { stderr }: Told): void {
  for (const notice of notices) stderr.write(`${notice}\n`);
  for (const gap of gaps) stderr.write(`${inSentences([gap.what, gap.why])}\n`);
}

/** Tools that can be asked at once. */
export interface EarlySource extends Pick<Wired, 'tools' | 'close'> {
  /** When there are answers, and it is told what of local files was not read. Rejects with Failure `usage`. */
  readonly read: Promise<void>;
}

/** As `openSource`, without waiting for logs that were begun. Throws Failure `usage`. */
export async function openEarly(
  options: SourceOptions,
  cli: Told,
  begun: BegunLogs | null,
): Promise<EarlySource> {
  if (begun === null) return { ...(await openSource(options, cli)), read: Promise.resolve() };
  const early = await wireEarly(begun);
  const read = readingOf(begun).then((reading) => tellReading(reading, cli));
  // Told to who waits for it.
  read.catch(() => {});
  return { ...early, read };
}

/** The content of a tool's answer. Throws Failure in the service's words. */
export async function ask<T>(
  tools: Tools,
  name: string,
  args: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  const result = await tools.call(name, args, { signal, timeoutMs: CALL_TIMEOUT_MS });
  if (result.isError) throw failureOf(name, result);
  return schema.parse(result.content);
}

function failureOf(name: string, result: ToolResult): Failure {
  const message = `${name}: ${result.text}`;
  if (isCredentialsFault(result)) return refusedBy(name, message, result);
  const errorCode = result.errorCode ?? '';
  const usage = /^(?:MalformedQuery|InvalidParameter|ResourceNotFound|OperationRefused)/.test(
    errorCode,
  );
  const again = /^ResourceNotFound/.test(errorCode) ? [LIST_COMMAND] : [];
  return new Failure(usage ? 'usage' : 'failed', message, [], again);
}

const GROUP = z.object({
  logGroupName: z.string(),
  creationTime: z.number().optional(),
  storedBytes: z.number().optional(),
  retentionInDays: z.number().optional(),
});
export type ListedGroup = z.infer<typeof GROUP>;
const GROUPS = z.object({
  logGroups: z.array(GROUP).default([]),
  nextToken: z.string().optional(),
});

/** All log groups, or those whose name holds `part`. */
export async function listGroups(
  tools: Tools,
  part: string | null,
  signal: AbortSignal,
): Promise<readonly ListedGroup[]> {
  const groups: ListedGroup[] = [];
  const wanted = part === null ? {} : { logGroupNamePattern: part };
  for (let nextToken: string | undefined; ; ) {
    const args = nextToken === undefined ? wanted : { ...wanted, nextToken };
    const page = await ask(tools, 'describe-log-groups', args, GROUPS, signal);
    groups.push(...page.logGroups);
    nextToken = page.nextToken;
    if (nextToken === undefined) return groups;
  }
}
