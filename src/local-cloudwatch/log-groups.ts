// Log groups as operations name them: by name or ARN, and the refusals where there is none.
import type { GroupTotals, StreamTotals } from './input/log-file.ts';
import { type Account, invalidParameter, notFound } from './protocol.ts';

export function groupArn({ region }: Account, { accountId, name }: GroupTotals): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

/** UTC ms of a group's first event, which stands for its creation. */
export function firstEventMs(streams: Iterable<StreamTotals>): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { firstMs } of streams) first = Math.min(first, firstMs);
  return first;
}

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
): GroupTotals {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw invalidParameter('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  const identifier =
    logGroupIdentifier === undefined ? undefined : nameOfIdentifier(logGroupIdentifier);
  const name = logGroupName ?? identifier;
  if (name === undefined) {
    throw invalidParameter('Either logGroupName or logGroupIdentifier must be specified.');
  }
  const group = account.store.groups.get(name);
  if (group === undefined) throw notFound('The specified log group does not exist.');
  return group;
}

/** Order of names by their UTF-16 code units: CloudWatch sorts by ASCII. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
