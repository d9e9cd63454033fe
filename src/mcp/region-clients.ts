// One client of an AWS service per region, opened at its first use and closed together. The SDK is loaded at that moment,
// so a command that asks AWS nothing does not pay for it.
import type { CloudWatchLogsClientConfig } from '@aws-sdk/client-cloudwatch-logs';
import type { Outgoing } from '../base/outgoing.ts';
import type { AwsAccess } from './aws-access.ts';

/** Attempts of one call, the first included; the SDK waits with jittered back-off in between. */
export const MAX_ATTEMPTS = 6;
/** How long to wait for a connection. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** How long one attempt may take, answer included. */
const REQUEST_TIMEOUT_MS = 60_000;

export interface ClientSettings {
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

/** An API by region. */
export interface RegionClients<Api> {
  /** Whether AWS is asked, as opposed to an endpoint of our own. */
  readonly isAws: boolean;
  /** The API of a region; undefined means the default one. Rejects once closed. */
  of(region: string | undefined): Promise<Api>;
  close(): Promise<void>;
}

/** What all clients of the SDK take alike. */
export type ClientConfig = Pick<
  CloudWatchLogsClientConfig,
  | 'maxAttempts'
  | 'retryMode'
  | 'customUserAgent'
  | 'userAgentAppId'
  | 'endpoint'
  | 'credentials'
  | 'profile'
  | 'requestHandler'
  | keyof typeof NOTHING_FROM_AWS_FILES
> & { region: string };

/** `open` makes the API of one region. */
export function regionClients<Api extends { readonly close: () => void }>(
  settings: ClientSettings,
  open: (config: ClientConfig, outgoing: Outgoing) => Promise<Api>,
): RegionClients<Api> {
  const opened = new Map<string, Promise<Api>>();
  let closed = false;
  return {
    isAws: settings.endpoint === null,
    of: async (region = settings.region) => {
      if (closed) throw new Error('The clients of AWS are closed.');
      const api =
        opened.get(region) ??
        configOf(settings, region).then((config) => open(config, settings.outgoing));
      opened.set(region, api);
      return api;
    },
    close: async () => {
      closed = true;
      for (const api of [...opened.values()].reverse()) (await api).close();
      opened.clear();
    },
  };
}

async function configOf(settings: ClientSettings, region: string): Promise<ClientConfig> {
  const { namedClient } = await import('./audit/sdk-calls.ts');
  const { endpoint, credentials, profile, roleArn = null } = settings;
  const { maxAttempts, requestTimeoutMs, outgoing } = settings;
  const others = await credentialsOf({ profile, roleArn }, region);
  return {
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
}

async function credentialsOf(access: AwsAccess, region: string) {
  if (access.profile === null && access.roleArn === null) return null;
  const { credentialsFor } = await import('./aws-access.ts');
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
