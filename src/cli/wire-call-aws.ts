// `call_aws` for a run: the AWS SDK where it carries the service, else the AWS CLI that is on the PATH.
import { appIdOf, type Outgoing } from '../base/outgoing.ts';
import type { ConnectedTools } from '../mcp/host.ts';
import { type Environment, silenceSdkVersionWarning } from './config.ts';
import { onPath } from './on-path.ts';

/** null where everything is denied. */
export async function wireCallAws(
  region: string,
  denied: readonly string[],
  environment: Environment,
  outgoing: Outgoing,
): Promise<ConnectedTools | null> {
  if (denied.includes('*')) return null;
  silenceSdkVersionWarning();
  const { connectTools } = await import('../mcp/host.ts');
  const { createAwsApiServer } = await import('../mcp/aws-api/call-aws.ts');
  const { createCarryOut } = await import('../mcp/aws-api/carry-out.ts');
  const { awsBinary } = await import('../mcp/aws-api/aws-binary.ts');
  const { childEnvironment } = await import('../mcp/servers/child-environment.ts');
  const path = onPath('aws', environment.PATH ?? '');
  const { HOME = '', PATH = '' } = environment;
  const own = { HOME, PATH, AWS_SDK_UA_APP_ID: appIdOf(outgoing.caller) };
  const binary = path === null ? null : awsBinary(path, childEnvironment(environment, own));
  const carryOut = createCarryOut({ client: {}, binary, outgoing });
  const server = createAwsApiServer({ region, profile: null, denied, carryOut });
  return connectTools([server], outgoing.audit);
}
