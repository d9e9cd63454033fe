// Step "write report": renders a draft and checks it; the files are written when every step has ended.
import { renderMarkdown } from '../../report/markdown.ts';
import { buildReport } from '../build-report.ts';
import { done, incomplete, type Procedure } from '../context.ts';

const SECTIONS = 9;

export const writeReport: Procedure = {
  name: 'write-report',
  needs: [],
  usesTools: false,
  run: async (context) => {
    const draft = renderMarkdown(buildReport(context, []));
    const sections = draft.split('\n').filter((line) => line.startsWith('## ')).length;
    context.file.draftSections = sections;
    return sections === SECTIONS
      ? done(`${SECTIONS} sections`)
      : incomplete(`${sections} sections`);
  },
};
