// What is asked of a person at a terminal: the form for missing parameters, the list of log groups, a text, a yes.
// Everything is written to the stream that is handed in (stderr), and a cancelled question answers null.
import { sanitizeLine } from '../base/sanitize.ts';
import { columnsOf, usableColumns, wrapToColumns } from './columns.ts';
import { createStyle } from './style.ts';

/** Names in the form are aligned up to this many columns. */
const MAX_NAME_COLUMNS = 28;
/** Log groups shown at once; the list scrolls. */
const LOG_GROUPS_A_PAGE = 15;

export interface FormIo {
  readonly input: NodeJS.ReadableStream;
  /** Where prompts are drawn: stderr, as stdout belongs to the report. */
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
  /** Ends a question under way, which then answers null. */
  readonly signal: AbortSignal;
  readonly colour?: boolean;
}

export interface FormQuestion {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Taken for an empty answer; null where there is none. */
  readonly defaultValue: string | null;
  /** What is wrong with an answer, or null. Not asked about an empty answer to an optional question. */
  readonly validate: (answer: string) => string | null;
}

export interface LogGroupChoice {
  readonly name: string;
  /** Shown where the choices are of several regions. */
  readonly region?: string;
  readonly ticked: boolean;
  /** Why it is ticked or not. */
  readonly reason: string;
}

/**
 * One form: shows all questions with descriptions and defaults, then asks each in turn.
 * Answers by name; an optional question that stays empty has none. null where the form was cancelled.
 */
