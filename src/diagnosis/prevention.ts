// One sentence on prevention for each family of known failures; the layer's own where no family fits better.
import type { Layer, Signature } from './signature.ts';

interface Family {
  /** Names of signatures. */
  readonly names: RegExp;
  readonly sentence: string;
}

const FAMILIES: readonly Family[] = [
  {
    names: /^connection-pool|^too-many-connections$/,
    sentence:
      'alarm when nearly all connections of the pool are in use and callers wait, and count the connections of every job against its size before the job gets more workers.',
  },
  {
    names: /-(?:null|nil|none|undefined)(?:-|$)/,
    sentence:
      'test with the input that failed, let an analyser for missing values fail the build, and check input where it enters.',
  },
  {
    names: /exception$|type-error|panic|-fault$/,
    sentence:
      'test with the input that failed, let type checks fail the build, and check input where it enters.',
  },
  {
    names: /^native-crash$/,
    sentence: 'keep core dumps with their symbols, and run the native code under a sanitiser.',
  },
  {
    names: /^dependency-time-out$/,
    sentence:
      'measure the slowest one percent of the calls to this dependency, and give each call a time-out below that of its own caller.',
  },
  {
    names: /^dependency-429$/,
    sentence: 'count the calls a minute against the limit, and let one shared limiter admit them.',
  },
  {
    names:
      /^dependency-5xx$|^service-unavailable$|^own-server-error$|^own-unavailable$|^load-balancer-/,
    sentence:
      'give each hop its own error metric, so that the failing hop is seen and not only the edge.',
  },
  {
    names: /throttled$|concurrency$/,
    sentence: 'watch the use of this quota, and bound the callers below it.',
  },
  {
    names: /^quota-used-up$|^disk-full$/,
    sentence: 'watch the growth of what is stored, with an alarm well before it is full.',
  },
  {
    names: /memory|heap/,
    sentence:
      'watch memory against its limit over days, and run a load test long enough for a leak to show.',
  },
  {
    names: /^lambda-time-out$/,
    sentence:
      'alarm when the longest duration comes near the time limit, and test with the largest input that is allowed.',
  },
  {
    names: /denied$|^aws-credentials$/,
    sentence:
      'try each permission with the role of the new version before traffic reaches it, and watch changes of policies.',
  },
  {
    names: /^token-|^database-log-in$/,
    sentence:
      'practise the rotation and the renewal of credentials with old and new ones side by side.',
  },
  { names: /^clock-skew$/, sentence: 'publish the clock offset of each host as a metric.' },
  {
    names: /^tls-/,
    sentence: 'check validity and names of each certificate daily, weeks before it expires.',
  },
  {
    names: /^dns(?:-no-answer)?$/,
    sentence: 'resolve the names that the application needs every minute from where it runs.',
  },
  {
    names: /^missing-|^lambda-i|^ecs-/,
    sentence: 'start the package once in the pipeline with the settings of its target.',
  },
  {
    names: /^redis|^broker/,
    sentence: 'rehearse the loss of this node, and test that the application lives through it.',
  },
  {
    names: /^database-(?:lock|statement)/,
    sentence: 'watch the oldest open transaction and the slowest statements.',
  },
  {
    names: /^database-schema$/,
    sentence:
      'run each migration in the pipeline against the schema that is live, before and after the code.',
  },
  {
    names: /^database-/,
    sentence: 'rehearse a fail-over of the database under load, with the clients connected.',
  },
  {
    names: /^file-descriptors$/,
    sentence: 'publish the number of open descriptors, and look for slow growth.',
  },
  {
    names: /^tcp-|^host-/,
    sentence: 'probe the way to this host from where the application runs.',
  },
];

const BY_LAYER: Readonly<Record<Layer, string>> = {
  origin: 'probe this resource from where the application runs, and rehearse its failure.',
  code: 'let the pipeline fail on this kind of fault by a static check and a test with the failing input.',
  wait: 'measure how long requests wait for this resource, and run a load test up to twice the usual peak.',
  surface:
    'give each hop its own error metric, so that the failing hop is seen and not only the edge.',
};

/** How to keep this failure from coming back, in half a sentence that ends with a full stop. */
export function preventionOf({ name, layer }: Signature): string {
  return FAMILIES.find(({ names }) => names.test(name))?.sentence ?? BY_LAYER[layer];
}
