// How a configured server is reached: as a child process without a shell, or over Streamable HTTP. Both are bounded.
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { appIdOf, type Outgoing, userAgentOf } from '../../base/outgoing.ts';
import type { AwsIdentity } from './aws-identity.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { childEnvironment } from './child-environment.ts';
import { ChildTransport } from './child-transport.ts';
import type { HttpServer, ServerConfig, StdioServer } from './server-config.ts';
import { signedFetch } from './signed-fetch.ts';

/** A larger answer ends the connection. */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

export interface OpenTransport {
  readonly transport: Transport;
  /** The end of what a child wrote on stderr; empty for servers elsewhere. */
  noise(): string;
}

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The region of calls through AWS's servers; null: that of the server. */
  readonly region: string | null;
  /** Credentials of a profile, or of the SDK's own choice. */
  readonly identityOf: (profile: string | null, region: string) => AwsIdentity;
  readonly outgoing: Outgoing;
}

/** Nothing is started or sent yet: that is done by connecting. */
export function transportTo(server: ServerConfig, surroundings: Surroundings): OpenTransport {
  return server.kind === 'stdio'
    ? childTransport(server, surroundings)
    : httpTransport(
        server,
        fetchFor(server, surroundings),
        userAgentOf(surroundings.outgoing.caller),
      );
}

function childTransport(
  { command, args, env, cwd }: StdioServer,
  { environment, outgoing }: Surroundings,
): OpenTransport {
  const transport = new ChildTransport({
    command,
    args,
    // What it asks of AWS goes under our name, unless its configuration says otherwise.
    env: childEnvironment(environment, { AWS_SDK_UA_APP_ID: appIdOf(outgoing.caller), ...env }),
    cwd,
    maxMessageBytes: MAX_ANSWER_BYTES,
  });
  return { transport, noise: () => transport.noise };
}

function httpTransport(
  { url, headers }: HttpServer,
  send: typeof fetch,
  userAgent: string,
): OpenTransport {
  const all = new Headers(headers);
  // Who configured a name of his own keeps it, with ours behind it.
  all.set('user-agent', [all.get('user-agent') ?? '', userAgent].join(' ').trim());
  const transport = new HttpTransport(new URL(url), {
    requestInit: { headers: Object.fromEntries(all) },
    fetch: boundedFetch(send, MAX_ANSWER_BYTES),
  });
  return { transport, noise: () => '' };
}

/** How long a server may take to hear that its session is over. */
const LEAVE_TIMEOUT_MS = 2_000;

/** Tells the server when it goes, so that no session is kept for nobody. */
class HttpTransport extends StreamableHTTPClientTransport {
  #closing: Promise<void> | null = null;

  override close(): Promise<void> {
    this.#closing ??= this.#leave();
    return this.#closing;
  }

  async #leave(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LEAVE_TIMEOUT_MS);
    });
    // Whether it listens is its own matter.
    await Promise.race([this.terminateSession().catch(() => {}), late]);
    clearTimeout(timer);
    await super.close();
  }
}

const DEFAULT_SERVICE = 'aws-mcp';
const DEFAULT_REGION = 'us-east-1';

function fetchFor({ sigv4 }: HttpServer, { region, identityOf }: Surroundings): typeof fetch {
  if (sigv4 === null) return fetch;
  const scope = {
    service: sigv4.service ?? DEFAULT_SERVICE,
    region: sigv4.region ?? region ?? DEFAULT_REGION,
  };
  const identity = identityOf(sigv4.profile, scope.region);
  return signedFetch(scope, region ?? scope.region, identity);
}
