// Who is at fault: what a known failure names, the service behind a failed call, the host or zone that the failures
// share, else the service that reports it.

import type { Finding } from '../evidence/types.ts';
import { hostCalled } from './called-host.ts';
import { calleeOf, ownService } from './callees.ts';
import { causeTypeOf, isTypeShown, typeAfter } from './cause-type.ts';
import { isClientUnit } from './derive.ts';
import { markOfAll } from './mark.ts';
import { largestPlace, placeOf } from './places.ts';
import type { Ranked } from './rank.ts';
import { databaseNamed, isRelayed, waitsInServer } from './relayed.ts';
import { serviceIn } from './service-name.ts';
import { speakerOf } from './speaker.ts';
import { leadOf } from './title.ts';
import { isFirm } from './trigger-tie.ts';
import type { Case, CauseType } from './types.ts';

/** Fields whose values are places: a host, a zone, a shard. A build is none: it runs wherever its service does. */
const PLACE_FIELD =
  /host|issuer|node|instance|pod\b|container|server|machine|zone|region|shard|partition|cluster|service|broker|replica|stream/i;

/** What runs, or keeps the record of, others: what it reports is theirs. */
const TELLS_OF_OTHERS = /^(?:kubelet|containerd|dockerd?|kernel|systemd|cloudtrail)$/;

/** The service, host or dependency at fault, as the logs write it; null where they name none. */
export function componentOf(cause: Ranked, input: Case): string | null {
  const found = foundBy(cause, input);
  return found === null || TELLS_OF_OTHERS.test(found) ? null : found;
}

function foundBy(cause: Ranked, input: Case): string | null {
  const lead = leadOf(cause);
  const { names, component } = cause;
  const place = markedPlaceOf(cause);
  const service = serviceOf(cause, input);
  // A class or a file is no component where the service that runs it is known; of a dependency only a client's tells.
  const isUnit = component !== null && component === names.unit;
  const isNoClient = isUnit && !isClientUnit(component);
  const isOfDependency = cause.signature?.type === 'dependency';
  // The function with most of the errors is named by its log group, not by the failure.
  const isRunner =
    component === names.function && cause.signature?.component.includes('function') !== true;
  const isOwn = isRunner || component === service || (isOfDependency ? isNoClient : isUnit);
  const known = isOwn ? null : component;
  const far = known ?? otherSideOf(cause, input) ?? place;
  // Who was refused is not at fault for it.
  if (far !== null || isOfOtherSide(cause)) return far;
  return (
    service ??
    (isRunner || (isOfDependency && isNoClient) ? null : component) ??
    speakerBehind(cause, input) ??
    mostOf(lead, input)
  );
}

/** Who was asked: a database by what it is called, a service, a host; null where nobody is named. */
function otherSideOf(cause: Ranked, input: Case): string | null {
  const lead = leadOf(cause);
  const database = isRelayed(lead, cause.signature) ? databaseNamed(lead) : null;
  if (database !== null || isOfResolver(cause)) return database;
  return calleeOf(lead, input) ?? hostCalled(lead);
}

/** The host whose name was asked for is not at fault for a resolver that does not answer. */
const isOfResolver = ({ signature }: Ranked): boolean => signature?.name === 'dns-no-answer';

/** Failures of the way between two hosts, or of what is called: who tells of them is not at fault by that. */
const OF_OTHER_SIDE =
  /^(?:host-unreachable|dns-no-answer|tls-expired|redis-memory|redis-not-saved|etcd-slow|index-blocked|search-circuit-breaker|broker-blocks-publishers|dynamodb-throttled|kinesis-throttled)$/;

/** What refuses, answers nothing or can not be reached is at fault by its signature, not who tells of it; so is what a database says of itself. */
function isOfOtherSide(cause: Ranked): boolean {
  const { signature } = cause;
  if (isRelayed(leadOf(cause), signature)) return true;
  if (signature === null || signature.layer === 'surface') return false;
  return OF_OTHER_SIDE.test(signature.name) || signature.type === 'dependency';
}

/**
 * The service that reports it: what its lines name, the one whose log tells what set it off, else the one that logs
 * nearly all of it.
 */
function serviceOf(cause: Ranked, input: Case): string | null {
  const lead = leadOf(cause);
  const { function: runner = null } = cause.names;
  const named = lead.sample.peeled.service ?? serviceOfTrigger(cause, input);
  if (named !== null) return named;
  const own = ownService(lead, input);
  return lead.logGroups.length < 2 ? (runner ?? own) : own;
}

/** The service whose log group holds the most of what several log. */
function mostOf(lead: Finding, input: Case): string | null {
  const largest = lead.logGroups.length < 2 ? null : largestPlace(lead, input);
  return largest === null ? null : serviceIn(largest.name);
}

/** Where several log groups tell of the failure, and the change that is tied to it stands in one of them. */
function serviceOfTrigger({ own, trigger, end }: Ranked, input: Case): string | null {
  const groups = new Set(own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  const isTied = trigger !== null && isFirm(trigger.tie) && end?.kind !== 'unexplained';
  if (!isTied || groups.size < 2 || !groups.has(trigger.event.logGroup)) return null;
  return serviceIn(placeOf(trigger.event.logGroup, input).name);
}

/** Of which kind the cause is; a failed call of another service lies in that one. */
export function typeOf(cause: Ranked, input: Case): CauseType {
  const lead = leadOf(cause);
  if (cause.signature?.layer !== 'origin' && calleeOf(lead, input) !== null) return 'dependency';
  if (waitsInServer(lead, cause.signature)) return typeAfter(cause.trigger) ?? 'dependency';
  return causeTypeOf(cause, lead);
}

/** Whether anything shows that kind. */
export function isKindShown(cause: Ranked, input: Case): boolean {
  const lead = leadOf(cause);
  const isOfCallee = cause.signature?.layer !== 'origin' && calleeOf(lead, input) !== null;
  return isOfCallee || isTypeShown(cause, lead);
}

/** Who logged the change that set it off, else who logs the failure. */
function speakerBehind(cause: Ranked, { context }: Case): string | null {
  const changed = cause.trigger === null ? null : speakerOf(cause.trigger.event.message, context);
  return changed ?? speakerOf(leadOf(cause).sample.block.message, context);
}

/** A log stream tells an instance only among those of one log group; else it tells the log groups apart. */
function markedPlaceOf({ own }: Ranked): string | null {
  const mark = markOfAll(own);
  if (mark === null || !PLACE_FIELD.test(mark.field)) return null;
  const groups = new Set(own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  return mark.field === '@logStream' && groups.size > 1 ? null : mark.value;
}
