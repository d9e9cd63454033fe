// The door of the format: text in, an Sop or the reasons why there is none out.
// Read by line: CommonMark misreads the public SOPs, whose fences are nested.
import { type Checked, hasErrors } from '../base/diagnostic.ts';
import { type Draft, readDraft } from './draft.ts';
import { headingText } from './outline.ts';
import { quotedNames } from './query-values.ts';
import { checkStructure } from './rules.ts';
import type { Sop, SopParameter } from './sop.ts';
import { sopNameOf } from './sop-name.ts';

/**
 * Parses an Agent SOP. Spans are character offsets into `text`; a byte order mark and CRLF are tolerated.
 * Only what would make the result untrue is an error here (no steps, a step or a query that cannot be read);
 * `lintSop` judges the rest.
 */
export function parseSop(text: string, path: string): Checked<Sop> {
  const draft = readDraft(text, path);
  const diagnostics = checkStructure(draft);
  return { value: hasErrors(diagnostics) ? null : toSop(draft, text, path), diagnostics };
}

function toSop(draft: Draft, text: string, path: string): Sop {
  const name = sopNameOf(draft.fileName);
  const { title } = draft.outline;
  return {
    name,
    title: title === null ? name : headingText(title),
    overview: draft.overview,
    parameters: draft.parameters.map((parameter) => asUsed(parameter, draft)),
    steps: draft.steps.map(({ step }) => step),
    path,
    text,
  };
}

/** What a query has within quotes or a regular expression is text there, whatever its default looks like. */
function asUsed(parameter: SopParameter, { steps }: Draft): SopParameter {
  const isQuoted = steps.some(({ queries }) =>
    queries.some(({ query }) => quotedNames(query.text).includes(parameter.name)),
  );
  return isQuoted ? { ...parameter, kind: 'text' } : parameter;
}
