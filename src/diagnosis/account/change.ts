// A change that somebody made in the AWS account, and how it is read from a CloudTrail event: who did what to which resource, what
// kind of change that is, and how it is taken back. Pure.
import { CLOUDTRAIL } from '../../base/account-sources.ts';
import { type ActionRow, actionRowOf } from './actions-table.ts';
import type { TrailEvent } from './trail-event.ts';

export interface AccountChange {
  readonly eventId: string;
  readonly timestampMs: number;
  readonly region: string;
  /** Who tells of it, as a log group would be named. */
  readonly source: string;
  /** Another one that tells of it, and the evidence of that. */
  readonly also?: { readonly source: string; readonly evidenceId: string };
  /** User, role or service; null where the event does not say. */
  readonly who: string | null;
  /** `lambda UpdateFunctionCode`. */
  readonly action: string;
  readonly resource: string | null;
  /** What was set, as `memorySize=128`. */
  readonly settings: readonly string[];
  /** Name of the kind of trigger that it may be; null where none is known. */
  readonly kind: string | null;
  /** All of it in one line. */
  readonly message: string;
  /** The part of it that says what it is about, without who did it. */
  readonly subject: string;
  /** Commands that take it back, filled as far as names are known; templates elsewhere. */
  readonly rollback: readonly string[];
  /** Names for these commands. */
  readonly names: Readonly<Record<string, string>>;
  /** Evidence that holds it. */
  readonly evidenceId: string;
}

const MAX_SETTINGS = 8;
const MAX_VALUE_CHARS = 60;
const MAX_NAME_CHARS = 120;
/** Parameters that name what is changed, the most telling first. */
const RESOURCE_KEYS = [
  'functionName',
  'service',
  'serviceName',
  'dBInstanceIdentifier',
  'dBClusterIdentifier',
  'dBParameterGroupName',
  'tableName',
  'stackName',
  'roleName',
  'secretId',
  'queueUrl',
  'queueName',
  'topicArn',
  'topicName',
  'streamName',
  'stateMachineArn',
  'keyId',
  'projectName',
  'repositoryName',
  'ruleName',
  'hostedZoneId',
  'routeTableId',
  'networkAclId',
  'vpcEndpointId',
  'loadBalancerArn',
  'listenerArn',
  'targetGroupArn',
  'autoScalingGroupName',
  'cacheClusterId',
  'replicationGroupId',
  'applicationName',
  'restApiId',
  'apiId',
  'bucketName',
  'groupId',
  'clusterName',
  'cluster',
  'policyArn',
  'name',
] as const;
/** Set by every caller, and no setting of the thing. */
const NO_SETTING =
  /^(?:clientToken|clientRequestToken|requestToken|dryRun|revisionId|publish|applyImmediately|overwrite|type|zipFile|s3Key|s3Bucket|s3ObjectVersion|description)$/i;

/** One event as a change; `null` for what failed or is no change of a system. */
export function changeOf(event: TrailEvent, region: string, evidenceId: string): AccountChange {
  const { parameters, resourceNames } = event;
  const key = RESOURCE_KEYS.find((name) => typeof parameters[name] === 'string');
  const named = key === undefined ? resourceNames[0] : String(parameters[key]);
  const resource = named === undefined ? null : lastPart(named).slice(0, MAX_NAME_CHARS);
  const settings = fewOf(settingsOf(parameters, key ?? ''));
  const row = actionRowOf(event.name, parameters);
  const action = `${event.source} ${event.name}`;
  const set = settings.length === 0 ? '' : ` (${settings.join(', ')})`;
  const subject = `${wordsOf(row, resource)}: ${action}${set}`;
  return {
    eventId: event.id,
    timestampMs: event.timestampMs,
    region,
    source: CLOUDTRAIL,
    who: event.who,
    action,
    resource,
    settings,
    kind: row?.kind ?? null,
    subject,
    message: event.who === null ? subject : `${subject} by ${event.who}`,
    rollback: row?.rollback ?? [],
    names: namesIn(parameters, resource),
    evidenceId,
  };
}

/** The first of them; how many more there are is said. */
export function fewOf(settings: readonly string[]): readonly string[] {
  const more = settings.length - MAX_SETTINGS;
  return more > 0 ? [...settings.slice(0, MAX_SETTINGS), `${more} more`] : settings;
}

function wordsOf(row: ActionRow | null, resource: string | null): string {
  const of = resource ?? 'a resource';
  return row === null ? `change of ${of}` : row.words.replace('{resource}', () => of);
}

/** Of an ARN or an address, the name at its end. */
export function lastPart(name: string): string {
  if (name.startsWith('arn:')) {
    const local = name.split(':').slice(5).join(':');
    const [kind = '', ...rest] = local.split(/[:/]/);
    if (kind === 'stack') return rest[0] ?? kind;
    return rest[0] === 'app' || rest[0] === 'net' ? (rest[1] ?? kind) : (rest.at(-1) ?? kind);
  }
  return /^https?:/.test(name) ? (name.split('/').at(-1) ?? name) : name;
}

function settingsOf(value: Readonly<Record<string, unknown>>, resourceKey: string): string[] {
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === resourceKey || NO_SETTING.test(key)) return [];
    if (isRecord(member)) return settingsOf(member, '');
    // EC2's lists: `{"items":[{"fromPort":5432}]}`
    if (key === 'items' && Array.isArray(member))
      return member.filter(isRecord).flatMap((item) => settingsOf(item, ''));
    if (Array.isArray(member) || member === null || member === '') return [];
    return [`${key}=${String(member).slice(0, MAX_VALUE_CHARS)}`];
  });
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names for the commands; version 7 of a function is set back to 6, where nothing was left out. */
function namesIn(
  parameters: Readonly<Record<string, unknown>>,
  resource: string | null,
): Readonly<Record<string, string>> {
  const text = (key: string): [string, string][] =>
    typeof parameters[key] === 'string' ? [[key, lastPart(String(parameters[key]))]] : [];
  const version = /^\d{1,9}$/.exec(String(parameters.functionVersion ?? ''))?.[0] ?? '';
  const versionBefore = before(version);
  return Object.fromEntries([
    ...(resource === null ? [] : [['resource', resource]]),
    ...['cluster', 'name', 'functionName', 'roleName', 'stackName'].flatMap(text),
    ...(typeof parameters.policyArn === 'string' ? [['policyArn', parameters.policyArn]] : []),
    ...Object.entries(revisionNames(lastOfTask(parameters.taskDefinition))),
    ...(versionBefore === null ? [] : [['versionBefore', versionBefore]]),
  ]);
}

const before = (number: string) => (Number(number) > 1 ? String(Number(number) - 1) : null);

/** `family:42` of a task definition is set back to `family:41`: what ran before, where nothing was left out. */
export function revisionNames(task: string): Readonly<Record<string, string>> {
  const [, family, revision = ''] = /^([\w-]{1,255}):(\d{1,9})$/.exec(task) ?? [];
  if (family === undefined) return {};
  const taskBefore = before(revision);
  return { family, ...(taskBefore === null ? {} : { taskBefore: `${family}:${taskBefore}` }) };
}

/** `family:42` of a task definition or its ARN. */
export function lastOfTask(value: unknown): string {
  return typeof value === 'string' ? (value.split('/').at(-1) ?? '') : '';
}
