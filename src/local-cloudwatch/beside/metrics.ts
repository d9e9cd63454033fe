// A line of metrics.jsonl: one sample of one metric, by one value or by CloudWatch's statistics.
import { z } from 'zod';
import { TIME } from './time.ts';
import type { MetricSample } from './types.ts';

const SAMPLE = z.looseObject({
  Namespace: z.string().min(1),
  MetricName: z.string().min(1),
  Dimensions: z.record(z.string(), z.string()).default({}),
  Timestamp: TIME,
  Value: z.number().optional(),
  Average: z.number().optional(),
  Sum: z.number().optional(),
  Minimum: z.number().optional(),
  Maximum: z.number().optional(),
  SampleCount: z.number().positive().optional(),
});
const PERCENTILE = /^p\d{1,2}(?:\.\d{1,2})?$/;

/** null: it is none, or says no value. */
export function readSample(line: unknown): MetricSample | null {
  const read = SAMPLE.safeParse(line);
  if (!read.success) return null;
  const { Namespace, MetricName, Dimensions, Timestamp, SampleCount = 1, ...given } = read.data;
  const average = given.Average ?? given.Value ?? ratio(given.Sum, SampleCount) ?? given.Maximum;
  if (average === undefined) return null;
  const percentiles = Object.entries(given).filter(
    (entry): entry is [string, number] => PERCENTILE.test(entry[0]) && typeof entry[1] === 'number',
  );
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Dimensions,
    timestampMs: Timestamp,
    sum: given.Sum ?? average * SampleCount,
    minimum: given.Minimum ?? average,
    maximum: given.Maximum ?? average,
    sampleCount: SampleCount,
    percentiles: Object.fromEntries(percentiles),
  };
}

function ratio(sum: number | undefined, count: number): number | undefined {
  return sum === undefined ? undefined : sum / count;
}
