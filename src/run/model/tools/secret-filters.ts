// Filters are evaluated where the logs are, on text that nobody has redacted yet: whether a line matches could tell a
// model, guess by guess, what a secret is. So a filter may not lead up to a secret; what it seeks has to be in the lines
// as they are shown, or the line counts as not matched; and counts and negations, which show no lines, take only words
// that were seen.
import { redact } from '../../../base/redact.ts';
import type { Ground } from '../ground.ts';
import { type Filter, filtersOf, type Sought } from './filters.ts';

/** Shorter texts are in too many places to be sought: they would spell a secret. */
const MIN_TEXT_CHARS = 3;
/** What a secret could go on with, by the shapes of secrets. */
const REST = ['Xq7Zr2Lm9Kp4Vw8TbN3s', 'IOSFODNN7EXAMPLE', 'Xq7Zr2Lm9Kp4Vw8TbN3sYq7Zr2Lm9Kp4Vw8T'];
/** Regular expressions of words alone: a class or a count would ask for single characters of what is hidden. */
const PLAIN_REGEX =
  /^(?:\(\?i\))?(?:\.\*|\\[./()[\]{}|*+?^$\\-]|\\s\+?|[\w\s"':=,;<>@#%&!~`-]|[.^$|()])*$/;

/** Why the filters are not taken; null where they are. */
export function filterFault(query: string, ground: Ground): string | null {
  const filters = filtersOf(query);
  const counts = /\|?\s*stats\b/i.test(query);
  const texts = filters.flatMap((filter) => filter.texts);
  const strange = texts.find(({ kind, value }) => kind === 'regex' && !PLAIN_REGEX.test(value));
  if (strange !== undefined)
    return `/${strange.value}/ is not taken here: words, ".*", "|" and "^" or "$" are.`;
  const leading = texts.flatMap(runsOf).find(leadsToSecret);
  if (leading !== undefined) return `"${leading}" leads up to what may be secret.`;
  const unseen = filters
    .filter((filter) => counts || isHidden(filter))
    .flatMap((filter) => filter.texts.flatMap(runsOf))
    .find((run) => !isSeen(run, ground));
  return unseen === undefined
    ? null
    : `"${unseen}" was not seen in any line yet: ask for rows that hold it first, without "not" and without "and" beside "or", then count.`;
}

/** A line that is left out, or one of several conditions, does not show what matched. */
const isHidden = ({ negates, joins }: Filter): boolean => negates || joins === 'both';

/** Whether the line as it is shown holds what its filters seek. */
export function showsWhy(query: string, shown: string): boolean {
  return filtersOf(query).every(({ texts, joins, fields }) => {
    // What CloudWatch itself says of an event, such as its stream, is not in its message.
    const isOfMessage = fields.some((field) => field === '@message' || !field.startsWith('@'));
    if (texts.length === 0 || !isOfMessage) return true;
    const held = texts.map((text) => holds(shown, text));
    return joins === 'and' ? held.every(Boolean) : held.some(Boolean);
  });
}

function holds(shown: string, sought: Sought): boolean {
  const alternatives = sought.kind === 'text' ? [sought.value] : sought.value.split('|');
  const line = shown.toLowerCase();
  return alternatives.some((one) =>
    runsOf({ ...sought, value: one }).every((run) => line.includes(run.toLowerCase())),
  );
}

/** The words of what is sought. */
function runsOf({ kind, value }: Sought): readonly string[] {
  if (kind === 'text') return value === '' ? [] : [value];
  return value
    .replace(/^\(\?i\)/, '')
    .replace(/\\([^s\w])/g, (_, character: string) => `\u0001${character.charCodeAt(0)}\u0001`)
    .split(/\.\*|\\s\+?|[.|()^$]/)
    .map((run) => run.replace(/\u0001(\d+)\u0001/g, (_, code) => String.fromCharCode(Number(code))))
    .filter((run) => run !== '');
}

function leadsToSecret(run: string): boolean {
  return REST.some((rest) => !redact(`${run}${rest}`).includes(rest));
}

function isSeen(run: string, ground: Ground): boolean {
  const forms = [run, run.toLowerCase(), run.toUpperCase()];
  return run.trim().length >= MIN_TEXT_CHARS && forms.some((form) => ground.mentions(form));
}
