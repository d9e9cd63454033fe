// Questions of a run to the person at an agent, by MCP's elicitation.
import { Failure } from '../../base/failure.ts';
import { sanitizeLine } from '../../base/sanitize.ts';
import type { AskClient, ClientAnswer, ClientField, ClientForm } from '../../mcp/served/served.ts';
import type { Asker, LogGroupChoice } from '../../run/world.ts';
import type { AskForm } from '../parameters.ts';

/** More log groups than this are not shown in a form; of the rest, those that are proposed are taken. */
const MAX_SHOWN = 30;

export function clientAsker(ask: AskClient): Asker {
  return {
    interactive: true,
    confirmLogGroups: async (choices) => {
      const shown = choices.slice(0, MAX_SHOWN);
      const answer = await asked(ask, {
        message: questionFor(choices.length),
        fields: shown.map(fieldOf),
      });
      if (answer === null) return null;
      const isTaken = (choice: LogGroupChoice, index: number) =>
        index < MAX_SHOWN ? (answer[fieldName(index)] ?? choice.ticked) === true : choice.ticked;
      return choices.filter(isTaken);
    },
    askLogGroupNames: async (question) => {
      const [field] = [text('names', 'Log groups', 'Exact names, separated by blanks or commas')];
      const answer = await asked(ask, { message: question, fields: [field] });
      if (answer === null)
        throw new Failure('interrupted', 'Stopped at the question for log groups.');
      return String(answer.names ?? '')
        .split(/[\s,]+/)
        .filter((name) => name !== '');
    },
    confirm: async (question) => {
      const fields = [yesNo('proceed', 'Go on', '', true)];
      const answer = await asked(ask, { message: question, fields });
      return answer !== null && answer.proceed !== false;
    },
  };
}

/** The form for missing parameters of an SOP. */
export const clientForm =
  (ask: AskClient): AskForm =>
  async (missing) => {
    const answer = await asked(ask, {
      message: 'The SOP needs these parameters.',
      fields: missing.map(({ name, description }) => text(name, name, description)),
    });
    if (answer === null) return null;
    return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, String(value)]));
  };

function questionFor(count: number): string {
  const cut =
    count > MAX_SHOWN
      ? ` ${MAX_SHOWN} of ${count} are shown; of the others, those that belong by name are read.`
      : '';
  return `Which of these log groups shall be read?${cut}`;
}

const fieldName = (index: number) => `group${index + 1}`;

const fieldOf = ({ name, region, ticked, reason }: LogGroupChoice, index: number) =>
  yesNo(fieldName(index), `${name} (${region})`, reason, ticked);

const yesNo = (name: string, title: string, description: string, byDefault: boolean) =>
  field({ name, title, description, kind: 'yes-no', byDefault });

const text = (name: string, title: string, description: string) =>
  field({ name, title, description, kind: 'text', byDefault: null });

const field = (one: ClientField): ClientField => ({
  ...one,
  title: sanitizeLine(one.title),
  description: sanitizeLine(one.description),
});

/** Throws Failure `interrupted` where nobody answers: to take silence for consent would be told as a confirmation. */
async function asked(ask: AskClient, form: ClientForm): Promise<ClientAnswer> {
  try {
    return await ask(form);
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new Failure('interrupted', `The client was asked and gave no answer: ${why}`, [
      'With "ask": false nobody is asked, and the log groups that belong by name are read.',
    ]);
  }
}
