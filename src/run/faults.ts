// Tool errors in words: which of them mean that nothing may be asked at all, and what to type next.
import type { z } from 'zod';
import type { ToolResult } from '../agent/tools.ts';
import { type Amendment, Failure } from '../base/failure.ts';
import type { Gap } from '../report/types.ts';
import type { RunContext } from './context.ts';
import {
  DEPLOYMENT_TOOLS,
  DESCRIBE_ALARM_HISTORY,
  DESCRIBE_ALARMS,
  GET_METRIC_DATA,
  LOOKUP_EVENTS,
  type SignalTool,
} from './signal-tools.ts';

const CREDENTIALS =
  /Credentials|ExpiredToken|UnrecognizedClient|InvalidSignature|IncompleteSignature|SignatureDoesNotMatch|InvalidClientTokenId|InvalidIdentityToken|MissingAuthenticationToken|RequestExpired|OptInRequired|AccessDenied|NotAuthorized|UnauthorizedOperation|SSOToken|TokenRefresh|TokenProvider/i;
/** After these the same region is not asked again for the like: it would only take time. */
const HOPELESS = /Timeout|TimedOut|Aborted|Budget/i;

/** A call that failed while a run looked for its log groups, and the gap that it leaves if the run goes on. */
export interface FailedCall {
  readonly tool: string;
  readonly region: string;
  readonly result: ToolResult;
  readonly gap: Gap;
}

/** True for faults that mean: these credentials may not do this, or there are none. */
export function isCredentialsFault(result: ToolResult): boolean {
  return result.isError && CREDENTIALS.test(result.errorCode ?? '');
}

const DENIED = /AccessDenied|NotAuthorized|Unauthorized/i;

/** True for a call that this identity may not make; another one may be allowed. */
export const isDenied = ({ errorCode }: ToolResult) => DENIED.test(errorCode ?? '');

/** Whether a call like this one may still be answered in the same region. */
export function mayStillAnswer(result: ToolResult): boolean {
  return !isCredentialsFault(result) && !HOPELESS.test(result.errorCode ?? '');
}

/** Tells what failed calls leave unseen; those that an interruption cut off are named with it. */
export function tellFailed(context: RunContext, failed: readonly FailedCall[]): void {
  for (const { gap, result, tool } of failed) {
    if (context.world.signal.aborted && result.errorCode === 'Aborted')
      context.file.unread.add(tool === 'describe-log-streams' ? 'log-streams' : 'log-groups');
    else context.gap(gap);
  }
}

/**
 * Throws where calls failed and none of the run was ever answered, as then there is nothing to report: Failure
 * `interrupted` after a signal, `credentials` where every call was refused, else `failed`.
 */
export function failIfNothingAnswered(context: RunContext, failed: readonly FailedCall[]): void {
  const [first] = failed;
  if (first === undefined || context.calls.count().succeeded > 0) return;
  if (context.world.signal.aborted) throw interruptedEarly();
  const refused = failed.every(({ result }) => isCredentialsFault(result));
  const { tool, region, result } = first;
  const where = context.request.regions.length > 1 ? ` in ${region}` : '';
  if (refused) {
    throw refusedBy(tool, `AWS refused ${tool}${where}: ${result.text}`, result);
  }
  throw new Failure('failed', `${tool} failed${where}: ${reasonOf(result)}`, [
    remedyFor(result),
    ...(context.request.local
      ? []
      : [`See whether AWS answers: aws logs describe-log-groups --max-items 1 --region ${region}`]),
  ]);
}

/** For a call that AWS refused: what to do about it, and then to type. */
export function refusedBy(tool: string, message: string, result: ToolResult): Failure {
  const help = credentialsHelp(tool, result);
  return new Failure('credentials', message, help, credentialsAgain(result));
}

/** What to do about a fault that means that credentials are missing or may not; nothing for another one. */
export function refusedFor(tool: string, errorCode: string, text: string): readonly string[] {
  const result = { isError: true, content: null, text, errorCode, requestId: null };
  return isCredentialsFault(result) ? credentialsHelp(tool, result) : [];
}

/** For a run that was stopped before it knew its log groups. */
export function interruptedEarly(): Failure {
  return new Failure(
    'interrupted',
    'Interrupted before anything was found; no report was written.',
  );
}

function credentialsHelp(tool: string, result: ToolResult): readonly string[] {
  if (isSkewed(result)) return CLOCK_HELP;
  if (ASSUMING.test(result.text)) return ASSUME_HELP;
  if (/profile/i.test(result.text)) return PROFILE_HELP;
  if (/OptInRequired/i.test(result.errorCode ?? '')) {
    return [
      'Enable this region for the account (AWS console, Account), or choose another --region',
    ];
  }
  if (isDenied(result)) {
    return [
      `The identity needs ${actionsFor(tool)} (docs/iam.md).`,
      'See who you are: aws sts get-caller-identity',
    ];
  }
  return ['Set AWS_PROFILE to a profile that may, or renew the credentials: aws sso login'];
}

/** What a call of the tool needs, and the calls that go with it; of a command of `call_aws` only AWS can tell. */
function actionsFor(tool: string): string {
  const signals = SIGNAL_GROUPS.find((group) => group.some((one) => one.tool === tool));
  if (signals !== undefined) return signals.map(({ action }) => action).join(', ');
  if (!/^[a-z]+(?:-[a-z]+)+$/.test(tool)) return 'the action that AWS names';
  const words = tool.split('-').map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  const own = `logs:${words.join('')}`;
  return READ_ACTIONS.includes(own) ? READ_ACTIONS.join(', ') : own;
}

