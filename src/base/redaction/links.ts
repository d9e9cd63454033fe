// A link that lets whoever holds it into an account: `/reset-password/TOKEN`, `/users/confirm/TOKEN`. Other paths hold the
// same verbs before an id of an order, a payment or a device, which the reader needs.
import { looksRandom } from './mark.ts';

const VERB =
  'reset|confirm|confirmation|verify|verification|activate|activation|invite|invitation|recover|recovery|magic|magic[_-]link|unlock';

/** Two groups: the path with the verb, and what stands behind it. */
export const LINK = new RegExp(
  `(\\/(?:[\\w-]{0,20}[_-])?(?:${VERB})(?:[_-][\\w-]{0,20})?(?:\\/(?:password|email|account))?\\/)([\\w-]{20,300})(?![\\w.-])`,
  'gi',
);

/** Who or what is let in, in the path with the verb or just before it. */
const ACCOUNT = /password|passwd|mail|account|magic|invit/i;
const ACCOUNT_BEFORE =
  /\/(?:users?|accounts?|members?|passwords?|e?-?mails?|auth|sign-?up|register|registration)$/i;
/** Behind these even a UUID lets in: many programs have no other tokens. */
const LETS_IN =
  /\b(?:reset|recover|forgot)\w*[_/-]?(?:password|passwd)|(?:password|passwd)[_/-]?(?:reset|recover)|magic/i;
/** Characters of the path before the verb that are looked at. */
const BEFORE_CHARS = 20;
/** Nothing but the host and its API: `https://x.io/reset/TOKEN`, `GET /api/v1/confirm/TOKEN`. */
const BARE = /(?:^|[\s"'`=(<>\\]|:\/\/[^\s/]{1,100})(?:\/(?:api|v\d{1,2}|auth|[a-z]{2}))*$/i;

/** Ids: a UUID, a ULID, a type and what follows it (`ord_…`, `pi_…`, `device-…`), and what begins with a date. */
const ID =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|0[0-9A-HJKMNP-TV-Z]{25}$|[a-z]{2,12}[_-]|[A-Z]{2,12}[_-]|(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01]))/;

export function isLinkToken(value: string, head: string, before: string): boolean {
  if (LETS_IN.test(before.slice(-BEFORE_CHARS) + head) && /^[0-9a-f-]{36}$/i.test(value))
    return true;
  if (!looksRandom(value) || ID.test(value)) return false;
  return ACCOUNT.test(head) || ACCOUNT_BEFORE.test(before) || BARE.test(before);
}
