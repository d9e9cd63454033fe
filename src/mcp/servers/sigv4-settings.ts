// Which servers are spoken to with AWS's signature: those that ask for it, and AWS's own endpoints by host name.
import type { SigV4Settings } from './server-config.ts';

interface Asked {
  readonly auth?: 'none' | 'sigv4' | undefined;
  readonly service?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}

/** Null where requests go out unsigned. */
export function sigv4Settings(
  url: string,
  { auth, service, region, profile }: Asked,
): SigV4Settings | null {
  const known = awsEndpoint(new URL(url).hostname);
  if (auth === 'none' || (auth === undefined && known === null)) return null;
  return {
    service: service ?? known?.service ?? null,
    region: region ?? known?.region ?? null,
    profile: profile ?? null,
  };
}

/** `SERVICE.REGION.api.aws` and AgentCore's gateways; the global ones, like AWS's Knowledge server, are public. */
function awsEndpoint(host: string): { service: string; region: string } | null {
  const [, service, region] =
    /^([a-z0-9-]+)\.([a-z]{2}(?:-[a-z]+)+-\d)\.api\.aws$/.exec(host) ?? [];
  if (service !== undefined && region !== undefined) return { service, region };
  const [, gateway] =
    /\.bedrock-agentcore\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com$/.exec(host) ?? [];
  return gateway === undefined ? null : { service: 'bedrock-agentcore', region: gateway };
}