/** AWS takes no signature that is more than minutes old, or from the future. */
const isSkewed = ({ errorCode, text }: Pick<ToolResult, 'errorCode' | 'text'>) =>
  /RequestTimeTooSkewed|RequestExpired/i.test(errorCode ?? '') ||
  /Signature (?:expired|not yet current)/i.test(text);
const SET_CLOCK = 'Set the clock of this machine (for example: timedatectl set-ntp true)';
const CLOCK_HELP = [
  'The clock of this machine and that of AWS differ by more than AWS allows.',
  SET_CLOCK,
];

/** Of a role that was not to be had. */
const ASSUMING = /sts:AssumeRole|AssumeRole/;
const ASSUME_HELP = [
  'The identity in use needs sts:AssumeRole on the role of --role-arn, and the trust policy of the role must name it.',
  'See who you are: aws sts get-caller-identity',
];
const PROFILE_HELP = [
  'See which profiles there are: aws configure list-profiles',
  'Renew the credentials of one: aws sso login --profile NAME',
];

function credentialsAgain(result: ToolResult): readonly Amendment[] {
  const then = { label: 'Then again' };
  if (/OptInRequired/i.test(result.errorCode ?? '') || isDenied(result)) return [then];
  // None of these goes with local logs.
  const drop = ['--region', '--profile', '--role-arn', '--linked-accounts'];
  return [then, { label: 'Without an AWS account', drop, add: ['--logs', 'PATH'] }];
}

/** An answer that claims success and holds something else. */
export const NOT_UNDERSTOOD: ToolResult = {
  isError: true,
  content: null,
  text: 'The answer has another shape than CloudWatch documents.',
  errorCode: 'ProtocolError',
  requestId: null,
};

/** An answer that has the documented shape as it is, another one as a fault. */
export const understood = (result: ToolResult, shape: z.ZodType): ToolResult =>
  result.isError || shape.safeParse(result.content).success ? result : NOT_UNDERSTOOD;

/** A failed call as a gap; AWS's words stay, as they are the reason. */
export function callGap(what: string, result: ToolResult): Gap {
  return {
    what,
    why: reasonOf(result),
    remedy: remedyFor(result),
  };
}

/** What an account tells beside its logs could not be had; a refusal is answered by the action to allow. */
export function signalGap(what: string, { action }: SignalTool, result: ToolResult): Gap {
  const gap = callGap(what, result);
  if (!isDenied(result)) return gap;
  const statement = { Effect: 'Allow', Action: action, Resource: '*' };
  const remedy = `Add ${JSON.stringify(statement)} to a policy of the identity in use, and run again.`;
  return { ...gap, remedy };
}

const reasonOf = ({ errorCode, text }: ToolResult) =>
  `${errorCode ?? 'Error'}: ${text}`.slice(0, MAX_REASON_CHARS);
const MAX_REASON_CHARS = 400;

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/OptInRequired/i, 'Enable the region for the account, or leave it out.'],
  [CREDENTIALS, 'Renew the credentials (for example: aws sso login) and run again.'],
  [/Throttl|LimitExceeded|TooManyRequests/i, 'Run again when fewer queries run in this account.'],
  [
    /^E[A-Z_]{3,20}$|Network|Connection|Socket/i,
    'Check the network, a proxy and the name of the region, and run again.',
  ],
  [/ResourceNotFound/i, 'Check the name of the log group and the region.'],
  [/MalformedQuery/i, 'Mend the query in the SOP: troubleshoot sop lint PATH'],
  [/Timeout|TimedOut|Aborted/i, 'Run again, with a shorter window (--hours) if it happens twice.'],
  [
    /^ScanBudget/,
    'Ask for a shorter window (--hours) or fewer log groups (--log-group), or allow more: --max-scan-gb.',
  ],
  [/Budget/i, 'Ask for a shorter window (--hours) or fewer log groups (--log-group).'],
];

/** Action and resource as AWS names them in a refusal. */
const REFUSED_ACTION =
  /not authorized to perform:? ((?:logs|sts):[A-Za-z]{2,60})(?: on resource:? (arn:aws[\w-]{0,12}:(?:logs|iam):[\w#+=/:,.@*-]{4,600}))?/;

/** What to do about a failed call. */
export function remedyFor({
  errorCode: code,
  text,
}: Pick<ToolResult, 'errorCode' | 'text'>): string {
  const errorCode = code ?? '';
  if (DENIED.test(errorCode)) return allowing(text);
  if (isSkewed({ errorCode, text })) return `${SET_CLOCK} and run again.`;
  const known = REMEDIES.find(([pattern]) => pattern.test(errorCode));
  return known?.[1] ?? 'Run again; if it happens twice, look into journal.jsonl for the call.';
}

/** The statement that is missing in a policy of the identity in use. */
function allowing(text: string): string {
  const [, action, resource] = REFUSED_ACTION.exec(text) ?? [];
  if (action === undefined)
    return `Allow ${READ_ACTIONS.join(', ')} for the identity in use and run again.`;
  const statement = { Effect: 'Allow', Action: action, Resource: resource ?? '*' };
  return `Add ${JSON.stringify(statement)} to a policy of the identity in use, and run again.`;
}

const READ_ACTIONS: readonly string[] = [
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:StartQuery',
  'logs:GetQueryResults',
  'logs:StopQuery',
];

/** Those that are asked together. */
const SIGNAL_GROUPS: readonly (readonly SignalTool[])[] = [
  [DESCRIBE_ALARMS, DESCRIBE_ALARM_HISTORY],
  [GET_METRIC_DATA],
  [LOOKUP_EVENTS],
  ...DEPLOYMENT_TOOLS.map((tool) => [tool]),
];
