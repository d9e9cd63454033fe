// As whom AWS is asked, from --profile and --role-arn.
import { Failure } from '../base/failure.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import type { InvestigateOptions } from './investigate-options.ts';

const ROLE_ARN = /^arn:aws[\w-]{0,12}:iam::\d{12}:role\/[\w+=,.@/-]{1,128}$/;

type AccessOptions = Pick<InvestigateOptions, 'profile' | 'roleArn' | 'linkedAccounts' | 'logs'>;

/** Throws Failure `usage` where they do not fit. */
export function readAccess({ profile, roleArn, linkedAccounts, logs }: AccessOptions): AwsAccess {
  const given = [
    ...(profile === undefined ? [] : ['--profile']),
    ...(roleArn === undefined ? [] : ['--role-arn']),
    ...(linkedAccounts === true ? ['--linked-accounts'] : []),
  ];
  const [first] = given;
  if (first !== undefined && logs.length > 0) {
    throw new Failure(
      'usage',
      `${first} and --logs contradict each other: local logs need no AWS account.`,
      ['Leave one of them out.'],
      [{ label: 'For example', drop: given }],
    );
  }
  if (profile?.trim() === '') {
    throw new Failure('usage', '--profile needs a name.', [LIST_PROFILES]);
  }
  if (roleArn !== undefined && !ROLE_ARN.test(roleArn)) {
    throw new Failure('usage', `--role-arn "${roleArn}" is not the ARN of a role.`, [
      'Its form is arn:aws:iam::123456789012:role/NAME; see them: aws iam list-roles',
    ]);
  }
  return { profile: profile ?? null, roleArn: roleArn ?? null };
}

const LIST_PROFILES = 'See which there are: aws configure list-profiles';
