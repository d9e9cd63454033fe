// The H3s of the regions in what is to be done: which of the actions, changes and alarms concern which region.
import type { Action, Horizon, MonitoringItem } from '../../diagnosis/types.ts';
import { count, enumeration, number } from '../format.ts';
import { isRead, regionsIn } from '../regions.ts';
import { code, inline } from '../text.ts';
import type { Report } from '../types.ts';
import type { View } from '../view.ts';
import { eachRegion, ranksIn } from './by-region.ts';
import { causeWords } from './cause-words.ts';

const HORIZONS: readonly (readonly [horizon: Horizon, name: string])[] = [
  ['immediate', 'Immediate'],
  ['short-term', 'Short-term'],
  ['long-term', 'Long-term'],
];

/** Actions by their number, of the causes that show there. */
export function actionsByRegion(view: View): string[] {
  if (view.report.actions.length === 0) return [];
  return eachRegion(view, (region) => {
    const ranks = new Set(ranksIn(view, region));
    const items = HORIZONS.flatMap(([horizon, name]) => {
      const numbers = numbersOf(view.report.actions, horizon, ranks);
      return numbers.length === 0
        ? []
        : [`**${name}:** action${numbers.length === 1 ? '' : 's'} ${enumeration(numbers)}`];
    });
    return items.length === 0 ? [NOTHING] : items;
  });
}

/** Actions that serve no cause concern each region. */
function numbersOf(
  actions: readonly Action[],
  horizon: Horizon,
  ranks: ReadonlySet<number>,
): readonly string[] {
  return actions
    .filter((action) => action.horizon === horizon)
    .flatMap(({ rootCauses }, index) =>
      rootCauses.length === 0 || rootCauses.some((rank) => ranks.has(rank))
        ? [number(index + 1)]
        : [],
    );
}

/** Where each change is to be rolled out. */
export function fixesByRegion(view: View): string[] {
  const { fixes } = view.report;
  if (fixes.length === 0) return [];
  return eachRegion(view, (region) => {
    const ranks = new Set(ranksIn(view, region));
    const own = fixes.filter(({ rootCause }) => ranks.has(rootCause));
    return own.length === 0
      ? [NOTHING]
      : own.map(({ title, rootCause }) => `${inline(title)} (${causeWords([rootCause])})`);
  });
}

const KINDS: readonly (readonly [kind: MonitoringItem['kind'], noun: string])[] = [
  ['metric-filter', 'metric filter'],
  ['alarm', 'alarm'],
  ['dashboard', 'dashboard'],
];
const MAX_ALARMS = 3;

/** What is to be made there, and which alarms there rang already. */
export function monitoringByRegion(view: View): string[] {
  if (view.report.monitoring.length === 0) return [];
  return eachRegion(view, (region) => {
    const made = KINDS.flatMap(([kind, noun]) => {
      const commands = commandsIn(view.report, kind, region);
      return commands === 0 ? [] : [count(commands, noun)];
    });
    return [
      made.length === 0
        ? 'Nothing above is to be made here.'
        : `**To be made here:** ${enumeration(made)}, by the commands with ${code(`--region ${region}`)}`,
      ...rang(view.report, region),
    ];
  });
}

function commandsIn({ monitoring }: Report, kind: MonitoringItem['kind'], region: string): number {
  const words = ` --region ${region}`;
  return monitoring
    .filter((item) => item.kind === kind)
    .flatMap(({ commands }) => commands)
    .filter((command) => `${command} `.includes(`${words} `)).length;
}

function rang({ alarms }: Report, region: string): string[] {
  if (alarms === undefined) return [];
  const here = alarms.filter((alarm) => alarm.region === region);
  if (here.length === 0) return ['No alarm about the application rang here.'];
  const names = here.slice(0, MAX_ALARMS).map(({ name }) => code(name, 80));
  const more = here.length - names.length;
  const all = more === 0 ? names : [...names, `${number(more)} more`];
  return [`**Rang here already:** ${enumeration(all)}`];
}

/** Next steps hold for all regions; whose they are, by region, is one line. */
export function stepsByRegion(view: View): string[] {
  const { report } = view;
  const regions = regionsIn(report);
  if (regions.length < 2 || report.rootCauses.length === 0) return [];
  const each = regions.map((region) => {
    const ranks = ranksIn(view, region);
    const none = isRead(report, region) ? 'no cause' : 'not read';
    return `${inline(region)} ${ranks.length === 0 ? none : causeWords(ranks)}`;
  });
  return [`By region, they concern: ${each.join('; ')}.`];
}

const NOTHING = 'Nothing above concerns this region.';
