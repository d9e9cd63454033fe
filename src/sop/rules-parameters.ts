// Rules about the parameter lines.
import type { Draft } from './draft.ts';
import { linesOf } from './lines.ts';
import { checkValue, isOwnParameter } from './parameter-values.ts';
import type { Fault } from './rule.ts';

export function oddLines({ oddParameterLines }: Draft): readonly Fault[] {
  return oddParameterLines.map(({ span, surplus }) => {
    if (surplus === null)
      return { message: 'This does not read as a parameter', span, help: FORMS };
    const message = `\`${surplus}\` stands behind the default and is no part of a parameter`;
    return { message, span, help: SURPLUS_HELP };
  });
}

const FORMS =
  'write `- **name** (required): text` or `- **name** (optional, default: value): text`';
const SURPLUS_HELP =
  'say choices and limits in the text behind the colon, or put the whole default in quotes';

export const isSnakeCase = (name: string) => /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name);

export function parameterNames({ parameters }: Draft): readonly Fault[] {
  return parameters
    .filter(({ name }) => !isSnakeCase(name))
    .map(({ name, span }) => {
      const help = `try \`${snakeCase(name)}\``;
      return { message: `The parameter name \`${name}\` is not snake_case`, span, help };
    });
}

export function doubleParameters({ parameters }: Draft): readonly Fault[] {
  const names = parameters.map(({ name }) => name);
  return parameters
    .filter(({ name }, index) => names.indexOf(name) < index)
    .map(({ name, span }) => ({ message: `The parameter \`${name}\` stands here twice`, span }));
}

export function requiredFirst({ parameters }: Draft): readonly Fault[] {
  const firstOptional = parameters.findIndex(({ required }) => !required);
  if (firstOptional === -1) return [];
  return parameters
    .slice(firstOptional)
    .filter(({ required }) => required)
    .map(({ name, span }) => {
      return { message: `The required \`${name}\` stands after an optional parameter`, span };
    });
}

export function requiredDefaults({ parameters }: Draft): readonly Fault[] {
  return parameters
    .filter(({ required, defaultValue }) => required && defaultValue !== null)
    .map(({ name, span }) => {
      const help = 'make it optional, or drop the default';
      return { message: `\`${name}\` is required and has a default`, span, help };
    });
}

export function defaultValues({ parameters }: Draft): readonly Fault[] {
  return parameters.flatMap((parameter) => {
    const { name, defaultValue, span } = parameter;
    const problem = defaultValue === null ? null : checkValue(parameter, defaultValue);
    if (problem === null) return [];
    const message = `The default of \`${name}\` cannot be used`;
    return [{ message, span, help: `\`${name}\` ${problem}` }];
  });
}

/** A step without a procedure uses all: the model that carries it out is told them. */
export function unusedParameters({ parameters, steps, outline }: Draft): readonly Fault[] {
  if (steps.length === 0 || steps.some(({ step }) => step.procedure === null)) return [];
  const words = new Set(
    outline.sections
      .filter(({ name }) => name === 'Overview' || name === 'Steps')
      .flatMap(({ blocks }) => blocks.flatMap(linesOf))
      .flatMap(({ text }) => text.match(/\w+/g) ?? []),
  );
  return parameters
    .filter(({ name }) => isSnakeCase(name) && !isOwnParameter(name) && !words.has(name))
    .map(({ name, span }) => {
      const help = `write \`\${${name}}\` where its value belongs, or drop it`;
      return { message: `No step uses the parameter \`${name}\``, span, help };
    });
}

function snakeCase(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return words.replaceAll('-', '_');
}
