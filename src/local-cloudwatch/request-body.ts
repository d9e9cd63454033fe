// The body of a request: read up to a bound, unpacked, parsed.
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { errorCode } from '../base/error-code.ts';
import { Refusal } from './protocol.ts';

const unzip = promisify(gunzip);
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** The whole body, unpacked; null where it exceeds its bound. Refuses a packing that it does not know. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const bytes = await readBytes(request, maxBytes);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (bytes === null || encoding === 'identity') return bytes;
  if (encoding !== 'gzip') {
    throw new Refusal('SerializationException', `The content encoding ${encoding} is not known.`);
  }
  try {
    return await unzip(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return null;
    throw new Refusal('SerializationException', 'The body is not what gzip writes.');
  }
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function parseBody(bytes: Buffer): unknown {
  const body = bytes.length === 0 ? {} : parseJson(bytes);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new Refusal('SerializationException', 'The body is not a JSON object.');
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new Refusal('SerializationException', 'The body is not valid JSON.');
  }
}
