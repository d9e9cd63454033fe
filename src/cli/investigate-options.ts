// The flags of an investigation as commander hands them over.
import type { Verdict } from '../diagnosis/types.ts';

export interface InvestigateOptions {
  readonly region: readonly string[];
  readonly hours?: string;
  readonly start?: string;
  readonly end?: string;
  readonly alarm?: string;
  /** A path, or `-`. */
  readonly event?: string;
  readonly baseline?: string;
  readonly sop: string;
  readonly param: readonly string[];
  readonly logGroup: readonly string[];
  readonly linkedAccounts?: boolean;
  readonly logs: readonly string[];
  readonly profile?: string;
  readonly roleArn?: string;
  readonly mcpConfig: readonly string[];
  readonly trustMcp?: boolean;
  readonly analyst: 'auto' | 'rules' | 'model';
  readonly model?: string;
  readonly consensus?: string;
  readonly maxUsd?: string;
  readonly maxTurns?: string;
  readonly maxTokens?: string;
  readonly maxSeconds?: string;
  readonly maxScanGb?: string;
  readonly yes?: boolean;
  /** False with --no-input. */
  readonly input: boolean;
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** False with --no-color. */
  readonly color: boolean;
  readonly dryRun?: boolean;
  readonly failOn?: Verdict;
}
