// StartQuery: times in epoch seconds, both ends included; a query that does not compile is refused with its place.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
import { z } from 'zod';
import { isMs, queryTimeMs } from '../../insights/choices.ts';
import type { CompiledQuery, Source } from '../../insights/types.ts';
import { firstVisibleMs } from '../age.ts';
import { allGroups, type GroupView, groupNamed } from '../catalog.ts';
import { checkQueryClass } from '../log-classes.ts';
import { nameOfIdentifier } from '../log-groups.ts';
import { type Account, type Answer, invalidParameter, notFound, Refusal } from '../protocol.ts';
import { MAX_OPEN_QUERIES } from '../query-jobs.ts';
import type { Selection } from '../scan.ts';
import { namesOfSource } from '../source-groups.ts';
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

/** Log groups that SOURCE may choose. */
const MAX_SOURCE_GROUPS = 10_000;

export function startQuery(body: unknown, account: Account): Answer {
  const request = validate(REQUEST, body);
  if (request.queryLanguage !== 'CWLI') {
    throw invalidParameter(
      `Query language ${request.queryLanguage} is not supported on local logs.`,
    );
  }
  const asked = requestedNames(request);
  if (asked !== null) checkGroups(account, asked);
  const query = compiled(request.queryString, account);
  const names = asked ?? namesIn(account, query);
  const groups = names.map((name) => groupNamed(account, name)).filter((one) => one !== null);
  checkQueryClass(groups, query);
  const window = windowOf(request, account);
  const own = query.source?.window(account.now()) ?? null;
  const selection: Selection = { logGroups: new Set(names), ...(own ?? window) };
  if (account.enforceAge) checkAge(account, groups, selection);
  const { ending } = account;
  const queryId = account.jobs.start({ query, selection, limit: request.limit ?? null, ending });
  if (queryId === null) {
    throw new Refusal(
      'LimitExceededException',
      `Account maximum query concurrency limit of [${MAX_OPEN_QUERIES}] reached.`,
    );
  }
  return { queryId };
}

function windowOf(
  { startTime, endTime }: Request,
  { notice }: Account,
): Pick<Selection, 'startMs' | 'endMs'> {
  const startMs = queryTimeMs(startTime);
  const endMs = queryTimeMs(endTime);
  if (startMs > endMs) throw invalidParameter('The start time must not be after the end time.');
  if (isMs(startTime) || isMs(endTime)) {
    notice('StartQuery was given milliseconds; it takes seconds. They were read as milliseconds.');
  }
  return { startMs, endMs };
}

/** null: the request names none, so that the query must. */
function requestedNames(request: Request): readonly string[] | null {
  const { logGroupName, logGroupNames, logGroupIdentifiers } = request;
  const given = [
    logGroupName === undefined ? undefined : [logGroupName],
    logGroupNames,
    logGroupIdentifiers?.map(nameOfIdentifier),
  ];
  const [names, ...others] = given.filter((one) => one !== undefined);
  if (others.length > 0) throw notExactlyOne();
  if (names !== undefined && /^[\s|]*source\b/i.test(request.queryString)) {
    throw invalidParameter('The log groups are named both by SOURCE in the query and beside it.');
  }
  return names ?? null;
}

function notExactlyOne(): Refusal {
  return invalidParameter(
    'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.',
  );
}

/** The log groups that the query names with SOURCE. */
function namesIn(account: Account, { source }: CompiledQuery): readonly string[] {
  if (source === null) throw notExactlyOne();
  const names = namesFrom(account, source);
  checkGroups(account, names);
  return names;
}

function namesFrom(account: Account, source: Source): readonly string[] {
  const names = namesOfSource(source, allGroups(account));
  if (names.length <= MAX_SOURCE_GROUPS) return names;
  throw invalidParameter(
    `SOURCE chooses ${names.length} log groups; a query reads at most ${MAX_SOURCE_GROUPS}.`,
  );
}

function checkGroups(account: Account, names: readonly string[]): void {
  for (const name of names) {
    if (groupNamed(account, name) !== null) continue;
    throw notFound(`Log group '${name}' does not exist.`);
  }
}

/** CloudWatch refuses a window in which no group can have events. */
function checkAge(account: Account, groups: readonly GroupView[], { endMs }: Selection): void {
  if (groups.length === 0 || groups.some((group) => endMs >= firstVisibleMs(account, group)))
    return;
  const message =
    "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings";
  throw new Refusal('MalformedQueryException', message, {
    queryCompileError: { location: { startCharOffset: 0, endCharOffset: 0 }, message },
  });
}

function compiled(queryString: string, account: Account): CompiledQuery {
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