export async function askParameters(
  questions: readonly FormQuestion[],
  io: FormIo,
): Promise<Record<string, string> | null> {
  io.output.write(overview(questions, io));
  const answers = await ask(io, questions.map(inputFor));
  if (answers === null) return null;
  const pairs = questions.map(({ name }, index): [string, string] => [
    name,
    String(answers[index] ?? ''),
  ]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
}

/** The ticked ones, at least one; null where it was cancelled. */
export async function confirmLogGroups<Choice extends LogGroupChoice>(
  choices: readonly Choice[],
  io: FormIo,
): Promise<readonly Choice[] | null> {
  const regions = new Set(choices.map(({ region }) => region));
  const place = ({ region }: Choice) =>
    regions.size > 1 && region !== undefined ? `, ${region}` : '';
  const question: Question = {
    type: 'checkbox',
    message: WHICH_LOG_GROUPS,
    theme: { style: { renderSelectedChoices: (chosen) => chosenText(chosen, choices.length, io) } },
    loop: false,
    required: true,
    pageSize: LOG_GROUPS_A_PAGE,
    choices: choices.map((choice, index) => ({
      value: index,
      name: choiceText(choice.name, `${choice.reason}${place(choice)}`, io),
      short: sanitizeLine(choice.name),
      checked: choice.ticked,
    })),
  };
  const answers = await ask(io, [question]);
  if (answers === null) return null;
  const ticked = new Set(answers[0] as readonly number[]);
  return choices.filter((_, index) => ticked.has(index));
}

const WHICH_LOG_GROUPS = 'Which log groups belong to it?';

/** The answer as it stays: the names, or where they have no room behind the question, how many. */
function chosenText(
  chosen: readonly { readonly short: string }[],
  of: number,
  { output }: FormIo,
): string {
  const names = chosen.map(({ short }) => short).join(', ');
  const columns = columnsOf(`? ${WHICH_LOG_GROUPS} ${names}`);
  return columns < usableColumns(output.columns) ? names : `${chosen.length} of ${of}`;
}

/** Columns of the pointer and the box before a choice, and one that stays free. */
const BEFORE_CHOICE = 4;

/** A choice on one line, or where the terminal is too narrow, its reason below its name. */
function choiceText(name: string, reason: string, { output }: FormIo): string {
  const columns = usableColumns(output.columns) - BEFORE_CHOICE;
  const [shown, why] = [sanitizeLine(name), `(${sanitizeLine(reason)})`];
  const line = `${shown} ${why}`;
  if (columnsOf(line) <= columns) return line;
  const hanging = ' '.repeat(BEFORE_CHOICE);
  const lines = [
    ...wrapToColumns(shown, columns, hanging),
    ...wrapToColumns(hanging + why, columns, hanging),
  ];
  return lines.join('\n');
}

/** A text that `validate` has nothing against (null); null where it was cancelled. */
export async function askText(
  message: string,
  validate: (answer: string) => string | null,
  io: FormIo,
): Promise<string | null> {
  const question: Question = {
    type: 'input',
    message: sanitizeLine(message),
    validate: (answer) => validate(answer.trim()) ?? true,
  };
  const answers = await ask(io, [question]);
  return answers === null ? null : String(answers[0]).trim();
}

/** Yes or no; null where it was cancelled. */
export async function confirm(
  message: string,
  defaultAnswer: boolean,
  io: FormIo,
): Promise<boolean | null> {
  const question: Question = {
    type: 'confirm',
    message: sanitizeLine(message),
    default: defaultAnswer,
  };
  const answers = await ask(io, [question]);
  return answers === null ? null : answers[0] === true;
}

function overview(questions: readonly FormQuestion[], io: FormIo): string {
  const { bold, dim } = createStyle({ colour: io.colour ?? false, unicode: true });
  const nameColumns = Math.min(
    MAX_NAME_COLUMNS,
    Math.max(0, ...questions.map(({ name }) => columnsOf(name))),
  );
  const hanging = ' '.repeat(nameColumns + 4);
  const rows = questions.flatMap(({ name, description, required, defaultValue }) => {
    const shown = sanitizeLine(name);
    const need = required
      ? 'required'
      : defaultValue === null
        ? 'optional'
        : `default: ${defaultValue}`;
    const gap = ' '.repeat(Math.max(1, nameColumns - columnsOf(shown) + 2));
    const text = `  ${bold(shown)}${gap}${sanitizeLine(description)} ${dim(`(${sanitizeLine(need)})`)}`;
    return wrapToColumns(text, usableColumns(io.output.columns), hanging);
  });
  const title = `${bold('Parameters')} ${dim('Enter takes a default, Ctrl-C cancels.')}`;
  return `${[title, ...rows, ''].join('\n')}\n`;
}

function inputFor({ name, required, defaultValue, validate }: FormQuestion): Question {
  return {
    type: 'input',
    message: sanitizeLine(name),
    ...(defaultValue === null ? {} : { default: defaultValue }),
    filter: (answer) => answer.trim(),
    validate: (answer) => {
      const text = answer.trim();
      if (text === '') return required ? `${sanitizeLine(name)} is required.` : true;
      return validate(text) ?? true;
    },
  };
}

type Question =
  | {
      readonly type: 'input';
      readonly message: string;
      readonly default?: string;
      readonly filter?: (answer: string) => string;
      readonly validate: (answer: string) => string | true;
    }
  | { readonly type: 'confirm'; readonly message: string; readonly default: boolean }
  | {
      readonly type: 'checkbox';
      readonly message: string;
      readonly theme: {
        readonly style: {
          readonly renderSelectedChoices: (chosen: readonly { readonly short: string }[]) => string;
        };
      };
      readonly loop: boolean;
      readonly required: boolean;
      readonly pageSize: number;
      readonly choices: readonly object[];
    };

/** The answers in order, or null where a person or the signal cancelled, or the input has ended. */
async function ask(io: FormIo, questions: readonly Question[]): Promise<unknown[] | null> {
  const { createPromptModule } = await import('inquirer');
  const end = new AbortController();
  const cancel = () => end.abort();
  io.signal.addEventListener('abort', cancel, { once: true });
  io.input.once('end', cancel).once('close', cancel);
  if (io.signal.aborted || ('readableEnded' in io.input && io.input.readableEnded)) cancel();
  try {
    const prompt = createPromptModule({ input: io.input, output: io.output, signal: end.signal });
    // Numbered, as the library reads a dot in a name as a path.
    const named = questions.map((question, index) => ({ ...question, name: `q${index}` }));
    const answers: Record<string, unknown> = await prompt(named as Parameters<typeof prompt>[0]);
    return questions.map((_, index) => answers[`q${index}`]);
  } catch (error) {
    if (error instanceof Error && CANCELLED.has(error.name)) return null;
    throw error;
  } finally {
    io.signal.removeEventListener('abort', cancel);
    io.input.off('end', cancel).off('close', cancel);
  }
}

/** Ctrl-C, and our own signal, as the library names them. */
const CANCELLED = new Set(['ExitPromptError', 'AbortPromptError']);
