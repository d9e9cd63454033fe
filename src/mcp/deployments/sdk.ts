// The operations of Lambda, ECS and CloudFormation that the server uses, and nothing else of the SDK.
import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeServicesCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
} from '@aws-sdk/client-ecs';
import {
  LambdaClient,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import type { Outgoing } from '../../base/outgoing.ts';
import { audited } from '../audit/sdk-calls.ts';
import { type PlainAnswer, plainAnswer } from '../plain-answer.ts';
import type { ClientConfig } from '../region-clients.ts';
import { versionsAnswer } from './function-versions.ts';
import { stackEventsAnswer, stackNamesAnswer } from './stack-events.ts';

type Sent<Command extends abstract new (input: never) => unknown> = NonNullable<
  ConstructorParameters<Command>[0]
>;
type Operation<Input> = (input: Input, signal: AbortSignal) => Promise<PlainAnswer>;

/** What runs in one region since when. Throws what the SDK throws; `close` ends its connections. */
export interface DeploymentsApi {
  /** Environment variables by name alone. */
  readonly listVersionsByFunction: Operation<Sent<typeof ListVersionsByFunctionCommand>>;
  readonly listAliases: Operation<Sent<typeof ListAliasesCommand>>;
  readonly listClusters: Operation<Sent<typeof ListClustersCommand>>;
  readonly listServices: Operation<Sent<typeof ListServicesCommand>>;
  readonly describeServices: Operation<Sent<typeof DescribeServicesCommand>>;
  /** Without properties of resources. */
  readonly describeStackEvents: Operation<Sent<typeof DescribeStackEventsCommand>>;
  /** Names of stacks alone. */
  readonly describeStackResources: Operation<Sent<typeof DescribeStackResourcesCommand>>;
  readonly close: () => void;
}

export function openDeploymentsApi(config: ClientConfig, outgoing: Outgoing): DeploymentsApi {
  const { region } = config;
  const lambda = audited(new LambdaClient(config), { service: 'lambda', region }, outgoing);
  const ecs = audited(new ECSClient(config), { service: 'ecs', region }, outgoing);
  const cloudformation = audited(
    new CloudFormationClient(config),
    { service: 'cloudformation', region },
    outgoing,
  );
  return {
    listVersionsByFunction: async (input, abortSignal) =>
      versionsAnswer(await lambda.send(new ListVersionsByFunctionCommand(input), { abortSignal })),
    listAliases: async (input, abortSignal) =>
      plainAnswer(await lambda.send(new ListAliasesCommand(input), { abortSignal })),
    listClusters: async (input, abortSignal) =>
      plainAnswer(await ecs.send(new ListClustersCommand(input), { abortSignal })),
    listServices: async (input, abortSignal) =>
      plainAnswer(await ecs.send(new ListServicesCommand(input), { abortSignal })),
    describeServices: async (input, abortSignal) =>
      plainAnswer(await ecs.send(new DescribeServicesCommand(input), { abortSignal })),
    describeStackEvents: async (input, abortSignal) =>
      stackEventsAnswer(
        await cloudformation.send(new DescribeStackEventsCommand(input), { abortSignal }),
      ),
    describeStackResources: async (input, abortSignal) =>
      stackNamesAnswer(
        await cloudformation.send(new DescribeStackResourcesCommand(input), { abortSignal }),
      ),
    close: () => {
      cloudformation.destroy();
      ecs.destroy();
      lambda.destroy();
    },
  };
}
