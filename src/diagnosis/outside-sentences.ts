// The sentences of an explanation that look beyond the window's own logs: at a normal time, and at what lies behind.
import type { Finding } from '../evidence/types.ts';
import { calleeOf, ownService } from './callees.ts';
import { componentOf } from './component.ts';
import type { Ranked } from './rank.ts';
import { isRelayed } from './relayed.ts';
import { ratesInWords, standingOf } from './standing.ts';
import { leadOf } from './title.ts';
import type { Case } from './types.ts';

const JUDGEMENT = {
  new: 'It is new',
  risen: 'It has risen',
  rare: 'A normal time lacks it, but it is too rare to tell from chance',
  background: 'It was there at about the same rate before, so it began earlier or is background',
} as const;
/** So many findings of the other side are named. */
const MAX_TOLD = 3;
const FALLEN = 'It was there before, and more often, so it began earlier or is background';

/** How the cause stands against the normal time, with both rates. */
export function baselineSentences(cause: Ranked, input: Case): string[] {
  const comparison = standingOf(cause, input);
  if (comparison === null || input.baseline === null) return [];
  const judgement = comparison.fallen === true ? FALLEN : JUDGEMENT[comparison.standing];
  return [`${judgement}: ${ratesInWords(comparison, input.baseline)}.`];
}

/** A dependency whose own logs are not here keeps its reason to itself. */
export function behindSentences(cause: Ranked, input: Case): string[] {
  if (isOfDatabase(cause, input)) return [databaseSentence(cause, input)];
  if (!isBehind(cause, input)) return [];
  const component = componentOf(cause, input);
  if (component === null)
    return ['The cause lies in the dependency, which these lines do not name.'];
  const told = toldBy(component, input).slice(0, MAX_TOLD);
  if (told.length === 0)
    return [`The cause lies behind ${component}, which these logs do not show.`];
  return [
    `The cause lies behind ${component}, whose own log tells of ${told.map(({ id }) => id).join(', ')}.`,
  ];
}

/** A database that no line names is known by who asks it. */
function isOfDatabase(cause: Ranked, input: Case): boolean {
  const { signature, trigger } = cause;
  if (trigger !== null || !isRelayed(leadOf(cause), signature)) return false;
  return componentOf(cause, input) === null;
}

function databaseSentence(cause: Ranked, input: Case): string {
  const lead = leadOf(cause);
  const service = lead.sample.peeled.service ?? ownService(lead, input);
  const whose = service === null ? '' : ` that ${service} asks`;
  return `It lies in the database${whose}, which these lines do not name.`;
}

/** What the service of that name logs of failures itself, where its log is among these. */
function toldBy(service: string, input: Case): readonly Finding[] {
  return input.analysis.findings.filter(
    (finding) => finding.severity === 'error' && ownService(finding, input) === service,
  );
}

function isBehind(cause: Ranked, input: Case): boolean {
  const callee = calleeOf(leadOf(cause), input);
  const type = callee === null ? cause.signature?.type : 'dependency';
  return type === 'dependency' && cause.trigger === null;
}
