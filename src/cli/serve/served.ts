// What `mcp serve` offers beside the operations of CloudWatch Logs.
import type { Served } from '../../mcp/served/served.ts';
import { readPrompts } from '../prompts.ts';
import { sopFolders } from '../sop-source.ts';
import { evidenceTools } from './evidence-tools.ts';
import { type InvestigateSources, investigateTool } from './investigate-tool.ts';
import { recordedRuns } from './recorded-runs.ts';
import { reportResources } from './reports.ts';
import { listSopsTool, retrieveSopTool, sopPrompts } from './sops.ts';

export const INSTRUCTIONS = [
  'investigate does all of that for an application and writes an incident report: prefer it to queries of your own.',
  'list-sops and retrieve-sop give the Standard Operating Procedures that it can follow; each is a prompt too.',
  'get-metric-data, describe-alarms, describe-alarm-history and lookup-events, where they are offered, tell what the account does beside its logs.',
  'read-evidence, lines-around, compare-windows and contrast-field look into a run that is finished. Reports are resources.',
].join(' ');

export function servedOf(sources: InvestigateSources): Served {
  const folders = sopFolders(sources.config);
  return {
    tools: [
      investigateTool(sources),
      listSopsTool(folders),
      retrieveSopTool(folders),
      ...evidenceTools(recordedRuns(sources.out)),
    ],
    prompts: sopPrompts(folders, readPrompts),
    resources: reportResources(sources.out),
  };
}
