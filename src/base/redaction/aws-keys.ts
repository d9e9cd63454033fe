// AWS access keys: the id by its shape, the secret by its 40 characters beside an id or a word that announces it.
// A run of 40 covers one of the places 40 apart, so few characters of an ordinary line are looked at.
import { mark } from './mark.ts';

const SECRET_CHARS = 40;
/** How far from the run a word that announces it may stand, in characters. */
const NEAR_CHARS = 64;
const ANNOUNCES = /secret|aws|key|credential/i;

const KEY_ID = /A(?:KIA|SIA|ROA|IDA|BIA|CCA)[A-Z0-9]{16}(?![A-Z0-9])/g;

export function redactAwsKeyIds(text: string): string {
  return text.replace(KEY_ID, mark('aws-access-key-id'));
}

export function redactAwsSecrets(text: string): string {
  let result = '';
  let done = 0;
  for (let probe = SECRET_CHARS - 1; probe < text.length; probe += SECRET_CHARS) {
    if (!isBase64(text.charCodeAt(probe))) continue;
    const start = runStart(text, probe, done);
    const end = runEnd(text, probe);
    probe = Math.max(probe, end);
    if (end - start !== SECRET_CHARS || !isAwsSecret(text, start, end)) continue;
    result += text.slice(done, start) + mark('aws-secret-key');
    done = end;
  }
  return done === 0 ? text : result + text.slice(done);
}

/** An escaped line end (`\n`) before a run lends it no letter. */
function runStart(text: string, probe: number, floor: number): number {
  let start = probe;
  while (start > floor && isBase64(text.charCodeAt(start - 1))) start--;
  return text[start - 1] === '\\' && /[nrt]/.test(text[start] ?? '') ? start + 1 : start;
}

function runEnd(text: string, probe: number): number {
  let end = probe + 1;
  while (end < text.length && isBase64(text.charCodeAt(end))) end++;
  return end;
}

/** A letter, a digit, plus or slash. */
function isBase64(code: number): boolean {
  const letter = code | 32;
  return (letter >= 97 && letter <= 122) || (code >= 47 && code <= 57) || code === 43;
}

function isAwsSecret(text: string, start: number, end: number): boolean {
  if (text[end] === '=' || /[=.:_-]{2}$|[._-]$/.test(text.slice(Math.max(0, start - 2), start)))
    return false;
  if (/[._-]/.test(text[end] ?? '') && /\w/.test(text[end + 1] ?? '')) return false;
  const around =
    text.slice(Math.max(0, start - NEAR_CHARS), start) + text.slice(end, end + NEAR_CHARS);
  return ANNOUNCES.test(around) && isScrambled(text.slice(start, end));
}

/** Words of a path or of a class name take up more of a run than chance does. */
const MAX_WORD_CHARS = 24;

/** Whether a run of base64 is none of words. */
export function isScrambled(run: string): boolean {
  if (!/[A-Z]/.test(run) || !/[a-z]/.test(run) || !/\d/.test(run)) return false;
  const words = run.match(/[A-Z]?[a-z]{3,}|[A-Z][a-z]{2}/g) ?? [];
  return words.join('').length <= MAX_WORD_CHARS && !run.includes('//');
}
