// Changes in the account in sentences and commands.
import { fillCommands } from '../command.ts';
import { type AccountChange, CLOUDTRAIL } from './change.ts';

/** Who announces something, at the beginning of a sentence. */
export function sourceOf(logGroup: string): string {
  return logGroup === CLOUDTRAIL ? CLOUDTRAIL : `Log group ${logGroup}`;
}

/** The commands that take it back, those of which all names are known. */
export function rollbackOfChange({ rollback, names, region }: AccountChange): readonly string[] {
  return fillCommands(rollback, names, region);
}
