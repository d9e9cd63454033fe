// Code and configuration changes that can be shown for a root cause: suggestions built from what the logs name.
import { isoTime } from '../base/time-range.ts';
import type { Language } from '../evidence/types.ts';
import type { Advised } from './actions.ts';
import { isCommandValue } from './command.ts';
import { guardAt } from './null-guards.ts';
import type { FixKind } from './signature.ts';
import type { Fix } from './types.ts';
import { undoingOf } from './undo.ts';

/** A fix without the rank of its cause. */
type Change = Omit<Fix, 'rootCause'>;
type Snippets = Partial<Record<Language, readonly [fence: string, text: string]>>;

const EXTENSIONS: Readonly<Record<string, Language>> = {
  java: 'java',
  kt: 'java',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'javascript',
  py: 'python',
  go: 'go',
  cs: 'dotnet',
  rb: 'ruby',
  php: 'php',
  rs: 'rust',
};
const SETTING_NAME = /^[A-Za-z][\w.-]{1,80}$/;
const ENVIRONMENT_NAME = /^[A-Z][A-Z0-9_]{1,80}$/;

const TIME_OUTS: Snippets = {
  java: [
    'java',
    'HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();\nHttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();',
  ],
  javascript: ['js', 'const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });'],
  python: ['python', 'response = session.get(url, timeout=(2, 10))  # connect, read: seconds'],
  go: ['go', 'client := &http.Client{Timeout: 10 * time.Second}'],
  dotnet: ['csharp', 'client.Timeout = TimeSpan.FromSeconds(10);'],
  ruby: ['ruby', 'http.open_timeout = 2\nhttp.read_timeout = 10'],
  php: ['php', "$client = new GuzzleHttp\\Client(['connect_timeout' => 2, 'timeout' => 10]);"],
  rust: [
    'rust',
    'let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build()?;',
  ],
};
const POOLS: Snippets = {
  java: [
    'java',
    'try (Connection connection = dataSource.getConnection()) {\n    // use it here, without remote calls; leaving the block gives it back on every path\n}',
  ],
  javascript: [
    'js',
    'const client = await pool.connect();\ntry {\n  // use it here, without other awaits than queries\n} finally {\n  client.release();\n}',
  ],
  python: [
    'python',
    'with engine.connect() as connection:\n    ...  # leaving the block gives it back',
  ],
  go: [
    'go',
    'rows, err := db.QueryContext(ctx, query)\nif err != nil {\n\treturn err\n}\ndefer rows.Close()',
  ],
  dotnet: [
    'csharp',
    'await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);',
  ],
  ruby: [
    'ruby',
    'ActiveRecord::Base.connection_pool.with_connection do |connection|\n  # use it here\nend',
  ],
};
const BACK_OFFS: Snippets = {
  python: [
    'python',
    'retry = Retry(total=5, backoff_factor=1, status_forcelist=[429], respect_retry_after_header=True)\nsession.mount("https://", HTTPAdapter(max_retries=retry))',
  ],
  javascript: [
    'js',
    "for (let attempt = 0; response.status === 429 && attempt < 5; attempt += 1) {\n  const seconds = Number(response.headers.get('retry-after')) || 2 ** attempt;\n  await setTimeout(seconds * 1000 * (0.5 + Math.random()));\n  response = await send();\n}",
  ],
};

const MAKERS: Readonly<Record<FixKind, (advised: Advised) => readonly Change[]>> = {
  'null-guard': nullGuard,
  'iam-statement': iamStatement,
  'pool-settings': poolSettings,
  'client-time-out': clientTimeOut,
  'back-off': backOff,
  'lambda-limits': lambdaLimits,
  'jvm-options': () => [
    configuration(
      'Let the JVM leave room in its container, write a heap dump and end when memory runs out',
      'sh',
      'JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+HeapDumpOnOutOfMemoryError -XX:+ExitOnOutOfMemoryError"',
    ),
  ],
  'descriptor-limit': () => [
    configuration(
      'Raise the limit of open files in the container definition',
      'json',
      JSON.stringify(
        { ulimits: [{ name: 'nofile', softLimit: 65_536, hardLimit: 65_536 }] },
        null,
        2,
      ),
    ),
  ],
  'required-setting': requiredSetting,
};

/** All changes that can be shown, in the order of the causes. */
export function fixesFor(causes: readonly Advised[]): readonly Fix[] {
  return causes.flatMap((advised) => {
    const kind = advised.signature?.fix;
    const changes = [...formerValue(advised), ...(kind === undefined ? [] : MAKERS[kind](advised))];
    return changes.map((change) => ({ ...change, rootCause: advised.cause.rank }));
  });
}

function configuration(title: string, language: string, text: string): Change {
  return { title, kind: 'configuration', language, text };
}

/** The setting as it was before the change that is tied to the failure. */
function formerValue({ cause: { trigger } }: Advised): readonly Change[] {
  if (trigger === null || (trigger.undone ?? null) !== null) return [];
  const { hold = 'tied' } = trigger;
  const setting = hold === 'tied' ? undoingOf(trigger.message) : null;
  if (setting?.kind !== 'setting' || setting.name.includes(' ')) return [];
  const { name, before, after } = setting;
  const time = isoTime(trigger.timestampMs);
  return [
    configuration(
      `Restore ${name} to its former value`,
      'properties',
      `# ${after} since ${time}, ${before} before\n${name}=${before}`,
    ),
  ];
}

