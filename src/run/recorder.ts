// Keeps what comes from outside for a later life of the run, and says so where it cannot.
import type { RunEvent } from './events.ts';
import type { RecordEntry } from './record.ts';
import type { World } from './world.ts';

export function recorder(
  { store }: Pick<World, 'store'>,
  emit: (event: RunEvent) => void,
): (entry: RecordEntry) => void {
  let told = false;
  return (entry) => {
    if (store.appendAnswer(entry) || told) return;
    told = true;
    emit({ kind: 'notice', text: FULL });
  };
}

const FULL =
  'The record of this run is as long as it may be: if the run is killed, what is answered from here on is asked again.';
