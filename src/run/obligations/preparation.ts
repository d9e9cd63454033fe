// Obligations of the first steps: tools, log groups, window.
import { confirmedLogGroups } from '../case-file.ts';
import type { RunContext } from '../context.ts';
import { nameForms } from '../discovery.ts';
import { always, evidenceBy, met, metIf, moot, type Obligation, unmet } from './ruling.ts';

const found = ({ file }: RunContext) => file.logGroups ?? [];
const named = (context: RunContext) => context.file.namedByHand;
const byHand = 'the log groups were named with --log-group';

export const PREPARATION: readonly Obligation[] = [
  {
    about: /check that the tools? .*offered|verify .*tools? (are|is) available/i,
    check: ({ file }) =>
      metIf(file.toolsChecked, 'the list of tools of every connected server', 'not checked'),
  },
  {
    about: /NOT call a tool to find out|NOT attempt to run the tools/i,
    check: always('only the list of tools was read'),
  },
  {
    about: /name each missing tool|inform .* missing tools/i,
    check: ({ file }) =>
      file.missingTools.length === 0
        ? moot('no tool is missing')
        : met(`told, and a gap: ${file.missingTools.join(', ')}`),
  },
  {
    about: /ask whether to go on|ask if the user wants to proceed/i,
    check: ({ file, world }) => {
      if (file.missingTools.length === 0) return moot('no tool is missing');
      return world.asker.interactive ? met('asked') : moot('nobody could answer');
    },
  },
  {
    about: /follow the answer|respect the user's decision/i,
    check: ({ file }) =>
      file.missingTools.length === 0 ? moot('nothing was asked') : met('followed'),
  },
  {
    about: /NOT use a tool that changes/i,
    check: always('the procedures call describe, query and stop-query tools only'),
  },
  {
    about: /search all pages of log groups|search for log groups/i,
    check: (context) =>
      named(context)
        ? moot(byHand)
        : met(
            `${nameForms(context.request.application).join(', ')}: ${evidenceBy(context, 'describe-log-groups')}`,
          ),
  },
  {
    about: /every kind of service|service log group patterns/i,
    check: (context) =>
      named(context) ? moot(byHand) : met('the search takes the name anywhere in a log group name'),
  },
  {
    about: /NOT search with wildcards/i,
    check: (context) =>
      named(context) ? moot(byHand) : met('plain parts of names were asked for'),
  },
  {
    about: /leave out log groups of another environment|NOT .*(staging|another environment)/i,
    check: (context) => {
      if (named(context)) return moot(byHand);
      const left = found(context).filter(({ status }) => status === 'excluded');
      return met(
        left.length === 0
          ? 'none was found'
          : `left out: ${left.map(({ name }) => name).join(', ')}`,
      );
    },
  },
  {
    about: /present every log group|present all discovered/i,
    check: (context) => {
      if (named(context)) return moot(byHand);
      if (context.file.confirmedByPerson) return met('confirmed at the terminal');
      return met('listed under Log Groups Analyzed; taken by rule, as nobody was asked');
    },
  },
  {
    about: /ask for log group names|no (relevant )?log groups? (are|was|is) found/i,
    check: (context) =>
      found(context).length > 0
        ? moot('log groups were found')
        : unmet('none was found, nobody named one'),
  },
  {
    about: /(keep|save) the confirmed log groups/i,
    check: ({ file }) =>
      metIf(file.logGroups !== null, `${confirmedLogGroups(file).length} kept`, 'there are none'),
  },
  {
    about: /NOT read a log group that was not confirmed/i,
    check: always('queries name the confirmed log groups only'),
  },
  {
    about: /(look up|validate) each confirmed log group/i,
    check: (context) => describedAll(context),
  },
  {
    about: /list (the|available) log streams|verify that log streams exist/i,
    check: (context) => {
      const failed = found(context).filter(({ status }) => status === 'failed');
      const by = evidenceBy(context, 'describe-log-streams');
      return metIf(
        failed.length === 0,
        by,
        `not listed: ${failed.map(({ name }) => name).join(', ')}`,
      );
    },
  },
  {
    about: /hold no log stream|log groups are empty/i,
    check: (context) => {
      const empty = found(context).filter(({ status }) => status === 'empty');
      return empty.length === 0
        ? moot('each holds log streams')
        : met(empty.map(({ name }) => name).join(', '));
    },
  },
  {
    about: /no recent activity|determine the most recent activity/i,
    check: (context) => {
      const idle = found(context).filter(
        ({ lastEventMs, status }) =>
          status === 'analyzed' &&
          lastEventMs !== null &&
          lastEventMs < (context.file.window?.analyzed.startMs ?? 0),
      );
      return idle.length === 0
        ? moot('each has events in the window')
        : met(`told: ${idle.map(({ name }) => name).join(', ')}`);
    },
  },
  {
    about: /retention and creation/i,
    check: (context) => met(evidenceBy(context, 'describe-log-groups')),
  },
  {
    about: /(shrink|adjust) the .*window|window exceeds available/i,
    check: ({ file }) => {
      if (file.window === null) return unmet('there is no window');
      return file.window.adjustments.length === 0
        ? moot('the data covers the window')
        : met('told under Coverage');
    },
  },
  {
    about: /NOT end the window at the last event/i,
    check: ({ request }) =>
      request.local
        ? moot('local files have no lag: their last event is exact')
        : met('the end is the time asked for, or now'),
  },
];

function describedAll(context: RunContext) {
  const groups = confirmedLogGroups(context.file);
  const without = groups.filter(({ evidence }) => evidence.length === 0);
  return metIf(
    without.length === 0,
    groups.flatMap(({ evidence }) => evidence.slice(0, 1)).join(', ') || 'none was confirmed',
    `not described: ${without.map(({ name }) => name).join(', ')}`,
  );
}
