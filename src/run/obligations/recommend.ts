// Obligations of "recommend": what to do about every root cause.
import { isWorthUndoing } from '../../diagnosis/trigger-words.ts';
import type { Action, RootCause } from '../../diagnosis/types.ts';
import type { RunContext } from '../context.ts';
import { always, listed, met, metIf, moot, type Obligation, type Ruling, unmet } from './ruling.ts';

const actions = ({ file }: RunContext): readonly Action[] => file.advice?.actions ?? [];
const causes = ({ file }: RunContext) => file.diagnosis?.rootCauses ?? [];

/** A ruling about the advice; moot where there is no root cause to act on. */
const ofAdvice =
  (judge: (context: RunContext) => Ruling): Obligation['check'] =>
  (context) => {
    if (context.file.advice === null) return unmet('there is no advice');
    return causes(context).length === 0 ? moot('there is no root cause to act on') : judge(context);
  };

/** Commands and fixes together; moot where the logs name nothing that one could use. */
export const commandsAndFixes = ofAdvice((context) => {
  const commands = actions(context).reduce((sum, action) => sum + action.commands.length, 0);
  const fixes = context.file.advice?.fixes.length ?? 0;
  return commands + fixes === 0
    ? moot('the logs name no resource that a command could use')
    : met(
        `${commands} command${commands === 1 ? '' : 's'}, ${fixes} fix${fixes === 1 ? '' : 'es'}`,
      );
});

export const RECOMMEND: readonly Obligation[] = [
  {
    says: [
      'You MUST sort the actions into immediate ones that stop the failure, short-term ones that keep it from coming back, and long-term ones that improve the design',
      'You MUST order the actions into immediate, short-term and long-term ones',
    ],
    check: ofAdvice((context) => {
      const count = (horizon: string) =>
        actions(context).filter((action) => action.horizon === horizon).length;
      return met(
        `${count('immediate')} immediate, ${count('short-term')} short-term, ${count('long-term')} long-term`,
      );
    }),
  },
  {
    says: ['You MUST address every root cause with at least one action'],
    check: ofAdvice((context) =>
      ofEachCause(context, causes(context), () => true, 'each has an action'),
    ),
  },
  {
    says: [
      'You MUST give AWS CLI commands or configuration changes where they apply',
      'You MUST provide specific AWS CLI commands or configuration changes where applicable',
    ],
    check: commandsAndFixes,
  },
  {
    says: ['You MUST NOT write a command for a resource that neither the logs nor AWS named'],
    check: always('commands are filled with names from the logs and from AWS only'),
  },
  {
    says: [
      'You MUST recommend monitoring and alerts that would show the failure earlier',
      'You MUST include monitoring and alerting recommendations to prevent future issues',
    ],
    check: ofAdvice(({ file }) =>
      metIf(
        (file.advice?.monitoring.length ?? 0) > 0,
        `${file.advice?.monitoring.length} items`,
        'there is none',
      ),
    ),
  },
  {
    says: [
      'You MUST describe how to roll back where a recent change is the cause',
      'You MUST include rollback procedures if recent changes are identified as the cause',
    ],
    check: ofAdvice((context) => {
      const triggered = causes(context).filter(({ trigger }) => trigger !== null);
      if (triggered.length === 0) return moot('no recent change was found');
      const toUndo = triggered.filter(isToBeUndone);
      if (toUndo.length === 0)
        return moot('no recent change is known to be the cause and still to be undone');
      return ofEachCause(
        context,
        toUndo,
        ({ rollback }) => rollback !== null,
        'see the Action Plan',
      );
    }),
  },
  {
    says: ['You MUST NOT carry out any action'],
    check: always('commands are printed, never run'),
  },
];

/** A change that is possible and no more is to be checked first; what was undone is not undone again. */
function isToBeUndone(cause: RootCause): boolean {
  return isWorthUndoing(cause) && (cause.trigger?.undone ?? null) === null;
}

/** `met` where each of these causes has an action of that kind. */
function ofEachCause(
  context: RunContext,
  some: ReturnType<typeof causes>,
  isWanted: (action: Action) => boolean,
  by: string,
): Ruling {
  const served = new Set(
    actions(context)
      .filter(isWanted)
      .flatMap(({ rootCauses }) => rootCauses),
  );
  const open = some.filter(({ rank }) => !served.has(rank));
  return metIf(open.length === 0, by, `without one: ${listed(open.map(({ title }) => title))}`);
}
