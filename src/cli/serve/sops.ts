// SOPs for other agents: listed and read by tools, and each of them a prompt with its parameters as arguments. They are
// named, never given by a path: a client can't read other files.
import { z } from 'zod';
import { filled, type Prompts } from '../../agent/prompt.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { sanitize } from '../../base/sanitize.ts';
import {
  type RenderedPrompt,
  type ServedPrompt,
  type ServedPrompts,
  type ServedTool,
  servedTool,
} from '../../mcp/served/served.ts';
import { findSop, listSops, type SopFolder, type SopListing } from '../../sop/load.ts';
import { checkValue } from '../../sop/parameter-values.ts';
import type { Sop, SopParameter } from '../../sop/sop.ts';
import { substitute } from '../../sop/substitute.ts';
import { LINT_KNOWLEDGE } from '../sop-source.ts';

/** Longest value of a prompt's argument. */
const MAX_ARGUMENT_CHARS = 2_000;

const Parameter = z.object({
  name: z.string(),
  required: z.boolean(),
  default: z.string().nullable(),
  description: z.string(),
});

const listed = z.object({
  name: z.string(),
  source: z.string().describe('project, user or built-in'),
  title: z.string(),
  summary: z.string(),
  parameters: z.array(Parameter),
});

export const listSopsTool = (folders: readonly SopFolder[]): ServedTool =>
  servedTool({
    name: 'list-sops',
    title: 'List the Standard Operating Procedures',
    description:
      'The SOPs that can be followed: of the project, of the user, and built-in. retrieve-sop gives the text of one; investigate carries one out.',
    input: z.strictObject({}),
    output: z.object({
      sops: z.array(listed),
      unusable: z.array(z.object({ name: z.string(), source: z.string(), problem: z.string() })),
    }),
    run: async () => {
      const all = await used(folders);
      const sops = all.flatMap(({ name, source, title, summary, parameters, problem }) =>
        title === null || problem !== null
          ? []
          : [
              {
                name,
                source,
                title: sanitize(title),
                summary: sanitize(summary),
                parameters: parameters.map(described),
              },
            ],
      );
      const unusable = all.flatMap(({ name, source, problem }) =>
        problem === null ? [] : [{ name, source, problem: sanitize(problem) }],
      );
      return { content: { sops, unusable } };
    },
  });

export const retrieveSopTool = (folders: readonly SopFolder[]): ServedTool =>
  servedTool({
    name: 'retrieve-sop',
    title: 'Retrieve a Standard Operating Procedure',
    description:
      'The text of an SOP by its name, with its parameters and steps. A step with a procedure is carried out by investigate.',
    input: z.strictObject({ name: sopNameArgument }),
    output: z.object({
      name: z.string(),
      title: z.string(),
      parameters: z.array(Parameter),
      steps: z.array(
        z.object({
          number: z.number().int(),
          name: z.string(),
          procedure: z.string().nullable().describe('null: judgement'),
          obligations: z.number().int().describe('constraints of the step'),
        }),
      ),
      text: z.string().describe('Markdown'),
    }),
    run: async ({ name }) => {
      const sop = await sopOf(name, folders);
      if (typeof sop === 'string') return { fault: sop };
      const content = {
        name: sop.name,
        title: sanitize(sop.title),
        parameters: sop.parameters.map(described),
        steps: sop.steps.map(({ number, name: step, procedure, constraints }) => ({
          number,
          name: sanitize(step),
          procedure,
          obligations: constraints.length,
        })),
        text: sanitize(sop.text),
      };
      return { content, text: content.text };
    },
  });

/** Longest name of an SOP that is looked for. */
const MAX_NAME_CHARS = 200;

/** A name; what looks like a path is none. */
export const sopNameArgument = z
  .string()
  .min(1)
  .max(MAX_NAME_CHARS)
  .refine(
    (name) => !/[\\/]/.test(name) && !name.endsWith('.md'),
    'a path is no name of an SOP: see list-sops',
  )
  .describe('name of the SOP, as list-sops gives it');

