// Whose fault it is where no row of the table says so: what set it off tells, then a member or a resource that stands
// out, then the category of the errors.
import type { Category, Finding } from '../evidence/types.ts';
import type { DriftSeen } from './drift-seen.ts';
import { isFelt } from './measure-words.ts';
import type { Signature } from './signature.ts';
import type { Surroundings } from './surroundings.ts';
import type { TriggerFound } from './trigger-found.ts';
import { isFirm } from './trigger-tie.ts';
import type { CauseType } from './types.ts';

interface Judged {
  readonly signature: Signature | null;
  readonly trigger: TriggerFound | null;
  readonly drift: DriftSeen | null;
  readonly around: Surroundings;
}

const TYPE_OF: Readonly<Record<Category, CauseType>> = {
  'application-exception': 'application-code',
  connection: 'infrastructure',
  'authentication-authorization': 'application-code',
  resource: 'infrastructure',
  'external-service': 'dependency',
  configuration: 'configuration',
  uncategorized: 'application-code',
};
/** Categories whose words name whose fault it is. */
const SHOWN_BY_WORDS: ReadonlySet<Category> = new Set([
  'connection',
  'resource',
  'external-service',
  'configuration',
]);
/** By the kind of what set it off. */
const TYPE_AFTER: Readonly<Record<string, CauseType>> = {
  deployment: 'application-code',
  'configuration-change': 'configuration',
  permissions: 'configuration',
  rotation: 'configuration',
  'named-moment': 'configuration',
  migration: 'infrastructure',
  'fail-over': 'infrastructure',
  clock: 'infrastructure',
  scaling: 'infrastructure',
  restart: 'infrastructure',
  batch: 'infrastructure',
};

export function causeTypeOf(
  { signature, trigger, drift, around }: Judged,
  { category }: Finding,
): CauseType {
  if (signature !== null) return signature.type;
  const after = typeAfter(trigger);
  if (after !== undefined) return after;
  if (category !== 'uncategorized') return TYPE_OF[category];
  return isOfOneMember({ drift, around }) ? 'infrastructure' : TYPE_OF.uncategorized;
}

/**
 * Whether something shows the type. A known failure does, what set it off, a member or a resource that stands out, an
 * exception of the code, words of a mechanism; a refusal alone may be anybody's fault. Else it is a default.
 */
export function isTypeShown(judged: Judged, { category, sample }: Finding): boolean {
  const { signature, trigger } = judged;
  if (signature !== null) return signature.typeUnknown !== true;
  if (typeAfter(trigger) !== undefined || isOfOneMember(judged)) return true;
  return category === 'application-exception'
    ? sample.trace !== null
    : SHOWN_BY_WORDS.has(category);
}

/** As the kind of the change that is tied to it says. */
export const typeAfter = (trigger: TriggerFound | null): CauseType | undefined =>
  trigger === null || !isFirm(trigger.tie) ? undefined : TYPE_AFTER[trigger.kind.name];

function isOfOneMember({ drift, around }: Pick<Judged, 'drift' | 'around'>): boolean {
  const { outlier, silence } = around;
  const isResource = drift !== null && around.drift !== null && !isFelt(around.drift);
  return outlier !== null || silence !== null || isResource;
}
