// The services whose read operations run in this process, each loaded when it is first asked. What operations and
// members there are is what the SDK carries.
import { cliName } from './cli-names.ts';

type Package = Readonly<Record<string, unknown>>;

interface SdkClient {
  readonly middlewareStack: object;
  send(command: unknown, options: { abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
}

export interface SdkService {
  /** Throws what the SDK's constructor throws. */
  client(settings: Readonly<Record<string, unknown>>): SdkClient;
  /** By the CLI's name. */
  readonly operations: ReadonlyMap<string, SdkOperation>;
}

export interface SdkOperation {
  /** As the API writes it. */
  readonly name: string;
  readonly inputSchema: unknown;
  /** HTTP method where the service is a REST one; null elsewhere. */
  readonly method: string | null;
  command(input: Readonly<Record<string, unknown>>): unknown;
}

const LOADERS: Readonly<Record<string, { client: string; load: () => Promise<Package> }>> = {
  logs: { client: 'CloudWatchLogsClient', load: () => import('@aws-sdk/client-cloudwatch-logs') },
  cloudwatch: { client: 'CloudWatchClient', load: () => import('@aws-sdk/client-cloudwatch') },
  cloudtrail: { client: 'CloudTrailClient', load: () => import('@aws-sdk/client-cloudtrail') },
  sts: { client: 'STSClient', load: () => import('@aws-sdk/client-sts') },
  lambda: { client: 'LambdaClient', load: () => import('@aws-sdk/client-lambda') },
  ecs: { client: 'ECSClient', load: () => import('@aws-sdk/client-ecs') },
};

export const SDK_SERVICES = Object.keys(LOADERS);

/** null where the service is none of those. */
export async function sdkService(name: string): Promise<SdkService | null> {
  if (!Object.hasOwn(LOADERS, name)) return null;
  const { client, load } = LOADERS[name] ?? {};
  if (client === undefined || load === undefined) return null;
  const loaded = await load();
  const Client = loaded[client] as new (settings: object) => SdkClient;
  return { client: (settings) => new Client(settings), operations: operationsOf(loaded) };
}

/** `[9, namespace, name, traits, input, output]`, as the SDK's packages hold their operations. */
function operationsOf(loaded: Package): ReadonlyMap<string, SdkOperation> {
  const operations = new Map<string, SdkOperation>();
  for (const schema of Object.values(loaded)) {
    if (!Array.isArray(schema) || schema[0] !== 9 || typeof schema[2] !== 'string') continue;
    const name: string = schema[2];
    const Command = loaded[`${name}Command`] as (new (input: object) => unknown) | undefined;
    if (Command === undefined) continue;
    const input: unknown = typeof schema[4] === 'function' ? schema[4]() : schema[4];
    operations.set(cliName(name), {
      name,
      inputSchema: input,
      method: methodOf(schema[3]),
      command: (given) => new Command(given),
    });
  }
  return operations;
}

function methodOf(traits: unknown): string | null {
  const http =
    typeof traits === 'object' && traits !== null && 'http' in traits ? traits.http : null;
  return Array.isArray(http) && typeof http[0] === 'string' ? http[0] : null;
}
