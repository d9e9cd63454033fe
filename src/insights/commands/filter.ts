// `filter condition`: rows that do not meet it are dropped.
import { requiredLiterals } from '../plan/literals.ts';
import { conditionOf } from '../plan/planner.ts';
import { parseExpression } from '../syntax/expression.ts';
import type { Command } from './command.ts';

export const FILTER: Command = {
  names: ['filter', 'where'],
  read: (cursor) => {
    const condition = parseExpression(cursor);
    return (planner) => {
      planner.conditions.push(conditionOf(planner, condition));
      if (planner.segments.length === 0) {
        planner.literals.push(requiredLiterals(planner, condition));
        planner.filters.push(condition);
      }
    };
  },
};
