// How a reading command is carried out: in this process where the SDK carries its service, else by an installed AWS
// CLI, started without a shell; else an error that says so.
import type { Outgoing } from '../../base/outgoing.ts';
import { audited, namedClient } from '../audit/sdk-calls.ts';
import { beginCall } from '../audit/tool-calls.ts';
import { faultOf } from '../aws-fault.ts';
import { withoutSecrets } from '../withheld.ts';
import { inputOf } from './arguments.ts';
import { type AwsBinary, argumentsOf } from './aws-binary.ts';
import type { AwsAnswer, CarryOut } from './call-aws.ts';
import { cliName } from './cli-names.ts';
import { SDK_SERVICES, sdkService } from './sdk-services.ts';

export interface CarryOutSettings {
  /** Further settings of the SDK's clients: credentials, endpoint, attempts. */
  readonly client: Readonly<Record<string, unknown>>;
  /** null where no AWS CLI is installed. */
  readonly binary: AwsBinary | null;
  /** The role that the client's credentials are of: all calls are made as it. */
  readonly role?: string | null;
  readonly outgoing: Outgoing;
}

export function createCarryOut(settings: CarryOutSettings): CarryOut {
  const { client: more, binary, outgoing, role = null } = settings;
  return async (command, signal) => {
    if (role !== null && command.profile !== null) throw new BadArguments(otherIdentity(role));
    const service = await sdkService(command.service);
    if (service === null) {
      if (binary === null) throw new NoWay(command.service, role);
      return byBinary(binary, command, outgoing, signal);
    }
    const operation = service.operations.get(command.operation);
    if (operation === undefined) throw new NoWay(`${command.service} ${command.operation}`, role);
    const { input, fault } = inputOf(operation.inputSchema as never, withLimit(command, operation));
    if (input === null) throw new BadArguments(fault);
    const { region, profile } = command;
    const client = service.client({
      region,
      ...namedClient(outgoing.caller),
      ...(profile === null ? {} : { profile }),
      ...more,
    });
    audited(client, { service: command.service, region }, outgoing);
    try {
      return answerOf(await client.send(operation.command(input), { abortSignal: signal }));
    } finally {
      client.destroy();
    }
  };
}

/** What the installed CLI asked, and how often, only it knows: the audit is told of the command. */
async function byBinary(
  binary: AwsBinary,
  command: Parameters<CarryOut>[0],
  { audit }: Outgoing,
  signal: AbortSignal,
): Promise<AwsAnswer> {
  const { service, operation, options, region } = command;
  const end = beginCall(audit, {
    operation: `aws ${service} ${operation}`,
    region,
    parameters: Object.fromEntries(options),
  });
  try {
    const json = withoutSecrets(await binary(argumentsOf(command), signal));
    end({ outcome: 'ok', requestId: null, attempts: null });
    return { json, requestId: null };
  } catch (thrown) {
    end({ outcome: faultOf(thrown).name, requestId: null, attempts: null });
    throw thrown;
  }
}

/** The members by which AWS's operations bound a page. */
const LIMITS = ['MaxResults', 'maxResults', 'MaxRecords', 'MaxItems', 'limit', 'Limit'];

type Options = ReadonlyMap<string, readonly string[]>;

/** `--max-items` as the operation's own limit, where it has one and none is given. */
function withLimit(
  { options, maxItems }: { readonly options: Options; readonly maxItems: number | null },
  { inputSchema }: { readonly inputSchema: unknown },
): Options {
  const names: unknown = Array.isArray(inputSchema) ? inputSchema[4] : [];
  const limit = LIMITS.find((name) => Array.isArray(names) && names.includes(name));
  if (maxItems === null || limit === undefined || options.has(cliName(limit))) return options;
  return new Map([...options, [cliName(limit), [String(maxItems)]]]);
}

function answerOf(answer: unknown): AwsAnswer {
  if (typeof answer !== 'object' || answer === null) return { json: answer, requestId: null };
  const { $metadata, ...json } = answer as { $metadata?: { requestId?: string } };
  return { json: withoutSecrets(json), requestId: $metadata?.requestId ?? null };
}

class NoWay extends Error {
  override readonly name = 'NoWayToCall';

  constructor(what: string, role: string | null) {
    const why =
      role === null
        ? 'and there is none'
        : `which takes no role but one of a profile, and calls are made as ${role}`;
    super(
      `${what} is called through an installed AWS CLI, ${why}. In this process: ${SDK_SERVICES.join(', ')}.`,
    );
  }
}

const otherIdentity = (role: string) =>
  `--profile is not taken: calls are made as ${role}. Leave it out.`;

class BadArguments extends Error {
  override readonly name = 'InvalidCommand';
}
