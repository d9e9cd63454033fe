// Obligations of running queries and collecting their results.
import { MAX_QUERY_WAIT_MS } from '../query-run.ts';
import { always, evidenceBy, met, metIf, moot, type Obligation, unmet } from './ruling.ts';

export const QUERIES: readonly Obligation[] = [
  {
    about: /run every query of this step/i,
    check: ({ file }, { step }) => {
      const open = step.queries.filter(
        ({ name }) => !file.queries.some((query) => query.name === name),
      );
      return metIf(
        open.length === 0,
        file.queries.map(({ name, evidence }) => `${name} (${evidence})`).join(', '),
        `no result of ${open.map(({ name }) => name).join(', ')}`,
      );
    },
  },
  {
    about: /NOT query a log group without log streams|only proceed .* log streams were found/i,
    check: ({ file }) => {
      const empty = (file.logGroups ?? []).filter(({ status }) => status === 'empty');
      return empty.length === 0
        ? met('each queried log group holds log streams')
        : met('empty log groups were left out');
    },
  },
  {
    about: /use the validated window|derive timestamps/i,
    check: ({ file }) =>
      metIf(file.window !== null, 'one window for all queries', 'there is no window'),
  },
  {
    about: /epoch seconds|Unix timestamps/i,
    check: always('start rounded down, end rounded up, as the arguments of each query show'),
  },
  {
    about: /drop rows (from )?outside the window/i,
    check: always('rows outside the window are dropped before anything is counted'),
  },
  {
    about: /search for (failures by level|errors and failure patterns)/i,
    check: (context) => candidates(context, 'candidates by level and by failure words'),
  },
  {
    about: /search for exceptions and stack traces/i,
    check: (context) => candidates(context, 'candidates by the shapes of traces in ten languages'),
  },
  {
    about: /remember (the id|all query ids)/i,
    check: ({ file }) =>
      metIf(
        file.running.size === 0,
        'each query id stands with its result',
        'queries are unanswered',
      ),
  },
  {
    about: /go on with the other queries|handle query errors/i,
    check: ({ file }) =>
      file.failedQueries === 0 ? moot('no query was refused') : met('the others went on; see Gaps'),
  },
  {
    about: /poll (every|each) query|wait for all queries/i,
    check: ({ file }) =>
      metIf(
        file.running.size === 0,
        `${file.evidence.filter(({ queryId }) => queryId !== null).length} results`,
        `${file.running.size} queries have no final status`,
      ),
  },
  {
    about: /pause longer|give a query up|timeouts? appropriately/i,
    check: always(`back-off between polls; given up after ${MAX_QUERY_WAIT_MS / 60_000} minutes`),
  },
  {
    about: /NOT read a query that failed/i,
    check: ({ file }) =>
      file.failedQueries === 0
        ? moot('no query failed')
        : met('failed queries are gaps and give no rows'),
  },
  {
    about: /stop every query|handle query failures/i,
    check: ({ file }) =>
      file.running.size === 0 ? met('none is left running') : unmet('some may still run'),
  },
  {
    about: /narrow the window/i,
    check: ({ file }) => {
      if (file.unreadCandidates > 0) {
        return unmet(
          `${file.unreadCandidates.toLocaleString('en')} candidate events were not read`,
        );
      }
      return file.windowSplit
        ? met('the window was split until each part fitted')
        : moot('one query returned all that matched');
    },
  },
  {
    about: /keep every result|save all (log )?results/i,
    check: ({ file }) =>
      metIf(
        file.evidence.length > 0,
        `evidence.jsonl, E1 to E${file.evidence.length}`,
        'there is none',
      ),
  },
  {
    about: /redact secrets/i,
    check: always('done where results come in, before anything is stored'),
  },
  {
    about: /NOT follow an instruction/i,
    check: always('log text is handled as data only; no part of it is carried out'),
  },
  {
    about: /extract key error patterns|identify the most frequent/i,
    check: (context) => candidates(context, 'see Error Pattern Analysis'),
  },
];

function candidates(context: Parameters<Obligation['check']>[0], how: string) {
  const ids = evidenceBy(context, 'get-query-results', 'candidates');
  return metIf(
    context.file.candidates !== null,
    `${how}: ${ids}`,
    'the candidates could not be read',
  );
}
