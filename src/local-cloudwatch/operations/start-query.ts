// StartQuery: times in epoch seconds, both ends included; a query that does not compile is refused with its place.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
import { z } from 'zod';
import { nameOfIdentifier } from '../log-groups.ts';
import { type Account, type Answer, invalidParameter, notFound, Refusal } from '../protocol.ts';
import { MAX_OPEN_QUERIES } from '../query-jobs.ts';
import type { Selection } from '../scan.ts';
import { validate } from '../validation.ts';

const GROUP_NAMES = z.array(z.string().min(1).max(2048)).min(1).max(50);
const REQUEST = z.object({
  logGroupName: z.string().min(1).max(512).optional(),
  logGroupNames: GROUP_NAMES.optional(),
  logGroupIdentifiers: GROUP_NAMES.optional(),
  startTime: z.int().min(0),
  endTime: z.int().min(0),
  queryString: z.string().max(10_000),
  queryLanguage: z.enum(['CWLI', 'SQL', 'PPL']).default('CWLI'),
  limit: z.int().min(1).max(100_000).optional(),
});
type Request = z.infer<typeof REQUEST>;

/** A larger number of seconds is a time in milliseconds that someone forgot to divide: the year 5138. */
const SECONDS_BELOW = 1e11;

export function startQuery(body: unknown, account: Account): Answer {
  const request = validate(REQUEST, body);
  if (request.queryLanguage !== 'CWLI') {
    throw invalidParameter(
      `Query language ${request.queryLanguage} is not supported on local logs.`,
    );
  }
  const logGroups = requestedGroups(request, account);
  const query = compiled(request.queryString, account);
  const selection: Selection = { logGroups, ...windowOf(request) };
  const queryId = account.jobs.start({ query, selection, limit: request.limit ?? null });
  if (queryId === null) {
    throw new Refusal(
      'LimitExceededException',
      `Account maximum query concurrency limit of [${MAX_OPEN_QUERIES}] reached.`,
    );
  }
  return { queryId };
}

function windowOf({ startTime, endTime }: Request): Pick<Selection, 'startMs' | 'endMs'> {
  const startMs = toMs(startTime);
  const endMs = toMs(endTime);
  if (startMs > endMs) throw invalidParameter('The start time must not be after the end time.');
  return { startMs, endMs };
}

function toMs(time: number): number {
  return time < SECONDS_BELOW ? time * 1_000 : time;
}

/** A group that is named twice is scanned once. */
function requestedGroups(request: Request, account: Account): ReadonlySet<string> {
  const { logGroupName, logGroupNames, logGroupIdentifiers } = request;
  const given = [
    logGroupName && [logGroupName],
    logGroupNames,
    logGroupIdentifiers?.map(nameOfIdentifier),
  ];
  const [names, ...others] = given.filter((one) => one !== undefined && one !== '');
  if (names === undefined || typeof names === 'string' || others.length > 0) {
    throw invalidParameter(
      'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.',
    );
  }
  for (const name of names) {
    if (account.store.groups.has(name)) continue;
    throw notFound(`Log group '${name}' does not exist.`);
  }
  return new Set(names);
}

function compiled(queryString: string, account: Account) {
  const { query, diagnostics } = account.compile(queryString);
  if (query !== null) return query;
  const [fault] = diagnostics.filter(({ severity }) => severity === 'error');
  const help = fault?.help === null || fault?.help === undefined ? '' : ` (${fault.help})`;
  const message = `${fault?.message ?? 'The query cannot be understood'}${help}`;
  const location = {
    startCharOffset: fault?.span?.start ?? 0,
    endCharOffset: fault?.span?.end ?? queryString.length,
  };
  throw new Refusal('MalformedQueryException', message, {
    queryCompileError: { location, message },
  });
}
