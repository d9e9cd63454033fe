// Finished runs of the folder of reports, opened to look at their evidence. The last one stays open for a while: an agent
// asks again.
import { type Ground, groundOf } from '../../run/model/ground.ts';
import { NOWHERE } from '../dry-run-model.ts';
import { contextOf, type RecordedRun, recordedRun } from '../recorded-run.ts';
import { newRunId } from '../wiring.ts';
import { runFile, runsIn } from './run-folders.ts';

export interface OpenRun {
  readonly run: string;
  readonly evidence: RecordedRun['evidence'];
  /** Made when it is asked for first. */
  ground(): Ground;
}

export interface RecordedRuns {
  /** By its name; null: the last one. A text says why there is none. */
  open(run: string | null): Promise<OpenRun | string>;
}

/** A run holds up to a few hundred megabytes: so long it stays open without being asked for. */
const KEEP_MS = 10 * 60_000;

export function recordedRuns(out: string): RecordedRuns {
  let last: OpenRun | null = null;
  const forget = () => {
    last = null;
  };
  const timer = setTimeout(forget, KEEP_MS).unref();
  return {
    open: async (wanted) => {
      timer.refresh();
      const [newest = null] = wanted === null ? await runsIn(out) : [wanted];
      if (newest === null) return 'There is no finished run yet: call investigate.';
      if (last?.run === newest) return last;
      const [journal, evidence] = [
        await runFile(out, newest, 'journal.jsonl'),
        await runFile(out, newest, 'evidence.jsonl'),
      ];
      const recorded =
        journal === null || evidence === null ? null : recordedRun(journal, evidence);
      if (recorded === null)
        return `There is no finished run ${JSON.stringify(newest)}, or it is too large to be opened: resources/list names the runs.`;
      last = openRun(newest, recorded);
      return last;
    },
  };
}

function openRun(run: string, recorded: RecordedRun): OpenRun {
  let ground: Ground | null = null;
  return {
    run,
    evidence: recorded.evidence,
    ground: () => {
      ground ??= groundOf(
        contextOf(recorded, {
          analyst: null,
          store: NOWHERE,
          onEvent: () => {},
          runId: newRunId(),
          signal: new AbortController().signal,
        }),
      );
      return ground;
    },
  };
}
