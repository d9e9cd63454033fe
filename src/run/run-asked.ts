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

const Time = z.number().nullable();

/** The parts that a run reads: another version of the program may have written others. */
const Asked = z.object({
  kind: z.literal('run-asked'),
  at: z.iso.datetime(),
  request: z.looseObject({
    application: z.string(),
    regions: z.array(z.string()).min(1),
    sop: z.looseObject({
      name: z.string(),
      parameters: z.array(z.looseObject({ name: z.string() })),
      steps: z.array(
        z.looseObject({
          number: z.number(),
          name: z.string(),
          procedure: z.string().nullable(),
          constraints: z.array(z.looseObject({ text: z.string() })),
          queries: z.array(z.looseObject({ name: z.string(), text: z.string() })),
        }),
      ),
    }),
    parameters: z.record(z.string(), z.union([z.string(), z.number()])),
    window: z.looseObject({ startMs: Time, endMs: Time, hours: z.number() }),
    baseline: z.looseObject({ kind: z.enum(['range', 'path']) }).nullable(),
    logGroups: z.array(z.string()),
    local: z.boolean(),
    knownGaps: z.array(z.looseObject({ what: z.string(), why: z.string(), remedy: z.string() })),
  }),
  setting: z.record(z.string(), z.unknown()),
});

/** null where the value is no such line. */
export function asRunAsked(value: unknown): RunAsked | null {
  return Asked.safeParse(value).success ? (value as RunAsked) : null;
}
