// Passes requests on with the token: the conformance suite knows of none. What is said of Host and Origin is passed on as
// it was, but for the relay's own name, which becomes the server's.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export async function startRelay(url: string, token: string) {
  const server = new URL(url);
  const relay = createServer((incoming, outgoing) => {
    const own = incoming.socket.localPort;
    const renamed = (value: string | undefined) =>
      value?.replace(new RegExp(`(127\\.0\\.0\\.1|localhost):${own}$`), server.host);
    const { host, origin, ...headers } = incoming.headers;
    const named = {
      host: renamed(host),
      ...(origin === undefined ? {} : { origin: renamed(origin) }),
    };
    const passed = request({
      host: server.hostname,
      port: server.port,
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers: { ...headers, ...named, authorization: `Bearer ${token}` },
    });
    passed.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { port } = relay.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${server.pathname}`,
    close: () => {
      const done = new Promise<void>((resolve) => relay.close(() => resolve()));
      relay.closeAllConnections();
      return done;
    },
  };
}
