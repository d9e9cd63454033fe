// "Action Plan": what to do, in order of time, each with its reason, its commands, and the way back.
import type { Action, Horizon } from '../../diagnosis/types.ts';
import { changeNotice } from '../command-words.ts';
import { sentence } from '../format.ts';
import { isLeftOut } from '../not-done.ts';
import { fence, numbered, prose } from '../text.ts';
import type { Report } from '../types.ts';
import type { View } from '../view.ts';
import { actionsByRegion } from './advice-by-region.ts';
import { causeWords } from './cause-words.ts';

const HORIZONS: readonly (readonly [horizon: Horizon, heading: string])[] = [
  ['immediate', 'Immediate Actions'],
  ['short-term', 'Short-term Actions'],
  ['long-term', 'Long-term Actions'],
];

export function actionPlan(view: View): readonly string[] {
  const { report } = view;
  if (report.actions.length === 0) return [noAction(report)];
  const byHorizon = HORIZONS.flatMap(([horizon, heading]) => {
    const actions = report.actions.filter((action) => action.horizon === horizon);
    return actions.length === 0 ? [] : [`### ${heading}`, ...actions.flatMap(described)];
  });
  return [...byHorizon, ...actionsByRegion(view)];
}

function noAction(report: Report): string {
  if (isLeftOut(report, 'advice')) return 'No step of the SOP says what to do.';
  return report.verdict === 'no-incident'
    ? nothingToDo(report)
    : 'No action follows from what was found. "Next Steps" says how to find more.';
}

function nothingToDo({ findings }: Report): string {
  return findings.length === 0
    ? 'Nothing needs to be done.'
    : 'No failure has to be stopped. What was logged as an error or a warning stands under "Error Pattern Analysis".';
}

function described(action: Action, index: number): string[] {
  return [
    `#### ${index + 1}. ${prose(action.title)}`,
    `**Why:** ${sentence(prose(action.reason))}${serves(action)}`,
    ...(action.steps.length === 0 ? [] : [numbered(action.steps.map(prose))]),
    ...changeNotice(action.commands),
    ...(action.commands.length === 0 ? [] : [fence(action.commands.join('\n'), 'bash')]),
    ...(action.rollback === null ? [] : [`**Rollback:** ${prose(action.rollback)}`]),
    ...referencesOf(action),
  ];
}

function serves({ rootCauses }: Action): string {
  return rootCauses.length === 0 ? '' : ` Serves the ${causeWords(rootCauses)}.`;
}

/** Addresses are plain: no character of them can end the link. */
function referencesOf({ references = [] }: Action): readonly string[] {
  if (references.length === 0) return [];
  return [
    `**References:** ${references.map(({ url, evidence }) => `<${url}> (${evidence})`).join(', ')}`,
  ];
}
