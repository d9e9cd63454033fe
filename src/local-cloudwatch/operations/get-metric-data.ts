// GetMetricData over metrics.jsonl: one metric a query, its samples joined to periods. Metric math is refused.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
import { z } from 'zod';
import type { MetricSample } from '../beside/types.ts';
import { readToken, writeToken } from '../page-token.ts';
import { type Account, type Answer, Refusal } from '../protocol.ts';
import { validate } from '../validation.ts';

const STAT = /^(?:Average|Sum|Minimum|Maximum|SampleCount|p\d{1,2}(?:\.\d{1,2})?)$/;

const QUERY = z.object({
  Id: z.string().regex(/^[a-z]\w{0,254}$/),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: z.string().min(1),
        MetricName: z.string().min(1),
        Dimensions: z
          .array(z.object({ Name: z.string().min(1), Value: z.string().min(1) }))
          .max(30)
          .default([]),
      }),
      Period: z.int().min(1),
      Stat: z.string().regex(STAT),
    })
    .optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
});
type Query = z.infer<typeof QUERY>;

const REQUEST = z.object({
  MetricDataQueries: z.array(QUERY).max(500),
  StartTime: z.number(),
  EndTime: z.number(),
  NextToken: z.string().min(1).optional(),
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
  MaxDatapoints: z.int().min(1).max(100_800).default(100_800),
});

interface Point {
  /** Epoch seconds at which the period begins. */
  readonly time: number;
  readonly value: number;
}

export function getMetricData(body: unknown, { beside }: Account): Answer {
  const request = validate(REQUEST, body);
  const { StartTime, EndTime, MaxDatapoints, NextToken } = request;
  if (StartTime >= EndTime)
    throw new Refusal('ValidationError', 'The parameter StartTime must be less than EndTime.');
  const queries = request.MetricDataQueries.filter(({ ReturnData }) => ReturnData);
  const sign = request.ScanBy === 'TimestampAscending' ? 1 : -1;
  const all = queries.map((query) =>
    pointsOf(query, beside.metrics ?? [], StartTime, EndTime).sort(
      (a, b) => sign * (a.time - b.time),
    ),
  );
  const [first, offset] =
    NextToken === undefined ? [0, 0] : readToken(NextToken, z.tuple([z.int(), z.int()]));
  const results: Answer[] = [];
  let room = MaxDatapoints;
  for (const [index, query] of queries.entries()) {
    if (index < first) continue;
    const from = index === first ? offset : 0;
    const points = all[index] ?? [];
    const page = points.slice(from, from + room);
    room -= page.length;
    const rest = from + page.length < points.length;
    results.push(resultOf(query, page, rest));
    if (rest)
      return {
        MetricDataResults: results,
        NextToken: writeToken([index, from + page.length]),
        Messages: [],
      };
  }
  return { MetricDataResults: results, Messages: [] };
}

function resultOf({ Id, Label, MetricStat }: Query, page: readonly Point[], rest: boolean): Answer {
  return {
    Id,
    Label: Label ?? MetricStat?.Metric.MetricName ?? Id,
    Timestamps: page.map(({ time }) => time),
    Values: page.map(({ value }) => value),
    StatusCode: rest ? 'PartialData' : 'Complete',
  };
}

function pointsOf(
  { MetricStat }: Query,
  samples: readonly MetricSample[],
  start: number,
  end: number,
): Point[] {
  if (MetricStat === undefined)
    throw new Refusal('ValidationError', 'Local metrics are asked by MetricStat: no expressions.');
  const { Metric, Period, Stat } = MetricStat;
  const bins = new Map<number, MetricSample[]>();
  for (const sample of samples) {
    const time = Math.floor(sample.timestampMs / 1000 / Period) * Period;
    if (time < Math.floor(start / Period) * Period || time >= end) continue;
    if (!isOf(sample, Metric)) continue;
    bins.set(time, [...(bins.get(time) ?? []), sample]);
  }
  return [...bins].flatMap(([time, within]) => {
    const value = statisticOf(within, Stat);
    return value === null ? [] : [{ time, value }];
  });
}

type Metric = NonNullable<Query['MetricStat']>['Metric'];

/** Dimensions are exact: a metric with one more is another metric. */
function isOf(sample: MetricSample, { Namespace, MetricName, Dimensions }: Metric): boolean {
  return (
    sample.namespace === Namespace &&
    sample.name === MetricName &&
    Object.keys(sample.dimensions).length === Dimensions.length &&
    Dimensions.every(({ Name, Value }) => sample.dimensions[Name] === Value)
  );
}

/** null: no sample tells it. */
function statisticOf(samples: readonly MetricSample[], stat: string): number | null {
  const total = (of: (sample: MetricSample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0);
  const count = total(({ sampleCount }) => sampleCount);
  const sum = total((sample) => sample.sum);
  switch (stat) {
    case 'Average':
      return sum / count;
    case 'Sum':
      return sum;
    case 'SampleCount':
      return count;
    case 'Minimum':
      return Math.min(...samples.map(({ minimum }) => minimum));
    case 'Maximum':
      return Math.max(...samples.map(({ maximum }) => maximum));
    default: {
      const told = samples.flatMap(({ percentiles }) => percentiles[stat] ?? []);
      return told.length === 0 ? null : Math.max(...told);
    }
  }
}
