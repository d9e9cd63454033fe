// What the deployments of an ECS service tell: which one is from the time in question, what ran before, and how to go
// back. Pure.
import { ECS } from '../../base/account-sources.ts';
import { contains, type TimeRange } from '../../base/time-range.ts';
import { type AccountChange, lastOfTask, revisionNames } from './change.ts';

export interface ServiceDeployment {
  readonly id: string;
  /** `PRIMARY` is the newest one, `ACTIVE` one that still runs. */
  readonly status: string;
  readonly taskDefinition: string;
  readonly rolloutState: string | null;
  readonly createdMs: number;
}

export interface ToldService {
  readonly cluster: string;
  readonly name: string;
  readonly deployments: readonly ServiceDeployment[];
}

export function serviceChanges(
  told: ToldService,
  range: TimeRange,
  place: { readonly region: string; readonly evidenceId: string },
): readonly AccountChange[] {
  return told.deployments
    .filter(({ createdMs }) => contains(range, createdMs))
    .map((deployment) => serviceChange(told, deployment, place));
}

function serviceChange(
  { cluster, name, deployments }: ToldService,
  deployment: ServiceDeployment,
  { region, evidenceId }: { readonly region: string; readonly evidenceId: string },
): AccountChange {
  const { id, status, createdMs, rolloutState } = deployment;
  const task = lastOfTask(deployment.taskDefinition);
  const [before] = deployments
    .filter((one) => one.createdMs < createdMs)
    .sort((a, b) => b.createdMs - a.createdMs);
  const was = before === undefined ? null : lastOfTask(before.taskDefinition);
  const settings = [
    was === null || was === task ? `taskDefinition=${task}` : `taskDefinition ${was} -> ${task}`,
    ...(rolloutState === null ? [] : [`rollout ${rolloutState}`]),
  ];
  const subject = `deployment of ${name}: ecs deployment ${status} (${settings.join(', ')})`;
  return {
    eventId: `ecs:${region}:${cluster}:${id}`,
    timestampMs: createdMs,
    region,
    source: ECS,
    who: null,
    action: 'ecs deployment',
    resource: name,
    settings,
    kind: 'deployment',
    message: subject,
    subject,
    rollback: was === null ? [LIST_TASKS, UPDATE_SERVICE] : was === task ? [] : [UPDATE_SERVICE],
    names: {
      resource: name,
      cluster,
      ...revisionNames(task),
      ...(was === null ? {} : { taskBefore: was }),
    },
    evidenceId,
  };
}

const LIST_TASKS =
  'aws ecs list-task-definitions --family-prefix {family} --sort DESC --max-items 5';
const UPDATE_SERVICE =
  'aws ecs update-service --cluster {cluster} --service {resource} --task-definition {taskBefore}';
