// One AWS client per region, opened at its first use and closed together. The SDK is loaded at that moment, so a
// command that asks AWS nothing does not pay for it.
import type { CloudWatchLogsClientConfig } from '@aws-sdk/client-cloudwatch-logs';
import type { Outgoing } from '../../base/outgoing.ts';
import type { AwsAccess } from '../aws-access.ts';
import type { LogsApi } from './sdk.ts';

/** Attempts of one call, the first included; the SDK waits with jittered back-off in between. */
export const MAX_ATTEMPTS = 6;
/** How long to wait for a connection. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** How long one attempt may take, answer included. */
const REQUEST_TIMEOUT_MS = 60_000;

export interface LogsClientSettings {
  /** The region of calls that name none. */
  readonly region: string;
  /** Where to ask instead of AWS, as a URL; null asks AWS. */
  readonly endpoint: string | null;
  /** null leaves credentials to the SDK's own chain (environment, profile, SSO, roles). */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  /** Profile of ~/.aws to use; null leaves the choice to the SDK. */
  readonly profile: string | null;
  /** The role that is assumed with them. */
  readonly roleArn?: string | null;
  readonly maxAttempts: number;
  /** How long one attempt may take, in milliseconds. */
  readonly requestTimeoutMs?: number;
  readonly outgoing: Outgoing;
}

/** CloudWatch Logs by region. */
export interface LogsClients {
  /** The API of a region; undefined means the default one. Rejects once closed. */
  of(region: string | undefined): Promise<LogsApi>;
  close(): Promise<void>;
}

export function createLogsClients(settings: LogsClientSettings): LogsClients {
  const open = new Map<string, Promise<LogsApi>>();
  let closed = false;
  return {
    of: async (region = settings.region) => {
      if (closed) throw new Error('The CloudWatch Logs clients are closed.');
      const api = open.get(region) ?? openClient(settings, region);
      open.set(region, api);
      return api;
    },
    close: async () => {
      closed = true;
      for (const api of [...open.values()].reverse()) (await api).close();
      open.clear();
    },
  };
}

async function openClient(settings: LogsClientSettings, region: string): Promise<LogsApi> {
  const { openLogsApi } = await import('./sdk.ts');
  const { namedClient } = await import('../audit/sdk-calls.ts');
  const { endpoint, credentials, profile, roleArn = null } = settings;
  const { maxAttempts, requestTimeoutMs, outgoing } = settings;
  const others = await credentialsOf({ profile, roleArn }, region);
  const config: CloudWatchLogsClientConfig & { region: string } = {
    region,
    maxAttempts,
    retryMode: 'standard',
    ...namedClient(outgoing.caller),
    ...(endpoint === null ? {} : { endpoint, ...NOTHING_FROM_AWS_FILES }),
    ...(credentials === null ? {} : { credentials }),
    ...(others === null ? {} : { credentials: others }),
    ...(profile === null ? {} : { profile }),
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  };
  return openLogsApi(config, outgoing);
}

async function credentialsOf(access: AwsAccess, region: string) {
  if (access.profile === null && access.roleArn === null) return null;
  const { credentialsFor } = await import('../aws-access.ts');
  return credentialsFor(access, region);
}

/** With an endpoint of our own, the settings that the SDK would otherwise look up in the files of ~/.aws. */
const NOTHING_FROM_AWS_FILES = {
  defaultsMode: 'standard',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  authSchemePreference: [],
  disableClockSkewCorrection: true,
} satisfies CloudWatchLogsClientConfig;
