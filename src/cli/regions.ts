// The AWS regions by name, so that a mistyped one is told before anything is asked.
import { didYouMean } from '../base/did-you-mean.ts';
import { Failure } from '../base/failure.ts';

/** Commercial, China and GovCloud regions of November 2026. */
const REGIONS: readonly string[] = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1'],
  ...['ca-central-1', 'ca-west-1', 'mx-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ...['eu-west-1', 'eu-west-2', 'eu-west-3', 'eusc-de-east-1'],
  ...['ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7'],
  ...['af-south-1', 'il-central-1', 'me-central-1', 'me-south-1', 'cn-north-1', 'cn-northwest-1'],
];

/** `--region` values, repeated or separated by commas, as a list of known names. Throws Failure `usage`. */
export function readRegions(
  values: readonly string[],
  by: '--region' | '--param' = '--region',
): readonly string[] {
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim());
  for (const name of names) {
    if (!REGIONS.includes(name)) throw unknown(name, names, by);
  }
  return [...new Set(names)];
}

/** What is wrong with a region that was typed into the form, or null. */
export function regionProblem(name: string): string | null {
  if (REGIONS.includes(name)) return null;
  const near = didYouMean(name, REGIONS);
  const help = near === null ? 'For example: us-west-2' : `Did you mean ${near}?`;
  return `Unknown region "${name}". ${help}`;
}

const EXAMPLE = 'us-west-2';

/** One that resembles none is left out where another one is known. */
function unknown(name: string, names: readonly string[], by: '--region' | '--param'): Failure {
  const near = didYouMean(name, REGIONS);
  const help = near === null ? [] : [`Did you mean --region ${near}?`];
  const others = names.some((other) => REGIONS.includes(other));
  const to = near ?? (others ? null : EXAMPLE);
  const replace =
    by === '--region'
      ? { flag: by, from: name, to }
      : { flag: by, from: `region=${names.join(',')}`, to: `region=${to ?? EXAMPLE}` };
  const again = { label: 'For example', replace: [replace] };
  return new Failure('usage', `Unknown region "${name}".`, help, [again]);
}
