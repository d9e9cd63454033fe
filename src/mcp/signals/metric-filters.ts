// The tool `describe-metric-filters`: which log groups a metric is counted from, for alarms on log lines.
import { z } from 'zod';
import { awsTool, regionArgument } from '../aws-tool.ts';
import type { SignalsApi } from './sdk.ts';
import type { SignalsTool } from './tools.ts';

const MAX_PAGE = 50;

export const describeMetricFilters: SignalsTool = awsTool({
  name: 'describe-metric-filters',
  title: 'Describe metric filters',
  description: `Filters of log groups that count lines as a metric, by that metric, ${MAX_PAGE} a page.`,
  input: z.strictObject({
    region: regionArgument,
    metricNamespace: z.string().min(1).max(255),
    metricName: z.string().min(1).max(255),
    nextToken: z.string().min(1).optional().describe('nextToken of the page before'),
  }),
  output: z.looseObject({
    metricFilters: z
      .array(
        z.looseObject({
          filterName: z.string().optional(),
          filterPattern: z.string().optional(),
          logGroupName: z.string().optional(),
        }),
      )
      .optional(),
    nextToken: z.string().optional().describe('there is another page'),
  }),
  call: (api: SignalsApi, { metricNamespace, metricName, nextToken }, signal) =>
    api.describeMetricFilters(
      {
        metricNamespace,
        metricName,
        limit: MAX_PAGE,
        ...(nextToken === undefined ? {} : { nextToken }),
      },
      signal,
    ),
});
