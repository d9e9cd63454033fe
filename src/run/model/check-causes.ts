// Root causes by a model: the shape of its submission, and which of its claims hold.
import { z } from 'zod';
import type { Finding } from '../../evidence/types.ts';
import {
  type CheckedClaim,
  ClaimShape,
  checkClaim,
  ownWordFaults,
  QuoteShape,
  textFaults,
} from './claims.ts';
import type { Found, Ground } from './ground.ts';

const MAX_CAUSES = 5;
const MAX_CLAIMS = 8;
const MAX_RULED_OUT = 6;

const CauseShape = z.object({
  title: z.string().min(1).max(160),
  component: z.string().max(120).nullable(),
  type: z.enum(['application-code', 'infrastructure', 'configuration', 'dependency']),
  confidence: z.enum(['confirmed', 'likely', 'possible']),
  findings: z.array(z.string()).max(20),
  claims: z.array(ClaimShape).min(1).max(MAX_CLAIMS),
  trigger: QuoteShape.nullable(),
});

export const RootCausesShape = z.object({
  rootCauses: z.array(CauseShape).max(MAX_CAUSES),
  ruledOut: z
    .array(z.object({ hypothesis: z.string().min(1).max(200), because: ClaimShape }))
    .max(MAX_RULED_OUT),
});

type SubmittedCause = z.infer<typeof CauseShape>;

/** A cause of which at least one claim is grounded. */
export interface CheckedCause extends Pick<SubmittedCause, 'type' | 'confidence' | 'component'> {
  /** null where its words are not those of the evidence. */
  readonly title: string | null;
  readonly findings: readonly Finding[];
  /** Those that were not dropped. */
  readonly claims: readonly CheckedClaim[];
  readonly trigger: Found | null;
}

export interface CheckedRuledOut {
  readonly hypothesis: string;
  readonly because: CheckedClaim;
}

export interface CheckedCauses {
  readonly causes: readonly CheckedCause[];
  readonly ruledOut: readonly CheckedRuledOut[];
  readonly faults: readonly string[];
  readonly claims: readonly CheckedClaim[];
}

export function checkCauses(
  { rootCauses, ruledOut }: z.infer<typeof RootCausesShape>,
  ground: Ground,
): CheckedCauses {
  const causes = rootCauses.map((cause, index) => checkCause(cause, `rootCauses.${index}`, ground));
  const others = ruledOut.map(({ hypothesis, because }, index) =>
    checkRuledOut(hypothesis, because, `ruledOut.${index}`, ground),
  );
  return {
    causes: causes.flatMap(({ cause }) => cause ?? []),
    ruledOut: others.flatMap(({ kept }) => kept ?? []),
    faults: [...causes, ...others].flatMap(({ faults }) => faults),
    claims: [...causes.flatMap(({ claims }) => claims), ...others.map(({ claim }) => claim)],
  };
}

function checkCause(submitted: SubmittedCause, where: string, ground: Ground) {
  const findings = submitted.findings.flatMap((id) => ground.findings.get(id) ?? []);
  const claims = submitted.claims.map((claim) => checkClaim(claim, findings, ground));
  const kept = claims.filter(({ standing }) => standing !== 'dropped');
  const { type, confidence, component } = submitted;
  const titleFaults = titleFaultsOf(submitted.title, findings, kept, ground);
  const trigger = triggerOf(submitted, ground);
  const faults = [
    ...titleFaults.map((fault) => `title: ${fault}`),
    ...headFaults(submitted, trigger, ground),
    ...claims.flatMap((claim, index) => claim.faults.map((fault) => `claims.${index}: ${fault}`)),
  ];
  const reason = uselessness(findings, kept, ground);
  const cause: CheckedCause = {
    type,
    confidence,
    title: titleFaults.length === 0 ? submitted.title : null,
    component: component !== null && isComponent(component, ground) ? component : null,
    findings,
    claims: kept,
    trigger,
  };
  return {
    cause: reason === null ? cause : null,
    claims,
    faults: [...faults, ...(reason === null ? [] : [reason])].map((fault) => `${where}.${fault}`),
  };
}

function titleFaultsOf(
  title: string,
  findings: readonly Finding[],
  kept: readonly CheckedClaim[],
  ground: Ground,
): readonly string[] {
  const quotes = kept.flatMap((claim) => claim.quotes);
  return [...textFaults(title, findings, quotes, ground), ...ownWordFaults(title, quotes, ground)];
}

/** The line that is said to have set it off: an event, as only that has a time. */
function triggerOf({ trigger }: SubmittedCause, ground: Ground): Found | null {
  const found = trigger === null ? null : ground.find(trigger.evidence, trigger.quote.trim());
  return found?.event == null ? null : found;
}

function headFaults(
  { findings, component, trigger }: SubmittedCause,
  found: Found | null,
  ground: Ground,
): readonly string[] {
  const unknown = findings.filter((id) => !ground.findings.has(id));
  return [
    ...unknown.map((id) => `findings: there is no finding ${id}`),
    ...(component === null || isComponent(component, ground)
      ? []
      : [`component: "${component}" is no name that the evidence holds`]),
    ...(trigger !== null && found === null
      ? ['trigger: the quote is not verbatim in a log line of the evidence']
      : []),
  ];
}

const MIN_COMPONENT_CHARS = 3;
const MAX_COMPONENT_WORDS = 3;

/** A name of a few words that stands whole in the evidence: no part of a word, and no sentence of a log line. */
function isComponent(component: string, ground: Ground): boolean {
  const words = component.trim().split(/\s+/);
  if (component.length < MIN_COMPONENT_CHARS || words.length > MAX_COMPONENT_WORDS) return false;
  return ground.names(component);
}

/** Why a cause cannot stand at all, or null. */
function uselessness(
  findings: readonly Finding[],
  kept: readonly CheckedClaim[],
  ground: Ground,
): string | null {
  if (!kept.some(({ standing }) => standing === 'grounded'))
    return 'claims: none of them is grounded';
  const hasErrors = [...ground.findings.values()].some(isError);
  return findings.length === 0 && hasErrors ? 'findings: name those that it explains' : null;
}

const isError = ({ severity }: Finding): boolean => severity === 'error';

function checkRuledOut(
  hypothesis: string,
  because: z.infer<typeof ClaimShape>,
  where: string,
  ground: Ground,
) {
  const claim = checkClaim(because, [], ground);
  const unproven = textFaults(hypothesis, [], claim.quotes, ground);
  const faults = [...claim.faults, ...unproven].map((fault) => `${where}: ${fault}`);
  const kept = faults.length === 0 ? { hypothesis, because: claim } : null;
  return { kept, claim, faults };
}
