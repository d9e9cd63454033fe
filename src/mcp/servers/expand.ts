// Variables in the strings of a configuration file, as the hosts write them: `${VAR}`, `${VAR:-default}`,
// `${env:VAR}`, `${workspaceFolder}`. `$VAR` is no variable. What is not set and has no default is a fault that names it.

export interface Variables {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What `${workspaceFolder}` stands for. */
  readonly folder: string;
}

export interface Expanded {
  readonly text: string;
  /** What could not be replaced, each in words. */
  readonly faults: readonly VariableFault[];
}

export interface VariableFault {
  readonly code: 'unset-variable' | 'unknown-variable';
  readonly message: string;
  readonly help: string;
}

const VARIABLE = /\$\{([^}]*)\}/g;

/** Whether there is anything to replace. */
export const mayUseVariables = (text: string): boolean => text.search(VARIABLE) !== -1;

export function expand(text: string, variables: Variables): Expanded {
  const faults: VariableFault[] = [];
  const expanded = text.replace(VARIABLE, (whole, inside: string) => {
    const { value, fault } = replacementOf(inside, variables);
    if (fault !== null) faults.push(fault);
    return value ?? whole;
  });
  return { text: expanded, faults };
}

interface Found {
  readonly value: string | null;
  readonly fault: VariableFault | null;
}

const ENVIRONMENT_NAME = /^(?:env:)?([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/;

function replacementOf(inside: string, { environment, folder }: Variables): Found {
  if (inside === 'workspaceFolder') return { value: folder, fault: null };
  const named = ENVIRONMENT_NAME.exec(inside);
  if (named === null) return { value: null, fault: unknownVariable(inside) };
  const [, name = '', fallback] = named;
  // As in a shell, `:-` also stands in for a variable that is empty.
  const value = environment[name];
  if (value !== undefined && (value !== '' || fallback === undefined))
    return { value, fault: null };
  if (fallback !== undefined) return { value: fallback, fault: null };
  return { value: null, fault: unsetVariable(name) };
}

function unsetVariable(name: string): VariableFault {
  return {
    code: 'unset-variable',
    message: `The environment variable ${name} is not set.`,
    help: `set it (export ${name}=…), or give a default: \${${name}:-…}`,
  };
}

function unknownVariable(inside: string): VariableFault {
  const isInput = inside.startsWith('input:');
  return {
    code: 'unknown-variable',
    message: `There is nothing to put for \${${inside}}.`,
    help: isInput
      ? 'nothing is asked for here: set an environment variable and write ${NAME}'
      : 'known are ${VAR}, ${VAR:-default}, ${env:VAR} and ${workspaceFolder}',
  };
}
