// `troubleshoot runs list|show`: the runs below a folder of reports, and what is known of one.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../base/failure.ts';
import { grouped } from '../base/grouped.ts';
import { sanitizeLine } from '../base/sanitize.ts';
import { isoTime } from '../base/time-range.ts';
import { visibleJson } from '../base/visible-json.ts';
import { size } from '../report/format.ts';
import { readEarlier } from '../run/earlier.ts';
import { findRun, listRuns, type RunSummary, readSummary, runNames } from '../run/run-summary.ts';
import { durationInWords } from '../terminal/amounts.ts';
import type { CliProcess } from './cli-process.ts';
import { EXIT } from './exit-code.ts';
import { nearPath } from './near-path.ts';
import { quoted } from './own-command.ts';
import { fitsIn, tableText } from './rows-text.ts';
import { onTerminal, terminalColumns } from './terminal-lines.ts';
import { wholeNumber } from './whole-number.ts';

export interface ListRunsOptions {
  readonly out: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** The latest first. */
export async function listRunsCommand(options: ListRunsOptions, cli: CliProcess): Promise<number> {
  const limit = wholeNumber('--limit', options.limit, 1);
  const names = runNames(options.out);
  const runs = names.slice(0, limit).flatMap((name) => readSummary(join(options.out, name)) ?? []);
  if (options.json === true) {
    cli.stdout.write(`${visibleJson(JSON.stringify({ kind: 'runs', all: names.length, runs }))}\n`);
    return EXIT.ok;
  }
  if (runs.length > 0) cli.stdout.write(runsTable(runs, terminalColumns(cli.stdout)));
  cli.stderr.write(onTerminal(closing(runs, names.length, options.out), cli.stderr, '  '));
  return EXIT.ok;
}

/** On a narrow terminal without seconds, and if need be without sizes; `columns` is null where it is none. */
export function runsTable(runs: readonly RunSummary[], columns: number | null): string {
  const rows = (timeChars: number) =>
    runs.map((run) => [
      run.runId,
      run.startedMs === null ? '' : isoTime(run.startedMs).slice(0, timeChars),
      sanitizeLine(run.application),
      sanitizeLine(run.region),
      run.status,
      run.verdict ?? '',
      size(run.sizeBytes),
    ]);
  const whole = tableText(NAMES, rows(TO_THE_SECOND));
  if (fits(whole, columns)) return whole;
  const shorter = tableText(NAMES, rows(TO_THE_MINUTE));
  if (fits(shorter, columns)) return shorter;
  return tableText(
    NAMES.slice(0, -1),
    rows(TO_THE_MINUTE).map((cells) => cells.slice(0, -1)),
  );
}

const NAMES = ['run', 'started', 'application', 'region', 'status', 'verdict', 'size'];
/** Characters of a time. */
const TO_THE_SECOND = 19;
const TO_THE_MINUTE = 16;

const fits = (table: string, columns: number | null) => columns === null || fitsIn(table, columns);

function closing(runs: readonly RunSummary[], all: number, out: string): string {
  if (all === 0) return noRunIn(out);
  const more = all > runs.length ? [`${runs.length} of ${all} runs; more: --limit ${all}`] : [];
  const open = runs.find(({ resumable }) => resumable);
  const lines = [...more, ...(open === undefined ? [] : [`To go on: ${resumeLine(open)}`])];
  return lines.map((line) => `${line}\n`).join('');
}

function noRunIn(out: string): string {
  if (existsSync(out)) return `No run in ${out}.\n`;
  const near = nearPath(out);
  const meant = near === null ? '' : `Type: troubleshoot runs --out ${quoted(near)}\n`;
  return `No run in ${out}: there is no such folder.\n${meant}`;
}

const resumeLine = ({ folder }: RunSummary) => `troubleshoot resume ${quoted(folder)}`;

export async function showRunCommand(
  run: string,
  options: { readonly out: string; readonly json?: boolean },
  cli: CliProcess,
): Promise<number> {
  const summary = findRun(run, options.out);
  if (summary === null) throw noSuchRun(run, options.out, () => true);
  const details = detailsOf(summary);
  const text =
    options.json === true
      ? visibleJson(JSON.stringify({ kind: 'run', ...summary, ...details }))
      : inWords(summary, details)
          .map((line) => shownOn(cli.stdout, line))
          .join('\n');
  cli.stdout.write(`${text}\n`);
  return EXIT.ok;
}

/** A command stays whole, to be copied. */
const shownOn = (stream: NodeJS.WriteStream, line: string) =>
  / troubleshoot (?:resume|replay) /.test(line)
    ? line
    : onTerminal(line, stream, ' '.repeat(NAME_COLUMNS + 1));

interface Details {
  readonly sop: string | null;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly workedMs: number | null;
  /** Answers of tools on record. */
  readonly answers: number;
  /** Queries that were started and whose answer is not on record. */
  readonly openQueries: readonly string[];
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
}

function detailsOf({ folder }: RunSummary): Details {
  const before = readEarlier(folder);
  const recall = before?.earlier.recall;
  const queries = [...(recall?.queries.values() ?? [])];
  const details = {
    sop: before?.asked.request.sop.name ?? null,
    parameters: before?.asked.request.parameters ?? {},
    workedMs: before?.earlier.spentMs ?? null,
    answers: recall?.count('call').all ?? 0,
    openQueries: queries.filter(({ ended }) => !ended).map(({ liveId }) => liveId),
    files: readdirSync(folder)
      .sort()
      .map((name) => ({ name, sizeBytes: statSync(join(folder, name)).size })),
  };
  recall?.close();
  return details;
}

function inWords(run: RunSummary, details: Details): string[] {
  const { sop, parameters, workedMs, answers, openQueries, files } = details;
  const values = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const rows: readonly (readonly [string, string | null])[] = [
    ['run', run.runId],
    ['folder', run.folder],
    ['status', statusInWords(run)],
    ['application', run.application],
    ['region', run.region || null],
    ['SOP', sop],
    ['parameters', values.length === 0 ? null : values.join(', ')],
    ['started', run.startedMs === null ? null : isoTime(run.startedMs)],
    ['last line', run.endedMs === null ? null : isoTime(run.endedMs)],
    ['worked', workedMs === null ? null : durationInWords(workedMs)],
    ['on record', `${grouped(answers)} answers`],
    ['open queries', openQueries.length === 0 ? null : openQueries.join(', ')],
    ['files', files.map(({ name, sizeBytes }) => `${name} ${size(sizeBytes)}`).join(', ')],
    ...next(run),
  ];
  const shown = rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return shown.map(([name, value]) => `${name.padEnd(NAME_COLUMNS)} ${sanitizeLine(value)}`);
}

const NAME_COLUMNS = 12;

function statusInWords({ status, verdict, exitCode, failure }: RunSummary): string {
  const more = [verdict, exitCode === null ? null : `exit code ${exitCode}`, failure];
  return [status, ...more.filter((part) => part !== null)].join(', ');
}

function next(run: RunSummary): readonly (readonly [string, string])[] {
  if (run.resumable) return [['to go on', resumeLine(run)]];
  if (run.status === 'finished' || run.status === 'replayed')
    return [['to rewrite', `troubleshoot replay ${quoted(run.folder)}`]];
  return [];
}

/** Offers the runs that could have been meant; as an example only one that the command takes. */
export function noSuchRun(
  run: string,
  out: string,
  isMeant: (run: RunSummary) => boolean = ({ resumable }) => resumable,
): Failure {
  const known = listRuns(out).slice(0, MAX_OFFERED);
  const first = known.find(isMeant);
  const help =
    known.length === 0
      ? [`There is no run in ${out}; another folder of reports: --out DIR`]
      : [
          `Give a run's folder or id. In ${out}: ${known.map(({ runId }) => runId).join(', ')}`,
          'Of another folder of reports: its id with --out DIR',
        ];
  const replace = first === undefined ? [] : [{ flag: null, from: run, to: first.runId }];
  const again = replace.length === 0 ? [] : [{ label: 'For example', replace }];
  return new Failure('usage', `${run} is no run.`, help, again);
}

const MAX_OFFERED = 10;
