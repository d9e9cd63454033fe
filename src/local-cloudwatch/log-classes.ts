// What the cheaper classes of log groups lack. Source: CloudWatch Logs User Guide, "Log classes".
import type { CompiledQuery } from '../insights/types.ts';
import type { GroupView } from './catalog.ts';
import { invalidParameter, Refusal } from './protocol.ts';

/** Commands that INFREQUENT_ACCESS lacks; ESSENTIALS, of which AWS does not say it, is taken to lack the same. */
const STANDARD_COMMANDS = ['pattern', 'diff', 'unmask', 'filterIndex'];

/** FilterLogEvents and GetLogEvents serve the class STANDARD alone. */
export function checkEventsClass({ name, logGroupClass }: GroupView, operation: string): void {
  if (logGroupClass === 'STANDARD') return;
  throw invalidParameter(
    `${operation} is not supported for the log group ${name} of class ${logGroupClass}.`,
  );
}

export function checkQueryClass(groups: readonly GroupView[], { commands }: CompiledQuery): void {
  const delivered = groups.find(({ logGroupClass }) => logGroupClass === 'DELIVERY');
  if (delivered !== undefined) {
    throw invalidParameter(
      `Queries are not supported for the log group ${delivered.name} of class DELIVERY.`,
    );
  }
  const lacking = groups.find(
    ({ logGroupClass }) => logGroupClass === 'INFREQUENT_ACCESS' || logGroupClass === 'ESSENTIALS',
  );
  const command = STANDARD_COMMANDS.find((one) => commands.includes(one));
  if (lacking === undefined || command === undefined) return;
  const message = `The command ${command} is not supported for the log group ${lacking.name} of class ${lacking.logGroupClass}.`;
  throw new Refusal('MalformedQueryException', message, {
    queryCompileError: { location: { startCharOffset: 0, endCharOffset: 0 }, message },
  });
}
