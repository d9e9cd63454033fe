// The tools of this server that ask CloudFormation: which stack a resource belongs to, and what became of the stack.
import { z } from 'zod';
import { awsTool, regionArgument } from '../aws-tool.ts';
import type { DeploymentsApi } from './sdk.ts';
import type { DeploymentsTool } from './tools.ts';

const stackName = z.string().regex(/^[a-zA-Z][\w-]{0,127}$/, 'no name of a stack');

export const describeStackResources: DeploymentsTool = awsTool({
  name: 'describe-stack-resources',
  title: 'Find the stack of a resource',
  description:
    'Names the CloudFormation stack that a resource belongs to, by its physical id: of a Lambda function its name.',
  input: z.strictObject({
    region: regionArgument,
    physicalResourceId: z.string().min(1).max(1024),
  }),
  output: z.looseObject({ StackNames: z.array(z.string()) }),
  call: (api: DeploymentsApi, { physicalResourceId: PhysicalResourceId }, signal) =>
    api.describeStackResources({ PhysicalResourceId }, signal),
});

export const describeStackEvents: DeploymentsTool = awsTool({
  name: 'describe-stack-events',
  title: 'Describe events of a CloudFormation stack',
  description:
    'What became of the resources of a CloudFormation stack, the newest first, about 100 a page. Times are epoch milliseconds UTC.',
  input: z.strictObject({
    region: regionArgument,
    stackName,
    nextToken: z.string().min(1).optional().describe('NextToken of the page before'),
  }),
  output: z.looseObject({
    StackEvents: z
      .array(
        z.looseObject({
          StackName: z.string().optional(),
          LogicalResourceId: z.string().optional(),
          ResourceType: z.string().optional(),
          ResourceStatus: z.string().optional(),
          Timestamp: z.number().optional().describe('epoch milliseconds UTC'),
          isStack: z.boolean().describe('about the stack itself'),
        }),
      )
      .optional(),
    NextToken: z.string().optional(),
  }),
  call: (api: DeploymentsApi, { stackName: StackName, nextToken: NextToken }, signal) =>
    api.describeStackEvents(
      { StackName, ...(NextToken === undefined ? {} : { NextToken }) },
      signal,
    ),
});
