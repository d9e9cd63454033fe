// The log of the payment service's own hosts: access records, the pool monitor, the settlement batch, decoys.
import { clock } from './lambda.ts';
import { access, decoy, FAILURES, type Line, POOL_SIZE, poolState } from './messages.ts';
import type { Random } from './random.ts';
import { errorTimes, evenTimes } from './schedule.ts';
import type { Event } from './subscription.ts';
import {
  APPLICATION,
  BATCH_END_MS,
  BATCH_START_MS,
  BURST,
  CHANGE_MS,
  EARLIER_BATCH_MS,
  PLAN,
  WINDOW,
} from './truth.ts';

const HOSTS = ['ip-10-0-12-31', 'ip-10-0-27-8'] as const;
const ACCESS_RECORDS = 1_500;
const DECOYS = 110;
const SLOT_MS = 60_000;
const MONITOR_MS = 30_000;
const MINUTE_MS = 60_000;
/** The very last event: it fixes the end of the window that a reader of these files finds. */
const LAST_MS = WINDOW.endMs - 588;

export function applicationEvents(random: Random): readonly Event[] {
  const range = { startMs: WINDOW.startMs + 200, endMs: LAST_MS };
  const failures = PLAN.filter(({ logGroup }) => logGroup === APPLICATION).flatMap((planned) =>
    errorTimes(planned, random).map((ms) => web(ms, FAILURES[planned.kind], random)),
  );
  const records = evenTimes(ACCESS_RECORDS, range, SLOT_MS, random).map((ms) =>
    web(ms, access(random), random),
  );
  const decoys = evenTimes(DECOYS, range, SLOT_MS, random).map((ms) =>
    write(ms, HOSTS[1], 'housekeeping', decoy(random)),
  );
  const last = web(LAST_MS, access(random), random);
  return [...failures, ...records, ...decoys, ...poolStates(random), ...story(), last];
}

function web(timestampMs: number, line: Line, random: Random): Event {
  return write(timestampMs, random.pick(HOSTS), `http-nio-8080-exec-${random.whole(1, 24)}`, line);
}

function write(timestampMs: number, logStream: string, thread: string, line: Line): Event {
  const { level, logger, text } = line;
  const message = `${clock(timestampMs)} [${thread}] ${level.padEnd(5)} ${logger} - ${text}`;
  return { logGroup: APPLICATION, logStream, timestampMs, message };
}

/** The pool twice a minute: steady, then filling up while settlement workers attach, full, and emptied again. */
function poolStates(random: Random): readonly Event[] {
  const count = (WINDOW.endMs - WINDOW.startMs) / MONITOR_MS;
  return Array.from({ length: count }, (_, index) => {
    const ms = WINDOW.startMs + index * MONITOR_MS + random.whole(1, 9);
    const held = heldConnections(ms);
    const active = Math.min(POOL_SIZE, random.whole(10, 13) + held);
    const full = ms >= BURST.startMs - MONITOR_MS && ms < BATCH_END_MS;
    const waiting = full ? random.whole(21, 44) : random.whole(0, 1);
    return write(ms, HOSTS[0], 'pool-monitor', poolState(full ? POOL_SIZE : active, waiting));
  });
}

/** Connections that the settlement batch holds: one more every half minute, at most nine. */
function heldConnections(ms: number): number {
  if (ms < BATCH_START_MS || ms >= BATCH_END_MS) return 0;
  return Math.min(9, Math.floor((ms - BATCH_START_MS) / (MINUTE_MS * 0.7)));
}

/** The change, the batch that it let loose, and an earlier run and an earlier change that did no harm. */
function story(): readonly Event[] {
  const say = (ms: number, thread: string, logger: string, text: string) =>
    write(ms, HOSTS[0], thread, { level: 'INFO', logger, text });
  const change = (ms: number, text: string) =>
    say(ms, 'config-watcher', 'ConfigService', `configuration change ${text}`);
  const batch = (ms: number, text: string) =>
    say(ms, 'scheduler-1', 'SettlementJob', `settlement batch ${text}`);
  const attach = Array.from({ length: 14 }, (_, worker) =>
    say(
      BATCH_START_MS + (worker + 1) * MONITOR_MS,
      `settlement-${worker + 1}`,
      'SettlementWorker',
      `settlement worker ${worker + 1} of 14 attached to the db pool`,
    ),
  );
  return [
    batch(EARLIER_BATCH_MS, 'started with 2 workers'),
    batch(EARLIER_BATCH_MS + 23 * MINUTE_MS, 'finished: 9214 payments settled'),
    change(
      CHANGE_MS - 83 * MINUTE_MS,
      'CHG-20409 applied: receipts.template changed from v3 to v4',
    ),
    change(CHANGE_MS, 'CHG-20417 applied: settlement.workers changed from 2 to 14'),
    batch(BATCH_START_MS, 'started with 14 workers'),
    ...attach,
    batch(BATCH_END_MS, 'finished: 31877 payments settled'),
  ];
}
