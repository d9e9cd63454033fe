// Calls of the AWS SDK: under the name of this program and its run, each told to the audit with the number of requests
// that it took. What the service says of the time is kept with the tool that asked.
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { appIdOf, type Caller, type Outgoing } from '../../base/outgoing.ts';
import { faultOf } from '../aws-fault.ts';
import { aheadMs } from './service-clock.ts';
import { beginCall, noteClock } from './tool-calls.ts';

/** Settings of a client. The name of the application goes with what the SDK asks for credentials, too. */
export function namedClient(caller: Caller): {
  customUserAgent: [string, string][];
  userAgentAppId: string;
} {
  const { version, runId } = caller;
  const run: [string, string][] = runId === null ? [] : [['run', runId]];
  return {
    customUserAgent: [['troubleshoot', version], ...run],
    userAgentAppId: appIdOf(caller),
  };
}

/** All clients have a stack of this kind; the SDK types each by its own operations. */
type Stack = CloudWatchLogsClient['middlewareStack'];

/** The same client, whose calls are told to the audit. `service` is AWS's prefix of its actions: `logs`. */
export function audited<Client extends { readonly middlewareStack: object }>(
  client: Client,
  { service, region }: { readonly service: string; readonly region: string },
  { audit }: Outgoing,
): Client {
  const stack = client.middlewareStack as Stack;
  /** Requests of each call, by what the SDK knows of the call. */
  const sent = new WeakMap<object, number>();
  stack.add(
    (next, context) => async (args) => {
      const operation = `${service}:${(context.commandName ?? 'Unknown').replace(/Command$/, '')}`;
      const end = beginCall(audit, { operation, region, parameters: args.input });
      const attempts = () => sent.get(context) ?? 0;
      try {
        const answer = await next(args);
        const { requestId = null } = answer.output.$metadata;
        end({ outcome: 'ok', requestId, attempts: attempts() });
        return answer;
      } catch (thrown) {
        const { name, requestId } = faultOf(thrown);
        end({ outcome: name, requestId, attempts: attempts() });
        throw thrown;
      }
    },
    { step: 'initialize', name: 'auditCall', priority: 'high' },
  );
  stack.add(
    (next, context) => async (args) => {
      sent.set(context, (sent.get(context) ?? 0) + 1);
      const sentMs = Date.now();
      const answer = await next(args);
      const ahead = aheadMs(answer.response, sentMs, Date.now());
      if (ahead !== null) noteClock(ahead);
      return answer;
    },
    { step: 'deserialize', name: 'countRequest', priority: 'low' },
  );
  return client;
}
