// Which log groups a metric is counted from: alarms on log lines have no dimensions, but a metric filter behind them.
import { z } from 'zod';
import { ask } from '../logs-source.ts';
import type { AlarmRaised } from './alarm.ts';
import type { Asked } from './describe.ts';

/** Metrics of one alarm that are looked up, and log groups that are taken over. */
const MAX_METRICS = 10;
const MAX_LOG_GROUPS = 20;
/** As log groups can be called; another name enters no request. */
const NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/;

const FILTERS = z.looseObject({
  metricFilters: z.array(z.looseObject({ logGroupName: z.string().optional() })).default([]),
});

/** In the order in which they are told; none where no filter counts a metric of the alarm. */
export async function countedLogGroups(
  { tools, signal }: Asked,
  { metrics, region }: Pick<AlarmRaised, 'metrics' | 'region'>,
  isLocal: boolean,
): Promise<readonly string[]> {
  const offered = (await tools.list()).some(({ name }) => name === 'describe-metric-filters');
  if (!offered) return [];
  const groups = new Set<string>();
  // AWS's own metrics are counted by no filter.
  const own = metrics.filter(({ namespace }) => !namespace.startsWith('AWS/'));
  for (const { namespace, name } of own.slice(0, MAX_METRICS)) {
    const args = {
      ...(region === null || isLocal ? {} : { region }),
      metricNamespace: namespace,
      metricName: name,
    };
    const page = await ask(tools, 'describe-metric-filters', args, FILTERS, signal);
    for (const { logGroupName = '' } of page.metricFilters)
      if (NAME.test(logGroupName)) groups.add(logGroupName);
  }
  return [...groups].slice(0, MAX_LOG_GROUPS);
}
