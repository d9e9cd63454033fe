// Who read a stream went away: the other end of a pipe, or the terminal.
import { errorCode } from '../base/error-code.ts';

export const isReaderGone = (fault: unknown): boolean =>
  ['EPIPE', 'EIO'].includes(errorCode(fault) ?? '');
