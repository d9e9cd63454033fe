// "Next Steps", and without a heading the limits of this report and what it cost.
import { count, duration, size } from '../format.ts';
import { code, inline, list, numbered, prose } from '../text.ts';
import type { Report } from '../types.ts';
import type { View } from '../view.ts';

const BYTES_PER_GB = 1_000_000_000;
/** Logs Insights, most regions, US dollars a GB scanned: https://aws.amazon.com/cloudwatch/pricing/ */
const DOLLARS_PER_GB = 0.005;

export function nextSteps({ report }: View): readonly string[] {
  return [stepsOf(report), list([...limits(report), ...usage(report)])];
}

function stepsOf({ nextSteps: steps, gaps }: Report): string {
  if (steps.length > 0) return numbered(steps.map(prose));
  return gaps.length === 0
    ? 'None.'
    : 'Close the gaps listed under Log Groups Analyzed, then run again.';
}

function limits({ run, totals, evidence }: Report): string[] {
  return [
    `**Judged by:** ${run.analyst === 'rules' ? 'the built-in rules' : `the model ${code(run.model ?? 'not named')}`}; from logs alone, without metrics, traces or source code`,
    ...(totals.exact ? [] : ['**Counts:** lower bounds, see Gaps']),
    ...(run.confirmed ? [] : ['**Confirmation:** nobody confirmed the log groups']),
    `**Evidence:** ${count(evidence.length, 'tool result')}; ids such as E1 name lines of evidence.jsonl`,
    ...(run.interrupted ? ['**Interrupted:** the run ended before its last step'] : []),
  ];
}

function usage({ run, usage: used }: Report): string[] {
  const cost = run.local
    ? 'local, no charge'
    : `${dollars((used.bytesScanned / BYTES_PER_GB) * DOLLARS_PER_GB)} at AWS`;
  const model =
    used.modelTurns === 0
      ? []
      : [
          `**Model:** ${count(used.modelTurns, 'turn')}, ${count(used.inputTokens, 'token')} in, ${count(used.outputTokens, 'token')} out`,
        ];
  return [
    `**Used:** ${count(used.toolCalls, 'tool call')}, ${size(used.bytesScanned)} scanned (${cost}), ${duration(used.seconds * 1_000)}`,
    ...model,
    `**Run:** ${code(run.id)}, SOP ${code(run.sop)}, troubleshoot ${inline(run.version)}, finished ${run.finishedAt.slice(0, 19).replace('T', ' ')} UTC`,
  ];
}

/** An estimate: to a hundredth of a cent below one cent, to the cent above. */
function dollars(amount: number): string {
  if (amount === 0) return '$0';
  if (amount < 0.0001) return 'less than $0.0001';
  return `about $${amount < 0.01 ? amount.toFixed(4) : amount.toFixed(2)}`;
}
