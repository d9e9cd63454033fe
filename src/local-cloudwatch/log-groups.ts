// Log groups as operations name them: by name or ARN, and the refusals where there is none.
import { z } from 'zod';
import { type GroupView, groupNamed, type StreamView } from './catalog.ts';
import type { HeldGroup } from './held/types.ts';
import { type Account, invalidParameter, notFound, Refusal } from './protocol.ts';

export function groupArn({ region }: Account, { accountId, name }: GroupView): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

export const GROUP_NAME = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/);
/** Source: CloudWatch Logs API, CreateLogStream: neither `:` nor `*`. */
export const STREAM_NAME = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^:*]*$/);

const ARN = /^arn:[\w-]+:logs:[\w-]*:(\d{12}):log-group:([^:]+)$/;

/** A log group's name from its name or its ARN without `:*`. */
export function nameOfIdentifier(identifier: string): string {
  if (identifier.endsWith(':*')) {
    throw invalidParameter(
      "1 validation error detected: Value at 'logGroupIdentifier' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w#+=/:,.@-]*",
    );
  }
  return ARN.exec(identifier)?.[2] ?? identifier;
}

/** A log group's name from its ARN, with `:*` or without. */
export function nameOfArn(arn: string): string {
  const name = ARN.exec(arn.replace(/:\*$/, ''))?.[2];
  if (name === undefined) throw new Refusal('ValidationException', `Invalid resource ARN: ${arn}`);
  return name;
}

/** The one group that a request names by name or identifier. */
export function requestedGroup(
  account: Account,
  {
    logGroupName,
    logGroupIdentifier,
  }: {
    readonly logGroupName?: string | undefined;
    readonly logGroupIdentifier?: string | undefined;
  },
): GroupView {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalidParameter('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  const identifier =
    logGroupIdentifier === undefined ? undefined : nameOfIdentifier(logGroupIdentifier);
  const name = logGroupName ?? identifier;
  if (name === undefined) {
    throw invalidParameter('Either logGroupName or logGroupIdentifier must be specified.');
  }
  return existingGroup(account, name);
}

export function existingGroup(account: Account, name: string): GroupView {
  const group = groupNamed(account, name);
  if (group === null) throw notFound('The specified log group does not exist.');
  return group;
}

export function existingStream(group: GroupView, name: string): StreamView {
  const stream = group.stream(name);
  if (stream === null) throw notFound('The specified log stream does not exist.');
  return stream;
}

/** A group that clients may change. */
export function changeableGroup(account: Account, name: string): HeldGroup {
  const { held } = existingGroup(account, name);
  if (held !== null) return held;
  throw new Refusal(
    'InvalidOperationException',
    `The log group ${name} was read from local files and cannot be changed.`,
  );
}

/** Order of names by their UTF-16 code units: CloudWatch sorts by ASCII. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
