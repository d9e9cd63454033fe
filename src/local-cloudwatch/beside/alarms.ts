// alarms.json: the answers of `aws cloudwatch describe-alarms`, `describe-alarm-history` and of `aws logs
// describe-metric-filters` in one object.
import { z } from 'zod';
import { isNestedTooDeep } from '../../base/nesting.ts';
import { TIME } from './time.ts';
import type { AlarmFile } from './types.ts';

const SECONDS = TIME.transform((ms) => ms / 1000);

const ALARM = z.looseObject({
  AlarmName: z.string().min(1),
  StateValue: z.string().optional(),
  StateUpdatedTimestamp: SECONDS.optional(),
  StateTransitionedTimestamp: SECONDS.optional(),
  AlarmConfigurationUpdatedTimestamp: SECONDS.optional(),
});
const ITEM = z.looseObject({
  AlarmName: z.string().min(1),
  HistoryItemType: z.string().default('StateUpdate'),
  Timestamp: SECONDS,
});
const FILTER = z.looseObject({
  filterName: z.string().min(1),
  logGroupName: z.string().min(1),
  metricTransformations: z
    .array(z.looseObject({ metricName: z.string(), metricNamespace: z.string() }))
    .default([]),
});
const FILE = z
  .looseObject({
    MetricAlarms: z.array(ALARM).optional(),
    CompositeAlarms: z.array(ALARM).optional(),
    AlarmHistoryItems: z.array(ITEM).optional(),
    metricFilters: z.array(FILTER).default([]),
  })
  .refine(
    ({ MetricAlarms, CompositeAlarms, AlarmHistoryItems }) =>
      MetricAlarms !== undefined ||
      CompositeAlarms !== undefined ||
      AlarmHistoryItems !== undefined,
  );

/** null: it is something else. */
export function readAlarms(text: string): AlarmFile | null {
  let content: unknown;
  try {
    content = isNestedTooDeep(text) ? null : JSON.parse(text);
  } catch {
    return null;
  }
  const read = FILE.safeParse(content);
  if (!read.success) return null;
  const { MetricAlarms = [], CompositeAlarms = [], AlarmHistoryItems = [] } = read.data;
  return {
    metricAlarms: MetricAlarms,
    compositeAlarms: CompositeAlarms,
    history: AlarmHistoryItems,
    metricFilters: read.data.metricFilters,
  };
}
