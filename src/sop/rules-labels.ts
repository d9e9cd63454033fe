// A label of a step that is meant and not read: `**Procedur:**`, `**constraints:**`. Other bold words are text.
import { didYouMean, editDistance } from '../base/did-you-mean.ts';
import { constraintWord } from './constraint-word.ts';
import type { Draft } from './draft.ts';
import type { Block, Line } from './lines.ts';
import { sectionNamed, spanOf } from './outline.ts';
import { isQueryInfo } from './read-steps.ts';
import type { Fault, LintKnowledge } from './rule.ts';

export function misreadLabels({ steps, outline }: Draft, known: LintKnowledge): readonly Fault[] {
  const blocks = sectionNamed(outline, 'Steps')?.blocks ?? [];
  return [
    ...steps.flatMap(({ texts }) => texts.flatMap((line) => judge(line, known))),
    ...blocks.flatMap(judgeFence),
  ];
}

const QUERY_INFO = 'insights';

function judgeFence(block: Block): readonly Fault[] {
  if (block.kind === 'line' || isQueryInfo(block.info)) return [];
  const [word = ''] = block.info.split(/\s/, 1);
  const [opener] = block.lines;
  if (opener === undefined || editDistance(word.toLowerCase(), QUERY_INFO) > MAX_EDITS) return [];
  const message = `The block \`${word}\` is read as text, not as a query`;
  return [{ message, span: spanOf(opener), help: `open it with \`\`\`${QUERY_INFO} some-name` }];
}

interface Label {
  readonly name: string;
  readonly help: string;
  /** Whether what stands behind the label is what belongs to it. */
  readonly fits: (rest: string, known: LintKnowledge) => boolean;
}

const LABELS: readonly Label[] = [
  {
    name: 'Procedure',
    help: 'write **Procedure:** `name` alone in its line',
    fits: (rest, { procedures }) =>
      /^`[^`\s]+`$/.test(rest) || didYouMean(rest, procedures.keys()) !== null,
  },
  {
    name: 'Constraints',
    help: 'write **Constraints:** alone in its line, and each under it as `- You MUST …`',
    fits: (rest) => rest === '' || constraintWord(rest) !== null,
  },
];

/** Most edits of a misspelt label: with more, other words come as near. */
const MAX_EDITS = 2;

/** Bold or with a colon, in a list or a heading too. */
const LABEL_LINE =
  /^(?:[-*+] +)?(?:#{4,6} +(?:\*\*)?([A-Za-z]{1,20})|\*\*([A-Za-z]{1,20}) *:?|([A-Za-z]{1,20})(?= *:))(?:\*\*)? *:?(?:\*\*)? *(\S.*)?$/;

function judge(line: Line, known: LintKnowledge): readonly Fault[] {
  const [, inHeading, inBold, plain, rest = ''] = LABEL_LINE.exec(line.text.trim()) ?? [];
  const word = inHeading ?? inBold ?? plain ?? '';
  const label = LABELS.find(
    ({ name, fits }) =>
      editDistance(word.toLowerCase(), name.toLowerCase()) <= MAX_EDITS && fits(rest, known),
  );
  if (label === undefined) return [];
  const { name, help } = label;
  const message =
    word === name
      ? `\`${name}\` is read as text here`
      : `\`${word}\` is read as text, not as \`${name}\``;
  return [{ message, span: spanOf(line), help }];
}
