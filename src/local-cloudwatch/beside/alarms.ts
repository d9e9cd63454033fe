// alarms.json: the answers of `aws cloudwatch describe-alarms` and `describe-alarm-history` in one object.
import { z } from 'zod';
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
const FILE = z
  .looseObject({
    MetricAlarms: z.array(ALARM).optional(),
    CompositeAlarms: z.array(ALARM).optional(),
    AlarmHistoryItems: z.array(ITEM).optional(),
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
    content = JSON.parse(text);
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
  };
}
