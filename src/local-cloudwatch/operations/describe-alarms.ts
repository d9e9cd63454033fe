// DescribeAlarms and DescribeAlarmHistory over alarms.json.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
import { z } from 'zod';
import type { Alarm } from '../beside/types.ts';
import { slicePage } from '../page-token.ts';
import type { Account, Answer } from '../protocol.ts';
import { validate } from '../validation.ts';

const TYPES = z.array(z.enum(['MetricAlarm', 'CompositeAlarm', 'LogAlarm']));

const ALARMS = z.object({
  AlarmNames: z.array(z.string()).max(100).optional(),
  AlarmNamePrefix: z.string().min(1).optional(),
  AlarmTypes: TYPES.default(['MetricAlarm']),
  StateValue: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).optional(),
  MaxRecords: z.int().min(1).max(100).default(50),
  NextToken: z.string().min(1).optional(),
});

export function describeAlarms(body: unknown, { beside }: Account): Answer {
  const { AlarmNames, AlarmNamePrefix, AlarmTypes, StateValue, MaxRecords, NextToken } = validate(
    ALARMS,
    body,
  );
  const isAsked = ({ AlarmName, StateValue: state }: Alarm) =>
    (AlarmNames === undefined || AlarmNames.includes(AlarmName)) &&
    AlarmName.startsWith(AlarmNamePrefix ?? '') &&
    (StateValue === undefined || state === StateValue);
  const of = (type: 'MetricAlarm' | 'CompositeAlarm', alarms: readonly Alarm[] = []) =>
    AlarmTypes.includes(type)
      ? alarms.filter(isAsked).map((alarm) => ({ alarm, composite: type === 'CompositeAlarm' }))
      : [];
  const found = [
    ...of('CompositeAlarm', beside.alarms?.compositeAlarms),
    ...of('MetricAlarm', beside.alarms?.metricAlarms),
  ];
  const { page, nextToken } = slicePage(found, NextToken, MaxRecords);
  return {
    CompositeAlarms: page.filter(({ composite }) => composite).map(({ alarm }) => alarm),
    MetricAlarms: page.filter(({ composite }) => !composite).map(({ alarm }) => alarm),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}

const HISTORY = z.object({
  AlarmName: z.string().min(1).optional(),
  HistoryItemType: z.string().optional(),
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  MaxRecords: z.int().min(1).max(100).default(100),
  NextToken: z.string().min(1).optional(),
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
});

export function describeAlarmHistory(body: unknown, { beside }: Account): Answer {
  const request = validate(HISTORY, body);
  const { StartDate = Number.NEGATIVE_INFINITY, EndDate = Number.POSITIVE_INFINITY } = request;
  const sign = request.ScanBy === 'TimestampAscending' ? 1 : -1;
  const items = (beside.alarms?.history ?? [])
    .filter(({ AlarmName }) => (request.AlarmName ?? AlarmName) === AlarmName)
    .filter(({ HistoryItemType: type }) => (request.HistoryItemType ?? type) === type)
    .filter(({ Timestamp }) => Timestamp >= StartDate && Timestamp <= EndDate)
    .sort((a, b) => sign * (a.Timestamp - b.Timestamp));
  const { page, nextToken } = slicePage(items, request.NextToken, request.MaxRecords);
  return { AlarmHistoryItems: page, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}
