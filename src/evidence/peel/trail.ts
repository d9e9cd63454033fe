// CloudTrail's records of API calls have no level: a call that failed has an error code.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
import type { Leaves } from './flatten.ts';

export interface TrailFailure {
  readonly code: string;
  /** The API call, which says more than nothing where the record has no error message. */
  readonly call: string;
}

/** As EventBridge wraps a record, and by itself. */
const PLACES = ['', 'detail.'];
/** A code is a name; the call that was only tried out would have succeeded. */
const CODE = /^(?!(?:Client\.)?DryRunOperation$)[A-Za-z][\w.:-]{2,120}$/;
/** The answer to whoever asks for a setting that need not be there: S3's policies, tags, rules, and their like. */
const NOT_SET =
  /^NoSuch\w{0,40}(?:Policy|Configuration|TagSet)$|(?:Configuration|Controls|Policy|Policies)NotFound(?:Error|Exception|Fault)?$/;

/** What failed, or null where the record is none of CloudTrail's or its call succeeded. */
export function trailFailure(leaves: Leaves): TrailFailure | null {
  for (const place of PLACES) {
    const call = leaves.get(`${place}eventname`);
    const code = leaves.get(`${place}errorcode`);
    if (!leaves.has(`${place}eventsource`) || !leaves.has(`${place}awsregion`)) continue;
    const isAnswer = leaves.get(`${place}readonly`) === true && NOT_SET.test(String(code));
    if (typeof call === 'string' && typeof code === 'string' && CODE.test(code) && !isAnswer)
      return { code, call };
  }
  return null;
}
