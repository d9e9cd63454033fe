// Step "collect results": waits for every query, reads all candidates, and keeps what the SOP's own queries answered.
import type { LogEvent } from '../../base/log-event.ts';
import { MAX_CANDIDATE_ROWS } from '../../evidence/candidates.ts';
import type { ReportQuery } from '../../report/types.ts';
import { labelOf } from '../case-file.ts';
import { collectCandidates } from '../collect.ts';
import { done, incomplete, type Procedure, type RunContext } from '../context.ts';
import type { QueryResult } from '../query.ts';
import { awaitQuery } from '../query-run.ts';
import { groupName } from '../rows.ts';

/** Rows of an SOP's own query that the report shows. */
const MAX_QUERY_ROWS = 20;

export const collectResults: Procedure = {
  name: 'collect-results',
  needs: ['run-queries'],
  usesTools: true,
  run: async (context) => {
    const { file } = context;
    const failedBefore = file.failedQueries;
    for (const started of [...file.running.values()]) {
      const result = await awaitQuery(context, started);
      if (result !== null) file.results.push(result);
    }
    readVolume(context);
    await readCandidates(context);
    dropCandidateRows(context);
    for (const result of file.results)
      if (result.plan.purpose === 'sop') keepQuery(context, result);
    const candidates = file.candidates?.length ?? 0;
    const summary =
      file.totalEvents === null
        ? `${count(candidates)} candidate events read`
        : `${count(candidates)} candidates among ${count(file.totalEvents)} events`;
    return file.failedQueries > failedBefore ? incomplete(summary) : done(summary);
  },
};

const count = (value: number) => value.toLocaleString('en');

function readVolume(context: RunContext): void {
  const volumes = context.file.results.filter(({ plan }) => plan.purpose === 'volume');
  if (volumes.length === 0) return;
  for (const group of context.file.logGroups ?? []) {
    if (
      volumes.some(
        ({ plan }) => plan.region === group.region && plan.logGroupNames.includes(group.name),
      )
    ) {
      group.events = 0;
    }
  }
  for (const result of volumes) {
    for (const row of result.rows) {
      const name = groupName(row, result);
      const group = context.file.logGroups?.find(
        (known) => known.name === name && known.region === result.plan.region,
      );
      if (group !== undefined) group.events = (group.events ?? 0) + Number(row.events ?? 0);
    }
  }
  const counted = (context.file.logGroups ?? []).flatMap(({ events }) =>
    events === null ? [] : [events],
  );
  context.file.totalEvents = counted.reduce((sum, events) => sum + events, 0);
}

async function readCandidates(context: RunContext): Promise<void> {
  const { file } = context;
  const firsts = file.results.filter(({ plan }) => plan.purpose === 'candidates');
  const events: LogEvent[] = [];
  for (const first of firsts) {
    const { events: read, unread } = await collectCandidates(
      context,
      first,
      Math.max(1, MAX_CANDIDATE_ROWS - events.length),
    );
    for (const event of read) events.push(event);
    file.unreadCandidates += unread;
    for (const name of first.plan.logGroupNames) file.answered.add(`${first.plan.region} ${name}`);
  }
  if (firsts.length > 0) file.candidates = events;
}

/** The rows are events now, and in the evidence. */
function dropCandidateRows({ file }: RunContext): void {
  const others = file.results.filter(({ plan }) => plan.purpose !== 'candidates');
  file.results.splice(0, file.results.length, ...others);
}

/** An SOP's own answer as a table of the report. */
function keepQuery({ file }: RunContext, result: QueryResult): void {
  const columns = [...new Set(result.rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => name !== '@ptr',
  );
  const rows = result.rows
    .slice(0, MAX_QUERY_ROWS)
    .map((row) => columns.map((column) => row[column] ?? ''));
  const query: ReportQuery = {
    name: result.plan.name,
    text: result.plan.text,
    evidence: result.evidenceId,
    columns,
    rows,
    matched: result.rows.length,
  };
  file.queries.push(query);
  for (const name of result.plan.logGroupNames) {
    const label = labelOf(file, { name, region: result.plan.region });
    file.logGroups
      ?.find((group) => labelOf(file, group) === label)
      ?.evidence.push(result.evidenceId);
  }
}
