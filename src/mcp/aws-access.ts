// As whom AWS is asked: by the SDK's own chain, as a profile of ~/.aws, or as a role that either of them assumes.
import { fromIni, fromTemporaryCredentials } from '@aws-sdk/credential-providers';

export interface AwsAccess {
  /** null leaves the choice to the SDK (AWS_PROFILE, the environment, the machine). */
  readonly profile: string | null;
  /** The role to assume; null: none. */
  readonly roleArn: string | null;
}

/** How the sessions of an assumed role are called in CloudTrail. */
const SESSION_NAME = 'troubleshoot';

/** Credentials of a profile, or of a role; looked up at the first call and renewed before they end. */
export function credentialsFor({ profile, roleArn }: AwsAccess, region: string) {
  const own = profile === null ? null : fromIni({ profile, clientConfig: { region } });
  if (roleArn === null) return own;
  return fromTemporaryCredentials({
    ...(own === null ? {} : { masterCredentials: own }),
    params: { RoleArn: roleArn, RoleSessionName: SESSION_NAME },
    clientConfig: { region },
  });
}
