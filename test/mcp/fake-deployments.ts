// Lambda and ECS as far as a run asks them, on the loopback: answers by operation, as the SDK's own protocols carry them.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** By operation; `deny` as AWS refuses, another text as the XML of CloudFormation. */
export type DeploymentAnswers = Readonly<Record<string, (asked: string) => object | string>>;

const PATHS: readonly (readonly [RegExp, string])[] = [
  [/^\/2015-03-31\/functions\/([^/]+)\/versions/, 'ListVersionsByFunction'],
  [/^\/2015-03-31\/functions\/([^/]+)\/aliases/, 'ListAliases'],
];

/** `calls` are the operations that were asked for, each with what it was asked about. */
export async function startFakeDeployments(answers: DeploymentAnswers) {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const { operation, asked } = await asksFor(request);
    calls.push(`${operation} ${asked}`);
    const made = answers[operation]?.(asked) ?? {};
    const denied = made === 'deny';
    response.writeHead(denied ? 403 : 200, {
      'content-type': 'application/json',
      'x-amzn-requestid': `request-${calls.length}`,
      ...(denied ? { 'x-amzn-errortype': 'AccessDeniedException' } : {}),
    });
    const refusal = { __type: 'AccessDeniedException', message: `not authorized: ${operation}` };
    if (typeof made === 'string' && !denied) response.end(made);
    else response.end(JSON.stringify(denied ? refusal : made));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

/** Lambda names operation and function in the path; null: it is none of these. */
export function restCall(url: string): { operation: string; name: string } | null {
  for (const [path, operation] of PATHS) {
    const [, name] = path.exec(url) ?? [];
    if (name !== undefined) return { operation, name };
  }
  return null;
}

async function asksFor(request: IncomingMessage) {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const url = request.url ?? '';
  const rest = restCall(url);
  if (rest !== null) return { operation: rest.operation, asked: `${rest.name}${markerIn(url)}` };
  const form = formCall(request, text);
  if (form !== null) return { operation: form.get('Action') ?? '', asked: textOf(form) };
  const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
  const { cluster = '', services = [] } = JSON.parse(text || '{}') as {
    cluster?: string;
    services?: string[];
  };
  return { operation, asked: [cluster, ...services].join(' ').trim() };
}

/** What CloudFormation is asked; null: it is another service. */
export function formCall({ headers }: IncomingMessage, text: string): URLSearchParams | null {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? new URLSearchParams(text) : null;
}

const textOf = (form: URLSearchParams) =>
  [...form].flatMap(([name, value]) => (/^(?:Action|Version)$/.test(name) ? [] : value)).join(' ');

/** As CloudFormation answers. */
export const inXml = (operation: string, result: string) =>
  `<${operation}Response><${operation}Result>${result}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`;

export const faultInXml = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

function markerIn(url: string): string {
  const marker = new URL(url, 'http://localhost').searchParams.get('Marker');
  return marker === null ? '' : ` ${marker}`;
}
