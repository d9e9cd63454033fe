// What the program says names flags, as for somebody at a command line; an agent gives arguments instead.

const ARGUMENTS: Readonly<Record<string, string>> = {
  '--region': 'region',
  '--hours': 'hours',
  '--start': 'start',
  '--end': 'end',
  '--sop': 'sop',
  '--param': 'parameters',
  '--log-group': 'logGroups',
  '--analyst': 'analyst',
};

/** The text with each flag that `investigate` has as an argument called so: `hours` for --hours. */
export function inArguments(text: string): string {
  return text.replace(/(?<![\w-])--[a-z-]+(?![\w-])/g, (flag) => {
    const name = Object.hasOwn(ARGUMENTS, flag) ? ARGUMENTS[flag] : undefined;
    return name === undefined ? flag : `\`${name}\``;
  });
}
