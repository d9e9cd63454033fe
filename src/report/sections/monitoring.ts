// "Monitoring and Alerting": what would have told of this sooner, and what keeps it from coming back.
import type { MonitoringItem } from '../../diagnosis/types.ts';
import { changeNotice } from '../command-words.ts';
import { sentence } from '../format.ts';
import { isLeftOut } from '../not-done.ts';
import { fence, list, prose } from '../text.ts';
import type { View } from '../view.ts';
import { monitoringByRegion } from './advice-by-region.ts';

const KINDS: readonly (readonly [kind: MonitoringItem['kind'], heading: string])[] = [
  ['metric-filter', 'Metric Filters'],
  ['alarm', 'Alarms'],
  ['dashboard', 'Dashboards'],
  ['prevention', 'Prevention'],
];

export function monitoring(view: View): readonly string[] {
  const { report } = view;
  if (report.monitoring.length === 0)
    return [
      isLeftOut(report, 'advice')
        ? 'No step of the SOP asks for monitoring.'
        : 'No addition to monitoring follows from what was found.',
    ];
  const byKind = KINDS.flatMap(([kind, heading]) => {
    const items = report.monitoring.filter((item) => item.kind === kind);
    const notice = changeNotice(items.flatMap(({ commands }) => commands));
    return items.length === 0 ? [] : [`### ${heading}`, ...notice, ...described(items)];
  });
  return [...byKind, ...monitoringByRegion(view)];
}

/** What can be typed with its commands first, then the rest as one list. */
function described(items: readonly MonitoringItem[]): string[] {
  const plain = items.filter(({ commands }) => commands.length === 0);
  return [
    ...items
      .filter(({ commands }) => commands.length > 0)
      .flatMap(({ title, commands }) => [
        sentence(prose(title)),
        fence(commands.join('\n'), 'bash'),
      ]),
    ...(plain.length === 0 ? [] : [list(plain.map(({ title }) => prose(title)))]),
  ];
}
