// A run before it has a folder: its id, the name its calls go under, and the account of those that are made already, as
// for the alarm that it begins from.
import type { Caller } from '../base/outgoing.ts';
import { type AuditRecord, type AuditTrail, createAuditTrail } from '../run/audit-trail.ts';
import type { RunStore } from '../run/world.ts';
import { programVersion } from './places.ts';
import { newRunId } from './wiring.ts';

export interface BegunRun {
  readonly runId: string;
  readonly outgoing: { readonly caller: Caller; readonly audit: AuditTrail };
  /** Writes what was asked so far, and from then on each call as it ends. */
  keepIn(store: Pick<RunStore, 'appendAudit'>): void;
}

export function beginRun(runId = newRunId()): BegunRun {
  const early: AuditRecord[] = [];
  let append = (record: AuditRecord) => {
    early.push(record);
  };
  const caller = { version: programVersion(), runId };
  return {
    runId,
    outgoing: { caller, audit: createAuditTrail(caller, (record) => append(record), Date.now) },
    keepIn: (store) => {
      for (const record of early.splice(0)) store.appendAudit(record);
      append = store.appendAudit;
    },
  };
}
