// Questions to a person at the terminal, or their defaults where nobody may be asked.
import { Failure } from '../base/failure.ts';
import type { Asker } from '../run/world.ts';
import type { SopParameter } from '../sop/sop.ts';
import {
  askParameters,
  askText,
  confirm,
  confirmLogGroups,
  type FormIo,
} from '../terminal/form.ts';
import type { AskForm } from './parameters.ts';

/** Nobody is asked: what was found by the rules is taken, and the answer to "go on?" is yes. */
export const silentAsker: Asker = {
  interactive: false,
  confirmLogGroups: async (choices) => choices.filter(({ ticked }) => ticked),
  askLogGroupNames: async () => [],
  confirm: async () => true,
};

/** Asks at the terminal. */
export function terminalAsker(io: FormIo): Asker {
  return {
    interactive: true,
    confirmLogGroups: (choices) => confirmLogGroups(choices, io),
    askLogGroupNames: async (question) => {
      const answer = await askText(question, validName, io);
      if (answer === null)
        throw new Failure('interrupted', 'Stopped at the question for log groups.');
      return answer.split(/[\s,]+/).filter((name) => name !== '');
    },
    confirm: async (question) => (await confirm(question, false, io)) ?? false,
  };
}

const validName = (answer: string) => (answer === '' ? 'Type the name of a log group.' : null);

/** The form for an SOP's missing parameters, with its optional ones and their defaults. */
export function formFor(
  io: FormIo,
  check: (parameter: SopParameter, value: string) => string | null,
): AskForm {
  return (missing, optional) =>
    askParameters(
      [...missing, ...optional].map((parameter: SopParameter) => ({
        name: parameter.name,
        description: parameter.description,
        required: parameter.required,
        defaultValue: parameter.defaultValue,
        validate: (answer) => check(parameter, answer),
      })),
      io,
    );
}
