// The name that calls in tests are made under, and an audit that keeps what it is told.
import type { CallEnd, Outgoing, OutgoingCall } from '../../src/base/outgoing.ts';
import { unaccounted } from '../../src/base/outgoing.ts';

export const OUTGOING = unaccounted('1.2.3');

export interface Recorded {
  readonly outgoing: Outgoing;
  readonly calls: (OutgoingCall & CallEnd)[];
}

export function recorded(): Recorded {
  const calls: Recorded['calls'] = [];
  return {
    calls,
    outgoing: {
      caller: { version: '1.2.3', runId: '4f2a9c' },
      audit: { begin: (call) => (end) => void calls.push({ ...call, ...end }) },
    },
  };
}
