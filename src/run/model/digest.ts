// The digest: what code has found, in about 25 KB, for a model to judge. Figures come first, then what the logs say
// beside them; each section is bounded and says how much of it is left out. Ids lead to the rest.
import { isoTime } from '../../base/time-range.ts';
import type { RunContext } from '../context.ts';
import { draftSection, notesSection } from './digest-draft.ts';
import { caseSection, findingsSection, togetherSection } from './digest-facts.ts';
import { beforeOnsetSection, surveySection } from './digest-lines.ts';
import { bounded } from './digest-section.ts';

/** UTF-8 size of a digest. */
export const MAX_DIGEST_BYTES = 25_000;

export function digestOf(context: RunContext): string {
  const { file } = context;
  if (file.analysis === null) return `No analysis was made. Now: ${isoTime(context.startedMs)}`;
  const sections = [
    caseSection(context),
    findingsSection(file.analysis),
    togetherSection(file.analysis),
    beforeOnsetSection(file),
    surveySection(file.survey),
    notesSection(file),
    draftSection(file),
  ];
  return sections
    .map(bounded)
    .filter((text) => text !== '')
    .join('\n\n');
}
