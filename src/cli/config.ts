// The environment, read here and nowhere else.
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Config {
  /** AWS_REGION, then AWS_DEFAULT_REGION; null where neither is set. */
  readonly region: string | null;
  /** Folder of the user's own SOPs. */
  readonly userSops: string;
  /** False where NO_COLOR is set or the terminal is dumb. */
  readonly colourWanted: boolean;
  /** TERM is dumb: nothing can be drawn over. */
  readonly dumb: boolean;
  /** FORCE_COLOR: colour although the stream is no terminal. */
  readonly colourForced: boolean;
  /** COLUMNS: the width to write for where a stream does not tell; null where it is not set. */
  readonly columns: number | null;
  /** CI is set: nothing is animated and nobody is asked. */
  readonly ci: boolean;
  readonly model: ModelConfig;
  /** The variable by which AWS credentials are given; null where the environment names none. */
  readonly awsCredentials: string | null;
  readonly mcp: McpPlaces;
}

/** Where MCP servers of others are configured, and what of the environment their configuration may name. */
export interface McpPlaces {
  /** The user's own file. */
  readonly userFile: string;
  /** Which project files were confirmed. */
  readonly trustFile: string;
  /** TROUBLESHOOT_MCP_TOKEN: what clients of `mcp serve --http` have to show; null where it is not set. */
  readonly httpToken: string | null;
  readonly environment: Environment;
}

/** Each null where it is not set. */
export interface ModelConfig {
  readonly apiKey: string | null;
  readonly authToken: string | null;
  /** A server that speaks the Messages protocol, without `/v1`. */
  readonly baseUrl: string | null;
  readonly id: string | null;
  /** ANTHROPIC_BEDROCK_BASE_URL: another endpoint of Bedrock. */
  readonly bedrockUrl: string | null;
}

/** In the order of the SDK's own chain. */
const AWS_CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

export type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(environment: Environment = process.env): Config {
  const text = (name: string) => environment[name]?.trim() || null;
  const configHome = text('XDG_CONFIG_HOME') ?? join(homedir(), '.config');
  const stateHome = text('XDG_STATE_HOME') ?? join(homedir(), '.local', 'state');
  return {
    region: text('AWS_REGION') ?? text('AWS_DEFAULT_REGION'),
    userSops: join(configHome, 'troubleshoot', 'sops'),
    colourWanted: text('NO_COLOR') === null && text('TERM') !== 'dumb',
    dumb: text('TERM') === 'dumb',
    colourForced: (text('FORCE_COLOR') ?? '0') !== '0',
    columns: /^\d{1,5}$/.test(text('COLUMNS') ?? '') ? Number(text('COLUMNS')) : null,
    ci: text('CI') !== null,
    mcp: {
      userFile: join(configHome, 'troubleshoot', 'mcp.json'),
      trustFile: join(stateHome, 'troubleshoot', 'trusted-mcp.json'),
      httpToken: text('TROUBLESHOOT_MCP_TOKEN'),
      environment,
    },
    awsCredentials: AWS_CREDENTIALS.find((name) => text(name) !== null) ?? null,
    model: {
      apiKey: text('ANTHROPIC_API_KEY'),
      authToken: text('ANTHROPIC_AUTH_TOKEN'),
      baseUrl: text('ANTHROPIC_BASE_URL'),
      id: text('ANTHROPIC_MODEL'),
      bedrockUrl: text('ANTHROPIC_BEDROCK_BASE_URL'),
    },
  };
}

/** The AWS SDK prints a warning on Node 20 unless this is set before it is loaded. */
export function silenceSdkVersionWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
}
