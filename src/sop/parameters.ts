// Given values meet an SOP's parameters: defaults fill in, unknown names and unusable values are told.
import type { Diagnostic } from '../base/diagnostic.ts';
import { didYouMean } from '../base/did-you-mean.ts';
import { checkValue } from './parameter-values.ts';
import type { Sop, SopParameter } from './sop.ts';

export interface ResolvedParameters {
  /** By name, as text; a parameter that is optional, without default and not given is absent. */
  readonly values: Readonly<Record<string, string>>;
  /** Required parameters that have no value yet, in the SOP's order. */
  readonly missing: readonly SopParameter[];
  /** Spans are null: the values come from a command line or a form, not from the SOP. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Values around white space are trimmed; an empty value counts as not given. Never throws. */
export function resolveParameters(
  sop: Sop,
  given: Readonly<Record<string, string>>,
): ResolvedParameters {
  const values: Record<string, string> = {};
  const missing: SopParameter[] = [];
  for (const parameter of sop.parameters) {
    const value = givenValue(given, parameter.name) ?? parameter.defaultValue;
    if (value !== null) values[parameter.name] = value;
    else if (parameter.required) missing.push(parameter);
  }
  const diagnostics = [...unknownNames(sop, given), ...unusableValues(sop, values)];
  return { values, missing, diagnostics };
}

function givenValue(given: Readonly<Record<string, string>>, name: string): string | null {
  const value = Object.hasOwn(given, name) ? (given[name] ?? '').trim() : '';
  return value === '' ? null : value;
}

function unknownNames(sop: Sop, given: Readonly<Record<string, string>>): readonly Diagnostic[] {
  const known = sop.parameters.map((parameter) => parameter.name);
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearParameter(name, known);
      const list = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
      return {
        severity: 'error',
        code: 'unknown-parameter',
        message: `The SOP ${sop.name} has no parameter \`${name}\``,
        span: null,
        help: near === null ? list : `did you mean \`${near}\`? (${list})`,
      };
    });
}

/** The parameter that is named nearly so, or that holds the name as a word: `hours` of `time_window_hours`. */
export const nearParameter = (name: string, known: readonly string[]): string | null =>
  didYouMean(name, known) ?? known.find((one) => one.split('_').includes(name)) ?? null;

function unusableValues(
  { parameters }: Sop,
  values: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  return parameters.flatMap((parameter) => {
    const { name } = parameter;
    const value = values[name];
    const problem = value === undefined ? null : checkValue(parameter, value);
    if (value === undefined || problem === null) return [];
    const message = `\`${name}\` cannot be ${JSON.stringify(shorten(value))}`;
    const help = `\`${name}\` ${problem}`;
    return [{ severity: 'error', code: 'parameter-value', message, span: null, help }];
  });
}

/** Characters of a refused value that a message shows. */
const MAX_SHOWN_CHARS = 60;

function shorten(value: string): string {
  return value.length <= MAX_SHOWN_CHARS ? value : `${value.slice(0, MAX_SHOWN_CHARS)}…`;
}
