// What the account's numbers say beside the primary cause: metrics that left their level and alarms that rang around its
// onset, in its regions. Beside it in time, no more: what ties a cause stands in the logs.
import { MINUTE_MS } from '../../base/time-range.ts';
import { findingsIn, regionsIn } from '../regions.ts';
import { code, inline } from '../text.ts';
import type { CauseView, View } from '../view.ts';
import { besideOnset, figure, onsetOf, statisticOf } from './account-signals.ts';

/** Further from the onset a change of level has another reason. */
const MAX_DISTANCE_MS = 15 * MINUTE_MS;
const MAX_METRICS = 2;
const MAX_ALARMS = 2;

/** Items for the facts of the cause; nothing of any other than the primary one. */
export function besideCause(view: View, causeView: CauseView): string[] {
  const onsetMs = Date.parse(onsetOf(view) ?? '');
  if (causeView.cause.rank !== 1 || !Number.isFinite(onsetMs)) return [];
  const isNear = (time: string) => Math.abs(Date.parse(time) - onsetMs) <= MAX_DISTANCE_MS;
  const isHere = showsIn(view, causeView);
  return [...metricsOf(view, isNear, isHere), ...alarmsOf(view, isNear, isHere)];
}

/** Of several regions, which one is meant. */
const spread = ({ report }: View, word: string, region: string): string =>
  regionsIn(report).length < 2 ? '' : ` ${word} ${inline(region, 30)}`;

type Test = (text: string) => boolean;

function showsIn({ report }: View, { leads }: CauseView): Test {
  const regions = regionsIn(report);
  return (region) => regions.length < 2 || findingsIn(report, leads, region).length > 0;
}

function metricsOf(view: View, isNear: Test, isHere: Test): string[] {
  const near = (view.report.metrics ?? []).flatMap((metric) =>
    metric.change === null || !isNear(metric.change.at) || !isHere(metric.region)
      ? []
      : [{ ...metric, change: metric.change }],
  );
  const items = near
    .toSorted((a, b) => Date.parse(a.change.at) - Date.parse(b.change.at))
    .map(
      ({ name, region, change, evidence, ...metric }) =>
        `${code(name, 80)} (${statisticOf(metric)})${spread(view, 'in', region)} from ${figure(change.from)} to ${figure(change.to)} at ${view.clock.at(change.at)}, ${besideOnset(view, change.at)} (${inline(evidence)})`,
    );
  return items.length === 0
    ? []
    : [`**Metrics beside it:** ${items.slice(0, MAX_METRICS).join('; ')}`];
}

function alarmsOf(view: View, isNear: Test, isHere: Test): string[] {
  const items = (view.report.alarms ?? []).flatMap(({ name, region, raised, evidence }) => {
    const time = raised.find(isNear);
    return time === undefined || !isHere(region)
      ? []
      : [
          `${code(name, 80)}${spread(view, 'of', region)} rang at ${view.clock.at(time)}, ${besideOnset(view, time)} (${inline(evidence)})`,
        ];
  });
  return items.length === 0
    ? []
    : [`**Alarms beside it:** ${items.slice(0, MAX_ALARMS).join('; ')}`];
}
