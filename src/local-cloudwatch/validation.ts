// Request bodies through zod, refused in the words that CloudWatch uses.
import type { z } from 'zod';
import { invalidParameter, Refusal } from './protocol.ts';

type Issue = z.core.$ZodIssue;

/** The body as the schema gives it; else an InvalidParameterException or SerializationException. */
export function validate<T>(schema: z.ZodType<T>, body: unknown): T {
  const checked = schema.safeParse(body);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw issue === undefined ? invalidParameter('invalid request') : refusalOf(issue, body);
}

function refusalOf(issue: Issue, body: unknown): Refusal {
  const value = valueAt(body, issue.path);
  if (issue.code === 'invalid_type' && value !== undefined && value !== null) {
    return new Refusal(
      'SerializationException',
      `'${issue.path.join('.')}' must be of type ${issue.expected}`,
    );
  }
  if (issue.code === 'custom') return invalidParameter(issue.message);
  const shown = value === undefined || value === null ? 'null' : `'${shorten(value)}'`;
  return invalidParameter(
    `1 validation error detected: Value ${shown} at '${issue.path.join('.')}' failed to satisfy constraint: Member must ${constraintOf(issue)}`,
  );
}

/** Characters of a refused value that are repeated to the caller. */
const SHOWN_CHARS = 200;

function shorten(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, SHOWN_CHARS);
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}

function constraintOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'number'
        ? `have value less than or equal to ${issue.maximum}`
        : `have length less than or equal to ${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'number'
        ? `have value greater than or equal to ${issue.minimum}`
        : `have length greater than or equal to ${issue.minimum}`;
    case 'invalid_value':
      return `satisfy enum value set: [${issue.values.join(', ')}]`;
    case 'invalid_format':
      return `satisfy regular expression pattern: ${'pattern' in issue ? issue.pattern : issue.format}`;
    case 'invalid_type':
      return 'not be null';
    default:
      return 'be valid';
  }
}
