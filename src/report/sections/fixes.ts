// "Code Fixes and Configuration Changes": each as text that can be taken over.
import type { Fix } from '../../diagnosis/types.ts';
import { changeNotice } from '../command-words.ts';
import { isLeftOut } from '../not-done.ts';
import { fence, prose } from '../text.ts';
import type { View } from '../view.ts';
import { fixesByRegion } from './advice-by-region.ts';
import { causeWords } from './cause-words.ts';

const KIND: Readonly<Record<Fix['kind'], string>> = {
  code: 'Code',
  configuration: 'Configuration',
};

export function fixes(view: View): readonly string[] {
  const { report } = view;
  if (report.fixes.length === 0)
    return [
      isLeftOut(report, 'advice')
        ? 'No step of the SOP asks for changes to code or configuration.'
        : 'No change to code or configuration can be derived from the logs.',
    ];
  const each = report.fixes.flatMap((fix) => [
    `### ${KIND[fix.kind]}: ${prose(fix.title)} (${causeWords([fix.rootCause])})`,
    ...changeNotice([fix.text]),
    fence(fix.text, fix.language ?? ''),
  ]);
  return [...each, ...fixesByRegion(view)];
}
