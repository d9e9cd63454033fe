// Credentials as the AWS SDK finds them (environment, profile, SSO, roles), for signing what is no SDK call.
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { SignatureV4 } from '@smithy/signature-v4';

type SignerSettings = ConstructorParameters<typeof SignatureV4>[0];

export interface AwsIdentity {
  readonly credentials: SignerSettings['credentials'];
  readonly sha256: SignerSettings['sha256'];
  /** The command that renews them. */
  readonly renewal: string;
}

/** Of a profile of ~/.aws, or of the SDK's own choice. Credentials are looked up when they are first needed. */
export function awsIdentity(profile: string | null, region: string): AwsIdentity {
  // The client is never asked anything; it knows the SDK's chain and its hash.
  const { config } = new CloudWatchLogsClient({ region, ...(profile === null ? {} : { profile }) });
  const renewal = `aws sso login${profile === null ? '' : ` --profile ${profile}`}`;
  return {
    sha256: config.sha256,
    renewal,
    credentials: async () => {
      try {
        return await config.credentials();
      } catch (fault) {
        const why = fault instanceof Error ? fault.message : String(fault);
        throw new Error(`No usable AWS credentials: ${why} Renew them: ${renewal}`);
      }
    },
  };
}
