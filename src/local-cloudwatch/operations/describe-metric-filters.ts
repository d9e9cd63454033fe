// DescribeMetricFilters over alarms.json: by log group, by the beginning of a name, or by the metric that is counted.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html
import { z } from 'zod';
import { slicePage } from '../page-token.ts';
import { type Account, type Answer, invalidParameter } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({
  logGroupName: z.string().min(1).optional(),
  filterNamePrefix: z.string().min(1).optional(),
  metricName: z.string().optional(),
  metricNamespace: z.string().optional(),
  limit: z.int().min(1).max(50).default(50),
  nextToken: z.string().min(1).optional(),
});

export function describeMetricFilters(body: unknown, { beside }: Account): Answer {
  const request = validate(REQUEST, body);
  const { logGroupName, filterNamePrefix = '', metricName, metricNamespace } = request;
  if ((metricName === undefined) !== (metricNamespace === undefined))
    throw invalidParameter('metricName and metricNamespace go together.');
  const found = (beside.alarms?.metricFilters ?? [])
    .filter((filter) => (logGroupName ?? filter.logGroupName) === filter.logGroupName)
    .filter(({ filterName }) => filterName.startsWith(filterNamePrefix))
    .filter(
      ({ metricTransformations }) =>
        metricName === undefined ||
        metricTransformations.some(
          (one) => one.metricName === metricName && one.metricNamespace === metricNamespace,
        ),
    );
  const { page, nextToken } = slicePage(found, request.nextToken, request.limit);
  return { metricFilters: page, ...(nextToken === undefined ? {} : { nextToken }) };
}
