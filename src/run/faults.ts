// Tool errors in words: which of them mean that nothing may be asked at all, and what to type next.
import type { ToolResult } from '../agent/tools.ts';
import { Failure } from '../base/failure.ts';
import type { Gap } from '../report/types.ts';
import type { RunContext } from './context.ts';

const CREDENTIALS =
  /Credentials|ExpiredToken|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|InvalidClientTokenId|AccessDenied|NotAuthorized|UnauthorizedOperation|SSOToken|TokenRefresh/i;

/** True for faults that mean: these credentials may not do this, or there are none. */
function isCredentialsFault(result: ToolResult): boolean {
  return result.isError && CREDENTIALS.test(result.errorCode ?? '');
}

/** Throws Failure `credentials` where the run's first calls were refused: then there is nothing to report. */
export function failIfRefused(context: RunContext, tool: string, result: ToolResult): void {
  if (!isCredentialsFault(result) || context.calls.count().succeeded > 0) return;
  throw new Failure('credentials', `AWS refused ${tool}: ${result.text}`, credentialsHelp(result));
}

function credentialsHelp(result: ToolResult): string[] {
  if (/AccessDenied|NotAuthorized|Unauthorized/i.test(result.errorCode ?? '')) {
    return [
      'The identity needs logs:DescribeLogGroups, logs:DescribeLogStreams, logs:StartQuery,',
      'logs:GetQueryResults, logs:StopQuery, logs:FilterLogEvents and logs:GetLogEvents.',
      'See who you are: aws sts get-caller-identity',
    ];
  }
  return [
    'Renew or choose credentials: aws sso login, or AWS_PROFILE=NAME troubleshoot …',
    'Without an AWS account: troubleshoot APPLICATION --logs PATH',
  ];
}

/** A failed call as a gap; AWS's words stay, as they are the reason. */
export function callGap(what: string, result: ToolResult): Gap {
  return {
    what,
    why: `${result.errorCode ?? 'Error'}: ${result.text}`.slice(0, MAX_REASON_CHARS),
    remedy: remedyFor(result.errorCode ?? ''),
  };
}

const MAX_REASON_CHARS = 400;

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /AccessDenied|NotAuthorized|Unauthorized/i,
    'Allow this call for the identity in use and run again.',
  ],
  [CREDENTIALS, 'Renew the credentials (for example: aws sso login) and run again.'],
  [/Throttl|LimitExceeded|TooManyRequests/i, 'Run again when fewer queries run in this account.'],
  [/ResourceNotFound/i, 'Check the name of the log group and the region.'],
  [/MalformedQuery/i, 'Mend the query in the SOP: troubleshoot sop lint PATH'],
  [/Timeout|TimedOut|Aborted/i, 'Run again, with a shorter window (--hours) if it happens twice.'],
  [/Budget/i, 'Ask for a shorter window (--hours) or fewer log groups (--log-group).'],
];

function remedyFor(errorCode: string): string {
  const known = REMEDIES.find(([pattern]) => pattern.test(errorCode));
  return known?.[1] ?? 'Run again; if it happens twice, look into journal.jsonl for the call.';
}
