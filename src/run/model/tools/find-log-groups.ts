// Tool "find-log-groups": names of log groups that hold a piece of text, in the regions of the run. To see a name is not
// to be allowed to read: only confirmed log groups are queried.
import { z } from 'zod';
import { labelOf } from '../../case-file.ts';
import { listLogGroups } from '../../list-log-groups.ts';
import { foreignLine } from '../data-block.ts';
import { toolOf } from './input.ts';
import type { StepTools } from './step-tools.ts';

const MAX_NAMES = 100;

const Shape = z.object({ contains: z.string().max(512) });

export const findLogGroups: StepTools = ({ context, prompts }) =>
  toolOf('find-log-groups', prompts, Shape, async ({ contains }, signal) => {
    const within = { ...context, calls: context.calls.within(signal) };
    const lines: string[] = [];
    for (const region of context.request.regions) {
      const { names, fault, truncated } = await listLogGroups(within, region, contains || null);
      if (fault !== null) lines.push(`${region}: the call failed; that is no evidence`);
      lines.push(...names.slice(0, MAX_NAMES).map((name) => `${region} ${foreignLine(name, 200)}`));
      if (truncated || names.length > MAX_NAMES)
        lines.push(`${region}: more of them were left out`);
    }
    const known = (context.file.logGroups ?? []).map(
      (group) =>
        `${foreignLine(labelOf(context.file, group), 200)}: ${group.status}, ${foreignLine(group.relevance, 120)}`,
    );
    return { text: ['found:', ...lines, 'of this run:', ...known].join('\n') };
  });
