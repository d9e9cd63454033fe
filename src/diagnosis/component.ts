// Who is at fault: what a known failure names, the service behind a failed call, the host or build that the failures
// share, else the service that reports it.

import { calleeOf, ownService } from './callees.ts';
import { causeTypeOf, isTypeShown } from './cause-type.ts';
import { markOfAll } from './mark.ts';
import type { Ranked } from './rank.ts';
import { speakerOf } from './speaker.ts';
import { leadOf } from './title.ts';
import type { Case, CauseType } from './types.ts';

/** Fields whose values are places: a host, a build, a zone, a shard. */
const PLACE_FIELD =
  /host|node|instance|pod\b|container|server|machine|version|build|release|revision|image|zone|region|shard|partition|cluster|service|broker|replica|stream/i;

/** The service, host, build or dependency at fault, as the logs write it; null where they name none. */
export function componentOf(cause: Ranked, input: Case): string | null {
  const lead = leadOf(cause);
  const { names, component } = cause;
  const place = placeOf(cause);
  const service = lead.sample.peeled.service ?? names.function ?? ownService(lead, input);
  // A class or a file is no component where the service that runs it is known.
  const isUnit =
    component !== null && component === names.unit && cause.signature?.type !== 'dependency';
  const known = component === null || isUnit || component === service ? null : component;
  return (
    known ?? calleeOf(lead, input) ?? place ?? service ?? component ?? speakerBehind(cause, input)
  );
}

/** Of which kind the cause is; a failed call of another service lies in that one. */
export function typeOf(cause: Ranked, input: Case): CauseType {
  const lead = leadOf(cause);
  if (cause.signature?.layer !== 'origin' && calleeOf(lead, input) !== null) return 'dependency';
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
function placeOf({ own }: Ranked): string | null {
  const mark = markOfAll(own);
  if (mark === null || !PLACE_FIELD.test(mark.field)) return null;
  const groups = new Set(own.flatMap(({ logGroups }) => logGroups.map(({ name }) => name)));
  return mark.field === '@logStream' && groups.size > 1 ? null : mark.value;
}
