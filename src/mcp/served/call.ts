// What a tool at work can do towards its client: hear of a cancellation, tell how far it is, ask the person.
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type {
  ElicitRequestFormParams,
  ServerNotification,
  ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import type { AskClient, ClientField, ServedCall } from './served.ts';

/** How long a person may think before a question counts as unanswered. */
const ANSWER_TIMEOUT_MS = 10 * 60_000;

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export function callOf({ server }: McpServer, extra: Extra): ServedCall {
  const token = extra._meta?.progressToken;
  const canAsk = server.getClientCapabilities()?.elicitation?.form !== undefined;
  return {
    signal: extra.signal,
    progress: ({ done, of, text }) => {
      if (token === undefined || extra.signal.aborted) return;
      const params = {
        progressToken: token,
        progress: done,
        message: text,
        ...(of === null ? {} : { total: of }),
      };
      // A client that went away has no use for it.
      extra.sendNotification({ method: 'notifications/progress', params }).catch(() => undefined);
    },
    ask: canAsk ? askBy(server, extra) : null,
  };
}

function askBy(server: McpServer['server'], { requestId, signal }: Extra): AskClient {
  return async ({ message, fields }) => {
    const requestedSchema = {
      type: 'object' as const,
      properties: Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)])),
      required: fields.filter(({ kind }) => kind === 'text').map(({ name }) => name),
    };
    const options = { timeout: ANSWER_TIMEOUT_MS, signal, relatedRequestId: requestId };
    const answer = await server.elicitInput({ mode: 'form', message, requestedSchema }, options);
    if (answer.action !== 'accept') return null;
    const given = Object.entries(answer.content ?? {});
    return Object.fromEntries(
      given.filter((pair): pair is [string, string | boolean] => isPlain(pair[1])),
    );
  };
}

const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'boolean';

type Properties = ElicitRequestFormParams['requestedSchema']['properties'];

function schemaOf({ title, description, kind, byDefault }: ClientField): Properties[string] {
  const described = { title, description };
  if (kind === 'yes-no')
    return {
      type: 'boolean',
      ...described,
      ...(byDefault === null ? {} : { default: byDefault === true }),
    };
  return {
    type: 'string',
    ...described,
    ...(byDefault === null ? {} : { default: String(byDefault) }),
  };
}
