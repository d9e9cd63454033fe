// From flags, environment, SOP and answers to a complete request; nothing is asked of AWS on the way.
import type { Diagnostic } from '../base/diagnostic.ts';
import { Failure, withValue } from '../base/failure.ts';
import { bareArn, isArn, readLogGroupArn } from '../base/log-group-arn.ts';
import { checkQuery } from '../local-cloudwatch/check-query.ts';
import { queryText, unfitValues } from '../run/plan.ts';
import { type InvestigationRequest, LOCAL_REGION, type WindowRequest } from '../run/request.ts';
import { checkHours } from '../sop/parameter-values.ts';
import type { UnfitValue } from '../sop/query-values.ts';
import type { Sop } from '../sop/sop.ts';
import { placeholdersIn, substitute } from '../sop/substitute.ts';
import { readBaseline } from './baseline.ts';
import { refuseContradictions } from './contradictions.ts';
import type { InvestigateOptions } from './investigate-options.ts';
import { refuseMisplaced } from './misplaced.ts';
import { type AskForm, completedBy, settleParameters } from './parameters.ts';
import { readRegions } from './regions.ts';
import { readParameters, readWindow, refuseFuture } from './values.ts';

/** A request before its tools are connected: what is known to be missing comes with them. */
export type DraftRequest = Omit<InvestigationRequest, 'knownGaps'>;

export interface RequestSources {
  readonly application: string | null;
  readonly options: InvestigateOptions;
  readonly sop: Sop;
  /** Region from the environment or the AWS profile; null where neither has one. */
  readonly defaultRegion: string | null;
  /** null where nobody can be asked. */
  readonly ask: AskForm | null;
  /** UTC milliseconds. */
  readonly nowMs: number;
}

/** Throws Failure `usage` where a value does not fit or is missing. */
export async function draftRequest(sources: RequestSources): Promise<DraftRequest> {
  const { options, sop } = sources;
  const extra = readParameters(options.param);
  refuseMisplaced(sources.application, options);
  const window = readWindow(
    {
      hours: options.hours ?? hoursOfParameter(options, extra),
      start: options.start ?? null,
      end: options.end ?? null,
    },
    sources.nowMs,
  );
  refuseContradictions(sources.application, options, extra, window);
  // CloudWatch has no events of the future; local logs may.
  if (options.logs.length === 0) refuseFuture(window, sources.nowMs);
  const given = givenValues(sources, window);
  const known = Object.fromEntries(
    Object.entries(given).filter(([name]) => hasParameter(sop, name)),
  );
  const values = await settleParameters(sop, { ...known, ...extra }, sources.ask);
  const application = values.application_name ?? given.application_name;
  if (application === undefined) {
    throw new Failure(
      'usage',
      'Missing: the name of the application.',
      [],
      [completedBy(['application_name'])],
    );
  }
  const regions = regionsOf(values, given, options);
  const hours = hoursOf(values, window);
  const parameters = parametersOf(sop, values, regions, hours);
  const local = options.logs.length > 0;
  checkQueries(sop, parameters);
  return {
    application,
    regions,
    sop: { ...sop, steps: namedSteps(sop, parameters) },
    parameters,
    window: { ...window, hours },
    baseline: readBaseline(options.baseline ?? null, { ...window, hours }, sources.nowMs, local),
    logGroups: logGroupsOf(options.logGroup, regions),
    ...(options.linkedAccounts === true ? { linkedAccounts: true } : {}),
    local,
  };
}

/** Names, and ARNs of log groups of linked accounts. Throws Failure `usage` where an ARN is none, or of another region. */
function logGroupsOf(given: readonly string[], regions: readonly string[]): readonly string[] {
  const names = [...new Set(given.map(bareArn))];
  for (const name of names.filter(isArn)) {
    const arn = readLogGroupArn(name);
    if (arn === null) {
      throw new Failure('usage', `--log-group "${name}" is not the ARN of a log group.`, [
        'Its form is arn:aws:logs:REGION:ACCOUNT:log-group:NAME',
      ]);
    }
    if (!regions.includes(arn.region)) {
      throw new Failure(
        'usage',
        `--log-group ${name} is in ${arn.region}, and --region says ${regions.join(', ')}.`,
        [],
        [withValue('--region', [...regions, arn.region].join(','))],
      );
    }
  }
  return names;
}

/** The length of the window where the SOP's parameter says it; a value that does not fit is refused as a parameter. */
function hoursOfParameter(
  { start, end }: InvestigateOptions,
  { time_window_hours: hours }: Readonly<Record<string, string>>,
): string | null {
  if (hours === undefined || (start !== undefined && end !== undefined)) return null;
  return checkHours(hours) === null ? String(Number(hours)) : null;
}

