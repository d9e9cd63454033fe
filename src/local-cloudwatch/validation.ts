// Request bodies through zod, refused in the words that CloudWatch uses.
import type { z } from 'zod';
import { invalidParameter, Refusal } from './protocol.ts';

type Issue = z.core.$ZodIssue;

/** The body as the schema gives it; else an InvalidParameterException or SerializationException. */
export function validate<T>(schema: z.ZodType<T>, body: unknown): T {
  const checked = schema.safeParse(body);
  if (checked.success) return checked.data;
  throw refusalOf(checked.error.issues, body);
}

function refusalOf(issues: readonly Issue[], body: unknown): Refusal {
  for (const issue of issues) {
    const value = valueAt(body, issue.path);
    if (issue.code !== 'invalid_type' || value === undefined || value === null) continue;
    const message = `'${memberOf(issue)}' must be of type ${issue.expected}`;
    return new Refusal('SerializationException', message);
  }
  const told = issues.slice(0, MAX_TOLD).map((issue) => failureOf(issue, body));
  const count = `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected`;
  return invalidParameter(`${count}: ${told.join('; ')}`);
}

function failureOf(issue: Issue, body: unknown): string {
  const value = valueAt(body, issue.path);
  const shown = value === undefined || value === null ? 'null' : `'${shorten(value)}'`;
  return `Value ${shown} at '${memberOf(issue)}' failed to satisfy constraint: Member must ${constraintOf(issue)}`;
}

/** Members of lists are counted from one: `logEvents.1.member.message`. */
function memberOf({ path }: Issue): string {
  return path.map((key) => (typeof key === 'number' ? `${key + 1}.member` : String(key))).join('.');
}

/** Failures of one request that are told. */
const MAX_TOLD = 10;

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
      return `satisfy regular expression pattern: ${patternOf(issue)}`;
    case 'invalid_type':
      return 'not be null';
    case 'custom':
      return issue.message;
    default:
      return 'be valid';
  }
}

/** Without the anchors and slashes, which CloudWatch's patterns do not show. */
function patternOf(issue: Issue & { readonly code: 'invalid_format' }): string {
  return (issue.pattern ?? issue.format).replace(/^\/\^|\$\/$/g, '');
}
