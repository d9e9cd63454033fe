// The region that the AWS profile in use names: the last place where a region is looked for.
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';

/** Region of a profile (null: of AWS_PROFILE or `default`) in ~/.aws/config; null where none is set. */
export async function profileRegion(profile: string | null = null): Promise<string | null> {
  const client = new CloudWatchLogsClient(profile === null ? {} : { profile });
  try {
    return await client.config.region();
  } catch (fault) {
    // The SDK throws "Region is missing" where neither environment nor profile has one.
    if (fault instanceof Error && /region/i.test(fault.message)) return null;
    throw fault;
  } finally {
    client.destroy();
  }
}
