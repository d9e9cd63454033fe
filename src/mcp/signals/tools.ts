// The tools of this server: metrics, alarms, their history, and who changed what. Each answer is one page.
import { z } from 'zod';
import { grouped } from '../../base/grouped.ts';
import { type AwsTool, type AwsToolContext, awsTool, regionArgument } from '../aws-tool.ts';
import type { SignalsApi } from './sdk.ts';
import { withShortRecords } from './trail-records.ts';

export type SignalsTool = AwsTool<AwsToolContext<SignalsApi>>;

/** Metrics that one call may ask for. */
const MAX_QUERIES = 100;
/** Points that one page may hold. */
const MAX_POINTS = 10_000;
/** CloudWatch's largest pages of alarms and of their history, and CloudTrail's of events. */
const MAX_ALARMS = 100;
const MAX_EVENTS = 50;
/** A sum of a day, at most. */
const MAX_PERIOD_SECONDS = 86_400;

const timeArgument = (what: string) =>
  z.number().int().min(0).describe(`${what}, epoch milliseconds UTC`);
const pageToken = z.string().min(1).optional().describe('NextToken of the page before');
const nextToken = z.string().optional().describe('there is another page');

export const getMetricData: SignalsTool = awsTool({
  name: 'get-metric-data',
  title: 'Get metric data',
  description: [
    `Values of CloudWatch metrics by period, at most ${MAX_QUERIES} metrics a call and ${grouped(MAX_POINTS)} points a page.`,
    'Times are epoch milliseconds UTC; Timestamps and Values of a result belong together by their place. A metric is',
    'named by its namespace, its name and all of its dimensions exactly.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    startTime: timeArgument('first period'),
    endTime: timeArgument('end, exclusive'),
    metrics: z
      .array(
        z.strictObject({
          namespace: z.string().min(1).max(255),
          name: z.string().min(1).max(255),
          dimensions: z.record(z.string(), z.string().min(1).max(1024)).default({}),
          statistic: z.string().min(1).max(20).describe('Average, Sum, Maximum, Minimum, p99, …'),
        }),
      )
      .min(1)
      .max(MAX_QUERIES),
    periodSeconds: z.number().int().min(60).max(MAX_PERIOD_SECONDS).multipleOf(60),
    nextToken: pageToken,
  }),
  output: z.looseObject({
    MetricDataResults: z
      .array(
        z.looseObject({
          Id: z.string().optional().describe('m0 for the first metric that was asked for'),
          Timestamps: z.array(z.number()).optional().describe('epoch milliseconds, ascending'),
          Values: z.array(z.number()).optional(),
          StatusCode: z.string().optional(),
        }),
      )
      .optional(),
    NextToken: nextToken,
  }),
  call: (
    api: SignalsApi,
    { startTime, endTime, metrics, periodSeconds, nextToken: NextToken },
    signal,
  ) =>
    api.getMetricData(
      {
        StartTime: new Date(startTime),
        EndTime: new Date(endTime),
        ScanBy: 'TimestampAscending',
        MaxDatapoints: MAX_POINTS,
        MetricDataQueries: metrics.map(({ namespace, name, dimensions, statistic }, index) => ({
          Id: `m${index}`,
          MetricStat: {
            Metric: {
              Namespace: namespace,
              MetricName: name,
              Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
            },
            Period: periodSeconds,
            Stat: statistic,
          },
        })),
        ...(NextToken === undefined ? {} : { NextToken }),
      },
      signal,
    ),
});

const ALARM = z.looseObject({
  AlarmName: z.string().optional(),
  StateValue: z.string().optional(),
  StateReason: z.string().optional(),
  StateUpdatedTimestamp: z.number().optional().describe('epoch milliseconds UTC'),
});

