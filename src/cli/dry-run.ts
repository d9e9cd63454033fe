// `--dry-run`: what would be asked, of whom, and what it may cost; nothing is asked.

import { existsSync } from 'node:fs';
import { Failure } from '../base/failure.ts';
import { sanitize } from '../base/sanitize.ts';
import { isoTime } from '../base/time-range.ts';
import { candidateQuery } from '../evidence/candidates.ts';
import { nameForms } from '../run/discovery.ts';
import type { CliProcess } from './cli-process.ts';
import { EXIT } from './exit-code.ts';
import type { DraftRequest } from './request.ts';

/** Prints the plan on stdout. */
export function dryRun(request: DraftRequest, logs: readonly string[], cli: CliProcess): number {
  const missing = logs.find((path) => !existsSync(path));
  if (missing !== undefined) {
    throw new Failure('usage', `${missing} does not exist`, [
      'Give the path of a log file or folder: --logs PATH',
    ]);
  }
  cli.stdout.write(`${planOf(request, logs).map(sanitize).join('\n')}\n`);
  return EXIT.ok;
}

function planOf(request: DraftRequest, logs: readonly string[]): string[] {
  const { sop, window } = request;
  return [
    `Plan for ${request.application}, by the SOP ${sop.name} (${sop.path})`,
    '',
    'Parameters:',
    ...Object.entries(request.parameters).map(([name, value]) => `  ${name} = ${value}`),
    `Window: ${windowInWords(window, request.local)}`,
    `Logs:   ${request.local ? logs.join(', ') : `CloudWatch Logs in ${request.regions.join(', ')}`}`,
    `Normal: ${baselineInWords(request)}`,
    `Groups: ${request.logGroups.length > 0 ? request.logGroups.join(', ') : `named like ${nameForms(request.application).join(', ')}`}`,
    '',
    'Steps:',
    ...sop.steps.map(
      ({ number, name, procedure }) => `  ${number}. ${name} (${procedure ?? 'no procedure'})`,
    ),
    '',
    'Query for candidates, over every confirmed log group:',
    ...candidateQuery()
      .split('\n')
      .map((line) => `  ${line}`),
    ...sop.steps.flatMap(({ queries }) =>
      queries.flatMap(({ name, text }) => [
        `Query ${name}:`,
        ...text
          .trim()
          .split('\n')
          .map((line) => `  ${line}`),
      ]),
    ),
    '',
    request.local
      ? 'Nothing is sent anywhere: local files are read by this process.'
      : 'Sent to AWS: read-only calls. Logs Insights costs about $0.005 per GB scanned;',
    ...(request.local
      ? []
      : [
          'each query scans the window of every confirmed log group once, one of them the normal time too.',
        ]),
  ];
}

function baselineInWords({ baseline }: DraftRequest): string {
  if (baseline === null)
    return 'the time of equal length just before the window, where there is data';
  if (baseline.kind === 'path') return `the logs ${baseline.path}`;
  return `from ${isoTime(baseline.startMs)} to ${isoTime(baseline.endMs)}`;
}

function windowInWords({ startMs, endMs, hours }: DraftRequest['window'], local: boolean): string {
  const start = startMs === null ? `${hours} hours before the end` : isoTime(startMs);
  const end = endMs === null ? (local ? 'the last event' : 'now') : isoTime(endMs);
  return `from ${start} to ${end}`;
}
