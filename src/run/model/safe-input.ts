// What a model gives a tool, as the journal keeps it: without what a terminal would obey, what hides text, or a secret.
import { redact } from '../../base/redact.ts';
import { sanitizeLine } from '../../base/sanitize.ts';

/** No tool takes anything deeper: it is left out. */
const MAX_DEPTH = 20;

export function safeInput(input: unknown): unknown {
  const clean = cleaned(input, 0);
  // A name such as "password" tells what the value beside it is: that shows only in the whole.
  const text = redact(JSON.stringify(clean) ?? 'null');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redact(sanitizeLine(value));
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return `[deeper than ${MAX_DEPTH} levels]`;
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      redact(sanitizeLine(name)),
      cleaned(one, depth + 1),
    ]),
  );
}
