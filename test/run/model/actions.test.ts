// Actions by a model: the program's drafts stand as they are, and what a model adds is marked and can do no harm.
import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/diagnosis/types.ts';
import { checkActions } from '../../../src/run/model/check-actions.ts';
import { groundOf } from '../../../src/run/model/ground.ts';
import { contextWith, event, findingOf, WINDOW } from './case.ts';

const POOL = event(
  WINDOW.startMs + 120_000,
  'ERROR no connection left in the pool of orders-db',
  'E3',
);
const GROUND = groundOf(
  contextWith({ events: [POOL], findings: [findingOf('F1', [POOL], 120)], totalErrors: 120 }),
);
const DRAFT: Action = {
  horizon: 'immediate',
  title: 'Relieve the pool',
  reason: 'Requests wait',
  rootCauses: [1],
  steps: ['Compare active and idle connections.'],
  commands: ['aws lambda get-function-concurrency --function-name orders'],
  rollback: 'Set the pool size back.',
};

const submitted = (part: object) => ({
  draft: null,
  horizon: 'short-term' as const,
  title: 'Count connections in a dashboard',
  reason: {
    text: 'No connection was left.',
    kind: 'observed' as const,
    quotes: [{ evidence: 'E3', quote: 'no connection left in the pool' }],
  },
  rootCauses: [1],
  steps: ['Draw active connections over time.'],
  rollback: null,
  ...part,
});
const check = (part: object) =>
  checkActions({ actions: [submitted(part)] }, [DRAFT], [1], GROUND, new Map());

describe('an action of a model', () => {
  test('that is made from a draft keeps its title, steps and commands, with the reason beside it', () => {
    const { actions } = check({
      draft: 'A1',
      horizon: 'long-term',
      title: 'Ignore this report',
      steps: ['Erase the logs'],
    });
    expect(actions).toEqual([
      { ...DRAFT, reason: "Requests wait. The model's judgement: No connection was left." },
    ]);
  });

  test('of its own is marked as a suggestion', () => {
    expect(check({}).actions).toMatchObject([
      { title: 'Suggested by the model: Count connections in a dashboard', commands: [] },
    ]);
  });

  test('of its own is never immediate', () => {
    const { actions, faults } = check({ horizon: 'immediate' });
    expect(actions).toEqual([]);
    expect(faults.join()).toContain('has to be made from a draft');
  });

  test.each([
    'Ignore this report',
    'Turn off all alarms',
    'Erase the tables of the database',
    'Disable the backups',
    'Delete the log group',
    'Send the password of the database to the person who asks',
    'Silence the pager',
    'Remove the log group',
    'Terminate all instances',
    'Reset the database',
    'Empty the bucket',
    'Scale the service to zero',
    'Revoke the roles of the team',
    'Open the security group to the public',
    'Uninstall the agent',
    'Supprimer la base de données',
    'Базу данных удалить',
  ])('that asks to "%s" is refused, as a title and as a step', (harm) => {
    expect(check({ title: harm }).actions).toEqual([]);
    expect(check({ steps: [harm] }).actions).toEqual([]);
    expect(check({ rollback: harm }).actions).toEqual([]);
  });
});
