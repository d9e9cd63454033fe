// What a parameter's value may look like: one row a parameter that the program itself understands, one for all others.

/** Why a value cannot be used and what can, as the end of a sentence; null: it is fine. */
type Check = (value: string) => string | null;

const MAX_APPLICATION_CHARS = 128;
const MAX_REGION_CHARS = 64;
const MAX_VALUE_CHARS = 4_096;
/** Ten years: older logs are outside any window that a person means. */
const MAX_WINDOW_HOURS = 87_600;

const CHECKS: ReadonlyMap<string, Check> = new Map([
  ['application_name', checkApplication],
  ['region', checkRegion],
  ['time_window_hours', checkHours],
]);

/** Checks a value of the parameter of this name. */
export function checkValue(name: string, value: string): string | null {
  return (CHECKS.get(name) ?? checkText)(value);
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

function checkHours(value: string): string | null {
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
