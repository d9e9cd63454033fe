// A fetch for servers that are said to speak the Messages API: an answer that cannot be a stream of its events – a page,
// a whole JSON document, a redirect – is a fault that names the address and what came from it, at the first attempt.
import { ModelFault } from './model.ts';

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What no stream of events is sent as. */
const DOCUMENT = /^(?:text\/html|application\/(?:xhtml\+xml|json|xml)|text\/xml)\b/i;
const MAX_SHOWN_CHARS = 80;

export const eventsOnly =
  (send: Fetch = fetch): Fetch =>
  async (input, init) => {
    // A redirect would carry the key to another host, and turn the question into a GET.
    const response = await send(input, { ...init, redirect: 'manual' });
    const why = await whyNoEvents(response);
    if (why === null) return response;
    throw new ModelFault('wrong-server', `${addressOf(input)} ${why}`);
  };

async function whyNoEvents(response: Response): Promise<string | null> {
  const { status, headers } = response;
  if (status >= 300 && status < 400) {
    const place = headers.get('location');
    await response.body?.cancel();
    return `redirects${place === null ? '' : ` to ${place}`} instead of answering`;
  }
  const type = headers.get('content-type') ?? '';
  const isPage = /html/i.test(type) && (status === 404 || status === 405);
  if (!isPage && !(status === 200 && DOCUMENT.test(type))) return null;
  const begin = await beginOf(response);
  const shown = begin === '' ? '' : `; it begins: ${begin}`;
  const [kind = ''] = type.split(';');
  return `answers ${status} with ${kind} instead of a stream of events${shown}`;
}

async function beginOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const chunk = await reader?.read();
  await reader?.cancel();
  return Buffer.from(chunk?.value ?? [])
    .toString()
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_SHOWN_CHARS);
}

/** Without anything that could be a key. */
function addressOf(input: string | URL | Request): string {
  const { origin, pathname } = new URL(input instanceof Request ? input.url : input);
  return origin + pathname;
}