export function sopPrompts(folders: readonly SopFolder[], prompts: () => Prompts): ServedPrompts {
  return {
    list: async () => (await used(folders)).filter(({ title }) => title !== null).map(promptOf),
    render: async (name, args) => {
      if (!sopNameArgument.safeParse(name).success) return { fault: noSop(name, null) };
      const sop = await sopOf(name, folders);
      return typeof sop === 'string' ? { fault: sop } : rendered(sop, args, prompts());
    },
  };
}

/** Of SOPs of one name, the one that is used. */
async function used(folders: readonly SopFolder[]): Promise<readonly SopListing[]> {
  const { value } = await listSops(folders, LINT_KNOWLEDGE);
  return (value ?? []).filter(({ shadowedBy }) => shadowedBy === null);
}

/** The SOP, or why there is none. */
async function sopOf(name: string, folders: readonly SopFolder[]): Promise<Sop | string> {
  const { value, near, diagnostics } = await findSop(name, folders);
  if (value !== null) return value;
  const fault = diagnostics.find(({ code }) => code !== 'sop-not-found');
  return fault === undefined ? noSop(name, near) : sanitize(`${name}: ${fault.message}`);
}

function noSop(name: string, near: string | null): string {
  const help = near === null ? 'list-sops lists them.' : `Did you mean ${near}?`;
  return `There is no SOP ${JSON.stringify(name)}. ${help}`;
}

const described = ({ name, required, defaultValue, description }: SopParameter) => ({
  name,
  required,
  default: defaultValue === null ? null : sanitize(defaultValue),
  description: sanitize(description),
});

function promptOf({ name, title, summary, parameters }: SopListing): ServedPrompt {
  return {
    name,
    title: sanitize(title ?? name),
    description: sanitize(summary),
    arguments: parameters.map((parameter) => {
      const { name: argument, required, default: value, description } = described(parameter);
      const byDefault = value === null ? '' : ` (default: ${value})`;
      return { name: argument, required, description: `${description}${byDefault}` };
    }),
  };
}

/** As on the command line; null: it fits, or the default stands. */
function unfitness(parameter: SopParameter, value: string | undefined): string | null {
  if (value === undefined || value.trim() === '') return null;
  if (value.length > MAX_ARGUMENT_CHARS) return `is longer than ${MAX_ARGUMENT_CHARS} characters`;
  return checkValue(parameter, value.trim());
}

function rendered(
  sop: Sop,
  args: Readonly<Record<string, string>>,
  prompts: Prompts,
): RenderedPrompt {
  const known = sop.parameters.map(({ name }) => name);
  const unknown = Object.keys(args).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = didYouMean(unknown, known);
    const help = near === null ? `It has: ${known.join(', ')}.` : `Did you mean ${near}?`;
    return { fault: `The SOP ${sop.name} has no parameter ${JSON.stringify(unknown)}. ${help}` };
  }
  const [unfit] = sop.parameters.flatMap((parameter) => {
    const why = unfitness(parameter, args[parameter.name]);
    return why === null ? [] : [`${parameter.name} ${why}.`];
  });
  if (unfit !== undefined) return { fault: unfit };
  const given = Object.fromEntries(
    sop.parameters.flatMap(({ name, defaultValue }) => {
      const value = args[name]?.trim() || defaultValue;
      return value === null ? [] : [[name, sanitize(value)]];
    }),
  );
  const missing = sop.parameters.filter(
    ({ name, required }) => required && given[name] === undefined,
  );
  if (missing.length > 0)
    return { fault: `Missing: ${missing.map(({ name }) => name).join(', ')}.` };
  const values = Object.entries(given).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const text = filled(prompts, 'serve-sop', {
    name: sop.name,
    parameters: values.length === 0 ? 'none' : values.join(', '),
    sop: sanitize(substitute(sop.text, given)),
  });
  return { fault: null, description: sanitize(sop.title), text };
}
