// A child process with whatever it starts itself: wrappers such as `npx`, `uvx` or `sh -c` start the real server, and
// killing the wrapper alone leaves that behind. The child leads a group of its own, which ends as a whole: when it is
// asked to, and at the latest with this program.
import type { ChildProcess } from 'node:child_process';

/** Windows has no process groups: there the child alone is ended. */
const HAS_GROUPS = process.platform !== 'win32';
/** Given to `spawn` with every child that is put into a ProcessGroup. */
export const LEADS_A_GROUP = { shell: false, windowsHide: true, detached: HAS_GROUPS } as const;

/** How long a group that was asked to end may take, before it is asked less kindly. */
const GRACE_MS = 2_000;
const LOOK_EVERY_MS = 20;

const living = new Set<ProcessGroup>();
process.on('exit', () => {
  for (const group of living) group.kill();
});

export class ProcessGroup {
  readonly #leader: ChildProcess;
  #isKilled = false;

  /** `leader` was spawned with LEADS_A_GROUP. */
  constructor(leader: ChildProcess) {
    this.#leader = leader;
    if (leader.pid !== undefined) living.add(this);
    leader.once('exit', () => (this.#isKilled ? living.delete(this) : this.#isAlive()));
  }

  /** Waits for a group whose input was closed; ends it by force where that takes too long. */
  async end(): Promise<void> {
    if (await withinGrace(() => !this.#isAlive())) return;
    this.#signal('SIGTERM');
    if (await withinGrace(() => !this.#isAlive())) return;
    this.kill();
    // The others' last traces are cleared away by the system, when it pleases.
    await withinGrace(() => hasEnded(this.#leader));
  }

  /** At once. */
  kill(): void {
    this.#signal('SIGKILL');
    this.#isKilled = true;
    if (hasEnded(this.#leader)) living.delete(this);
  }

  #isAlive(): boolean {
    this.#signal(0);
    return living.has(this);
  }

  /** Once the group is gone its number may become another's: nothing is sent to it any more. */
  #signal(signal: NodeJS.Signals | 0): void {
    const { pid } = this.#leader;
    if (pid === undefined || !living.has(this)) return;
    try {
      const isSent = HAS_GROUPS ? process.kill(-pid, signal) : this.#leader.kill(signal);
      if (!isSent) living.delete(this);
    } catch {
      // Nobody is there, or nobody whom we may end: of a leader that is, its own end is waited for.
      if (!HAS_GROUPS || hasEnded(this.#leader)) living.delete(this);
    }
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;

async function withinGrace(isOver: () => boolean): Promise<boolean> {
  const untilMs = Date.now() + GRACE_MS;
  while (!isOver()) {
    if (Date.now() >= untilMs) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return true;
}
