// Which commands change the AWS account, and the line that says so before them.
import { capitalized, enumeration } from './format.ts';

/** `aws`, its global options, the service and the operation. */
const AWS =
  /(?:^|[\n;&|(])[ \t]*aws((?:[ \t]+--[\w-]{1,40}(?:[ =][^\s-]\S{0,80})?){0,5})[ \t]+([a-z0-9-]{1,40})[ \t]+([a-z0-9-]{1,80})/g;
/** Operations that only read, by their first word. */
const READS =
  /^(?:batch-get|describe|filter|get|head|help|list|lookup|ls|query|scan|search|select|simulate|start-live-tail|start-query|stop-query|tail|test|validate|view|wait)(?:-|$)/;
/** More operations are not named one by one. */
const MAX_NAMED = 3;

/** Says which of the commands change the account and that none was run; nothing where all only read. */
export function changeNotice(commands: readonly string[]): string[] {
  const changing = [
    ...new Set(
      commands
        .flatMap((command) => [...command.matchAll(AWS)])
        .filter(([, , , operation = '']) => !READS.test(operation))
        .map(([, , service = '', operation = '']) => `\`aws ${service} ${operation}\``),
    ),
  ];
  if (changing.length === 0) return [];
  const named =
    changing.length > MAX_NAMED ? `${changing.length} of these commands` : enumeration(changing);
  return [
    changing.length === 1
      ? `${named} changes the AWS account; this program has not run it.`
      : `${capitalized(named)} change the AWS account; this program has not run them.`,
  ];
}
