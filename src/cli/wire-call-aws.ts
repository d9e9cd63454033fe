// `call_aws` for a run: the AWS SDK where it carries the service, else the AWS CLI that is on the PATH.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { appIdOf, type Outgoing } from '../base/outgoing.ts';
import type { ConnectedTools } from '../mcp/host.ts';
import { type Environment, silenceSdkVersionWarning } from './config.ts';

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

function onPath(command: string, path: string): string | null {
  const files = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command));
  return files.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next folder may have one.
    return false;
  }
}
