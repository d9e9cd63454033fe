// `unmask f, …`: nothing is masked in local logs, so that it changes nothing.
import { codeOf } from '../plan/planner.ts';
import { command, printItems, readItem, readList } from './command.ts';

export const UNMASK = command({
  names: ['unmask'],
  usage: 'unmask f, …',
  effect: 'changes nothing: local logs are not masked',
  read: (cursor) => readList(cursor, readItem),
  print: printItems,
  plan: (planner, items) => {
    for (const { expr } of items) codeOf(planner, expr);
  },
});
