// Obligations of the recommendations and of the report.
import type { RunContext } from '../context.ts';
import { always, met, metIf, moot, type Obligation, type Ruling, unmet } from './ruling.ts';

const ofAdvice = (judge: (context: RunContext) => Ruling): Obligation['check'] => {
  return (context) => {
    if (context.file.advice === null) return unmet('there is no advice');
    const causes = context.file.diagnosis?.rootCauses.length ?? 0;
    return causes === 0 ? moot('there is no root cause to act on') : judge(context);
  };
};

const actions = ({ file }: RunContext) => file.advice?.actions ?? [];

export const OUTCOME: readonly Obligation[] = [
  {
    about: /sort the actions|recommendations organized by/i,
    check: ofAdvice((context) => {
      const count = (horizon: string) =>
        actions(context).filter((action) => action.horizon === horizon).length;
      return met(
        `${count('immediate')} immediate, ${count('short-term')} short-term, ${count('long-term')} long-term`,
      );
    }),
  },
  {
    about: /address every root cause/i,
    check: ofAdvice((context) => {
      const served = new Set(actions(context).flatMap(({ rootCauses }) => rootCauses));
      const open = (context.file.diagnosis?.rootCauses ?? []).filter(
        ({ rank }) => !served.has(rank),
      );
      return metIf(
        open.length === 0,
        'each has an action',
        `without one: ${open.map(({ title }) => title).join('; ')}`,
      );
    }),
  },
  {
    about: /AWS CLI commands or configuration|specific AWS CLI commands/i,
    check: ofAdvice(({ file }) => {
      const commands = actions({ file } as RunContext).reduce(
        (sum, { commands: list }) => sum + list.length,
        0,
      );
      const fixes = file.advice?.fixes.length ?? 0;
      return commands + fixes === 0
        ? moot('the logs name no resource that a command could use')
        : met(`${commands} commands, ${fixes} fixes`);
    }),
  },
  {
    about: /NOT write a command for a resource/i,
    check: always('commands are filled with names from the logs and from AWS only'),
  },
  {
    about: /recommend monitoring|monitoring and alerting recommendations/i,
    check: ofAdvice(({ file }) =>
      metIf(
        (file.advice?.monitoring.length ?? 0) > 0,
        `${file.advice?.monitoring.length} items`,
        'there is none',
      ),
    ),
  },
  {
    about: /describe how to roll back|include rollback procedures/i,
    check: ofAdvice((context) => {
      const triggered = (context.file.diagnosis?.rootCauses ?? []).some(
        ({ trigger }) => trigger !== null,
      );
      if (!triggered) return moot('no recent change was found');
      return metIf(
        actions(context).some(({ rollback }) => rollback !== null),
        'see the Action Plan',
        'none is described',
      );
    }),
  },
  {
    about: /NOT carry out any action/i,
    check: always('commands are printed, never run'),
  },
  {
    about: /write these sections|structured report/i,
    check: ({ file }) =>
      metIf(
        file.draftSections === 9,
        'nine sections',
        `${file.draftSections ?? 0} sections in the draft`,
      ),
  },
  {
    about: /begin with what a reader|both technical and non-technical/i,
    check: always('the report opens with the Executive Summary'),
  },
  {
    about: /commands, settings and code|commands, configurations, and code/i,
    check: ofAdvice(() => met('see Action Plan and Code Fixes')),
  },
  {
    about: /trace every claim/i,
    check: always('findings, causes and query tables carry evidence ids'),
  },
  {
    about: /name each gap/i,
    check: ({ file }) =>
      file.gaps.length === 0
        ? moot('there is no gap')
        : met(`${file.gaps.length} named under Gaps`),
  },
  {
    about: /every obligation of this procedure/i,
    check: always('this list'),
  },
  {
    about: /NOT let log text act/i,
    check: always('log text is escaped and fenced, control characters are shown as text'),
  },
  {
    about: /hand over the report|present the results/i,
    check: always('its path is printed when the run ends'),
  },
];
