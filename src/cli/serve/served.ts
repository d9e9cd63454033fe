// What `mcp serve` offers beside the operations of CloudWatch Logs.
import type { Served } from '../../mcp/served/served.ts';
import type { SopFolder } from '../../sop/load.ts';
import { readPrompts } from '../prompts.ts';
import { reportResources } from './reports.ts';
import { listSopsTool, retrieveSopTool, sopPrompts } from './sops.ts';

export interface ServeSources {
  readonly folders: readonly SopFolder[];
  /** Where run folders are. */
  readonly out: string;
}

export const INSTRUCTIONS = [
  'list-sops and retrieve-sop give the Standard Operating Procedures that can be followed; each is a prompt too.',
  'Reports of earlier investigations are resources.',
].join(' ');

export function servedOf({ folders, out }: ServeSources): Served {
  return {
    tools: [listSopsTool(folders), retrieveSopTool(folders)],
    prompts: sopPrompts(folders, readPrompts),
    resources: reportResources(out),
  };
}
