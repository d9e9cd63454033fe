// Rules about the file and its sections.
import { didYouMean } from '../base/did-you-mean.ts';
import { type Draft, MAX_SOP_CHARS } from './draft.ts';
import { headingText, SECTIONS, type SectionName, sectionNamed, spanOf } from './outline.ts';
import { isQueryInfo } from './read-steps.ts';
import type { Fault } from './rule.ts';
import { STEP_NAME } from './rules-steps.ts';
import { isSopName, kebabName, SOP_SUFFIX, sopNameOf, stemOf } from './sop-name.ts';

/** `## Steps` has a rule of its own, which the parser needs too. */
const REQUIRED_SECTIONS: readonly SectionName[] = ['Overview', 'Parameters'];

export function length({ tooLong }: Draft): readonly Fault[] {
  if (tooLong === null) return [];
  const message = `The SOP is longer than ${MAX_SOP_CHARS} characters and was not read`;
  return [{ message, span: tooLong, help: 'split it into several SOPs' }];
}

export function binary({ isBinary }: Draft): readonly Fault[] {
  if (!isBinary) return [];
  const help = 'save it as UTF-8, or name a Markdown file';
  return [{ message: 'The file is not text in UTF-8 and was not read', span: null, help }];
}

export function fileName(draft: Draft): readonly Fault[] {
  const name = sopNameOf(draft.fileName);
  if (draft.fileName.endsWith(SOP_SUFFIX) && isSopName(name)) return [];
  const message = `The file name \`${draft.fileName}\` is not kebab-case and ending in ${SOP_SUFFIX}`;
  const better = kebabName(stemOf(draft.fileName));
  return [{ message, span: null, ...(better && { help: `name it ${better}${SOP_SUFFIX}` }) }];
}

export function missingSections(draft: Draft): readonly Fault[] {
  if (draft.isEmpty) return [];
  const faults: Fault[] = [];
  const { outline } = draft;
  if (outline.title === null) {
    const help = 'begin with `# What this procedure is for`';
    faults.push({ message: 'The title (`# …`) is missing', span: null, help });
  }
  for (const name of REQUIRED_SECTIONS) {
    const message = `The section \`## ${name}\` is missing`;
    if (sectionNamed(outline, name) === null) faults.push({ message, ...nearHeading(draft, name) });
  }
  const overview = sectionNamed(outline, 'Overview');
  if (overview !== null && draft.overview === '') {
    const message = 'The overview is empty';
    faults.push({
      message,
      span: spanOf(overview.heading),
      help: 'say what the SOP does, and when',
    });
  }
  return faults;
}

export function sectionOrder({ outline }: Draft): readonly Fault[] {
  const ranks = outline.sections.map(({ name }) => SECTIONS.indexOf(name));
  const at = ranks.findIndex((rank, index) => index > 0 && rank < (ranks[index - 1] ?? 0));
  const section = outline.sections[at];
  if (section === undefined) return [];
  const message = `\`## ${section.name}\` stands after a section that it should come before`;
  return [{ message, span: spanOf(section.heading), help: `the order is ${SECTIONS.join(', ')}` }];
}

export function repeatedSections({ outline }: Draft): readonly Fault[] {
  return outline.repeated.map((line) => {
    const message = `A second \`${line.text.trim()}\` is not read`;
    return { message, span: spanOf(line), help: 'join it with the first one' };
  });
}

/** One that is nearly a missing section's, or a step's with two marks, is told of as that. */
export function unreadSections({ outline }: Draft): readonly Fault[] {
  const missing = SECTIONS.filter((name) => sectionNamed(outline, name) === null);
  return outline.others
    .filter((line) => {
      const text = headingText(line);
      return !STEP_NAME.test(text) && didYouMean(text, missing) === null;
    })
    .map((line) => {
      const message = `What stands under \`${line.text.trim()}\` is not read`;
      return { message, span: spanOf(line), help: UNREAD_HELP };
    });
}

const UNREAD_HELP = `read are ${SECTIONS.slice(0, 3).join(', ')}; for people are ${SECTIONS.slice(3).join(' and ')}. What a step owes stands under its **Constraints:**`;

export function noSteps(draft: Draft): readonly Fault[] {
  if (draft.steps.length > 0 || draft.oddStepHeadings.length > 0 || draft.isUnread) {
    return [];
  }
  if (draft.isEmpty) {
    const help = 'write a new one from a pattern: `troubleshoot sop new NAME`';
    return [{ message: 'The file is empty', span: null, help }];
  }
  const section = sectionNamed(draft.outline, 'Steps');
  const message = 'The SOP has no steps';
  if (section === null) return [{ message, ...nearHeading(draft, 'Steps') }];
  const help = 'a step begins with `### 1. Name` under `## Steps`';
  return [{ message, span: spanOf(section.heading), help }];
}

/** Where the section may be meant: a heading with nearly its name. */
function nearHeading({ outline }: Draft, name: SectionName) {
  const near = outline.others.find((line) => didYouMean(headingText(line), [name]) !== null);
  return near === undefined
    ? { span: null, help: `add the line \`## ${name}\`` }
    : { span: spanOf(near), help: `did you mean \`## ${name}\`?` };
}

export function unclosedQueries(draft: Draft): readonly Fault[] {
  return unclosed(draft, true, 'The query block is not closed');
}

export function unclosedFences(draft: Draft): readonly Fault[] {
  return unclosed(draft, false, 'The fence is not closed: what follows is read as text');
}

function unclosed({ outline }: Draft, queries: boolean, message: string): readonly Fault[] {
  return outline.sections
    .flatMap((section) => section.unclosed)
    .filter(({ info }) => isQueryInfo(info) === queries)
    .map(({ line }) => ({ message, span: spanOf(line), help: 'close it with the same fence' }));
}
