// "Next Steps", and without a heading the limits of this report and what it cost.
import { count, duration, number, size } from '../format.ts';
import { boundInWords, isLeftOut } from '../not-done.ts';
import { BYTES_PER_GB, dollars, scanDollars } from '../scan-price.ts';
import { code, inline, list, numbered, prose } from '../text.ts';
import type { ModelUsage, Report } from '../types.ts';
import type { View } from '../view.ts';
import { stepsByRegion } from './advice-by-region.ts';

export function nextSteps(view: View): readonly string[] {
  const { report } = view;
  return [stepsOf(report), ...stepsByRegion(view), list([...limits(report), ...usage(report)])];
}

function stepsOf({ nextSteps: steps, gaps }: Report): string {
  if (steps.length > 0) return numbered(steps.map(prose));
  return gaps.length === 0
    ? 'None.'
    : 'Close the gaps listed under Log Groups Analyzed, then run again.';
}

function limits(report: Report): string[] {
  const { run, evidence, usage } = report;
  return [
    `**Judged by:** ${judgeOf(report)}`,
    ...claimsOf(usage),
    ...countsItem(report),
    ...(run.confirmed ? [] : ['**Confirmation:** nobody confirmed the log groups']),
    `**Evidence:** ${count(evidence.length, 'tool result')}; ids such as E1 name lines of evidence.jsonl`,
    ...(run.interrupted ? ['**Interrupted:** the run did not go through to its end'] : []),
  ];
}

function countsItem(report: Report): string[] {
  const bound = boundInWords(report)?.replace('counts are ', '').replace('counts ', '') ?? null;
  return bound === null ? [] : [`**Counts:** ${bound}, see Gaps`];
}

function usage({ run, usage: used }: Report): string[] {
  const cost = run.local ? 'local, no charge' : `${dollars(scanDollars(used.bytesScanned))} at AWS`;
  return [
    `**Used:** ${count(used.toolCalls, 'tool call')} without looks at running queries, ${size(used.bytesScanned)} scanned (${cost}), ${duration(used.seconds * 1_000)}`,
    ...scanOf(used),
    ...modelUsage(used, run.local),
    `**Run:** ${code(run.id)}, SOP ${code(run.sop)}, troubleshoot ${inline(run.version)}, finished ${run.finishedAt.slice(0, 19).replace('T', ' ')} UTC`,
  ];
}

/** What was thought of the scan beforehand. */
function scanOf({ scan }: Report['usage']): string[] {
  if (scan === undefined) return [];
  const unknown =
    scan.unknown === 0 ? '' : `, without ${count(scan.unknown, 'log group')} of unknown size`;
  const refused =
    scan.refused === 0
      ? ''
      : `; ${count(scan.refused, 'query', 'queries')} not started or stopped by --max-scan-gb ${scan.maxScanGb}`;
  const cost = dollars(scanDollars(scan.estimatedBytes));
  return [
    `**Estimated beforehand:** ${size(scan.estimatedBytes)} (${cost} at AWS)${unknown}${refused}`,
  ];
}

function judgeOf(report: Report): string {
  const { analyst, model } = report.run;
  if (analyst === 'rules' && isLeftOut(report, 'causes'))
    return 'nobody; no step of the SOP looks for causes';
  const by = analyst === 'rules' ? 'the built-in rules' : `the model ${code(model ?? 'not named')}`;
  return `${by}; ${seenBy(report)}`;
}

/** The rules judge by logs and changes; numbers of the account are there for the reader. */
function seenBy({ changes, metrics }: Report): string {
  const beside = metrics === undefined ? 'without metrics,' : 'metrics shown beside them, without';
  return changes === undefined
    ? `from logs alone, ${beside} traces or source code`
    : `from logs and changes in the account, ${beside} traces or source code`;
}

/** How many claims of the model hold; the others were dropped or are called hypotheses. */
function claimsOf({ model }: Report['usage']): string[] {
  if (model === undefined || model.steps.length === 0) return [];
  const { claims, consensus } = model;
  const { grounded, hypothesis, dropped } = claims;
  const all = grounded + hypothesis + dropped;
  return [
    `**Claims:** ${number(grounded)} of ${count(all, 'claim')} of the model quote lines of the evidence, and what they conclude is its judgement; ${number(hypothesis)} marked as ${hypothesis === 1 ? 'a hypothesis' : 'hypotheses'}, ${number(dropped)} dropped`,
    ...(consensus === undefined
      ? []
      : [
          `**Consensus:** ${number(consensus.agree)} of ${number(consensus.runs)} conclusions name the same primary cause`,
        ]),
  ];
}

/** What was used of what was allowed. */
function modelUsage(used: Report['usage'], local: boolean): string[] {
  const { model } = used;
  if (used.modelTurns === 0 && model === undefined) return [];
  if (model === undefined)
    return [
      `**Model:** ${count(used.modelTurns, 'turn')}, ${count(used.inputTokens, 'token')} in, ${count(used.outputTokens, 'token')} out`,
    ];
  const { limits, usd, cachedTokens } = model;
  const tokens = used.inputTokens + used.outputTokens;
  const cached = cachedTokens === 0 ? '' : ` (${number(cachedTokens)} of them cached)`;
  const price =
    usd === null
      ? `price not known: the cap of $${number(limits.usd)} cannot bind, those of tokens, turns and seconds do`
      : `${dollars(usd)} of $${number(limits.usd)}`;
  return [
    `**Model:** ${number(used.modelTurns)} of ${count(limits.turns, 'turn')}, ${number(tokens)} of ${count(limits.tokens, 'token')}${cached}, ${price}`,
    `**Limits:** the model's part took ${number(model.seconds ?? used.seconds)} of ${count(limits.seconds, 'second')}; ${size(used.bytesScanned)} of ${size(limits.scanGb * BYTES_PER_GB)} scanned`,
    ...queriesOf(model, local),
  ];
}

/** The model's own queries: what was told beforehand, and what they took. */
function queriesOf({ scan, limits }: ModelUsage, local: boolean): string[] {
  if (scan === undefined || scan.queries + scan.refused === 0) return [];
  const cost = (bytes: number) => (local ? '' : ` (${dollars(scanDollars(bytes))})`);
  const amount = (bytes: number) => `${size(bytes)}${cost(bytes)}`;
  const unknown =
    scan.unknown === 0 ? '' : ` without ${count(scan.unknown, 'log group')} of unknown size`;
  const refused =
    scan.refused === 0
      ? ''
      : `; ${number(scan.refused)} not started, as ${scan.refused === 1 ? 'it' : 'they'} would have passed --max-scan-gb ${limits.scanGb}`;
  const ran =
    scan.queries === 0
      ? 'none started'
      : `${number(scan.queries)}, estimated beforehand at ${amount(scan.estimatedBytes)}${unknown}, ${amount(scan.bytesScanned)} scanned`;
  return [`**Queries of the model:** ${ran}${refused}`];
}
