// The SOP's parameters from flags, environment and one form; what is still missing is an error that names its flag.
import { hasErrors } from '../base/diagnostic.ts';
import { Failure } from '../base/failure.ts';
import { checkValue } from '../sop/parameter-values.ts';
import { resolveParameters } from '../sop/parameters.ts';
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
  if (hasErrors(first.diagnostics)) throw unfit(first.diagnostics);
  if (first.missing.length === 0) return first.values;
  if (ask === null) throw missingError(first.missing);
  const optional = sop.parameters.filter(
    ({ name, required }) => !required && given[name] === undefined,
  );
  const answers = await ask(first.missing, optional);
  if (answers === null)
    throw new Failure('interrupted', 'Stopped at the form; nothing was asked of AWS.');
  const second = resolveParameters(sop, { ...given, ...answers });
  if (hasErrors(second.diagnostics)) throw unfit(second.diagnostics);
  if (second.missing.length > 0) throw missingError(second.missing);
  return second.values;
}

/** What is wrong with an answer to the form: what a flag would be refused for; null: nothing. */
export function checkAnswer(name: string, answer: string): string | null {
  const problem = checkValue(name, answer);
  if (problem !== null) return `${name} ${problem}.`;
  return name === 'region' ? regionProblem(answer) : null;
}

function unfit(diagnostics: readonly { message: string; help: string | null }[]): Failure {
  const [first] = diagnostics;
  const help = diagnostics.flatMap((diagnostic) =>
    diagnostic.help === null ? [] : [diagnostic.help],
  );
  return new Failure('usage', first?.message ?? 'A parameter does not fit.', help);
}

function missingError(missing: readonly SopParameter[]): Failure {
  const names = missing.map(({ name }) => name).join(', ');
  return new Failure('usage', `Missing: ${names}.`, [
    ...missing.map(
      ({ name, description }) => `${FLAGS[name] ?? `--param ${name}=VALUE`} – ${description}`,
    ),
    'For example: troubleshoot payment-service --region us-west-2',
  ]);
}
