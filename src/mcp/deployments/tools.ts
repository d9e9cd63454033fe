// The tools of this server: versions and aliases of functions, and deployments of services. Each answer is one page.
import { z } from 'zod';
import { type AwsTool, type AwsToolContext, awsTool, regionArgument } from '../aws-tool.ts';
import type { DeploymentsApi } from './sdk.ts';

export type DeploymentsTool = AwsTool<AwsToolContext<DeploymentsApi>>;

/** Lambda's and ECS's largest pages, and the services that one call describes. */
const MAX_VERSIONS = 50;
const MAX_LISTED = 100;
const MAX_SERVICES = 10;

const functionName = z.string().regex(/^[\w-]{1,140}$/, 'no name of a function');
const cluster = z.string().regex(/^[\w-]{1,255}$/, 'no name of a cluster');
const pageToken = z.string().min(1).optional().describe('token of the page before');

export const listVersionsByFunction: DeploymentsTool = awsTool({
  name: 'list-versions-by-function',
  title: 'List versions of a Lambda function',
  description: [
    `Published versions of a Lambda function and $LATEST, ${MAX_VERSIONS} a page, ascending: when each was last modified`,
    '(epoch milliseconds UTC), its code by hash and its settings. Environment variables are told by name alone, and by',
    'name those whose value is another one than in the version before on the page.',
  ].join(' '),
  input: z.strictObject({ region: regionArgument, functionName, nextToken: pageToken }),
  output: z.looseObject({
    Versions: z
      .array(
        z.looseObject({
          Version: z.string().optional(),
          LastModified: z.number().optional().describe('epoch milliseconds UTC'),
          CodeSha256: z.string().optional(),
          Settings: z.record(z.string(), z.union([z.string(), z.number()])),
          EnvironmentNames: z.array(z.string()),
          EnvironmentChanged: z
            .looseObject({ since: z.string().optional(), names: z.array(z.string()) })
            .optional(),
        }),
      )
      .optional(),
    NextMarker: z.string().optional(),
  }),
  call: (api: DeploymentsApi, { functionName: FunctionName, nextToken: Marker }, signal) =>
    api.listVersionsByFunction(
      { FunctionName, MaxItems: MAX_VERSIONS, ...(Marker === undefined ? {} : { Marker }) },
      signal,
    ),
});

export const listAliases: DeploymentsTool = awsTool({
  name: 'list-aliases',
  title: 'List aliases of a Lambda function',
  description: `Aliases of a Lambda function and the versions behind them, ${MAX_VERSIONS} a page.`,
  input: z.strictObject({ region: regionArgument, functionName, nextToken: pageToken }),
  output: z.looseObject({
    Aliases: z
      .array(z.looseObject({ Name: z.string().optional(), FunctionVersion: z.string().optional() }))
      .optional(),
    NextMarker: z.string().optional(),
  }),
  call: (api: DeploymentsApi, { functionName: FunctionName, nextToken: Marker }, signal) =>
    api.listAliases(
      { FunctionName, MaxItems: MAX_VERSIONS, ...(Marker === undefined ? {} : { Marker }) },
      signal,
    ),
});

export const listClusters: DeploymentsTool = awsTool({
  name: 'list-clusters',
  title: 'List ECS clusters',
  description: `ARNs of the ECS clusters of a region, ${MAX_LISTED} a page.`,
  input: z.strictObject({ region: regionArgument, nextToken: pageToken }),
  output: z.looseObject({
    clusterArns: z.array(z.string()).optional(),
    nextToken: z.string().optional(),
  }),
  call: (api: DeploymentsApi, { nextToken }, signal) =>
    api.listClusters(
      { maxResults: MAX_LISTED, ...(nextToken === undefined ? {} : { nextToken }) },
      signal,
    ),
});

export const listServices: DeploymentsTool = awsTool({
  name: 'list-services',
  title: 'List ECS services',
  description: `ARNs of the services of an ECS cluster, ${MAX_LISTED} a page.`,
  input: z.strictObject({ region: regionArgument, cluster, nextToken: pageToken }),
  output: z.looseObject({
    serviceArns: z.array(z.string()).optional(),
    nextToken: z.string().optional(),
  }),
  call: (api: DeploymentsApi, { cluster: name, nextToken }, signal) =>
    api.listServices(
      {
        cluster: name,
        maxResults: MAX_LISTED,
        ...(nextToken === undefined ? {} : { nextToken }),
      },
      signal,
    ),
});

const DEPLOYMENT = z.looseObject({
  id: z.string().optional(),
  status: z.string().optional(),
  taskDefinition: z.string().optional(),
  rolloutState: z.string().optional(),
  createdAt: z.number().optional().describe('epoch milliseconds UTC'),
});

export const describeServices: DeploymentsTool = awsTool({
  name: 'describe-services',
  title: 'Describe ECS services',
  description: `Up to ${MAX_SERVICES} services of an ECS cluster with their deployments. Times are epoch milliseconds UTC.`,
  input: z.strictObject({
    region: regionArgument,
    cluster,
    services: z
      .array(z.string().regex(/^[\w-]{1,255}$/))
      .min(1)
      .max(MAX_SERVICES),
  }),
  output: z.looseObject({
    services: z
      .array(
        z.looseObject({
          serviceName: z.string().optional(),
          deployments: z.array(DEPLOYMENT).optional(),
        }),
      )
      .optional(),
  }),
  call: (api: DeploymentsApi, { cluster: name, services }, signal) =>
    api.describeServices({ cluster: name, services }, signal),
});
