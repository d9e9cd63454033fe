// What AWS's own services tell of themselves as JSON without a level: Lambda's records, the history of Step Functions,
// what EventBridge delivers of ECS, the audit log of Kubernetes. Their own fields say whether something failed.
import type { Level } from '../types.ts';
import type { Leaves } from './flatten.ts';

/** What such an event says; `text` is null where nothing of it is worth more than the record itself. */
export interface ServiceEvent {
  readonly level: Level;
  readonly text: string | null;
  /** Whom it is about. */
  readonly service: string | null;
}

/** Fields that only say again what such an event is: they mark no failure. */
const SAID_AGAIN =
  /^(?:type|id|previous_event_id|kind|stage|record\..+|details\..+|detail\.(?:event|stop|last|desired|container).*|annotations\..+|responseStatus\..+)$/;

/** Without the fields that the text of the event is made of. */
export function withoutSaid(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !SAID_AGAIN.test(name)));
}

const BENIGN: ServiceEvent = { level: 'info', text: null, service: null };
const MAX_TEXT_CHARS = 600;

/** The event as its service means it, or null where it is none of these. */
export function serviceEvent(leaves: Leaves): ServiceEvent | null {
  const type = leaves.get('type');
  if (typeof type === 'string') {
    if (type.startsWith('platform.')) return platformRecord(type, leaves);
    if (leaves.has('executionarn') && leaves.has('eventtimestamp'))
      return historyEvent(type, leaves);
  }
  if (leaves.get('source') === 'aws.ecs') return ecsEvent(leaves);
  if (leaves.has('auditid') && leaves.has('stage')) return auditEvent(leaves);
  return null;
}

/**
 * Lambda's records: where its log format is JSON nothing else tells that an invocation ran out of time or memory. A
 * report that only says that the code failed stands beside what the runtime wrote of that.
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
function platformRecord(type: string, leaves: Leaves): ServiceEvent {
  const status = textAt(leaves, 'record.status');
  const errorType = textAt(leaves, 'record.errortype');
  const failed = status === 'timeout' || errorType === 'Runtime.OutOfMemory';
  if (type !== 'platform.report' || !failed) return BENIGN;
  const metrics = ['durationMs', 'memorySizeMB', 'maxMemoryUsedMB'].flatMap((name) => {
    const value = leaves.get(`record.metrics.${name.toLowerCase()}`);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const told = errorType === null ? [] : [`errorType=${errorType}`];
  return {
    level: 'error',
    text: [type, `status=${status}`, ...told, ...metrics].join(' '),
    service: null,
  };
}

/** What Step Functions itself logs at ERROR: https://docs.aws.amazon.com/step-functions/latest/dg/cloudwatch-log-level.html */
const FAILED_EVENT = /(?:Failed|TimedOut)$/;
const STOPPED_EVENT = /Aborted$/;
const STATE_MACHINE = /:(?:execution|express|mapRun):([\w-]{1,80})/;

/** One event of an execution's history; it is about the state machine. */
function historyEvent(type: string, leaves: Leaves): ServiceEvent {
  const service = STATE_MACHINE.exec(String(leaves.get('executionarn')))?.[1] ?? null;
  if (STOPPED_EVENT.test(type)) return { level: 'warn', text: type, service };
  if (!FAILED_EVENT.test(type)) return { ...BENIGN, service };
  const error = textAt(leaves, 'details.error');
  const cause = causeText(textAt(leaves, 'details.cause'));
  return { level: 'error', text: joined([type, error, cause]), service };
}

