// Words that stand where they say nothing: a path where the application is named, a flag without a name behind it.
import { existsSync } from 'node:fs';
import { Failure } from '../base/failure.ts';
import type { InvestigateOptions } from './investigate-options.ts';

/** Throws Failure `usage`. */
export function refuseMisplaced(
  application: string | null,
  { logs, logGroup }: Pick<InvestigateOptions, 'logs' | 'logGroup'>,
): void {
  if (logGroup.some((name) => name.trim() === ''))
    throw new Failure(
      'usage',
      '--log-group was given without a name.',
      [],
      [{ label: 'For example', drop: ['--log-group'] }],
    );
  if (application === null || logs.length > 0) return;
  if (!/[./\\]/.test(application) || !existsSync(application)) return;
  throw new Failure(
    'usage',
    `"${application}" is a path; the first argument is the name of the application.`,
    [],
    [
      {
        label: 'For example',
        replace: [{ flag: null, from: application, to: 'payment-service' }],
        add: ['--logs', application],
      },
    ],
  );
}
