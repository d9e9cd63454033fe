// Takes secrets and personal identifiers out of log text: each becomes `[redacted:KIND]`, the words around it stay.
// A rule runs only where one of its words and its hint occur, so an ordinary line costs one walk and a few searches.
// What names a thing (uuid, request id, hash, the ARN of a secret) is not a secret: the reader needs it.
import { redactAssignments } from './redaction/assignments.ts';
import { redactAwsKeyIds, redactAwsSecrets } from './redaction/aws-keys.ts';
import { redactCards } from './redaction/cards.ts';
import { CHANGED_HINT, CHANGED_WORDS, redactChangedSecrets } from './redaction/changed-secrets.ts';
import { COMMAND_HINT, COMMAND_WORDS, redactCommands } from './redaction/commands.ts';
import { redactEmails } from './redaction/emails.ts';
import { FORM_HINT, FORM_WORDS, redactForms } from './redaction/forms.ts';
import { redactIbans } from './redaction/ibans.ts';
import { redactInnerJson } from './redaction/inner-json.ts';
import { LABEL_HINT, LABEL_WORDS, redactLabelled } from './redaction/labelled.ts';
import { longRun } from './redaction/long-runs.ts';
import { NAME_HINT, NAME_WORDS } from './redaction/names.ts';
import { redactPairs } from './redaction/pairs.ts';
import { PROVIDER_HINT, PROVIDER_WORDS, redactProviderKeys } from './redaction/provider-keys.ts';
import {
  KEY_TAIL,
  redactJwts,
  redactKeyLines,
  redactKeyTail,
  redactPrivateKeys,
  redactSchemes,
  redactUserInfo,
} from './redaction/shapes.ts';
import { redactStatements, STATEMENT_HINT, STATEMENT_WORDS } from './redaction/statements.ts';
import { wordGate } from './redaction/word-gate.ts';

interface RedactionRule {
  /** Starts (three characters) of words, one of which every secret of the rule brings along; null: no word does. */
  readonly words: string | null;
  /** Where it does not match, the rule has nothing to do. It runs where a word may be. */
  readonly hint: { test(text: string): boolean };
  readonly apply: (text: string) => string;
}

/** In order: a rule sees the text as the rules before it left it; the widest secrets come first. */
const RULES: readonly RedactionRule[] = [
  { words: 'beg', hint: /-----BEGIN/, apply: redactPrivateKeys },
  { words: null, hint: longRun(/[A-Za-z0-9+/]/, 60), apply: redactKeyLines },
  { words: null, hint: KEY_TAIL, apply: redactKeyTail },
  { words: 'eyj', hint: /eyJ/, apply: redactJwts },
  { words: ':// jdb', hint: /:\/\/|jdbc:oracle/, apply: redactUserInfo },
  { words: COMMAND_WORDS, hint: COMMAND_HINT, apply: redactCommands },
  {
    words: 'bearer sic digest pikey token negotiate hmac sws',
    hint: /bearer|basic|digest|apikey|token|negotiate|hmac|ssws/i,
    apply: redactSchemes,
  },
  { words: PROVIDER_WORDS, hint: PROVIDER_HINT, apply: redactProviderKeys },
  { words: STATEMENT_WORDS, hint: STATEMENT_HINT, apply: redactStatements },
  { words: FORM_WORDS, hint: FORM_HINT, apply: redactForms },
  { words: NAME_WORDS, hint: NAME_HINT, apply: redactAssignments },
  { words: CHANGED_WORDS, hint: CHANGED_HINT, apply: redactChangedSecrets },
  { words: 'alue al"', hint: /value|"val\\*"/i, apply: redactPairs },
  { words: LABEL_WORDS, hint: LABEL_HINT, apply: redactLabelled },
  {
    words: 'ecret aws key edential kia sia roa',
    hint: /secret|aws|key|credential|A(?:KIA|SIA|ROA|IDA|BIA|CCA)[A-Z0-9]/i,
    apply: redactAwsSecrets,
  },
  { words: null, hint: /A(?:KIA|SIA|ROA|IDA|BIA|CCA)[A-Z0-9]/, apply: redactAwsKeyIds },
  { words: null, hint: longRun(/[0-9 +-]/, 13), apply: redactCards },
  { words: null, hint: longRun(/[A-Z0-9 ]/, 15), apply: redactIbans },
  { words: null, hint: /@|%40/, apply: redactEmails },
];

const WORDY = RULES.filter((rule) => rule.words !== null);
const listsIn = wordGate(WORDY.map(({ words }) => words ?? ''));
/** Each rule with the bit of its word list, 0 without one. */
const GATED = RULES.map((rule) => ({
  rule,
  bit: rule.words === null ? 0 : 1 << WORDY.indexOf(rule),
}));

/** A mark can make what stands beside it readable as a secret; so many passes at most. */
const MAX_PASSES = 4;

/**
 * The text with its secrets replaced by `[redacted:KIND]`. Idempotent; a JSON message stays valid JSON.
 * Linear in the length of the text.
 */
export function redact(text: string): string {
  let result = redactInnerJson(text, redact);
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = result;
    const lists = listsIn(result);
    for (const { rule, bit } of GATED) {
      if ((bit === 0 || (lists & bit) !== 0) && rule.hint.test(result)) result = rule.apply(result);
    }
    if (result === before) break;
  }
  return result;
}
