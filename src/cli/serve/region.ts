// The region of a server's calls that name none.
import { Failure } from '../../base/failure.ts';
import type { Config } from '../config.ts';
import { readRegions } from '../regions.ts';
import { defaultRegion } from '../wiring.ts';

const EXAMPLE = { label: 'For example', add: ['--region', 'us-west-2'] };

interface Given {
  readonly region?: string;
  readonly profile?: string;
  readonly logs?: readonly string[];
  readonly callAws?: boolean;
}

/** From the flag, the environment, the AWS profile; null where the logs are local and none was given. Throws Failure `usage`. */
export async function servedRegion(
  { region, profile, logs = [], callAws = false }: Given,
  config: Config,
): Promise<string | null> {
  const isLocal = logs.length > 0;
  if (isLocal && callAws) throw callAwsOverLogs();
  const given =
    region ?? (isLocal ? null : (config.region ?? (await defaultRegion(profile ?? null))));
  if (given === null) {
    if (isLocal) return null;
    throw new Failure('usage', 'Missing: the region of calls that name none.', [], [EXAMPLE]);
  }
  const [first = given, second] = readRegions([given]);
  if (second === undefined) return first;
  throw new Failure(
    'usage',
    `A server has one region for calls that name none, not several: ${given}.`,
    ['A call may name another one in its argument `region`.'],
    [{ label: 'For example', replace: [{ flag: '--region', from: null, to: first }] }],
  );
}

const callAwsOverLogs = () =>
  new Failure(
    'usage',
    '--call-aws and --logs contradict each other: with local logs nothing is asked of AWS.',
    [],
    [{ label: 'For example', drop: ['--call-aws'] }],
  );
