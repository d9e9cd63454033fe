// Changes as an answer tells of them, before it is kept as evidence, and as rows of that.
import { isoTime } from '../base/time-range.ts';
import type { AccountChange } from '../diagnosis/account/change.ts';
import type { PublishedVersions } from '../diagnosis/account/function-change.ts';
import type { SignalTool } from './signal-tools.ts';

/** Changes that one answer tells of. */
export interface Told {
  readonly region: string;
  readonly tool: SignalTool;
  readonly args: Readonly<Record<string, unknown>>;
  readonly truncated: boolean;
  readonly summary: string;
  readonly changesIn: (evidenceId: string) => readonly AccountChange[];
  /** Versions of a function that there are. */
  readonly published?: PublishedVersions;
}

/** In the form of a query's row, so that it is read back like one. */
export function changeRow(change: AccountChange): Readonly<Record<string, string>> {
  const { timestampMs, message, eventId, region, source, who, action, resource } = change;
  return {
    '@timestamp': isoTime(timestampMs).replace('T', ' ').replace('Z', ''),
    '@message': message,
    '@log': source,
    '@logStream': region,
    '@ptr': eventId,
    who: who ?? '',
    action,
    resource: resource ?? '',
  };
}
