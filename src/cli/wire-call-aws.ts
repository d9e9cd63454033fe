// `call_aws` for a run: the AWS SDK where it carries the service, else the AWS CLI that is on the PATH.
import { appIdOf, type Outgoing } from '../base/outgoing.ts';
import type { AwsAccess } from '../mcp/aws-access.ts';
import type { ConnectedTools } from '../mcp/host.ts';
import { type Environment, silenceSdkVersionWarning } from './config.ts';
import { onPath } from './on-path.ts';

/** null where everything is denied. With a role, only what this process carries out itself. */
export async function wireCallAws(
  region: string,
  denied: readonly string[],
  environment: Environment,
  outgoing: Outgoing,
  { profile, roleArn }: AwsAccess = { profile: null, roleArn: null },
): Promise<ConnectedTools | null> {
  if (denied.includes('*')) return null;
  silenceSdkVersionWarning();
  const { connectTools } = await import('../mcp/host.ts');
  const { createAwsApiServer } = await import('../mcp/aws-api/call-aws.ts');
  const { createCarryOut } = await import('../mcp/aws-api/carry-out.ts');
  const { awsBinary } = await import('../mcp/aws-api/aws-binary.ts');
  const { childEnvironment } = await import('../mcp/servers/child-environment.ts');
  const { credentialsFor } = await import('../mcp/aws-access.ts');
  // The CLI takes no role but one of a profile.
  const path = roleArn === null ? onPath('aws', environment.PATH ?? '') : null;
  const { HOME = '', PATH = '' } = environment;
  const own = { HOME, PATH, AWS_SDK_UA_APP_ID: appIdOf(outgoing.caller) };
  const binary = path === null ? null : awsBinary(path, childEnvironment(environment, own));
  const ofProfile = profile === null ? {} : { profile };
  const client =
    roleArn === null
      ? {}
      : { ...ofProfile, credentials: credentialsFor({ profile, roleArn }, region) };
  const carryOut = createCarryOut({ client, binary, role: roleArn, outgoing });
  // A role is assumed by the profile: no command is of the profile itself.
  const ownProfile = roleArn === null ? profile : null;
  const server = createAwsApiServer({ region, profile: ownProfile, denied, carryOut });
  return connectTools([server], outgoing.audit);
}
