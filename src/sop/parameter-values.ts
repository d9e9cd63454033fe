// What a parameter's value may look like: one row a parameter that the program itself understands; all others are held
// to what their default shows.
import type { ParameterKind, SopParameter } from './sop.ts';

/** Why a value cannot be used and what can, as the end of a sentence; null: it is fine. */
type Check = (value: string) => string | null;

const MAX_APPLICATION_CHARS = 128;
const MAX_REGION_CHARS = 64;
const MAX_VALUE_CHARS = 4_096;
/** Ten years: older logs are outside any window that a person means. */
export const MAX_WINDOW_HOURS = 87_600;

const CHECKS: ReadonlyMap<string, Check> = new Map([
  ['application_name', checkApplication],
  ['region', checkRegion],
  ['time_window_hours', checkHours],
]);

/** Whether the program itself uses the parameter of this name, whatever the SOP says of it. */
export const isOwnParameter = (name: string) => CHECKS.has(name);

/** What of a parameter its values are held to. */
export type HeldParameter = Pick<SopParameter, 'name' | 'kind' | 'defaultValue'>;

export function checkValue(parameter: HeldParameter, value: string): string | null {
  const check = CHECKS.get(parameter.name);
  return check === undefined ? (checkText(value) ?? checkKind(parameter, value)) : check(value);
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The units are not judged: those of a query are known to the query language alone. */
const KINDS: Readonly<Record<ParameterKind, { readonly form: RegExp; readonly words: string }>> = {
  number: { form: NUMBER, words: 'is a number' },
  period: { form: /^(?:\d+\.?\d*|\.\d+) ?[a-zµ]+$/i, words: 'is a period with its unit' },
  text: { form: /(?:)/, words: '' },
};

function checkKind({ kind, defaultValue }: HeldParameter, value: string): string | null {
  const { form, words } = KINDS[kind];
  if (form.test(value)) return null;
  return `${words}, as its default ${defaultValue} is; where any text may stand, the SOP writes the default in quotes: (optional, default: "${defaultValue}")`;
}

/** A bare number, unless it begins with zeros as codes do; a bare number with a unit of time. */
export function kindOfDefault(value: string): ParameterKind {
  if (/^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d+)?|\.\d+)$/.test(value)) return 'number';
  return /^\d+(?:\.\d+)?(?:ms|s|sec|m|min|h|hr|d|w)$/.test(value) ? 'period' : 'text';
}

function checkApplication(value: string): string | null {
  const length = [...value].length;
  if (value.trim() === '' || length > MAX_APPLICATION_CHARS) {
    return `has 1 to ${MAX_APPLICATION_CHARS} characters, not ${length}`;
  }
  return checkText(value);
}

function checkRegion(value: string): string | null {
  if (value === 'local') return null;
  const fits = value.length <= MAX_REGION_CHARS && /^[a-z]{2,4}(?:-[a-z]+)+-\d$/.test(value);
  return fits ? null : 'reads like an AWS region (us-west-2, eu-central-1) or is `local`';
}

/** Checks the length of a window, in hours. */
export function checkHours(value: string): string | null {
  const hours = /^(?:\d{1,6}(?:\.\d{1,9})?|\.\d{1,9})$/.test(value) ? Number(value) : Number.NaN;
  const fits = hours > 0 && hours <= MAX_WINDOW_HOURS;
  return fits
    ? null
    : `is a positive number of hours, at most ${MAX_WINDOW_HOURS} (for example 2 or 0.5)`;
}

function checkText(value: string): string | null {
  if (value.length > MAX_VALUE_CHARS) return `has at most ${MAX_VALUE_CHARS} characters`;
  return /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value)
    ? 'holds no control characters'
    : null;
}
