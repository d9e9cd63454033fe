// Who calls whom, from the words of errors: a service that fails because of another one names it. What such a caller
// reports is a symptom where the other service reports a failure of its own at the same time.
import type { Finding } from '../evidence/types.ts';
import type { Candidate } from './candidates.ts';
import type { Case } from './types.ts';

/** Words of a call that failed, as opposed to a message that merely mentions a service. */
const FAILED_CALL =
  /\bno (?:\w+ )?(?:instances?|servers?|endpoints?|upstreams?|hosts?) (?:is |are )?available\b|does not (?:have|contain) an? (?:instance|server)|unavailable|unreachable|refused|reset by peer|timed? ?-?out|\b5\d\d\b|ServerError|bad gateway|no route|unknown ?host|not resolve|\b(?:call|request|connect|connection|talk|fetch)(?:ing|ed|s)? (?:to|from|of|on)\b|\bfailed to (?:call|reach|connect|fetch|get|invoke)\b|\b(?:returned|responded|answered) (?:with )?(?:an )?error/i;
const MAX_TEXT_CHARS = 4_000;
const URL_PATH = /(?:https?:\/\/[^\s"'/]{1,200})?((?:\/[\w.-]{1,80}){2,12})/g;
/** A part of a path that is a service's name without its dashes is at least so long. */
const MIN_PATH_NAME_CHARS = 6;
const PART_OF_NAME = /[\w-]/;
/** An answer of the service behind comes at most so long after the failure there, clocks being what they are. */
const AFTER_MS = 5_000;
const BEFORE_MS = 1_000;
const MIN_NEAR_SHARE = 0.5;
/** A finding belongs to a service whose log group holds this share of it. */
const OWN_SHARE = 0.8;

/** Last parts of names that say what is logged, not who logs. */
const NO_SERVICE =
  /^(?:app(?:lication)?|logs?|std(?:out|err)|all|main|default|output|prod(?:uction)?|containers?|access|errors?)$/i;

/** The last telling part of a log group's name, which is the service's by common custom. */
export function serviceIn(logGroup: string): string {
  const parts = logGroup.split('/').filter((part) => part !== '');
  return parts.findLast((part) => !NO_SERVICE.test(part)) ?? parts.at(-1) ?? logGroup;
}

/** The service whose log group holds nearly all of the finding; null where there is but one log group to tell from. */
export function ownService(finding: Finding, { logGroups }: Case): string | null {
  const [largest] = [...finding.logGroups].sort((a, b) => b.count - a.count);
  const total = finding.logGroups.reduce((sum, { count }) => sum + count, 0);
  if (largest === undefined || logGroups.length < 2) return null;
  if (largest.count < total * OWN_SHARE) return null;
  const name = logGroups.find(({ label }) => label === largest.name)?.name ?? largest.name;
  return serviceIn(name);
}

/** The other service of this case that all samples of a failed call name; null where they name none, or several. */
export function calleeOf(finding: Finding, input: Case): string | null {
  const texts = [finding.sample, ...finding.samples].map(({ block }) =>
    block.message.slice(0, MAX_TEXT_CHARS),
  );
  if (!texts.every((text) => FAILED_CALL.test(text))) return null;
  const own = new Set(finding.logGroups.map(({ name }) => serviceIn(name)));
  const services = [...new Set(input.logGroups.map(({ name }) => serviceIn(name)))].filter(
    (service) => !own.has(service),
  );
  const named = services.filter((service) => texts.every((text) => names(text, service)));
  return named.length === 1 ? (named[0] ?? null) : null;
}

function names(text: string, service: string): boolean {
  return holdsWord(text, service) || pathNames(text, service);
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

/** The candidates without those that are a caller's view of another one: they are its consequences. */
export function withCallersJoined(candidates: readonly Candidate[], input: Case): Candidate[] {
  const behind = new Map<Candidate, Candidate>();
  for (const caller of candidates) {
    const source = candidates.find((other) => isBehind(other, caller, input));
    if (source !== undefined && rootOf(source, behind) !== caller) behind.set(caller, source);
  }
  return candidates
    .filter((candidate) => !behind.has(candidate))
    .map((candidate) => {
      const callers = candidates.filter(
        (other) => behind.has(other) && rootOf(other, behind) === candidate,
      );
      const found = callers.flatMap(({ own, consequences }) => [
        ...own.filter(({ severity }) => severity === 'error'),
        ...consequences,
      ]);
      return { ...candidate, consequences: [...candidate.consequences, ...found] };
    });
}

function rootOf(candidate: Candidate, behind: ReadonlyMap<Candidate, Candidate>): Candidate {
  let root = candidate;
  // Each step leads away from the callers; a circle is never entered.
  for (let next = behind.get(root); next !== undefined; next = behind.get(root)) root = next;
  return root;
}

/** Whether the service that the caller names reports a failure of its own when the caller does. */
function isBehind(source: Candidate, caller: Candidate, input: Case): boolean {
  const [view] = caller.own;
  const [origin] = source.own;
  if (source === caller || view === undefined || origin === undefined) return false;
  if (origin.severity !== 'error') return false;
  const callee = calleeOf(view, input);
  if (callee === null || ownService(origin, input) !== callee) return false;
  const near = view.timesMs.filter((ms) =>
    origin.timesMs.some((other) => other >= ms - AFTER_MS && other <= ms + BEFORE_MS),
  );
  return near.length >= view.timesMs.length * MIN_NEAR_SHARE;
}