export const describeAlarms: SignalsTool = awsTool({
  name: 'describe-alarms',
  title: 'Describe alarms',
  description: `Metric and composite alarms by name, beginning of a name or state, ${MAX_ALARMS} a page. Times are epoch milliseconds UTC.`,
  input: z.strictObject({
    region: regionArgument,
    alarmNames: z.array(z.string().min(1).max(255)).min(1).max(MAX_ALARMS).optional(),
    alarmNamePrefix: z.string().min(1).max(255).optional(),
    state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
    nextToken: pageToken,
  }),
  output: z.looseObject({
    MetricAlarms: z.array(ALARM).optional(),
    CompositeAlarms: z.array(ALARM).optional(),
    NextToken: nextToken,
  }),
  call: (api: SignalsApi, { alarmNames, alarmNamePrefix, state, nextToken: NextToken }, signal) =>
    api.describeAlarms(
      {
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: MAX_ALARMS,
        ...(alarmNames === undefined ? {} : { AlarmNames: alarmNames }),
        ...(alarmNamePrefix === undefined ? {} : { AlarmNamePrefix: alarmNamePrefix }),
        ...(state === undefined ? {} : { StateValue: state }),
        ...(NextToken === undefined ? {} : { NextToken }),
      },
      signal,
    ),
});

export const describeAlarmHistory: SignalsTool = awsTool({
  name: 'describe-alarm-history',
  title: 'Describe the history of alarms',
  description: `What became of alarms, the newest first, ${MAX_ALARMS} a page. Times are epoch milliseconds UTC.`,
  input: z.strictObject({
    region: regionArgument,
    alarmName: z.string().min(1).max(255).optional(),
    startTime: timeArgument('first item').optional(),
    endTime: timeArgument('last item').optional(),
    nextToken: pageToken,
  }),
  output: z.looseObject({
    AlarmHistoryItems: z
      .array(
        z.looseObject({
          AlarmName: z.string().optional(),
          Timestamp: z.number().optional(),
          HistorySummary: z.string().optional(),
        }),
      )
      .optional(),
    NextToken: nextToken,
  }),
  call: (api: SignalsApi, { alarmName, startTime, endTime, nextToken: NextToken }, signal) =>
    api.describeAlarmHistory(
      {
        HistoryItemType: 'StateUpdate',
        MaxRecords: MAX_ALARMS,
        ...(alarmName === undefined ? {} : { AlarmName: alarmName }),
        ...(startTime === undefined ? {} : { StartDate: new Date(startTime) }),
        ...(endTime === undefined ? {} : { EndDate: new Date(endTime) }),
        ...(NextToken === undefined ? {} : { NextToken }),
      },
      signal,
    ),
});

export const lookupEvents: SignalsTool = awsTool({
  name: 'lookup-events',
  title: 'Look up changes',
  description: [
    `Who did what in the account by CloudTrail's management events of the last 90 days, the newest first, ${MAX_EVENTS} a page.`,
    'Times are epoch milliseconds UTC, both inclusive. At most one attribute. An event may be seen some minutes after it happened.',
  ].join(' '),
  input: z.strictObject({
    region: regionArgument,
    startTime: timeArgument('first event'),
    endTime: timeArgument('last event'),
    attribute: z
      .strictObject({
        key: z.enum([
          'EventId',
          'EventName',
          'ReadOnly',
          'Username',
          'ResourceType',
          'ResourceName',
          'EventSource',
          'AccessKeyId',
        ]),
        value: z.string().min(1).max(2000),
      })
      .optional(),
    nextToken: pageToken,
  }),
  output: z.looseObject({
    Events: z
      .array(
        z.looseObject({
          EventId: z.string().optional(),
          EventName: z.string().optional(),
          EventTime: z.number().optional(),
          EventSource: z.string().optional(),
          Username: z.string().optional(),
          CloudTrailEvent: z.string().optional().describe('the record as JSON'),
        }),
      )
      .optional(),
    NextToken: nextToken,
  }),
  call: (api: SignalsApi, { startTime, endTime, attribute, nextToken: NextToken }, signal) =>
    api
      .lookupEvents(
        {
          StartTime: new Date(startTime),
          EndTime: new Date(endTime),
          MaxResults: MAX_EVENTS,
          ...(attribute === undefined
            ? {}
            : {
                LookupAttributes: [
                  { AttributeKey: attribute.key, AttributeValue: attribute.value },
                ],
              }),
          ...(NextToken === undefined ? {} : { NextToken }),
        },
        signal,
      )
      .then(withShortRecords),
});
