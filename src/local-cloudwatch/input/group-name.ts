// The name of a log group that a file or a line brings along, made one that queries may ask for.

/** CloudWatch's longest name of a log group, in characters. */
const MAX_NAME_CHARS = 512;

/** The name; of a longer one the beginning, which shows that it was cut. */
export function groupName(name: string): string {
  if (name.length <= MAX_NAME_CHARS) return name;
  return `${name.slice(0, MAX_NAME_CHARS - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Whether the name is used as it stands. */
export const isGroupName = (name: string): boolean => name.length <= MAX_NAME_CHARS;
