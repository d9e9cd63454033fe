// What the events of a CloudFormation stack tell: each update from the time in question with the resources that it
// changed, and how to go back. Pure.
import { CLOUDFORMATION } from '../../base/account-sources.ts';
import { contains, type TimeRange } from '../../base/time-range.ts';
import { type AccountChange, fewOf } from './change.ts';

export interface StackEvent {
  readonly logicalId: string;
  /** `UPDATE_COMPLETE` and the like. */
  readonly status: string;
  readonly timestampMs: number;
  /** About the stack itself. */
  readonly isStack: boolean;
}

/** From its beginning to its end, or to the next one. */
interface Update {
  readonly first: StackEvent;
  readonly last: StackEvent;
  readonly resources: readonly StackEvent[];
}

const BEGINS = /^(?:CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/;
const DONE: readonly (readonly [RegExp, string])[] = [
  [/^CREATE_COMPLETE$/, 'created'],
  [/^UPDATE_COMPLETE$/, 'updated'],
  [/^DELETE_COMPLETE$/, 'deleted'],
  [/_FAILED$/, 'failed'],
];

export function stackChanges(
  stackName: string,
  events: readonly StackEvent[],
  range: TimeRange,
  { region, evidenceId }: { readonly region: string; readonly evidenceId: string },
): readonly AccountChange[] {
  return updatesIn(events)
    .filter(({ first }) => contains(range, first.timestampMs))
    .map(({ first, last, resources }) => {
      const settings = fewOf(resources.flatMap(becameOf));
      const set = settings.length === 0 ? '' : ` (${settings.join(', ')})`;
      const subject = `deployment of the stack ${stackName}: cloudformation ${last.status}${set}`;
      return {
        eventId: `cloudformation:${region}:${stackName}:${first.timestampMs}`,
        timestampMs: first.timestampMs,
        region,
        source: CLOUDFORMATION,
        who: null,
        action: `cloudformation ${last.status}`,
        resource: stackName,
        settings,
        kind: 'deployment',
        message: subject,
        subject,
        rollback: [wayBack(last.status)],
        names: { resource: stackName, stackName },
        evidenceId,
      };
    });
}

function becameOf({ logicalId, status }: StackEvent): string[] {
  const [, word] = DONE.find(([form]) => form.test(status)) ?? [];
  return word === undefined ? [] : [`${word} ${logicalId}`];
}

function updatesIn(events: readonly StackEvent[]): readonly Update[] {
  // The newest come first; of one moment the order stays.
  const inOrder = events.toReversed().sort((a, b) => a.timestampMs - b.timestampMs);
  const begins = inOrder.flatMap((event, index) =>
    event.isStack && BEGINS.test(event.status) ? [{ event, index }] : [],
  );
  return begins.map(({ event: first, index }, at) => {
    const own = inOrder.slice(index, begins[at + 1]?.index);
    const last = own.findLast(({ isStack }) => isStack) ?? first;
    return { first, last, resources: own.filter(({ isStack }) => !isStack) };
  });
}

/** An update under way is taken back by CloudFormation itself, and so is one that failed; else its events show what was. */
function wayBack(status: string): string {
  if (status === 'UPDATE_IN_PROGRESS')
    return 'aws cloudformation cancel-update-stack --stack-name {stackName}';
  return /^(?:CREATE|UPDATE)_FAILED$/.test(status)
    ? 'aws cloudformation rollback-stack --stack-name {stackName}'
    : 'aws cloudformation describe-stack-events --stack-name {stackName} --max-items 50';
}
