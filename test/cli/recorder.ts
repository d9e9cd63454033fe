// Stands between the program and an endpoint of CloudWatch Logs, and writes down which operations come by.
import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorder {
  /** Names of operations in the order they came in. */
  readonly operations: readonly string[];
  readonly url: string;
  close(): Promise<void>;
}

export async function startRecorder(endpointUrl: string): Promise<Recorder> {
  const operations: string[] = [];
  const endpoint = new URL(endpointUrl);
  const server = createServer((incoming, outgoing) => {
    operations.push(String(incoming.headers['x-amz-target']).replace(/^.*\./, ''));
    const onwards = ask(
      endpoint,
      { method: incoming.method ?? 'POST', headers: { ...incoming.headers, host: endpoint.host } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    incoming.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    operations,
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
