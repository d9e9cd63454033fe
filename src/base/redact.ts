// Takes secrets and personal identifiers out of log text: each becomes `[redacted:KIND]`, the words around it stay.
// A rule runs only where its hint occurs, so an ordinary line costs a few substring searches.
// What names a thing (uuid, request id, hash, the ARN of a secret) is not a secret: the reader needs it.
import { redactAssignments } from './redaction/assignments.ts';
import { redactCards } from './redaction/cards.ts';
import { redactEmails } from './redaction/emails.ts';
import {
  redactAwsKeys,
  redactJwts,
  redactKeyLines,
  redactPrivateKeys,
  redactSchemes,
  redactShapes,
  redactUserInfo,
} from './redaction/shapes.ts';

interface RedactionRule {
  /** Where it does not match, the rule has nothing to do. Cheap: it runs on every line. */
  readonly hint: RegExp;
  readonly apply: (text: string) => string;
}

/** In order: a rule sees the text as the rules before it left it; the widest secrets come first. */
const RULES: readonly RedactionRule[] = [
  { hint: /-----BEGIN/, apply: redactPrivateKeys },
  { hint: /^\s*[A-Za-z0-9+/]{60}/m, apply: redactKeyLines },
  { hint: /eyJ/, apply: redactJwts },
  { hint: /:\/\/|jdbc:oracle|curl/, apply: redactUserInfo },
  { hint: /bearer|basic|digest|apikey|token|negotiate|hmac/i, apply: redactSchemes },
  {
    hint: /pass|pwd|secret|token|api.?key|_key|-key|key=|authorization|credential|cookie|cvv|cvc|signature|identified|sig=/i,
    apply: redactAssignments,
  },
  { hint: /A(?:KIA|SIA|ROA|IDA|BIA|CCA)[A-Z0-9]/, apply: redactAwsKeys },
  {
    hint: /gh[pousr]_|github_pat|glpat-|xox[a-z]-|xapp-|hooks\.slack|k_(?:live|test)_|whsec_|AIza|GOCSPX|ya29|sk-|SG\.|npm_|hv[sbr]\.|hf_|do[opr]_v1|shp[acps][ast]_|IQoJb3|FwoGZX/,
    apply: redactShapes,
  },
  { hint: /\d{13}|\d{4}[ +-]\d{3,6}[ +-]\d/, apply: redactCards },
  { hint: /@|%40/, apply: redactEmails },
];

/** A mark can make what stands beside it readable as a secret; so many passes at most. */
const MAX_PASSES = 4;

/**
 * The text with its secrets replaced by `[redacted:KIND]`. Idempotent; a JSON message stays valid JSON.
 * Linear in the length of the text.
 */
export function redact(text: string): string {
  let result = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = result;
    for (const rule of RULES) {
      if (rule.hint.test(result)) result = rule.apply(result);
    }
    if (result === before) break;
  }
  return result;
}
