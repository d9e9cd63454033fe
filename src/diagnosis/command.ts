// Shell commands from templates. Log text is hostile: a value enters a command only if it is of a strict
// character class, and it is quoted for a POSIX shell all the same.
import { isArn } from '../base/log-group-arn.ts';
import { type Names, replaceSlots } from './signature.ts';

/** No blank, quote, dollar sign, backtick, semicolon or leading dash. */
const COMMAND_VALUE = /^[A-Za-z0-9/_][A-Za-z0-9_.:/@#=+,-]{0,511}$/;
const PLAIN_WORD = /^[A-Za-z0-9_./:@=+,-]+$/;
const REGION = /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** The word as a POSIX shell reads it back unchanged. */
export function shellQuote(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Whether the value may stand in a command at all. */
export function isCommandValue(value: string): boolean {
  return COMMAND_VALUE.test(value);
}

/** Of another account's log group, which is named by its ARN, the identifier. */
export function logGroupOption(name: string): string {
  return `--log-group-${isArn(name) ? 'identifier' : 'name'} ${shellQuote(name)}`;
}

/** ` --region X` for a real region, nothing for local logs. */
export function regionOption(region: string): string {
  return REGION.test(region) ? ` --region ${region}` : '';
}

/** Whether AWS has regions of this form; `local` is none. */
export function isRegion(region: string): boolean {
  return REGION.test(region);
}

/** The commands whose names are all known and safe, filled; `aws` commands get the region. */
export function fillCommands(
  templates: readonly string[],
  names: Names,
  region: string,
): readonly string[] {
  return templates.flatMap((template) => {
    const command = replaceSlots(template, (name) => safeWord(names[name]));
    if (command === null) return [];
    return command.startsWith('aws ') ? `${command}${regionOption(region)}` : command;
  });
}

function safeWord(value: string | undefined): string | null {
  return value !== undefined && isCommandValue(value) ? shellQuote(value) : null;
}
