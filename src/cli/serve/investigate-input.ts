// What an agent may ask of `investigate`. Local paths are none of it: which logs a server reads is its owner's choice.
import { z } from 'zod';
import { sopNameArgument } from './sops.ts';

const MAX_NAME_CHARS = 512;
const MAX_LOG_GROUPS = 50;
const MAX_VALUE_CHARS = 2_000;
/** A thousandth is 3.6 seconds; ten years are the most that the command line takes. */
const MIN_HOURS = 0.001;
const MAX_HOURS = 87_600;

/** An ARN with the longest name of an alarm. */
const MAX_ALARM_CHARS = 400;

/** Never a path: of the command line's --baseline that is the owner's part. */
const plainTime = z.string().regex(/^\d{4}-[\dT:.Z+-]{4,40}$/, 'no time in ISO 8601');
const time = z.string().min(4).max(40).optional();

export const InvestigateInput = z.strictObject({
  application: z
    .string()
    .min(1)
    .max(MAX_NAME_CHARS)
    .optional()
    .describe(
      'name of the failing application, as its log groups write it; may be left out with alarm',
    ),
  alarm: z
    .string()
    .min(1)
    .max(MAX_ALARM_CHARS)
    .optional()
    .describe(
      'exact name or ARN of a CloudWatch alarm to begin from: application, region and window',
    ),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'no region name, for example us-west-2')
    .optional()
    .describe('AWS region; by default the one that the server was started for'),
  hours: z
    .number()
    .min(MIN_HOURS)
    .max(MAX_HOURS)
    .optional()
    .describe('length of the window, default 2; at most two of hours, start and end'),
  start: time.describe('start of the window, ISO 8601, without a zone UTC'),
  end: time.describe('end of the window, ISO 8601; default now, or the last event of local logs'),
  baseline: z
    .strictObject({ start: plainTime, end: plainTime })
    .optional()
    .describe('a normal time of the same logs to compare with; default just before the window'),
  sop: sopNameArgument.default('application-failure-troubleshooting'),
  parameters: z
    .record(z.string().regex(/^[\w.-]{1,100}$/), z.string().max(MAX_VALUE_CHARS))
    .optional()
    .describe('further parameters of the SOP by name, as list-sops tells them'),
  logGroups: z
    .array(z.string().min(1).max(MAX_NAME_CHARS))
    .max(MAX_LOG_GROUPS)
    .optional()
    .describe('exact names of the log groups to read; left out, they are found by the application'),
  analyst: z
    .enum(['rules', 'auto', 'model'])
    .default('rules')
    .describe(
      'who judges: rules cost nothing; auto takes a model where the server has credentials',
    ),
  ask: z
    .boolean()
    .optional()
    .describe('false: nobody is asked to confirm the log groups that were found'),
});

export type InvestigateArguments = z.infer<typeof InvestigateInput>;
