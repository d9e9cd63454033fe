// Names of resources as the logs write them: functions, tables, queues, roles, hosts. Only strict forms count,
// so that a command can be built from them and nothing is guessed.
import type { Finding } from '../evidence/types.ts';
import { withoutOwnRequest } from '../evidence/upstream.ts';
import { largestPlace } from './places.ts';
import type { Names } from './signature.ts';
import type { Case } from './types.ts';

interface NameForm {
  readonly name: string;
  /** The first group is the name. Character classes are bounded, so a match is linear. */
  readonly form: RegExp;
}

const ARN = 'arn:aws[a-z-]{0,10}';

const NAME_FORMS: readonly NameForm[] = [
  {
    name: 'function',
    form: new RegExp(`${ARN}:lambda:[a-z0-9-]{5,20}:\\d{12}:function:([\\w-]{1,64})`),
  },
  { name: 'role', form: /assumed-role\/([\w+=,.@-]{1,64})\// },
  { name: 'role', form: new RegExp(`${ARN}:iam::\\d{12}:role/([\\w+=,.@-]{1,64})(?![\\w/])`) },
  {
    name: 'principal',
    form: /User: (arn:aws[a-z-]{0,10}:iam::\d{12}:(?:user|role)\/[\w+=,.@/-]{1,200})/,
  },
  { name: 'action', form: /not authorized to perform:? ([a-z0-9-]{2,40}:[A-Za-z]{2,60})/ },
  { name: 'operation', form: /calling the (\w{2,60}) operation/ },
  { name: 'resource', form: /on resource:? "?(arn:aws[a-z-]{0,10}:[\w+=,.@/:*-]{4,300})/ },
  {
    name: 'secret',
    form: new RegExp(`(${ARN}:secretsmanager:[a-z0-9-]{5,20}:\\d{12}:secret:[\\w/+=.@-]{1,200})`),
  },
  { name: 'secret', form: /[Ss]ecret(?:_?[Nn]ame|_?[Ii]d)["']?[:=]\s?["']?([\w/+=.@-]{3,200})/ },
  {
    name: 'key',
    form: new RegExp(`(${ARN}:kms:[a-z0-9-]{5,20}:\\d{12}:(?:key|alias)/[\\w/-]{1,100})`),
  },
  {
    name: 'table',
    form: new RegExp(`${ARN}:dynamodb:[a-z0-9-]{5,20}:\\d{12}:table/([\\w.-]{3,255})`),
  },
  { name: 'table', form: /\b[Tt]able(?:_?[Nn]ame)?["']?[:=]\s?["']?([A-Za-z0-9_.-]{3,255})/ },
  {
    name: 'queue',
    form: /(https:\/\/sqs\.[a-z0-9-]{5,20}\.amazonaws\.com\/\d{12}\/[\w-]{1,80}(?:\.fifo)?)/,
  },
  {
    name: 'stateMachine',
    form: new RegExp(`(${ARN}:states:[a-z0-9-]{5,20}:\\d{12}:stateMachine:[\\w-]{1,80})`),
  },
  {
    name: 'topic',
    form: new RegExp(`(${ARN}:sns:[a-z0-9-]{5,20}:\\d{12}:[\\w-]{1,256}(?:\\.fifo)?)`),
  },
  {
    name: 'execution',
    form: new RegExp(`(${ARN}:states:[a-z0-9-]{5,20}:\\d{12}:execution:[\\w-]{1,80}:[\\w-]{1,80})`),
  },
  { name: 'bucket', form: /arn:aws[a-z-]{0,10}:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/ },
  { name: 'bucket', form: /s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/ },
  {
    name: 'bucket',
    form: /\b[Bb]ucket(?:_?[Nn]ame)?["']?[:=]\s?["']?([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/,
  },
  {
    name: 'dbCluster',
    form: /\b([a-z][a-z0-9-]{0,62})\.cluster(?:-ro)?-[a-z0-9]{6,20}\.[a-z0-9-]{5,20}\.rds\.amazonaws\.com/,
  },
  {
    name: 'dbInstance',
    form: /\b([a-z][a-z0-9-]{0,62})\.[a-z0-9]{8,16}\.[a-z0-9-]{5,20}\.rds\.amazonaws\.com/,
  },
  {
    name: 'cacheId',
    form: /\b(?:master\.|replica\.|clustercfg\.)?([a-z][a-z0-9-]{1,49})\.[a-z0-9]{5,8}\.[a-z0-9.]{3,40}\.cache\.amazonaws\.com/,
  },
  { name: 'cacheHost', form: /\b([a-z0-9][a-z0-9.-]{5,150}\.cache\.amazonaws\.com)/ },
  {
    name: 'cluster',
    form: new RegExp(`${ARN}:ecs:[a-z0-9-]{5,20}:\\d{12}:(?:service|task)/([\\w-]{1,255})/`),
  },
  {
    name: 'ecsService',
    form: new RegExp(`${ARN}:ecs:[a-z0-9-]{5,20}:\\d{12}:service/[\\w-]{1,255}/([\\w-]{1,255})`),
  },
  {
    name: 'task',
    form: new RegExp(`(${ARN}:ecs:[a-z0-9-]{5,20}:\\d{12}:task/[\\w-]{1,255}/[0-9a-f]{32})`),
  },
  { name: 'urlHost', form: /\bhttps?:\/\/([A-Za-z0-9][A-Za-z0-9.-]{2,200})/ },
  { name: 'urlHost', form: /\bhost=["']?([A-Za-z0-9][A-Za-z0-9.-]{2,200})["']?,? ?port=\d/ },
];

/** Measured waiting, for sentences only. */
const WAITS: readonly NameForm[] = [
  {
    name: 'after',
    form: /(?:time-?out|timed out) (?:after|of) (\d{1,6}(?:\.\d{1,3})? ?(?:ms|milliseconds|seconds|s|minutes)\b)/i,
  },
  { name: 'waitSeconds', form: /within (\d{1,4}) ?s(?:econds)?\b/ },
];
/** Of `10.3.0.4:40112->10.9.0.7:502`, as Go names a connection, the first is this side of it. */
const ENDPOINT =
  /(?<![\w.-]|task-definition\/)([A-Za-z0-9][A-Za-z0-9.-]{1,150}:\d{2,5})(?!\d|[.:]\S|->)/g;
/** `LedgerRepository.java:118` is a place in code, `14:15` a time of day; neither is a host and port. */
const NO_ENDPOINT =
  /\.(?:java|kt|scala|m?[jt]sx?|c[jt]s|py|go|rb|php|rs|cs|cpp|c|h|swift|sql|sh|conf|cfg|ya?ml|json|toml|xml|ini):|^(?:sha\d{1,3}|md5|number|state|class|line|code|status|error|errno|pid):|^\d+:|^\d{4}-|T\d\d:\d\d$/i;
const LAMBDA_GROUP = /^\/aws\/lambda\/([\w-]{1,64})$/;
const MAX_ENDPOINTS_TRIED = 20;
/** What begins otherwise, with a dash above all, is an option or a rest of punctuation. */
const NAME_START = /^[A-Za-z0-9_/]/;

/** All names that the text and the finding's log groups hold; the first form that fits wins. */
export function namesIn(said: string, finding: Finding, input: Case): Names {
  const text = withoutOwnRequest(said);
  const names: Record<string, string> = { ...placeNames(finding, input) };
  for (const { name, form } of [...NAME_FORMS, ...WAITS]) {
    const value = form.exec(text)?.[1];
    if (value !== undefined && NAME_START.test(value)) names[name] ??= trimmed(value);
  }
  // A cluster endpoint looks like an instance endpoint too.
  if (names.dbCluster !== undefined) delete names.dbInstance;
  const endpoint = endpointIn(text);
  if (endpoint !== null) names.endpoint = endpoint;
  return names;
}

function placeNames(finding: Finding, input: Case): Record<string, string> {
  const names: Record<string, string> = {};
  const group = largestPlace(finding, input)?.name;
  if (group !== undefined) names.group = group;
  const lambda = group === undefined ? undefined : LAMBDA_GROUP.exec(group)?.[1];
  if (lambda !== undefined) names.function = lambda;
  if (finding.location !== null) {
    const { file, line } = finding.location;
    const base = file.split(/[\\/]/).at(-1) ?? file;
    names.site = line === null ? base : `${base}:${line}`;
    names.unit = base.replace(/\.\w{1,5}$/, '');
  }
  return names;
}

function endpointIn(text: string): string | null {
  let tried = 0;
  for (const match of text.matchAll(ENDPOINT)) {
    const value = match[1] ?? '';
    if (!NO_ENDPOINT.test(value)) return value;
    tried += 1;
    if (tried >= MAX_ENDPOINTS_TRIED) break;
  }
  return null;
}

/** Without the full stop or dash that ended the sentence. */
function trimmed(value: string): string {
  return value.replace(/[.,:=-]{1,3}$/, '');
}
