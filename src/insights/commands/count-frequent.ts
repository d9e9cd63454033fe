// `countFrequent f, …`: how often each combination of values occurs, the most frequent first. The count is exact here.
import { AGGREGATES } from '../functions/aggregates.ts';
import { resolveField } from '../plan/names.ts';
import { ABSENT, closeSegment, newEra, newSlot, slotCode } from '../plan/planner.ts';
import { groupRows } from '../run/groups.ts';
import { command, printFields, readFields } from './command.ts';

const COUNT = '_approxcount';

export const COUNT_FREQUENT = command({
  names: ['countFrequent', 'count_frequent'],
  usage: 'countFrequent f, …',
  effect: 'how often each combination of values occurs, as `_approxcount`, the most frequent first',
  read: readFields,
  print: printFields,
  plan: (planner, fields) => {
    const keys = fields.map((field) => resolveField(planner, field));
    const era = newEra('groups');
    const { notes } = planner.budget;
    const count = AGGREGATES.get('count');
    if (count === undefined) throw new Error('count is an aggregate');
    const span = { start: 0, end: 0 };
    const call = {
      kind: 'call',
      name: 'count',
      nameSpan: span,
      args: [],
      star: true,
      span,
    } as const;
    const { budget, occurrences } = planner;
    const aggregates = [{ make: count.make({ call, field: ABSENT, budget }), pattern: null }];
    closeSegment(planner, () =>
      groupRows({ by: keys, aggregates, occurrences, slotCount: () => era.slotCount, notes }),
    );
    planner.era = era;
    const add = (name: string, code: ReturnType<typeof slotCode>) => {
      era.names.set(name, code);
      era.shown.add(name);
      era.columns.push({ name, code: () => code, parsed: false });
    };
    for (const [index, { name }] of fields.entries()) {
      add(name, slotCode(newSlot(planner), keys[index]?.kind ?? 'any'));
    }
    const total = slotCode(newSlot(planner), 'number');
    add(COUNT, total);
    planner.sort = [{ code: total, descending: true }];
  },
});
