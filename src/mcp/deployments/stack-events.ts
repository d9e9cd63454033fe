// Events of stacks as they are handed on: what became of which resource, and when. Properties of resources, which may
// hold secrets, stay here.
import type {
  DescribeStackEventsCommandOutput,
  DescribeStackResourcesCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { PlainAnswer } from '../plain-answer.ts';

export function stackEventsAnswer({
  StackEvents: events = [],
  NextToken,
  $metadata,
}: DescribeStackEventsCommandOutput): PlainAnswer {
  return {
    StackEvents: events.map((event) => ({
      StackName: event.StackName,
      LogicalResourceId: event.LogicalResourceId,
      ResourceType: event.ResourceType,
      ResourceStatus: event.ResourceStatus,
      Timestamp: event.Timestamp?.getTime(),
      isStack: event.PhysicalResourceId === event.StackId,
    })),
    ...(NextToken === undefined ? {} : { NextToken }),
    $metadata,
  };
}

/** The stack that a resource belongs to. */
export function stackNamesAnswer({
  StackResources: resources = [],
  $metadata,
}: DescribeStackResourcesCommandOutput): PlainAnswer {
  const names = new Set(resources.flatMap(({ StackName }) => StackName ?? []));
  return { StackNames: [...names], $metadata };
}
