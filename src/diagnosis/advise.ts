// What follows from the judgement: the action plan, the changes that can be shown, monitoring, next steps. Pure.
import { isAccountSource } from '../base/account-sources.ts';
import { sourceWithin } from './account/words.ts';
import { type Advised, actionsFor, advisedCauses } from './actions.ts';
import { isRegion } from './command.ts';
import { fixesFor } from './fixes.ts';
import { nearlyUsedUp } from './foretold.ts';
import { monitoringFor } from './monitoring.ts';
import { silentActions, silentMonitoring } from './silent-advice.ts';
import { clock } from './times.ts';
import type { Action, Advice, Case, Diagnosis, RootCause } from './types.ts';

/**
 * Advice for the root causes of a diagnosis, by rules or by a model. Commands name only resources that the logs
 * or the log groups name; nothing is advised where there is no root cause.
 */
export function advise(input: Case, diagnosis: Diagnosis): Advice {
  const causes = advisedCauses(diagnosis.rootCauses, input);
  const monitoring = [...monitoringFor(causes, input), ...silentMonitoring(diagnosis.rootCauses)];
  const hasAlarm = monitoring.some(({ kind, commands }) => kind === 'alarm' && commands.length > 0);
  return {
    actions: actionsOf(causes, diagnosis, input),
    fixes: fixesFor(causes),
    monitoring,
    nextSteps: [
      ...firstSteps(causes, diagnosis, input),
      ...unwatched(
        causes,
        monitoring.flatMap(({ title }) => title),
      ),
      ...(hasAlarm ? [alarmStep(input.region)] : []),
    ],
  };
}

/** Those for the primary cause come first. */
function actionsOf(causes: readonly Advised[], { rootCauses }: Diagnosis, input: Case): Action[] {
  const own = actionsFor(causes, input);
  const silent = silentActions(rootCauses, input);
  return rootCauses[0]?.findings.length === 0 ? [...silent, ...own] : [...own, ...silent];
}

function firstSteps(causes: readonly Advised[], diagnosis: Diagnosis, input: Case): string[] {
  const [first] = causes;
  if (first === undefined) return [withoutCause(diagnosis, input)];
  const { cause, finding } = first;
  const isSoon = cause.nothingFailed !== true || cause.urgency === 'high';
  const whose =
    cause.rank === 1
      ? `for root cause 1${cause.component === null ? '' : ` (${cause.component})`}`
      : 'in their order';
  return [
    `${isSoon ? 'Today' : 'This week'}, the team of ${input.application} carries out the immediate actions ${whose} and notes the time of each.`,
    ...ownerStep(cause, input),
    ...(diagnosis.verdict === 'inconclusive' && cause.nothingFailed !== true
      ? [
          'The logs show errors but no cause stands out: compare deployments, metrics and traces of the same window, and run the analysis again with the log groups of the services that this one calls.',
        ]
      : []),
    `One hour after the last action, run the analysis again for that hour and check that ${finding.id} (template ${finding.templateId}) does not occur any more.`,
    'Plan the short-term actions within this week, and review the long-term ones with the owners of the components.',
  ];
}

function ownerStep({ trigger, rank }: RootCause, { window }: Case): string[] {
  if (trigger === null) return [];
  const { logGroup, timestampMs, momentMs = null } = trigger;
  const time = clock(timestampMs, window);
  const source = sourceWithin(logGroup);
  const confirms =
    momentMs === null
      ? `The owner of the change that ${source} ${isAccountSource(logGroup) ? 'tells of' : 'announces'} at ${time} confirms what was changed`
      : `The owner of what the line of ${time} in log group ${logGroup} speaks of confirms what ended or began at ${clock(momentMs, window)}`;
  return [`${confirms}; if it is not the cause, root cause ${rank} needs another look.`];
}

function withoutCause({ verdict }: Diagnosis, input: Case): string {
  if (verdict !== 'no-incident')
    return 'Run the analysis again with a longer window and with the log groups of the services that this one calls.';
  return (
    nearlyUsedUp(input) ??
    'Nothing is to be mended by these logs; run the analysis again with the exact window if users report a failure.'
  );
}

/** Why a cause has no metric filter, once for all that have none for the same reason. */
function unwatched(causes: readonly Advised[], titles: readonly string[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const cause of causes) {
    const { id } = cause.finding;
    if (titles.some((title) => isCountOf(title, id))) continue;
    const why = whyUnwatched(cause);
    reasons.set(why, [...(reasons.get(why) ?? []), id]);
  }
  return [...reasons].map(
    ([why, ids]) => `No metric filter is suggested for ${listed(ids)}: ${why}.`,
  );
}

function whyUnwatched({ finding, found, inCloudWatch }: Advised): string {
  if (!inCloudWatch)
    return 'the logs are local files, and CloudWatch knows no log group of that name';
  if (found.kind === 'none')
    return 'the events share no fixed words; give them a common word or a status field first';
  if (found.kind === 'wide')
    return 'the words that the events share stand in other lines too; give them a common word or a status field first';
  const [group] = finding.logGroups;
  return `no command can be given for a log group of such a name (${group?.name ?? ''})`;
}

function listed(ids: readonly string[]): string {
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}

const isCountOf = (title: string, id: string): boolean =>
  title.startsWith(`Count ${id} `) || title.startsWith(`Count ${id}, `);

function alarmStep(region: string): string {
  const where = isRegion(region)
    ? ''
    : ' They carry no region, because the logs were local; add the one of your account.';
  return `Give the alarms a target with --alarm-actions: the logs name no topic that they could notify.${where}`;
}
