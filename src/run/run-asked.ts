// The first line of a journal: what was asked for, so that another process can go on with the run.
import { z } from 'zod';
import type { InvestigationRequest } from './request.ts';

export interface RunAsked {
  readonly kind: 'run-asked';
  /** When the run began: "now" for its window, also in a later life. */
  readonly at: string;
  readonly request: InvestigationRequest;
  /** How the command line was set. */
  readonly setting: Readonly<Record<string, unknown>>;
}

const Asked = z.object({
  kind: z.literal('run-asked'),
  at: z.iso.datetime(),
  request: z.looseObject({ application: z.string(), sop: z.looseObject({}) }),
  setting: z.record(z.string(), z.unknown()),
});

/** null where the value is no such line. */
export function asRunAsked(value: unknown): RunAsked | null {
  // The program wrote it: what it holds was checked when it came in.
  return Asked.safeParse(value).success ? (value as RunAsked) : null;
}
