// What a run asks beside the logs once errors were found, as IAM's actions: what is offered, and fits the log groups.
import type { Tools } from '../agent/tools.ts';
import { functionOf } from './account-functions.ts';
import { isOfService } from './account-services.ts';
import { DEPLOYMENT_TOOLS, SIGNAL_TOOLS } from './signal-tools.ts';

export async function actionsBeside(
  tools: Tools,
  logGroups: readonly string[],
): Promise<readonly string[]> {
  const offered = new Set((await tools.list()).map(({ name }) => name));
  const ofServices = DEPLOYMENT_TOOLS.filter(({ service }) =>
    logGroups.some(service === 'ecs' ? isOfService : (name) => functionOf(name) !== null),
  );
  return [...SIGNAL_TOOLS, ...ofServices]
    .filter(({ tool }) => offered.has(tool))
    .map(({ action }) => action);
}
