// What was given twice and differs: by a flag of its own and by --param, or by two flags. Which one was meant is for a
// person to say.
import { Failure } from '../base/failure.ts';
import type { WindowRequest } from '../run/request.ts';
import type { InvestigateOptions } from './investigate-options.ts';

/** Two ways to say the value of one parameter. */
interface Rival {
  readonly parameter: string;
  /** As it was typed. */
  readonly typed: string;
  /** null: it was not given. */
  readonly value: string | null;
  readonly agrees: (value: string, other: string) => boolean;
}

/** Throws Failure `usage` that names both. */
export function refuseContradictions(
  application: string | null,
  options: InvestigateOptions,
  parameters: Readonly<Record<string, string>>,
  window: WindowRequest,
): void {
  if (options.quiet === true && options.verbose === true) {
    throw new Failure(
      'usage',
      '--quiet and --verbose contradict each other.',
      ['Leave one of them out.'],
      [{ label: 'For example', drop: ['--verbose'] }],
    );
  }
  if (options.linkedAccounts === true && options.logGroup.length > 0) {
    throw new Failure(
      'usage',
      '--linked-accounts seeks log groups, and --log-group names them.',
      ['Name those of linked accounts by their ARN, or leave --log-group out.'],
      [{ label: 'For example', drop: ['--log-group'] }],
    );
  }
  for (const { parameter, typed, value, agrees } of rivals(application, options, window)) {
    const other = parameters[parameter];
    if (value === null || other === undefined || agrees(value, other)) continue;
    throw new Failure(
      'usage',
      `${typed} and --param ${parameter}=${other} contradict each other.`,
      ['Leave one of them out.'],
    );
  }
}

function rivals(
  application: string | null,
  options: InvestigateOptions,
  window: WindowRequest,
): readonly Rival[] {
  const { region, hours, start, end } = options;
  const regions = region.length === 0 ? null : region.join(',');
  const hoursRival = { parameter: 'time_window_hours', agrees: sameNumber };
  return [
    {
      parameter: 'application_name',
      typed: `The argument ${application}`,
      value: application,
      agrees: (a, b) => a === b,
    },
    {
      parameter: 'region',
      typed: `--region ${regions}`,
      value: regions,
      agrees: (a, b) => namesIn(a).join() === namesIn(b).join(),
    },
    { ...hoursRival, typed: `--hours ${hours}`, value: hours ?? null },
    {
      ...hoursRival,
      typed: `--start ${start} --end ${end}`,
      value: start === undefined || end === undefined ? null : String(window.hours),
    },
  ];
}

const namesIn = (list: string) => list.split(',').map((name) => name.trim());

const sameNumber = (a: string, b: string) => Number(a) === Number(b);
