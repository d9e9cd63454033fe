// Secrets that a line tells the change of, in prose: `password of user app rotated: A -> B`, `api key changed from A to B`,
// `JWT_SECRET set to A`; and those in an XML element that has attributes. The name comes first, the value is bounded.
import { mark } from './mark.ts';

const NAME =
  '(?:pass(?:word|wd|phrase|code)?|secret(?:[ _-]?key)?|api[ _-]?key|access[ _-]?key|private[ _-]?key|signing[ _-]?key|credentials?|auth[ _-]?token)(?![ ._-]?(?:policy|rotation|length|max|min|age|expir|ttl|store|manager|path|file|name|arn|id\\b|version|url|provider|count|limit|hash|field))';
const QUOTE = '["\'`]?';
/** Shorter values are numbers of days, or words such as `on`. */
const MIN_CHARS = 5;
/** No blank, quote or bracket. */
const VALUE = `(?:\\[redacted:[\\w-]{1,30}\\]|[^\\s"'\`,;<>()\\[\\]{}]{${MIN_CHARS},200})`;
const FORMS: readonly RegExp[] = [
  new RegExp(
    `(${NAME}\\b[^\\n=:]{0,60}?\\bfrom[ \\t]{1,3}${QUOTE})(${VALUE})(${QUOTE}[ \\t]{1,3}to[ \\t]{1,3}${QUOTE})(${VALUE})`,
    'gi',
  ),
  new RegExp(
    `(${NAME}\\b[^\\n]{0,60}?[:= \\t]${QUOTE})(${VALUE})(${QUOTE}[ \\t]{0,3}(?:->|=>|→)[ \\t]{0,3}${QUOTE})(${VALUE})`,
    'gi',
  ),
  new RegExp(
    `(${NAME}\\b[^\\n=:]{0,40}?\\b(?:re-?set to|set to|updated to|changed to|replaced (?:by|with)|now)[ \\t]{1,3}${QUOTE})(${VALUE})`,
    'gi',
  ),
  new RegExp(`(<[\\w:.-]{0,40}${NAME}[\\w:.-]{0,20}[ \\t][^<>\\n]{0,200}>)([^<\\n]{1,300})`, 'gi'),
];
/** States of a secret, and marks that other rules have put: nothing to hide. */
const NO_SECRET =
  /^(?:\[redacted:|enabled|disabled|expired|expires|active|inactive|rotated|required|optional|valid|invalid|missing|empty|default|unknown|correct|incorrect|stored|in-use|current|previous|the|being|used|using|encrypted|plaintext|true|false|null|undefined|none|\$\{|\*{3})/i;

export const CHANGED_HINT = new RegExp(NAME, 'i');
export const CHANGED_WORDS = 'pass secret api access private signing cred auth';

export function redactChangedSecrets(text: string): string {
  return FORMS.reduce(
    (result, form) =>
      result.replace(form, (_whole: string, head: string, first: string, ...rest: unknown[]) => {
        const [middle, second] = rest;
        const tail =
          typeof middle === 'string' && typeof second === 'string' ? middle + hidden(second) : '';
        return head + hidden(first) + tail;
      }),
    text,
  );
}

/** A full stop or the like at its end is the sentence's; backslashes there escape the quote behind it. */
function hidden(value: string): string {
  if (NO_SECRET.test(value) || value.replace(/\\+$/, '').length < MIN_CHARS) return value;
  const end = /[.:!?]?\\*$/.exec(value)?.[0] ?? '';
  return `${mark('secret')}${end}`;
}
