// The SOP's parameters from flags, environment and one form; what is still missing is an error that names its flag.
import { hasErrors, sentence } from '../base/diagnostic.ts';
import { type Amendment, Failure } from '../base/failure.ts';
import { checkValue, type HeldParameter } from '../sop/parameter-values.ts';
import { nearParameter, resolveParameters } from '../sop/parameters.ts';
import type { Sop, SopParameter } from '../sop/sop.ts';
import { regionProblem } from './regions.ts';

/** Parameters that have a flag of their own. */
const FLAGS: Readonly<Record<string, string>> = {
  application_name: 'APPLICATION (the first argument)',
  region: '--region NAME',
  time_window_hours: '--hours N',
};

/** Asks for all missing parameters in one form; null where the person cancelled. */
export type AskForm = (
  missing: readonly SopParameter[],
  optional: readonly SopParameter[],
) => Promise<Readonly<Record<string, string>> | null>;

/**
 * Values by name, defaults included. `ask` is null where nobody can be asked.
 * Throws Failure `usage` for values that don't fit and for missing ones.
 */
export async function settleParameters(
  sop: Sop,
  given: Readonly<Record<string, string>>,
  ask: AskForm | null,
): Promise<Readonly<Record<string, string>>> {
  const first = resolveParameters(sop, given);
  if (hasErrors(first.diagnostics)) throw unfit(first.diagnostics, amended(sop, given));
  if (first.missing.length === 0) return first.values;
  if (ask === null) throw missingError(first.missing, given);
  const optional = sop.parameters.filter(
    ({ name, required }) => !required && given[name] === undefined,
  );
  const answers = await ask(first.missing, optional);
  if (answers === null)
    throw new Failure('interrupted', 'Stopped at the form; nothing was asked of AWS.');
  const second = resolveParameters(sop, { ...given, ...answers });
  if (hasErrors(second.diagnostics)) throw unfit(second.diagnostics, []);
  if (second.missing.length > 0) throw missingError(second.missing, {});
  return second.values;
}

/** What is wrong with an answer to the form: what a flag would be refused for; null: nothing. */
export function checkAnswer(parameter: HeldParameter, answer: string): string | null {
  const { name } = parameter;
  const problem = checkValue(parameter, answer);
  if (problem !== null) return `${name} ${problem}.`;
  return name === 'region' ? regionProblem(answer) : null;
}

/** `--param region=…` of an SOP that does not declare it: the flag gives it. */
function byFlag(sop: Sop, given: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const [flag] = FLAGS[name]?.split(' ') ?? [];
    const isOwn =
      flag?.startsWith('--') === true && !sop.parameters.some((one) => one.name === name);
    const fits = checkValue({ name, kind: 'text', defaultValue: null }, value) === null;
    return isOwn && fits ? [flag, value] : [];
  });
}

/** The command with unknown parameters named as the SOP names the nearest, or left out, and with values that fit. */
function amended(sop: Sop, given: Readonly<Record<string, string>>): readonly Amendment[] {
  const known = sop.parameters.map(({ name }) => name);
  const replace = Object.entries(given).flatMap(([name, value]) => {
    const from = `${name}=${value}`;
    const near = nearParameter(name, known);
    const parameter = sop.parameters.find((one) => one.name === name);
    if (parameter === undefined)
      return [{ flag: '--param', from, to: near === null ? null : `${near}=${value}` }];
    const example = EXAMPLES[name]?.[1] ?? parameter.defaultValue;
    if (example === null || checkValue(parameter, value) === null) return [];
    return [{ flag: '--param', from, to: `${name}=${example}` }];
  });
  return replace.length === 0 ? [] : [{ label: 'For example', replace, add: byFlag(sop, given) }];
}

function unfit(
  diagnostics: readonly { message: string; help: string | null }[],
  again: readonly Amendment[],
): Failure {
  const [first] = diagnostics;
  const help = diagnostics.flatMap((diagnostic) =>
    diagnostic.help === null ? [] : [sentence(diagnostic.help)],
  );
  return new Failure('usage', first?.message ?? 'A parameter does not fit.', help, again);
}

/** What to give on the command line, by what it is for. */
function missingError(
  missing: readonly SopParameter[],
  given: Readonly<Record<string, string>>,
): Failure {
  const names = missing.map(({ name }) => name);
  const help = missing.map(
    ({ name, description }) => `${FLAGS[name] ?? `--param ${name}=VALUE`} – ${description}`,
  );
  return new Failure('usage', `Missing: ${names.join(', ')}.`, help, [
    { ...completedBy(names), replace: withoutEmpty(names, given) },
  ]);
}

/** A value that was given empty gives way to the one beside it. */
const withoutEmpty = (names: readonly string[], given: Readonly<Record<string, string>>) =>
  names
    .filter((name) => given[name]?.trim() === '')
    .map((name) => ({ flag: '--param', from: `${name}=`, to: null }));

/** The same command with these parameters: an example's value where the program knows what may stand there. */
export function completedBy(names: readonly string[]): Amendment {
  const add = names
    .filter((name) => name !== 'application_name')
    .flatMap((name) => EXAMPLES[name] ?? ['--param', `${name}=VALUE`]);
  const first = names.includes('application_name') ? ['payment-service'] : [];
  return { label: 'For example', first, add };
}

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  region: ['--region', 'us-west-2'],
  time_window_hours: ['--hours', '2'],
};
