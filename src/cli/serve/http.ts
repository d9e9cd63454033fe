// `mcp serve --http PORT`: where and with which token clients reach the server, and what its owner is told. The URL is the
// first line on stdout; the token is told on stderr, once, and only where it is new.
import { errorCode } from '../../base/error-code.ts';
import { Failure, withValue } from '../../base/failure.ts';
import { type HttpOffer, serveOnHttp } from '../../mcp/serve-http.ts';
import type { CliProcess } from '../cli-process.ts';
import type { Config } from '../config.ts';
import { httpToken, type Token } from './http-token.ts';

const MAX_PORT = 65_535;
/** A client whose connection broke has so long to come back before what it asked for is cancelled. */
const GONE_MS = 30_000;

interface HttpChoice {
  readonly port: number;
  readonly token: Token;
}

interface HttpOptions {
  readonly http?: string;
  readonly tokenFile?: string;
}

/** null: on stdio. Throws Failure `usage`. */
export function httpChoice({ http, tokenFile }: HttpOptions, { mcp }: Config): HttpChoice | null {
  if (http === undefined) {
    if (tokenFile === undefined) return null;
    throw new Failure(
      'usage',
      '--token-file was given without --http: on stdio there is no token.',
      [],
      [{ label: 'For example', add: ['--http', '0'] }],
    );
  }
  const port = /^\d{1,5}$/.test(http) ? Number(http) : Number.NaN;
  if (!(port <= MAX_PORT)) {
    throw new Failure(
      'usage',
      `--http "${http}" is not a port: a whole number from 0 to ${MAX_PORT}.`,
      [],
      [withValue('--http', '8585')],
    );
  }
  return { port, token: httpToken(tokenFile, mcp.httpToken) };
}

interface Surroundings extends HttpChoice {
  readonly signal: AbortSignal;
  readonly cli: CliProcess;
}

/** Throws Failure `usage` where the port can't be had. */
export async function serveHttp(
  create: Parameters<typeof serveOnHttp>[0],
  { port, token, signal, cli }: Surroundings,
): Promise<void> {
  const offered: HttpOffer = {
    port,
    token: token.value,
    goneMs: GONE_MS,
    signal,
    onListening: (url) => {
      cli.stdout.write(`${url}\n`);
      cli.stderr.write(`${introduction(token).join('\n')}\n`);
    },
  };
  try {
    await serveOnHttp(create, offered);
  } catch (fault) {
    throw unavailable(port, fault);
  }
}

function introduction({ value, isNew, warning }: Token): readonly string[] {
  return [
    ...(warning === null ? [] : [`Warning: ${warning}`]),
    ...(isNew ? ['Clients send this header; the token is told only now:'] : []),
    ...(isNew ? [`Authorization: Bearer ${value}`] : []),
    'Ctrl-C ends it.',
  ];
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it',
  EACCES: 'this user may not take it',
};

function unavailable(port: number, fault: unknown): unknown {
  const why = WHY[errorCode(fault) ?? ''];
  if (why === undefined) return fault;
  const help = ['With 0 a free port is taken.'];
  return new Failure('usage', `Port ${port} cannot be had: ${why}.`, help, [
    withValue('--http', '0'),
  ]);
}
