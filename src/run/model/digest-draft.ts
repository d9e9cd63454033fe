// The section of the digest that tells what the rules make of the case: a draft that the model may better.
import { isoTime } from '../../base/time-range.ts';
import type { RootCause } from '../../diagnosis/types.ts';
import type { CaseFile } from '../case-file.ts';
import { foreignLine } from './data-block.ts';
import type { Section } from './digest-section.ts';

const DRAFT_BYTES = 4_000;
const MAX_EXPLANATION_CHARS = 600;
const MAX_QUOTE_CHARS = 200;

export function draftSection({ diagnosis }: CaseFile): Section {
  const items =
    diagnosis === null
      ? []
      : [
          `verdict: ${diagnosis.verdict}`,
          ...diagnosis.rootCauses.map(causeItem),
          ...diagnosis.ruledOut.map(
            ({ hypothesis, because }) =>
              `ruled out: ${foreignLine(hypothesis, MAX_QUOTE_CHARS)}, because ${foreignLine(because, MAX_QUOTE_CHARS)}`,
          ),
        ];
  return { heading: 'Draft of the built-in rules', items, maxBytes: DRAFT_BYTES };
}

const NOTES_BYTES = 3_000;

/** What earlier steps by a model found. */
export function notesSection({ modelWork }: CaseFile): Section {
  const items = (modelWork?.notes ?? []).map(({ step, summary, claims }) =>
    [
      `step ${step}: ${foreignLine(summary, MAX_QUOTE_CHARS)}`,
      ...claims.map(({ text, standing }) => `  ${standing}: ${foreignLine(text, MAX_QUOTE_CHARS)}`),
    ].join('\n'),
  );
  return { heading: 'Found by earlier steps', items, maxBytes: NOTES_BYTES };
}

export function causeItem(cause: RootCause): string {
  const { rank, title, type, confidence, component, findings, trigger } = cause;
  return [
    `cause ${rank}: ${foreignLine(title, MAX_QUOTE_CHARS)} (${confidence}, ${type}${component === null ? '' : `, ${foreignLine(component, MAX_QUOTE_CHARS)}`}; ${findings.join(' ')})`,
    `  ${foreignLine(cause.explanation, MAX_EXPLANATION_CHARS)}`,
    ...(trigger === null
      ? []
      : [
          `  trigger ${isoTime(trigger.timestampMs)} | ${foreignLine(trigger.message, MAX_QUOTE_CHARS)}`,
        ]),
    ...cause.evidence.map(({ id, quote }) => `  ${id} | ${foreignLine(quote, MAX_QUOTE_CHARS)}`),
  ].join('\n');
}
