// Who may talk to the endpoint: callers that know this run's access key id, and no web page. Pages can make a
// browser post to 127.0.0.1, but not without an Origin header or, after DNS rebinding, a foreign Host.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Denial {
  readonly httpStatus: number;
  readonly code: string;
  readonly message: string;
}

/** `AWS4-HMAC-SHA256 Credential=<access key id>/<date>/<region>/logs/aws4_request, …` */
const CREDENTIAL =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]{1,128})\/\d{8}\/[\w-]{1,64}\/logs\/aws4_request(?:,|$)/;

/** Why the request is not answered, null where it is. The signature is not checked: the key id is the secret. */
export function denialOf(
  headers: IncomingHttpHeaders,
  port: number,
  accessKeyId: string,
): Denial | null {
  if (headers.origin !== undefined) {
    return {
      httpStatus: 403,
      code: 'AccessDeniedException',
      message: 'Requests of web pages are refused.',
    };
  }
  if (headers.host !== `127.0.0.1:${port}` && headers.host !== `localhost:${port}`) {
    return {
      httpStatus: 403,
      code: 'AccessDeniedException',
      message: 'The Host header is not this endpoint.',
    };
  }
  const { authorization } = headers;
  if (authorization === undefined) {
    return {
      httpStatus: 400,
      code: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    };
  }
  const given = CREDENTIAL.exec(authorization)?.[1];
  if (given !== undefined && isSame(given, accessKeyId)) return null;
  const message = 'The security token included in the request is invalid.';
  return { httpStatus: 400, code: 'UnrecognizedClientException', message };
}

/** Takes the same time wherever the texts differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
