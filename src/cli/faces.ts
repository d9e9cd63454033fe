// The faces of a run: progress on stderr, the JSON stream or the report on stdout, and the form where a person sits.
import { visibleJson } from '../base/visible-json.ts';
import { closingLines } from '../report/closing-lines.ts';
import type { Report } from '../report/types.ts';
import type { TimedEvent } from '../run/events.ts';
import type { FormIo } from '../terminal/form.ts';
import { createProgress } from '../terminal/progress.ts';
import type { CliProcess } from './cli-process.ts';
import type { Config } from './config.ts';
import type { InvestigateOptions } from './investigate-options.ts';
import { quoted } from './own-command.ts';
import { isReaderGone } from './reader-gone.ts';
import { widthOf } from './width.ts';

const DEFAULT_COLUMNS = 80;

export interface Faces {
  onEvent(event: TimedEvent): void;
  /** Tells what is waited for before the run begins; gives what ends it. */
  wait(text: string): () => void;
  /** null where nobody can or may be asked. */
  readonly form: FormIo | null;
  /** The rendered report and its essence on a terminal, else only the path; nothing beside a JSON stream. */
  showReport(shown: { report: Report; markdown: string }, path: string): Promise<void>;
  /** On a terminal, how to go on with a run that was interrupted. */
  showResume(folder: string): void;
  close(): void;
}

interface FacesOptions {
  readonly cli: CliProcess;
  readonly config: Config;
  readonly options: Pick<InvestigateOptions, 'color' | 'input' | 'quiet' | 'verbose' | 'json'>;
  readonly signal: AbortSignal;
}

export function createFaces({ cli, config, options, signal }: FacesOptions): Faces {
  const colourOn = (stream: NodeJS.WriteStream) =>
    options.color && (config.colourForced || (config.colourWanted && stream.isTTY === true));
  const progress = createProgress({
    stream: cli.stderr,
    colour: colourOn(cli.stderr),
    animated: cli.stderr.isTTY === true && !config.ci && !config.dumb,
    level: options.quiet === true ? 'quiet' : options.verbose === true ? 'verbose' : 'normal',
    columns: widthOf(cli.stderr, config),
    now: Date.now,
  });
  /** Where stdout cannot be written, the report is told of on stderr. */
  const tellAt = (path: string) => (fault?: Error | null) => {
    if (fault && !isReaderGone(fault)) cli.stderr.write(`The report is in ${path}\n`);
  };
  const tellOf = (event: TimedEvent) =>
    event.kind === 'run-finished' && event.reportMarkdown !== null
      ? tellAt(event.reportMarkdown)
      : undefined;
  const mayAsk =
    cli.stdin.isTTY === true && cli.stderr.isTTY === true && options.input && !config.ci;
  return {
    onEvent: (event) => {
      progress.onEvent(event);
      if (options.json === true)
        cli.stdout.write(`${visibleJson(JSON.stringify(event))}\n`, tellOf(event));
    },
    wait: progress.wait,
    form: mayAsk
      ? { input: cli.stdin, output: cli.stderr, signal, colour: colourOn(cli.stderr) }
      : null,
    showReport: async ({ report, markdown }, path) => {
      if (options.json === true) return;
      if (cli.stdout.isTTY === true) {
        const { renderMarkdown } = await import('../terminal/render.ts');
        const columns = cli.stdout.columns ?? config.columns ?? DEFAULT_COLUMNS;
        cli.stdout.write(
          `${await renderMarkdown(markdown, { columns, colour: colourOn(cli.stdout) })}\n`,
        );
        cli.stdout.write(`${closingLines(report, widthOf(cli.stdout, config)).join('\n')}\n`);
      }
      cli.stdout.write(`${path}\n`, tellAt(path));
    },
    showResume: (folder) => {
      if (options.json === true || cli.stdout.isTTY !== true) return;
      cli.stdout.write(`Go on: troubleshoot resume ${quoted(folder)}\n`);
    },
    close: () => progress.close(),
  };
}
