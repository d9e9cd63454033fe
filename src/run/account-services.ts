// Deployments of the ECS services that log groups are named after. A log group that names no cluster is sought among the
// services of all clusters, by name.
import { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import type { TimeRange } from '../base/time-range.ts';
import { serviceChanges, type ToldService } from '../diagnosis/account/service-change.ts';
import { tellUnseen } from './account-alarms.ts';
import type { RunContext } from './context.ts';
import { membership } from './discovery.ts';
import { understood } from './faults.ts';
import { readPages } from './pages.ts';
import { regionArgument } from './query.ts';
import {
  DESCRIBE_SERVICES,
  LIST_CLUSTERS,
  LIST_SERVICES,
  type SignalTool,
} from './signal-tools.ts';
import type { Told } from './told-changes.ts';

/** Clusters of one region that a run lists the services of, pages of 100 of them, and services that it asks about. */
const MAX_CLUSTERS = 10;
const MAX_PAGES = 5;
const MAX_SERVICES = 20;
/** Services that one call describes. */
const SERVICES_A_CALL = 10;

const WITH_CLUSTER = /^(?:\/aws)?\/ecs\/([\w-]{1,255})\/([\w-]{1,255})$/;
const ALONE = /^(?:\/aws)?\/ecs\/([\w-]{1,255})$/;
/** Of Container Insights, whose log groups are no service's own. */
const INSIGHTS = 'containerinsights';

const ClusterPage = z.object({
  clusterArns: z.array(z.string()).default([]),
  nextToken: z.string().optional(),
});
const ServicePage = z.object({
  serviceArns: z.array(z.string()).default([]),
  nextToken: z.string().optional(),
});
const Described = z.object({
  services: z
    .array(
      z.looseObject({
        serviceName: z.string(),
        deployments: z
          .array(
            z.looseObject({
              id: z.string(),
              status: z.string().default(''),
              taskDefinition: z.string().default(''),
              rolloutState: z.string().optional(),
              createdAt: z.number(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/** Whether a log group is named after a service. */
export const isOfService = (logGroup: string): boolean =>
  ALONE.test(logGroup) || (WITH_CLUSTER.exec(logGroup)?.[1] ?? INSIGHTS) !== INSIGHTS;

/** Services of one cluster. */
interface Asked {
  readonly cluster: string;
  readonly services: readonly string[];
}

export async function readServices(
  context: RunContext,
  region: string,
  logGroups: readonly string[],
  range: TimeRange,
): Promise<readonly Told[]> {
  const inClusters = logGroups.flatMap((name): Asked[] => {
    const [, cluster = INSIGHTS, service = ''] = WITH_CLUSTER.exec(name) ?? [];
    return cluster === INSIGHTS ? [] : [{ cluster, services: [service] }];
  });
  const alone = logGroups.flatMap((name) => ALONE.exec(name)?.[1] ?? []);
  const found = alone.length === 0 ? [] : await seek(context, region, alone);
  const asked = bounded(context, region, joined([...inClusters, ...found]));
  const told: Told[] = [];
  for (const one of asked) {
    const read = await describe(context, region, one, range);
    if (read === null) break;
    told.push(...read);
  }
  return told;
}

/** One of each cluster, for each call. */
function joined(asked: readonly Asked[]): readonly Asked[] {
  const clusters = [...new Set(asked.map(({ cluster }) => cluster))];
  return clusters.flatMap((cluster) => {
    const own = asked.filter((one) => one.cluster === cluster);
    const services = [...new Set(own.flatMap((one) => one.services))];
    const calls = Math.ceil(services.length / SERVICES_A_CALL);
    return Array.from({ length: calls }, (_, at) => ({
      cluster,
      services: services.slice(at * SERVICES_A_CALL, (at + 1) * SERVICES_A_CALL),
    }));
  });
}

function bounded(context: RunContext, region: string, asked: readonly Asked[]): readonly Asked[] {
  const all = asked.reduce((sum, { services }) => sum + services.length, 0);
  if (all <= MAX_SERVICES) return asked;
  context.notice(
    `Of ${all} services in ${region} the deployments of the first ${MAX_SERVICES} were looked at.`,
  );
  let left = MAX_SERVICES;
  return asked.flatMap(({ cluster, services }) => {
    const some = services.slice(0, left);
    left -= some.length;
    return some.length === 0 ? [] : [{ cluster, services: some }];
  });
}

/** Services of all clusters that are called as these log groups are. */
async function seek(
  context: RunContext,
  region: string,
  names: readonly string[],
): Promise<readonly Asked[]> {
  const place = regionArgument(region);
  const listed = await readPages(context, LIST_CLUSTERS, place, ClusterPage, 1);
  if (listed.fault !== null) {
    unseen(context, region, LIST_CLUSTERS, listed.fault);
    return [];
  }
  const clusters = listed.pages.flatMap(({ clusterArns }) => clusterArns.map(nameOf));
  if (listed.cut || clusters.length > MAX_CLUSTERS)
    context.notice(
      `Services called ${names.join(', ')} were sought in the first ${MAX_CLUSTERS} clusters of ${region} alone.`,
    );
  const found: Asked[] = [];
  for (const cluster of clusters.slice(0, MAX_CLUSTERS)) {
    const args = { ...place, cluster };
    const { pages, fault, cut } = await readPages(
      context,
      LIST_SERVICES,
      args,
      ServicePage,
      MAX_PAGES,
    );
    if (fault !== null) {
      unseen(context, region, LIST_SERVICES, fault);
      return found;
    }
    if (cut)
      context.notice(`Of the services of cluster ${cluster} in ${region} not all were listed.`);
    const services = pages
      .flatMap(({ serviceArns }) => serviceArns.map(nameOf))
      .filter((service) => names.some((name) => isCalled(service, name)));
    if (services.length > 0) found.push({ cluster, services });
  }
  return found;
}

const nameOf = (arn: string) => arn.split('/').at(-1) ?? arn;

/** Log groups are called as the service or as its task, with more or fewer words. */
const isCalled = (service: string, name: string) =>
  membership(service, name).belongs || membership(name, service).belongs;

/** null: it could not be had, which is told. */
async function describe(
  context: RunContext,
  region: string,
  { cluster, services }: Asked,
  range: TimeRange,
): Promise<readonly Told[] | null> {
  const args = { ...regionArgument(region), cluster, services };
  const result = understood(await context.calls.call(DESCRIBE_SERVICES.tool, args), Described);
  // A log group outlives its cluster.
  if (result.errorCode === 'ClusterNotFoundException') return [];
  if (result.isError) {
    unseen(context, region, DESCRIBE_SERVICES, result);
    return null;
  }
  const told = Described.parse(result.content).services.map((one) => serviceOf(cluster, one));
  const changesIn = (evidenceId: string) =>
    told.flatMap((one) => serviceChanges(one, range, { region, evidenceId }));
  const { length } = changesIn('');
  if (length === 0) return [];
  const summary = `${length} deployment${length === 1 ? '' : 's'} of services in ${cluster} before the onset`;
  return [{ region, tool: DESCRIBE_SERVICES, args, truncated: false, summary, changesIn }];
}

function serviceOf(
  cluster: string,
  { serviceName, deployments }: z.infer<typeof Described>['services'][number],
): ToldService {
  return {
    cluster,
    name: serviceName,
    deployments: deployments.map(({ id, status, taskDefinition, rolloutState, createdAt }) => ({
      id,
      status,
      taskDefinition,
      rolloutState: rolloutState ?? null,
      createdMs: createdAt,
    })),
  };
}

function unseen(context: RunContext, region: string, tool: SignalTool, fault: ToolResult): void {
  tellUnseen(context, 'Deployments of services were not seen', { region, tool }, fault);
}
