// IAM's policies by what the program is used for. What it can call stands in the code; here stands what it is good for.
// The test holds both against each other and against AWS's own list of actions.
import { readingServices } from '../../src/mcp/aws-api/read-only.ts';
import { SDK_SERVICES } from '../../src/mcp/aws-api/sdk-services.ts';
import { REQUIRED_TOOLS } from '../../src/run/procedures/verify-tools.ts';
import { DEPLOYMENT_TOOLS, SIGNAL_TOOLS } from '../../src/run/signal-tools.ts';
import { actionOf } from './names.ts';

export interface Policy {
  readonly heading: string;
  /** When it is needed, as Markdown. */
  readonly why: string;
  /** Of the statements, as IAM takes it: letters and digits. */
  readonly sid: string;
  /** `service:Action` in any case: AWS's own spelling is looked up. */
  readonly actions: readonly string[];
  /** Resources of those actions that IAM can bind to some. */
  readonly resources: readonly string[];
}

const LOG_GROUPS = 'arn:aws:logs:*:*:log-group:*';

/** A run by the rules, and `logs query` and `logs groups` in AWS. */
const INVESTIGATION: Policy = {
  heading: 'An investigation',
  why: `Needed by every run against AWS, and all that a run by the rules needs. Narrow \`Resource\` to the log groups of your
applications, for example \`arn:aws:logs:us-west-2:123456789012:log-group:/aws/lambda/payment-*\`; discovery shows the names
of all log groups all the same, as IAM cannot bind it.`,
  sid: 'Investigate',
  actions: REQUIRED_TOOLS.map((tool) => actionOf('logs', tool)),
  resources: [LOG_GROUPS],
};

const RESUMED: Policy = {
  heading: 'Going on with a run that was killed',
  why: 'Only for `resume`, to find a query that was being started when the run was killed; without it such a query is asked again.',
  sid: 'Resume',
  actions: ['logs:describequeries'],
  resources: [LOG_GROUPS],
};

const SIGNALS: Policy = {
  heading: 'Metrics, alarms and changes',
  why: `What a run asks beside the logs: who changed what in the hours before the onset, metrics of the services and alarms.
Without it a run goes on, and says what it could not see.`,
  sid: 'Signals',
  actions: SIGNAL_TOOLS.map(({ service, tool }) => actionOf(service, tool)),
  resources: ['*'],
};

const ALARM: Policy = {
  heading: 'Beginning from an alarm on log lines',
  why: `Only for \`--alarm\` and \`--event\`, beside the alarms above: which log group a metric filter counts.
Without it, name the application yourself.`,
  sid: 'Alarm',
  actions: ['logs:describemetricfilters'],
  resources: [LOG_GROUPS],
};

const DEPLOYMENTS: Policy = {
  heading: 'Versions and deployments',
  why: `What a run asks of Lambda functions and ECS services that its log groups are named after, and of the CloudFormation
stacks behind them: which version runs since when, and which one ran before. Without it a run goes on, and says what it could not see. Values of environment variables
are never handed on.`,
  sid: 'Deployments',
  actions: DEPLOYMENT_TOOLS.map(({ service, tool }) => actionOf(service, tool)),
  resources: ['*'],
};

const SERVED: Policy = {
  heading: 'Tools for other agents',
  why: `Only for \`mcp serve\`, whose clients may also read events without a query; beside the policies of an investigation, of
metrics, alarms and changes, and of versions and deployments. With \`--call-aws\` those of \`call_aws\` come to it.`,
  sid: 'Serve',
  actions: ['logs:FilterLogEvents', 'logs:GetLogEvents'],
  resources: [LOG_GROUPS],
};

const BEDROCK: Policy = {
  heading: 'A model on Amazon Bedrock',
  why: 'Only for `--model` with an id of Bedrock. Narrow `Resource` to that model.',
  sid: 'Bedrock',
  actions: ['bedrock:InvokeModelWithResponseStream'],
  resources: ['arn:aws:bedrock:*::foundation-model/*', 'arn:aws:bedrock:*:*:inference-profile/*'],
};

/** Whoever has credentials may ask this. */
const FREE = new Set(['sts:getcalleridentity']);

/** What the tables of `call_aws` hold beyond what an investigation needs anyway. */
function callable(belongs: (service: string) => boolean): readonly string[] {
  const needed = new Set(
    [INVESTIGATION, RESUMED, SIGNALS, ALARM, DEPLOYMENTS].flatMap((one) => one.actions),
  );
  const actions = readingServices()
    .filter(([service]) => belongs(service))
    .flatMap(([service, operations]) => operations.map((name) => actionOf(service, name)));
  return [...new Set(actions)].filter((action) => !needed.has(action) && !FREE.has(action));
}

const ONLY_FOR_CALL_AWS = `Only for \`call_aws\`, which a model may use in runs against AWS, and other agents by \`mcp serve --call-aws\`: what its
table of reading operations holds`;

const IN_PROCESS: Policy = {
  heading: 'call_aws in this process',
  why: `${ONLY_FOR_CALL_AWS} of ${inCode(SDK_SERVICES)}. What is not granted is refused by AWS and told to the model.`,
  sid: 'CallAws',
  actions: callable((service) => SDK_SERVICES.includes(service)),
  resources: ['*'],
};

const THROUGH_CLI: Policy = {
  heading: 'call_aws through an installed AWS CLI',
  why: `${ONLY_FOR_CALL_AWS} of all other services. Without an AWS CLI on the PATH none of it is used.`,
  sid: 'CallAwsCli',
  actions: callable((service) => !SDK_SERVICES.includes(service)),
  resources: ['*'],
};

/** In the order of the page. What a run asks of a further service stands in a policy of its own before those of `call_aws`. */
export const POLICIES: readonly Policy[] = [
  INVESTIGATION,
  RESUMED,
  SIGNALS,
  ALARM,
  DEPLOYMENTS,
  SERVED,
  BEDROCK,
  IN_PROCESS,
  THROUGH_CLI,
];

function inCode(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
