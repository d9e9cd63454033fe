// Who tells of changes in an account. Each stands in the place of a log group, whose name holds no blank.

export const CLOUDTRAIL = 'CloudTrail';
export const LAMBDA = 'AWS Lambda';
export const ECS = 'Amazon ECS';
export const CLOUDFORMATION = 'AWS CloudFormation';

const SOURCES: ReadonlySet<string> = new Set([CLOUDTRAIL, LAMBDA, ECS, CLOUDFORMATION]);

export const isAccountSource = (logGroup: string): boolean => SOURCES.has(logGroup);
