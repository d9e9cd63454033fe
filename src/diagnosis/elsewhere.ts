// Whether a change in the account was made where the failure is not: what is changed in one region sets nothing off in
// another, but for services that the whole account shares.
import type { AccountChange } from './account/change.ts';
import type { Candidate } from './candidates.ts';
import { placeOf } from './places.ts';
import type { Case } from './types.ts';

/** Their calls are recorded in one region and hold in all. */
const SHARED_SERVICE =
  /^(?:iam|sts|organizations|route53\w*|cloudfront|globalaccelerator|networkmanager|shield|wafv?2?|account|sso\w*|identitystore)\b/;

export function isElsewhere(change: AccountChange, candidate: Candidate, input: Case): boolean {
  if (SHARED_SERVICE.test(change.action)) return false;
  const failing = [...candidate.own, ...candidate.consequences].flatMap(({ logGroups }) =>
    logGroups.map(({ name }) => placeOf(name, input).region),
  );
  return failing.length > 0 && !failing.includes(change.region);
}
