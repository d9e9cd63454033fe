// Whose fault it is where no row of the table says so: what set it off tells, then a member or a resource that stands
// out, then the category of the errors.
import type { Category, Finding } from '../evidence/types.ts';
import type { DriftSeen } from './drift-seen.ts';
import { isFelt } from './measure-words.ts';
import type { Signature } from './signature.ts';
import type { Surroundings } from './surroundings.ts';
import type { TriggerFound } from './trigger-found.ts';
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
  'authentication-authorization': 'configuration',
  resource: 'infrastructure',
  'external-service': 'dependency',
  configuration: 'configuration',
  uncategorized: 'application-code',
};
/** By the kind of what set it off. */
const TYPE_AFTER: Readonly<Record<string, CauseType>> = {
  deployment: 'application-code',
  'configuration-change': 'configuration',
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
  const after =
    trigger === null || trigger.tie === null ? undefined : TYPE_AFTER[trigger.kind.name];
  if (after !== undefined) return after;
  if (category !== 'uncategorized') return TYPE_OF[category];
  const { outlier, silence } = around;
  const isResource = drift !== null && around.drift !== null && !isFelt(around.drift);
  return outlier !== null || silence !== null || isResource
    ? 'infrastructure'
    : TYPE_OF.uncategorized;
}
