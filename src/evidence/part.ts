// Where only a part of the events that may tell of errors was read: how often each error came at least. When it came is
// not known, as the part shows what was read when, and not what happened.
import type { Prepared } from './analyze.ts';
import { type FindingDraft, inOrderOfImportance } from './finding.ts';
import type { Part } from './types.ts';

/** The findings without their courses, but for those that are known whole. */
export function inPart(
  prepared: Prepared,
  part: Part,
  isWhole: (draft: FindingDraft) => boolean,
): Prepared {
  const drafts = prepared.drafts.map((draft) =>
    isWhole(draft) ? draft : { ...draft, ...NO_COURSE },
  );
  return { ...prepared, drafts: inOrderOfImportance(drafts), part };
}

const NO_COURSE = {
  rhythm: 'sporadic',
  periodMs: null,
  burst: null,
  bursts: [],
  baselinePerHour: 0,
  timesMs: [],
  readInPart: true,
} as const;