/** A function's cause is its error as JSON. */
function causeText(cause: string | null): string | null {
  if (cause === null || !cause.startsWith('{')) return cause;
  const message = /"errorMessage"\s*:\s*"((?:[^"\\]|\\.){1,600})"/.exec(cause)?.[1];
  return message?.replace(/\\(["\\/])/g, '$1') ?? cause;
}

/**
 * What EventBridge delivers of ECS: an action or a deployment has a level of its own; a task that stopped has a reason.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html
 */
function ecsEvent(leaves: Leaves): ServiceEvent | null {
  const kind = textAt(leaves, 'detailtype');
  if (kind === 'ECS Task State Change') return stoppedTask(leaves);
  const level = LEVELS[textAt(leaves, 'detail.eventtype') ?? ''];
  if (level === undefined) return null;
  const event = textAt(leaves, 'detail.eventname');
  const reason = textAt(leaves, 'detail.reason');
  return { level, text: joined([event, reason]), service: serviceOfArns(leaves.get('resources')) };
}

const LEVELS: Readonly<Record<string, Level>> = { INFO: 'info', WARN: 'warn', ERROR: 'error' };
const SERVICE_ARN = /:service\/(?:[\w-]{1,255}\/)?([\w-]{1,255})$/;

function serviceOfArns(arns: unknown): string | null {
  const [first] = Array.isArray(arns) ? arns : [];
  return typeof first === 'string' ? (SERVICE_ARN.exec(first)?.[1] ?? null) : null;
}

/** A task that could not start, or that ended because of a container. What a deployment or a person ends is none. */
function stoppedTask(leaves: Leaves): ServiceEvent {
  const group = textAt(leaves, 'detail.group');
  const service = group?.replace(/^(?:service|family):/, '') ?? null;
  if (textAt(leaves, 'detail.laststatus') !== 'STOPPED') return { ...BENIGN, service };
  const stop = textAt(leaves, 'detail.stopcode');
  const containers = containersOf(leaves.get('detail.containers'));
  const failed = containers.filter(
    ({ reason, exitCode }) =>
      /Error\b/.test(reason) || (stop === 'EssentialContainerExited' && (exitCode ?? 0) !== 0),
  );
  if (stop !== 'TaskFailedToStart' && failed.length === 0) return { ...BENIGN, service };
  const told = failed.map(({ name, exitCode, reason }) => {
    const exit = exitCode === null ? '' : ` exit code ${exitCode}`;
    return `container ${name}${exit}${reason === '' ? '' : `: ${reason}`}`;
  });
  const reason = textAt(leaves, 'detail.stoppedreason');
  return { level: 'error', text: joined([reason, ...told]), service };
}

interface Container {
  readonly name: string;
  readonly exitCode: number | null;
  readonly reason: string;
}

function containersOf(list: unknown): readonly Container[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { name, exitCode, reason } = item as Record<string, unknown>;
    return [
      {
        name: String(name),
        exitCode: typeof exitCode === 'number' ? exitCode : null,
        reason: typeof reason === 'string' ? reason : '',
      },
    ];
  });
}

/** Objects that give permissions, and requests that change them. */
const ROLES = /^(?:cluster)?role(?:binding)?s$/;
const CHANGES = /^(?:create|update|patch|delete|deletecollection)$/;

/**
 * A request that the API server did not allow, or one that changed who may do what. Whoever is not known to it at all (a scanner, a probe) has no right to
 * lose, and an answer that something is not there, or was changed meanwhile, is part of each controller's work.
 * https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/
 */
function auditEvent(leaves: Leaves): ServiceEvent | null {
  const decision = leaves.get('annotations.authorization.k8s.io/decision');
  const user = textAt(leaves, 'user.username');
  if (leaves.get('stage') !== 'ResponseComplete' || user === null) return null;
  const [verb, resource] = [textAt(leaves, 'verb') ?? '', textAt(leaves, 'objectref.resource')];
  if (decision === 'allow' && ROLES.test(resource ?? '') && CHANGES.test(verb)) {
    const name = textAt(leaves, 'objectref.name');
    return { ...BENIGN, text: `${joined([resource, name])}: ${verb} by ${user}` };
  }
  if (decision !== 'forbid' || user === 'system:anonymous') return null;
  const request = [user, verb, resource].join(' ');
  const message = textAt(leaves, 'responsestatus.message');
  return { level: 'error', text: message ?? `Forbidden: ${request}`, service: null };
}

function textAt(leaves: Leaves, path: string): string | null {
  const leaf = leaves.get(path);
  return leaf === undefined || typeof leaf === 'object' ? null : String(leaf);
}

/** The parts that are there, one after the other. */
function joined(parts: readonly (string | null)[]): string {
  const text = parts.filter((part) => part !== null && part !== '').join(': ');
  return text.slice(0, MAX_TEXT_CHARS);
}
