// Who calls whom, from the words of errors: a service that fails because of another one names it.
import type { Finding, Occurrence } from '../evidence/types.ts';
import { withoutPlace } from '../evidence/upstream.ts';
import { serviceIn } from './service-name.ts';
import { callsByShortName } from './short-names.ts';
import type { Case } from './types.ts';

/** Words of a call that failed, as opposed to a message that merely mentions a service. */
const FAILED_CALL =
  /\bno (?:\w+ )?(?:instances?|servers?|endpoints?|upstreams?|hosts?) (?:is |are )?available\b|does not (?:have|contain) an? (?:instance|server)|unavailable|unreachable|refused|reset by peer|timed? ?-?out|deadline ?exceeded|\b5\d\d\b|ServerError|bad gateway|no route|unknown ?host|not resolve|circuit[ -]?breaker|(?<!\b(?:build|create|construct|prepare|serialize|encode|sign) (?:an? |the )?)\b(?:call|request|connect|connection|talk|fetch)(?:ing|ed|s)? (?:to|from|of|on)\b|\bfailed to (?:call|reach|connect|fetch|get|invoke)\b|\b(?:returned|responded|answered) (?:with )?(?:an )?error/i;
/** A name joined by dashes where a sentence has the one who is called. */
const CALLED =
  /\b(?:to|from|for|of|by|calling|upstream|backend|host|service|server|http:\/\/)[ =:"']{0,3}([a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){1,6})(?![\w@-])/g;
const SERVICE_WORD =
  /-(?:service|svc|api|gateway|server|backend|db|database|cache|broker|queue|proxy|worker|store)$/;
const MAX_TEXT_CHARS = 4_000;
const URL_PATH = /(?:https?:\/\/[^\s"'/]{1,200})?((?:\/[\w.-]{1,80}){2,12})/g;
/** A part of a path that is a service's name without its dashes is at least so long. */
const MIN_PATH_NAME_CHARS = 6;
const PART_OF_NAME = /[\w-]/;
/** A finding belongs to a service whose log group holds this share of it. */
const OWN_SHARE = 0.8;

/**
 * The service whose log group holds nearly all of the finding, or of what is more than in the normal time; in a single
 * log group the one that its lines name, where those of others name another one; else null.
 */
export function ownService(finding: Finding, input: Case): string | null {
  const { logGroups, baseline } = input;
  if (logGroups.length < 2) return servicesSaid(input).size < 2 ? null : serviceSaid(finding);
  const known = baseline?.comparisons.find((comparison) => comparison.finding === finding.id);
  const label = known?.standing === 'risen' ? known.grownIn : largestGroup(finding);
  if (label === null) return null;
  return serviceIn(logGroups.find((group) => group.label === label)?.name ?? label);
}

/** The service that all samples of a finding name in a field of their own. */
function serviceSaid({ sample, samples }: Finding): string | null {
  const { service } = sample.peeled;
  return samples.every(({ peeled }) => peeled.service === service) ? service : null;
}

function servicesSaid({ analysis }: Case): ReadonlySet<string> {
  const samples = analysis.findings.flatMap((finding) => [finding.sample, ...finding.samples]);
  return new Set(samples.flatMap(({ peeled }) => peeled.service ?? []));
}

/** All services of this case, by their log groups or, in a single one, by what its lines say. */
function servicesOf(input: Case): ReadonlySet<string> {
  const { logGroups } = input;
  return logGroups.length < 2
    ? servicesSaid(input)
    : new Set(logGroups.map(({ name }) => serviceIn(name)));
}

function largestGroup({ logGroups }: Finding): string | null {
  const [largest] = [...logGroups].sort((a, b) => b.count - a.count);
  const total = logGroups.reduce((sum, { count }) => sum + count, 0);
  return largest !== undefined && largest.count >= total * OWN_SHARE ? largest.name : null;
}

function textsOf({ sample, samples }: Finding): readonly string[] {
  return [sample, ...samples].map(textOf);
}

/** As much of what an occurrence says as is looked at; not where it runs. */
export const textOf = ({ block }: Occurrence) =>
  withoutPlace(block.message).slice(0, MAX_TEXT_CHARS);

/** Whether all samples tell of a call that failed. */
export function tellsFailedCall(finding: Finding): boolean {
  return textsOf(finding).every((text) => FAILED_CALL.test(text));
}

/**
 * The other service that all samples of a failed call name: one of this case, else one that is called like a service.
 * Null where they name none, or several.
 */
export function calleeOf(finding: Finding, input: Case): string | null {
  if (!tellsFailedCall(finding)) return null;
  const texts = textsOf(finding);
  const own = new Set(finding.logGroups.map(({ name }) => serviceIn(name)));
  const said = serviceSaid(finding);
  if (said !== null) own.add(said);
  const services = servicesOf(input);
  const named = [...services]
    .filter((service) => !own.has(service))
    .filter((service) => texts.every((text) => names(text, service, services)));
  if (named.length > 0) return named.length === 1 ? (named[0] ?? null) : null;
  const last = lastCalled(finding, input);
  if (last !== null) return last;
  return input.logGroups.length < 2 ? null : strangerIn(texts, own);
}

/** Of a failure that several services report in the same words: who is called last, where each of them names the next. */
function lastCalled({ sample, samples }: Finding, input: Case): string | null {
  const services = servicesOf(input);
  const calls = [sample, ...samples].map((occurrence) => {
    const caller = writerOf(occurrence, input);
    const text = textOf(occurrence);
    const named = [...services].filter(
      (service) => service !== caller && names(text, service, services),
    );
    return { caller, callee: named.length === 1 ? (named[0] ?? null) : null };
  });
  const callers = new Set(calls.map(({ caller }) => caller));
  if (callers.size < 2 || calls.some(({ callee }) => callee === null)) return null;
  const ends = new Set(calls.flatMap(({ callee }) => (callers.has(callee) ? [] : (callee ?? []))));
  return ends.size === 1 ? ([...ends][0] ?? null) : null;
}

function writerOf({ peeled, block }: Occurrence, { logGroups }: Case): string | null {
  if (logGroups.length < 2) return peeled.service;
  const [first] = block.events;
  return first === undefined ? null : serviceIn(first.logGroup);
}

/** A service that has no log group here, by its place in the sentence and by its name. */
function strangerIn(texts: readonly string[], own: ReadonlySet<string>): string | null {
  const families = new Set([...own].map((service) => service.split('-')[0] ?? ''));
  const found = texts.map((text) =>
    [...text.matchAll(CALLED)].flatMap(([, name = '']) => {
      const isKin = families.has(name.split('-')[0] ?? '');
      return !own.has(name) && (isKin || SERVICE_WORD.test(name)) ? [name] : [];
    }),
  );
  const [first = [], ...rest] = found;
  const common = [...new Set(first)].filter((name) => rest.every((names) => names.includes(name)));
  return common.length === 1 ? (common[0] ?? null) : null;
}

function names(text: string, service: string, services: ReadonlySet<string>): boolean {
  return (
    holdsWord(text, service) ||
    pathNames(text, service) ||
    callsByShortName(text, service, services)
  );
}

function holdsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isWhole = !PART_OF_NAME.test(text[at - 1] ?? '');
    if (isWhole && !PART_OF_NAME.test(text[at + word.length] ?? '')) return true;
  }
  return false;
}

/** `/api/v1/orderservice/…` is a path of shop-order-service. */
function pathNames(text: string, service: string): boolean {
  const plain = letters(service);
  return [...text.matchAll(URL_PATH)].some(([, path = '']) =>
    path.split('/').some((part) => {
      const name = letters(part);
      return name.length >= MIN_PATH_NAME_CHARS && plain.endsWith(name);
    }),
  );
}

const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