function languageOf({ finding }: Advised): Language | null {
  const extension = finding.location?.file.split('.').at(-1)?.toLowerCase() ?? '';
  return finding.sample.trace?.language ?? EXTENSIONS[extension] ?? null;
}

function nullGuard(advised: Advised): readonly Change[] {
  const { names, finding } = advised;
  const language = languageOf(advised);
  if (language === null || names.site === undefined) return [];
  const { fence, text } = guardAt(language, {
    site: names.site,
    function: finding.location?.function ?? null,
    variable: names.variable ?? null,
    property: names.property ?? null,
  });
  return [
    { title: `Guard the value before ${names.site} uses it`, kind: 'code', language: fence, text },
  ];
}

/** A deny holds whatever else allows the call. */
const EXPLICIT_DENY = /\bexplicit deny\b/i;
/** The policy of the key, the bucket or the queue itself lacks the statement, not that of the role. */
const OF_RESOURCE = /\bno resource-based policy allows\b/i;
const ASSUMED_ROLE = /\b(arn:aws[a-z-]{0,10}):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\//;

function iamStatement({ names, finding }: Advised): readonly Change[] {
  const { action, resource } = names;
  const { message } = finding.sample.block;
  if (action === undefined || resource === undefined || EXPLICIT_DENY.test(message)) return [];
  const allowed = { Effect: 'Allow', Action: [action] };
  if (!OF_RESOURCE.test(message)) {
    const title = `Allow ${action} on the denied resource, if the application is meant to have it`;
    return [policy(title, { ...allowed, Resource: [resource] })];
  }
  const [, prefix, account, role] = ASSUMED_ROLE.exec(message) ?? [];
  if (prefix === undefined) return [];
  const principal = { AWS: `${prefix}:iam::${account}:role/${role}` };
  const title = `Allow ${action} to the role in the policy of the resource itself, if the application is meant to have it`;
  return [policy(title, { ...allowed, Principal: principal, Resource: [resource] })];
}

function policy(title: string, statement: object): Change {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
  return configuration(title, 'json', text);
}

function poolSettings(advised: Advised): readonly Change[] {
  const hikari = /hikari/i.test(advised.finding.sample.block.message);
  const settings = configuration(
    'Let HikariCP report connections that are held too long',
    'properties',
    'spring.datasource.hikari.leak-detection-threshold=20000\nspring.datasource.hikari.max-lifetime=1200000',
  );
  return [
    ...snippet(advised, POOLS, 'Give every connection back on every path'),
    ...(hikari ? [settings] : []),
  ];
}

function snippet(advised: Advised, snippets: Snippets, title: string): readonly Change[] {
  const language = languageOf(advised);
  const found = language === null ? undefined : snippets[language];
  if (found === undefined) return [];
  const [fence, text] = found;
  const { site } = advised.names;
  return [
    {
      title: site === undefined ? title : `${title} at ${site}`,
      kind: 'code',
      language: fence,
      text,
    },
  ];
}

/** Calls that are not HTTP, for which the snippets would be wrong. */
const NOT_HTTP =
  /\b(?:ldap|grpc|rpc error|jdbc|sql|smtp|jakarta\.mail|javax\.mail|redis|mongo|kafka|amqp|sftp|ssh|ftp|cassandra|memcache)/i;

function clientTimeOut(advised: Advised): readonly Change[] {
  return NOT_HTTP.test(advised.finding.sample.block.message)
    ? []
    : snippet(advised, TIME_OUTS, 'Set a connect and a read time-out');
}

function backOff(advised: Advised): readonly Change[] {
  if (advised.signature?.type !== 'infrastructure') {
    return snippet(advised, BACK_OFFS, 'Wait as long as the other side asks for');
  }
  return [
    configuration(
      'Let the AWS SDK slow down when it is throttled',
      'sh',
      'AWS_RETRY_MODE=adaptive\nAWS_MAX_ATTEMPTS=5',
    ),
  ];
}

function lambdaLimits({ exampleNames: names }: Advised): readonly Change[] {
  const name = names.function;
  if (name === undefined || !isCommandValue(name)) return [];
  const limits = {
    ...(names.secondsDoubled === undefined ? {} : { Timeout: Number(names.secondsDoubled) }),
    ...(names.memoryDoubled === undefined ? {} : { MemorySize: Number(names.memoryDoubled) }),
  };
  if (Object.keys(limits).length === 0) return [];
  return [
    configuration(
      `Raise the limit of function ${name} for the time being`,
      'json',
      JSON.stringify({ FunctionName: name, ...limits }, null, 2),
    ),
  ];
}

function requiredSetting(advised: Advised): readonly Change[] {
  const { setting } = advised.names;
  if (setting === undefined || !SETTING_NAME.test(setting)) return [];
  if (!ENVIRONMENT_NAME.test(setting)) return [];
  const checks: Snippets = {
    java: [
      'java',
      `String value = Objects.requireNonNull(System.getenv("${setting}"), "${setting} is not set");`,
    ],
    javascript: [
      'js',
      `import { env } from 'node:process';\nif (env['${setting}'] === undefined) throw new Error('${setting} is not set');`,
    ],
    python: [
      'python',
      `if "${setting}" not in os.environ:\n    raise SystemExit("${setting} is not set")`,
    ],
    go: ['go', `if os.Getenv("${setting}") == "" {\n\tlog.Fatal("${setting} is not set")\n}`],
    ruby: ['ruby', `ENV.fetch('${setting}')`],
  };
  return snippet(advised, checks, `Demand ${setting} at start-up`);
}