/** Steps by the names that progress, report and journal tell: with the parameters that a heading holds. */
function namedSteps({ steps }: Sop, parameters: InvestigationRequest['parameters']): Sop['steps'] {
  const values = Object.entries(parameters).map(([name, value]) => [name, String(value)]);
  const texts = Object.fromEntries(values);
  return steps.map((step) => ({ ...step, name: substitute(step.name, texts) }));
}

/** The linter saw the queries with their defaults; a value that was given may break one. Throws Failure `usage`. */
function checkQueries(sop: Sop, parameters: InvestigationRequest['parameters']): void {
  for (const { name, text } of sop.steps.flatMap(({ queries }) => queries)) {
    const [unfit] = unfitValues(text, parameters);
    if (unfit !== undefined) throw unfitFailure(unfit, name, sop);
    const fault = checkQuery(queryText(text, parameters)).find(isError);
    if (fault === undefined) continue;
    const inside = placeholdersIn(text).map((placeholder) => `--param ${placeholder.name}=…`);
    throw new Failure(
      'usage',
      `The query "${name}" of the SOP does not compile: ${fault.message}`,
      [
        inside.length === 0
          ? `Check it: troubleshoot sop lint ${sop.path}`
          : `Mend ${inside.join(', ')}`,
      ],
    );
  }
}

/** Characters of a refused value that a message shows. */
const MAX_SHOWN_CHARS = 60;

function unfitFailure({ placeholder, value, allowed }: UnfitValue, query: string, sop: Sop) {
  const { name } = placeholder;
  const cut = value.length > MAX_SHOWN_CHARS ? `${value.slice(0, MAX_SHOWN_CHARS)}…` : value;
  return new Failure(
    'usage',
    `The parameter ${name} cannot be ${JSON.stringify(cut)} in the query "${query}" of the SOP.`,
    [`Allowed there: ${allowed}. Mend --param ${name}=…, or the query in ${sop.path}`],
  );
}

const isError = ({ severity }: Diagnostic) => severity === 'error';

const hasParameter = (sop: Sop, wanted: string) =>
  sop.parameters.some(({ name }) => name === wanted);

function givenValues(
  { application, options, defaultRegion }: RequestSources,
  window: WindowRequest,
): Record<string, string> {
  const regions = readRegions(options.region);
  const local = options.logs.length > 0 ? LOCAL_REGION : null;
  const region = regions[0] ?? local ?? defaultRegion;
  const hoursGiven =
    options.hours !== undefined || (window.startMs !== null && window.endMs !== null);
  return {
    ...(application === null ? {} : { application_name: application }),
    ...(region === null ? {} : { region }),
    ...(hoursGiven ? { time_window_hours: hoursText(window.hours) } : {}),
  };
}

/** Hours as the SOP's parameter takes them: a millisecond still shows, an endless fraction ends. */
function hoursText(hours: number): string {
  return hours.toFixed(HOURS_DECIMALS).replace(/\.?0+$/, '');
}

const HOURS_DECIMALS = 9;

function regionsOf(
  values: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
  options: InvestigateOptions,
): readonly string[] {
  const several = readRegions(options.region);
  if (options.logs.length > 0 && several.length > 1) throw severalForLocal(several);
  if (several.length > 0) return several;
  const region = values.region ?? given.region;
  if (region === undefined)
    throw new Failure('usage', 'Missing: region.', [], [completedBy(['region'])]);
  const by = values.region !== undefined && given.region !== region ? '--param' : '--region';
  return region === LOCAL_REGION ? [LOCAL_REGION] : readRegions([region], by);
}

/** The same files would answer for each region, and every figure would count so many times. */
function severalForLocal(regions: readonly string[]): Failure {
  return new Failure(
    'usage',
    `--logs was given with several regions: ${regions.join(', ')}.`,
    [`Local logs belong to one region at most: --region ${regions[0]}, or none`],
    [{ label: 'For example', drop: ['--region'] }],
  );
}

/** --hours wins; an SOP's own default for time_window_hours comes before the program's. */
function hoursOf(values: Readonly<Record<string, string>>, window: WindowRequest): number {
  const hours = Number(values.time_window_hours ?? window.hours);
  return Number.isFinite(hours) ? hours : window.hours;
}

function parametersOf(
  sop: Sop,
  values: Readonly<Record<string, string>>,
  regions: readonly string[],
  hours: number,
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    sop.parameters.flatMap(({ name }): [string, string | number][] => {
      const value = values[name];
      if (name === 'region') return [[name, regions.join(', ')]];
      if (name === 'time_window_hours') return [[name, hours]];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
