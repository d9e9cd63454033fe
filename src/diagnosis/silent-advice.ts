import { sourceOf } from './account/words.ts';
import { fill } from './signature.ts';
import { clock } from './times.ts';
import type { Action, Case, MonitoringItem, RootCause, Trigger } from './types.ts';

const MAX_QUOTE_CHARS = 160;

/** Actions for the causes without a finding, immediate ones first. */
export function silentActions(causes: readonly RootCause[], input: Case): readonly Action[] {
  return causes
    .filter(({ findings }) => findings.length === 0)
    .flatMap((cause) =>
      cause.trigger?.hold === 'loose'
        ? [...lookAt(cause), ...undoOf(cause, input)]
        : [...undoOf(cause, input), ...lookAt(cause)],
    );
}

/** What would have shown them earlier. */
export function silentMonitoring(causes: readonly RootCause[]): readonly MonitoringItem[] {
  return causes
    .filter(({ findings }) => findings.length === 0)
    .map(({ rank, title }) => ({
      title: `Record the number of root cause ${rank} as a metric, and alarm where it leaves what is usual (${title}).`,
      kind: 'prevention',
      commands: [],
    }));
}

function undoOf({ trigger, rank }: RootCause, { window }: Case): Action[] {
  if (trigger === null) return [];
  const { undo, noun } = trigger.kind;
  const time = clock(trigger.timestampMs, window);
  if (trigger.hold === 'loose') return [checkOf(trigger, rank, time)];
  return [
    {
      horizon: 'immediate',
      title: fill(undo.title, { time }) ?? undo.title,
      reason: `${sourceOf(trigger.logGroup)} announces ${noun} just before the numbers turn; undoing it shows whether it is the cause.`,
      rootCauses: [rank],
      steps: [...undo.steps],
      commands: [],
      rollback: undo.rollback,
    },
  ];
}

function checkOf({ kind, logGroup }: Trigger, rank: number, time: string): Action {
  return {
    horizon: 'immediate',
    title: `Check whether ${kind.noun} of ${time} had a part in it, before it is undone`,
    reason: `${sourceOf(logGroup)} announces it just before the numbers turn; only the order in time speaks for it.`,
    rootCauses: [rank],
    steps: ['Find out whether what turned uses what the line speaks of.'],
    commands: [],
    rollback: null,
  };
}

function lookAt({ rank, title, evidence }: RootCause): Action[] {
  const quote = evidence.at(-1)?.quote.slice(0, MAX_QUOTE_CHARS);
  const search = quote === undefined ? [] : [`Search the logs for lines like: ${quote}`];
  return [
    {
      horizon: 'immediate',
      title: 'Find out whether users feel it',
      reason: `The logs show a number that turned (${title}), and no failure.`,
      rootCauses: [rank],
      steps: [
        ...search,
        'Compare with the metrics of the same time: latency at the edge, errors, throughput.',
      ],
      commands: [],
      rollback: null,
    },
    {
      horizon: 'short-term',
      title: 'Alarm on this number',
      reason: 'It turned before anybody logged an error.',
      rootCauses: [rank],
      steps: ['Make a metric of it, and alarm where it leaves what is usual for ten minutes.'],
      commands: [],
      rollback: null,
    },
    {
      horizon: 'long-term',
      title: 'Log a warning where it leaves what is usual',
      reason: 'Then the next search finds it by its level.',
      rootCauses: [rank],
      steps: ['Give the number a threshold in the program that reports it.'],
      commands: [],
      rollback: null,
    },
  ];
}
