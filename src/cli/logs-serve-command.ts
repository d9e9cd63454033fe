// `troubleshoot logs serve`: CloudWatch Logs on this machine until Ctrl-C. The URL is the first line on stdout.
import { once } from 'node:events';
import { Failure } from '../base/failure.ts';
import { grouped } from '../base/grouped.ts';
import { inSentences } from '../base/in-sentences.ts';
import { sanitize } from '../base/sanitize.ts';
import { isOwnMachine } from '../local-cloudwatch/guard.ts';
import type { FaultRule, LocalCloudWatch } from '../local-cloudwatch/serve.ts';
import type { CliProcess } from './cli-process.ts';
import { signalExitCode } from './exit-code.ts';
import { readRegions } from './regions.ts';
import { listenForSignals } from './signals.ts';
import { noticesOf, readingNotices, skippedGaps } from './skipped-input.ts';
import { serveStanding } from './wiring.ts';

export interface ServeCommandOptions {
  readonly port?: string;
  readonly host: string;
  readonly logs?: readonly string[];
  readonly data?: string;
  readonly region?: string;
  readonly enforceAge?: boolean;
  readonly maxConcurrent?: string;
  readonly queryTimeout?: string;
  readonly fault?: readonly string[];
}

const MAX_PORT = 65_535;
const MAX_CONCURRENT = 100;
const MAX_TIMEOUT_S = 86_400;

/** Resolves at a signal. */
export async function serveCommand(options: ServeCommandOptions, cli: CliProcess): Promise<number> {
  const port = readNumber('--port', options.port ?? '0', 0, MAX_PORT);
  const standing = {
    host: options.host,
    port,
    dataFolder: options.data ?? null,
    enforceAge: options.enforceAge === true,
    maxConcurrentQueries: optional('--max-concurrent', options.maxConcurrent, MAX_CONCURRENT),
    queryTimeoutMs: toMs(optional('--query-timeout', options.queryTimeout, MAX_TIMEOUT_S)),
    faults: await readFaults(options.fault ?? []),
  };
  const region = options.region === undefined ? null : (readRegions([options.region])[0] ?? null);
  const interruption = listenForSignals(cli, 'Stopped.');
  const served = await serveStanding(options.logs ?? [], region, standing, (text) =>
    cli.stderr.write(`${sanitize(text)}\n`),
  );
  try {
    cli.stdout.write(`${served.url}\n`);
    cli.stderr.write(`${introduction(served, options).join('\n')}\n`);
    if (!interruption.signal.aborted) await once(interruption.signal, 'abort');
  } finally {
    interruption.dispose();
    await served.close();
  }
  return signalExitCode(interruption.received()) ?? 0;
}

function introduction(served: LocalCloudWatch, { host, data }: ServeCommandOptions): string[] {
  const { url, skipped, notes, logGroups, events } = served;
  const kept =
    data === undefined
      ? 'What clients put is kept in memory.'
      : `What clients put is kept in ${data}.`;
  const open = isOwnMachine(host)
    ? []
    : [
        `Warning: ${host} can be reached from other machines, and anybody who reaches it can read and write.`,
      ];
  return [
    ...open,
    ...noticesOf(skipped),
    ...readingNotices(notes),
    ...skippedGaps(skipped).map(({ what, why }) => inSentences([what, why])),
    `Serving ${grouped(logGroups)} log groups with ${grouped(events)} events. ${kept}`,
    `Ask it: aws logs describe-log-groups --endpoint-url ${url}`,
    'Ctrl-C ends it.',
  ];
}

function readNumber(flag: string, text: string, min: number, max: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new Failure(
    'usage',
    `${flag} "${text}" is not a whole number from ${min} to ${max}.`,
    [],
    [{ label: 'Without it', drop: [flag] }],
  );
}

function optional(flag: string, text: string | undefined, max: number): number | null {
  return text === undefined ? null : readNumber(flag, text, 1, max);
}

const toMs = (seconds: number | null) => (seconds === null ? null : seconds * 1_000);

async function readFaults(texts: readonly string[]): Promise<readonly FaultRule[]> {
  const { FAULT_SYNTAX, readFaultRule } = await import('../local-cloudwatch/faults.ts');
  return texts.map((text) => {
    const rule = readFaultRule(text);
    if (rule !== null) return rule;
    throw new Failure('usage', `--fault "${text}" is no fault.`, [
      `Its form is ${FAULT_SYNTAX}.`,
      'For example: --fault StartQuery:throttle:2',
    ]);
  });
}
