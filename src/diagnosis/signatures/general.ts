// What to do about a failure that no row of the table knows: by the kind of its cause.
import type { ActionText } from '../signature.ts';
import type { CauseType } from '../types.ts';

export interface GeneralAdvice {
  readonly checks: readonly string[];
  readonly immediate: ActionText;
  readonly shortTerm: ActionText;
  readonly longTerm: ActionText;
}

const STRUCTURED: ActionText = {
  title: 'Log what the next search will need',
  reason: 'These messages do not name the mechanism, so this report can not either.',
  steps: [
    'Write level, request id, version and the name of the dependency as fields of each event.',
    'Log the cause beside the consequence, with the original exception.',
  ],
};

export const GENERAL: Readonly<Record<CauseType, GeneralAdvice>> = {
  'application-code': {
    checks: ['Read the first of these errors with the events of the same request before it.'],
    immediate: {
      title: 'Go back to the version before the first of these errors, if there was one',
      reason: 'An error of the code goes away with the code that has it.',
      steps: ['Compare the version history with the time of the first error.'],
      rollback: 'Deploy the newer version again once the fault is mended.',
    },
    shortTerm: {
      title: 'Reproduce the error in a test',
      reason: 'What can be reproduced can be mended for good.',
      steps: ['Take the input of a failed request, and write a test that fails in the same way.'],
    },
    longTerm: STRUCTURED,
  },
  infrastructure: {
    checks: [
      'Compare the metrics of hosts, network and storage before and after the first of these errors.',
    ],
    immediate: {
      title: 'Look at the part of the infrastructure that these errors name',
      reason: 'The errors tell where it fails, the metrics tell why.',
      steps: ['Check load, memory, disk and network of the hosts that write these errors.'],
    },
    shortTerm: {
      title: 'Alarm on the resource that ran short',
      reason: 'A shortage announces itself.',
      steps: ['Find the metric that changed first, and set an alarm on it.'],
    },
    longTerm: STRUCTURED,
  },
  configuration: {
    checks: ['Read the first of these errors for the setting, policy or secret that it names.'],
    immediate: {
      title: 'Check the setting that these errors name',
      reason:
        'The errors tell what is missing or wrong; whether it was changed, the history of the setting tells.',
      steps: [
        'Compare its value with the one in another environment that works, and ask its owner whether it was ever right.',
      ],
    },
    shortTerm: {
      title: 'Check settings before traffic reaches a new version',
      reason: 'A wrong setting fails at the first call.',
      steps: ['Make one call of each kind in the pipeline, with the settings of the target.'],
    },
    longTerm: STRUCTURED,
  },
  dependency: {
    checks: ['Check state and latency of the dependency that these errors name.'],
    immediate: {
      title: 'Find out whether the dependency works, and bound the damage',
      reason: 'Only its owner can mend it; you decide what it costs you meanwhile.',
      steps: [
        'Ask the owner with times and request ids, and switch to the fallback if there is one.',
      ],
    },
    shortTerm: {
      title: 'Set time-outs, bounded retries and a circuit breaker',
      reason: 'A dependency that fails then costs its own function only.',
      steps: ['Give every call a time-out, and stop calling for a while after a run of failures.'],
    },
    longTerm: STRUCTURED,
  },
};

/** For an error whose words name neither a mechanism nor a kind. */
export const UNKNOWN: GeneralAdvice = {
  checks: [
    'Read the first of these errors with the events of the same process and request before it.',
  ],
  immediate: {
    title: 'Find out what these errors mean before anything is changed',
    reason: 'No known failure fits their words, so any change would be a guess.',
    steps: [
      'Look the message up in the documentation of the program that writes it, and ask its owner.',
    ],
  },
  shortTerm: {
    title: 'Reproduce the error',
    reason: 'What can be reproduced can be explained.',
    steps: ['Repeat a failed request or job with the same input outside of production.'],
  },
  longTerm: STRUCTURED,
};

/** What to do where a resource fills up and nothing failed yet. */
export function fillingAdvice({ name, outcome }: { name: string; outcome: string }): GeneralAdvice {
  return {
    checks: [
      `Find the metric of the ${name}, and see how fast it fills: that tells when none is left.`,
      'Compare with a week ago: what has always been so is a threshold that is set too low.',
    ],
    immediate: {
      title: `See how soon the ${name} will be used up`,
      reason: `Nothing failed yet; once there is no ${name} left, ${outcome}.`,
      steps: ['Free some of it or raise its limit before that, at a quiet hour.'],
      rollback: 'Set the limit back to its earlier value.',
    },
    shortTerm: {
      title: `Find what fills the ${name}`,
      reason: 'More room only puts it off where something is never given back.',
      steps: ['Look at what takes most of it, now and some hours later, and bound what grows.'],
    },
    longTerm: {
      title: `Alarm on the ${name} well before it is used up`,
      reason: 'There is time to act as long as nothing fails.',
      steps: [
        'Set one alarm at four fifths of the limit and one that calls somebody just below it.',
      ],
    },
  };
}
