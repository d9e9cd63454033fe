// What `--event` names, read no further than a notification can reach: a file, a pipe, or standard input.
import { open } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { errorCode } from '../../base/error-code.ts';
import { Failure } from '../../base/failure.ts';

/** A notification that is larger is none: SNS and EventBridge carry 256 KB. */
const MAX_EVENT_BYTES = 1_000_000;
const HINT = 'Give the path of a JSON file, or - for standard input.';

/** The text, without a byte order mark. Throws Failure `usage`. */
export async function readEvent(
  path: string,
  stdin: Readable & { readonly isTTY?: boolean },
  signal: AbortSignal,
): Promise<string> {
  if (path === '') throw new Failure('usage', '--event needs a path.', [HINT]);
  if (path !== '-') return fromFile(path, signal);
  if (stdin.isTTY === true)
    throw new Failure('usage', '--event - reads standard input, which is a terminal here.', [
      'Pipe the notification into it, or give the path of a JSON file.',
    ]);
  return textOf(stdin, path);
}

async function fromFile(path: string, signal: AbortSignal): Promise<string> {
  try {
    const file = await open(path);
    try {
      return await textOf(
        addAbortSignal(signal, file.createReadStream({ autoClose: false })),
        path,
      );
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = errorCode(error) ?? String(error);
    throw new Failure('usage', `--event ${path} cannot be read (${code}).`, [HINT]);
  }
}

async function textOf(stream: Readable, path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MAX_EVENT_BYTES)
      throw new Failure('usage', `--event ${path} is larger than ${MAX_EVENT_BYTES} bytes.`, [
        'A notification of an alarm is not: give the notification alone.',
      ]);
    chunks.push(part);
  }
  const all = Buffer.concat(chunks);
  // What PowerShell writes by `>`; TextDecoder takes the byte order mark off.
  const isUtf16 = all[0] === 0xff && all[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(all);
}
