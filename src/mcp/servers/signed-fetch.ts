// AWS's signature on requests of MCP's HTTP transport, so that AWS's servers are spoken to without a proxy. Each request
// is signed with fresh credentials; nothing signed ever goes to a redirect's target (boundedFetch follows none).
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsIdentity } from './aws-identity.ts';

export interface SigningScope {
  readonly service: string;
  readonly region: string;
}

/** `callsRegion` is what AWS's servers are told as the region of their calls, unless the message names one. */
export function signedFetch(
  { service, region }: SigningScope,
  callsRegion: string,
  identity: AwsIdentity,
): typeof fetch {
  const { credentials, sha256 } = identity;
  const signer = new SignatureV4({ service, region, credentials, sha256 });
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const body = typeof init.body === 'string' ? withRegion(init.body, callsRegion) : undefined;
    const signed = await signer.sign({
      method: init.method ?? 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...Object.fromEntries(new Headers(init.headers)), host: url.host },
      ...(body === undefined ? {} : { body }),
    });
    const { host: _, ...headers } = signed.headers;
    const answer = await fetch(url, { ...init, headers, ...(body === undefined ? {} : { body }) });
    if (answer.status === 401 || answer.status === 403)
      throw new Error(await refusal(answer, identity));
    return answer;
  };
}

/** `_meta.AWS_REGION` in the parameters of each message; what is there already stays. */
function withRegion(body: string, region: string): string {
  const message: unknown = JSON.parse(body);
  return JSON.stringify(
    Array.isArray(message)
      ? message.map((one) => regional(one, region))
      : regional(message, region),
  );
}

function regional(message: unknown, region: string): unknown {
  if (!isObject(message) || typeof message.method !== 'string') return message;
  const params = isObject(message.params) ? message.params : {};
  const meta = isObject(params._meta) ? params._meta : {};
  return { ...message, params: { ...params, _meta: { AWS_REGION: region, ...meta } } };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const MAX_BODY_CHARS = 300;

/** However much a server goes on to say. */
async function beginningOf({ body }: Response): Promise<string> {
  let text = '';
  if (body === null) return text;
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= MAX_BODY_CHARS) break;
  }
  return text.slice(0, MAX_BODY_CHARS);
}

async function refusal(answer: Response, { renewal }: AwsIdentity): Promise<string> {
  const said = await beginningOf(answer);
  const isExpired = /expired|InvalidClientTokenId|UnrecognizedClient/i.test(said);
  return isExpired
    ? `AWS says that the credentials have expired. Renew them: ${renewal}`
    : `AWS refused the request with ${answer.status}: ${said}`;
}
