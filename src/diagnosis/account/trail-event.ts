// An event of CloudTrail as LookupEvents gives it, read with care: the record within is JSON of many shapes, and may
// have lost a part where secrets were taken out.
import { z } from 'zod';

export interface TrailEvent {
  readonly id: string;
  readonly timestampMs: number;
  /** `lambda` of `lambda.amazonaws.com`. */
  readonly source: string;
  /** Without the date that Lambda hangs on to its names. */
  readonly name: string;
  readonly who: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly resourceNames: readonly string[];
}

const EVENT = z.looseObject({
  EventId: z.string(),
  EventName: z.string(),
  EventTime: z.number(),
  EventSource: z.string().default(''),
  Username: z.string().optional(),
  Resources: z.array(z.looseObject({ ResourceName: z.string().optional() })).default([]),
  CloudTrailEvent: z.string().default('{}'),
});

const RECORD = z.looseObject({
  errorCode: z.string().optional(),
  requestParameters: z.record(z.string(), z.unknown()).nullish(),
  userIdentity: z
    .looseObject({
      type: z.string().optional(),
      userName: z.string().optional(),
      arn: z.string().optional(),
      invokedBy: z.string().optional(),
    })
    .nullish(),
});

/** Calls that write and change no system: log streams and sessions come and go all the time. */
const EVERYDAY =
  /^(?:CreateLog(?:Stream|Group)|PutLogEvents|StartQuery|StopQuery|AssumeRole\w*|ConsoleLogin|SwitchRole|GetSessionToken|(?:Create|Delete)NetworkInterface\w*|UpdateInstance(?:Information|AssociationStatus|CustomHealthStatus)|PutInventory|PutComplianceItems|(?:Start|Resume|Terminate)Session|SubmitTaskStateChange|SubmitContainerStateChange|SubmitAttachmentStateChanges|RegisterContainerInstance|DiscoverPollEndpoint|RegisterTargets|DeregisterTargets|PutEvaluations|SendSSHPublicKey|CreateGrant|RetireGrant|GenerateDataKey\w*|Decrypt|Encrypt|RunTask|StartTask|BatchPutMessage|(?:Create|Delete)Tags|TagResource\w*|UntagResource\w*)$/;
/** Suffix of Lambda's names: `UpdateFunctionCode20150331v2`. */
const DATED = /\d{8}(?:v\d+)?$/;

/** null: it failed, or it is none of the calls that change a system. */
export function trailEventOf(content: unknown): TrailEvent | null {
  const read = EVENT.safeParse(content);
  if (!read.success) return null;
  const { EventId, EventName, EventTime, EventSource, Username, Resources } = read.data;
  const name = EventName.replace(DATED, '');
  const record = recordIn(read.data.CloudTrailEvent);
  if (EVERYDAY.test(name) || record.errorCode !== undefined) return null;
  const { userIdentity, requestParameters } = record;
  return {
    id: EventId,
    timestampMs: EventTime,
    source: EventSource.replace(/\.amazonaws\.com$/, ''),
    name,
    who:
      Username ??
      userIdentity?.userName ??
      userIdentity?.arn?.split('/').at(-1) ??
      userIdentity?.invokedBy ??
      null,
    parameters: requestParameters ?? {},
    resourceNames: Resources.flatMap(({ ResourceName }) =>
      ResourceName === undefined ? [] : [ResourceName],
    ),
  };
}

function recordIn(text: string): z.infer<typeof RECORD> {
  try {
    const read = RECORD.safeParse(JSON.parse(text));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}
