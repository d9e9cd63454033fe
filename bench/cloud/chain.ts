// The longest chain of calls of a run that depend on each other, by the delays that were injected: what no plan can be
// faster than. Read from the journal: which calls were made, and which queries they belong to.

export interface Delays {
  readonly callMs: number;
  readonly queryMs: number;
}

interface JournalEvent {
  readonly kind: string;
  readonly at: string;
  readonly tool?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly queryId?: string;
  readonly name?: string;
  readonly purpose?: string;
}

export interface Chain {
  readonly links: readonly (readonly [what: string, ms: number])[];
  readonly ms: number;
}

export const eventsIn = (journal: string): readonly JournalEvent[] =>
  journal
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{"kind":"case-frozen"'))
    .map((line) => JSON.parse(line) as JournalEvent);

/** Log groups first; then the search; after it the survey and what is around the onsets, beside a normal time. */
export function longestChain(events: readonly JournalEvent[], { callMs, queryMs }: Delays): Chain {
  const calls = events.filter(({ kind }) => kind === 'tool-call-started');
  const asked = (tool: string, argument: string) =>
    calls.some((call) => call.tool === tool && call.arguments?.[argument] !== undefined)
      ? callMs
      : 0;
  const pagesOf = (queryId: string | undefined) =>
    calls.filter(
      ({ tool, arguments: args }) =>
        tool === 'get-query-results' && args?.queryId === queryId && args?.nextToken !== undefined,
    ).length;
  const queries = events.filter(({ kind }) => kind === 'query-started');
  const longest = (...names: readonly string[]) =>
    Math.max(
      0,
      ...queries
        .filter(({ name = '' }) => names.includes(name))
        .map(({ queryId }) => (2 + pagesOf(queryId)) * callMs + queryMs),
    );
  const forms = new Set(calls.flatMap(({ arguments: args }) => args?.logGroupNamePattern ?? []));
  const analysis: (readonly [string, number])[] = [
    ['survey', longest('survey')],
    ['around the onsets', longest('changes', 'unusual', 'context')],
  ];
  const normal = [['normal time', longest('baseline')]] as const;
  const last = sum(analysis) >= sum(normal) ? analysis : normal;
  const links = [
    ['list the log groups', Math.min(2, forms.size) * callMs],
    ['describe them', asked('describe-log-groups', 'logGroupNamePrefix')],
    ['list their streams', asked('describe-log-streams', 'logGroupName')],
    ['search', longest('volume', 'edges', 'candidates')],
    ...last,
  ] as const;
  return { links, ms: sum(links) };
}

const sum = (links: readonly (readonly [string, number])[]) =>
  links.reduce((total, [, ms]) => total + ms, 0);

/** Queries of the public procedure for each log group: one for errors, one for exceptions. */
const QUERIES_PER_GROUP = 2;

/** The procedure as it is written: log groups listed, then each looked into and asked, one call after the other. */
export function literalMs(groups: number, { callMs, queryMs }: Delays): number {
  const lookInto = 2 * callMs;
  const query = callMs + queryMs + callMs;
  return callMs + groups * (lookInto + QUERIES_PER_GROUP * query);
}
