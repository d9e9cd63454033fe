// Why a server could not be reached, in words: Node says `spawn uvx ENOENT` and `fetch failed`.
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

const SystemFault = z.looseObject({
  code: z.union([z.string(), z.number()]).optional(),
  syscall: z.string().optional(),
  path: z.string().optional(),
  hostname: z.string().optional(),
  message: z.string().optional(),
  cause: z.unknown().optional(),
});

/** One line, without a full stop at its end where Node gives none. */
export function faultInWords(thrown: unknown): string {
  const fault = SystemFault.safeParse(thrown);
  if (!fault.success) return String(thrown);
  const { code, syscall, path, message, cause } = fault.data;
  if (message === 'fetch failed' && cause !== undefined) return faultInWords(cause);
  if (syscall?.startsWith('spawn') === true && code === 'ENOENT')
    return `there is no command ${path ?? ''} on the PATH`;
  if (syscall?.startsWith('spawn') === true && code === 'EACCES')
    return `${path ?? 'the command'} may not be executed`;
  return MEANINGS.get(code ?? '')?.(fault.data) ?? message ?? String(code ?? 'unknown');
}

type Fault = z.infer<typeof SystemFault>;

const unknownHost = ({ hostname = '' }: Fault) =>
  `the host ${hostname} is not known here (no network?)`;

const MEANINGS = new Map<string | number, (fault: Fault) => string>([
  ['ENOTFOUND', unknownHost],
  ['EAI_AGAIN', unknownHost],
  ['ECONNREFUSED', () => 'nobody listens at its address'],
  [ErrorCode.ConnectionClosed, () => 'it ended'],
]);
