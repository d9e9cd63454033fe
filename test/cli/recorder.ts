// Stands between the program and an endpoint of CloudWatch Logs, and writes down which operations come by.
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorder {
  /** Names of operations in the order they came in. */
  readonly operations: readonly string[];
  /** The same with their bodies. */
  readonly requests: readonly string[];
  readonly url: string;
  close(): Promise<void>;
}

/** `onRequest` is called before a request goes on to the endpoint. */
export async function startRecorder(
  endpointUrl: string,
  onRequest: (operation: string, before: number) => void = () => {},
): Promise<Recorder> {
  const operations: string[] = [];
  const requests: string[] = [];
  const endpoint = new URL(endpointUrl);
  const server = createServer((incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
    onRequest(operation, operations.push(operation) - 1);
    let body = '';
    incoming.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    incoming.on('end', () => void requests.push(`${operation} ${body}`));
    const onwards = ask(
      endpoint,
      { method: incoming.method ?? 'POST', headers: { ...incoming.headers, host: endpoint.host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    // Who asked may be gone.
    onwards.on('error', () => outgoing.destroy());
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    operations,
    requests,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
