// Changes in the account as the report holds them, with the commands that take them back.
import { isoTime } from '../base/time-range.ts';
import type { AccountChange } from '../diagnosis/account/change.ts';
import { rollbackOfChange, sharedWithTrigger } from '../diagnosis/account/words.ts';
import type { Trigger } from '../diagnosis/types.ts';
import type { ReportChange } from '../report/account-types.ts';
import type { Report } from '../report/types.ts';
import type { CaseFile } from './case-file.ts';

/** Nothing where nobody was asked. */
export function changesOf({ changes, diagnosis }: CaseFile): Pick<Report, 'changes'> {
  const trigger = diagnosis?.rootCauses[0]?.trigger ?? null;
  return changes === null ? {} : { changes: changes.map((change) => changeOf(change, trigger)) };
}

function changeOf(change: AccountChange, trigger: Trigger | null): ReportChange {
  const { timestampMs, region, source, also, who, action, resource, settings, kind } = change;
  const rollback = rollbackOfChange(change);
  const shared = trigger === null ? [] : sharedWithTrigger(change, trigger);
  return {
    timestamp: isoTime(timestampMs),
    region,
    sources: [source, ...(also === undefined ? [] : [also.source])],
    who,
    action,
    resource,
    settings,
    kind,
    ...(shared.length === 0 ? {} : { sharedWithTrigger: shared }),
    message: change.message,
    rollback,
    evidence: change.evidenceId,
    ...(also === undefined ? {} : { moreEvidence: also.evidenceId }),
  };
}
