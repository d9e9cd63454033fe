// Who may speak to the server on 127.0.0.1: whoever has its token. A web page, or a name that was turned to 127.0.0.1,
// is refused before the token is looked at.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** null: welcome. */
export function refusalOf(
  { host, origin, authorization }: IncomingHttpHeaders,
  { port, token }: { readonly port: number; readonly token: string },
): Refusal | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !hosts.includes(host.toLowerCase()))
    return { status: 403, message: 'Forbidden: this Host is not served here.' };
  if (origin !== undefined && !hosts.some((own) => origin.toLowerCase() === `http://${own}`))
    return { status: 403, message: 'Forbidden: this Origin is not served here.' };
  const [, given] = /^Bearer ([^\s]+)$/i.exec(authorization ?? '') ?? [];
  if (given !== undefined && isSame(given, token)) return null;
  const headers = { 'www-authenticate': 'Bearer realm="troubleshoot"' };
  const message =
    given === undefined
      ? 'Unauthorized: send the header "Authorization: Bearer TOKEN".'
      : 'Unauthorized: this is not the token of this server.';
  return { status: 401, message, headers };
}

/** Takes as long for a token that differs early as for one that differs late. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
