// CloudFormation's answers to questions about stacks: this account has none, in CloudFormation's words for that.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
import { z } from 'zod';
import { type Answer, Refusal } from '../protocol.ts';
import { validate } from '../validation.ts';

const REQUEST = z.object({
  StackName: z.string().max(2_048).optional(),
  PhysicalResourceId: z.string().max(2_048).optional(),
});

export function describeStacks(body: unknown): Answer {
  const { StackName, PhysicalResourceId } = validate(REQUEST, body);
  const what =
    PhysicalResourceId === undefined
      ? `Stack [${StackName ?? ''}]`
      : `Stack for ${PhysicalResourceId}`;
  throw new Refusal('ValidationError', `${what} does not exist`);
}
