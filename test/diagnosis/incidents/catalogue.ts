// Small incidents of many kinds, each with the words that have to name its cause and the line that set it off.
import { Logs } from './logs.ts';

export interface Incident {
  readonly name: string;
  readonly logs: (seed: number) => Logs;
  /** Each of these lists: one of its words names the cause. */
  readonly must: readonly (readonly string[])[];
  /** A piece of the line that set it off; null where no line did. */
  readonly trigger: string | null;
}

const DAY = Date.UTC(2026, 4, 11, 8);
const START = '@TIME';

function plain(logs: Logs, service: string, count: number): Logs {
  return logs
    .lines(
      count,
      0,
      logs.minutes,
      ({ int, pick }) =>
        `${START} INFO ${service} ${pick(['GET', 'POST'])} ${pick(['/cart', '/search', '/account'])} 200 in ${int(8, 90)} ms`,
    )
    .lines(
      Math.ceil(count / 6),
      0,
      logs.minutes,
      ({ int }) => `${START} INFO ${service} cache size ${int(900, 1100)} entries`,
    );
}

export const INCIDENTS: readonly Incident[] = [
  {
    name: 'one bad node of a pool, in JSON',
    trigger: 'rescheduled',
    must: [['node-7'], ['input/output error']],
    logs: (seed) =>
      new Logs(DAY, 40, seed)
        .lines(800, 0, 40, ({ int }) =>
          JSON.stringify({
            level: 'info',
            msg: 'render done',
            node: `node-${int(1, 9)}`,
            took_ms: int(20, 90),
          }),
        )
        .line(
          17.9,
          JSON.stringify({
            level: 'info',
            msg: 'pod thumbs-66d rescheduled to node-7 after eviction',
          }),
        )
        .line(9.2, JSON.stringify({ level: 'info', msg: 'license check passed for 12 seats' }))
        .lines(90, 18, 40, () =>
          JSON.stringify({
            level: 'error',
            msg: 'write of tile failed: input/output error',
            node: 'node-7',
          }),
        ),
  },
  {
    name: 'a tenant with messages that nobody can read',
    trigger: null,
    must: [['t-8841'], ['schema']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          900,
          0,
          60,
          ({ int }) =>
            `${START} [worker-${int(1, 5)}] INFO  dispatcher - delivered message for tenant t-${int(8800, 8830)} in ${int(4, 30)} ms`,
        )
        .lines(
          120,
          6,
          60,
          ({ int }) =>
            `${START} [worker-${int(1, 5)}] ERROR dispatcher - message of tenant t-8841 rejected: schema v9 unknown, redelivery ${int(1, 40)}`,
        ),
  },
  {
    name: 'a pool that leaks since a deployment',
    trigger: 'v2.8.1',
    must: [['v2.8.1'], ['acquire', 'pool']],
    logs: (seed) =>
      plain(new Logs(DAY, 90, seed), 'billing', 500)
        .lines(
          80,
          0,
          30,
          ({ int }) => `${START} INFO billing pgpool in_use=${int(3, 6)}/50 waiting=0`,
        )
        .lines(
          130,
          30,
          75,
          ({ progress }) =>
            `${START} INFO billing pgpool in_use=${Math.min(50, Math.floor(5 + progress * 46))}/50 waiting=0`,
        )
        .lines(
          40,
          75,
          90,
          ({ int }) => `${START} INFO billing pgpool in_use=50/50 waiting=${int(4, 30)}`,
        )
        .line(29.7, `${START} INFO billing release v2.8.1 is live on 4 of 4 instances`)
        .line(3.1, `${START} INFO billing operator console opened by ops-anna`)
        .lines(
          70,
          75.5,
          90,
          () => `${START} ERROR billing could not acquire a connection within 5000 ms`,
        ),
  },
  {
    name: 'a client certificate that runs out',
    trigger: 'valid until',
    must: [['certificate', 'cert'], ['expired']],
    logs: (seed) =>
      plain(new Logs(DAY, 60, seed), 'ledger', 700)
        .line(
          2,
          `${START} INFO ledger keystore read: CN=ledger.internal valid until 2026-05-11 08:31:00 UTC`,
        )
        .line(12, `${START} INFO ledger snapshot of counters written`)
        .lines(
          160,
          31.02,
          60,
          ({ int }) =>
            `${START} ERROR ledger peer 10.3.0.${int(2, 9)} closed: tls alert certificate expired`,
        ),
  },
  {
    name: 'a resolver that was changed',
    trigger: 'nameserver',
    must: [['nameserver'], ['no such host', 'resolve', 'lookup']],
    logs: (seed) =>
      plain(new Logs(DAY, 45, seed), 'profile', 600)
        .line(20.4, `${START} INFO netd resolv.conf rewritten: nameserver 10.0.0.2 -> 10.9.0.53`)
        .line(14, `${START} INFO profile warm-up finished`)
        .lines(
          140,
          20.6,
          45,
          () => `${START} ERROR profile dial tcp: lookup users-db.internal: no such host`,
        ),
  },
  {
    name: 'a disk that is slow while a snapshot runs, in latencies only',
    trigger: 'snapshot',
    must: [['snapshot'], ['vol-3', 'commit', 'latency']],
    logs: (seed) =>
      new Logs(DAY, 80, seed)
        .lines(300, 0, 50, ({ int }) => `${START} INFO wal commit latency=${int(3, 12)}ms`)
        .lines(200, 50, 80, ({ int }) => `${START} INFO wal commit latency=${int(300, 900)}ms`)
        .lines(200, 0, 80, ({ int }) => `${START} INFO api served /v2/items in ${int(10, 60)} ms`)
        .line(49.8, `${START} INFO scheduler snapshot of vol-3 begun by nightly plan`),
  },
  {
    name: 'a quota that is used up',
    trigger: null,
    must: [['quota'], ['geo-eu']],
    logs: (seed) =>
      new Logs(DAY, 120, seed)
        .lines(
          400,
          0,
          120,
          ({ progress, int }) =>
            `${START} INFO geocoder project=geo-${int(0, 2) === 0 ? 'us' : 'ap'} lookup ok remaining=${Math.floor(90_000 - progress * 500)}`,
        )
        .lines(
          200,
          0,
          80,
          ({ progress }) =>
            `${START} INFO geocoder project=geo-eu lookup ok remaining=${Math.floor(4_000 * (1 - progress))}`,
        )
        .lines(
          150,
          80,
          120,
          () => `${START} ERROR geocoder project=geo-eu lookup refused: daily quota exhausted`,
        ),
  },
  {
    name: 'a clock that jumps on one host',
    trigger: 'chronyd',
    must: [['edge-4'], ['clock', 'chronyd', 'stepped']],
    logs: (seed) =>
      new Logs(DAY, 50, seed)
        .lines(
          700,
          0,
          50,
          ({ int }) => `${START} INFO edge-${int(1, 7)} signer: url signed ttl=${int(200, 300)}`,
        )
        .line(21.8, `${START} WARN edge-4 chronyd: system clock wrong by 412.7 seconds, stepped`)
        .line(33, `${START} INFO edge-2 logrotate: 14 files`)
        .lines(
          110,
          22,
          50,
          () => `${START} ERROR edge-4 signer: signature not yet valid, rejected by origin`,
        ),
  },
  {
    name: 'a canary that lacks a key',
    trigger: 'canary',
    must: [['2026.19.3'], ['keyerror', 'currency']],
    logs: (seed) =>
      new Logs(DAY, 40, seed)
        .line(
          0.02,
          `${START} INFO rollout: canary release=2026.19.3 takes 5% (stable release=2026.19.2)`,
        )
        .lines(
          900,
          0.1,
          40,
          ({ int }) =>
            `${START} INFO pricing release=2026.19.${int(0, 30) === 0 ? 3 : 2} quote ok items=${int(1, 9)}`,
        )
        .lines(
          60,
          0.1,
          40,
          () => `${START} ERROR pricing release=2026.19.3 quote failed: KeyError: 'currency'`,
        ),
  },
  {
    name: 'one partition that falls behind, in INFO lines only',
    trigger: null,
    must: [['partition=11', 'partition 11'], ['lag']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          700,
          0,
          60,
          ({ int }) => `${START} INFO indexer offsets partition=${int(0, 10)} lag=${int(0, 40)}`,
        )
        .lines(
          90,
          0,
          60,
          ({ progress }) =>
            `${START} INFO indexer offsets partition=11 lag=${Math.floor(500 + 90_000 * progress)}`,
        ),
  },
  {
    name: 'retries without end since a flag was turned on',
    trigger: 'flag',
    must: [['parallel-fanout'], ['retry', 'retries', 'timed out']],
    logs: (seed) =>
      plain(new Logs(DAY, 60, seed), 'feed', 700)
        .line(25, `${START} INFO feed flag parallel-fanout is on for 100 percent of users`)
        .line(8.8, `${START} INFO feed session store compacted`)
        .lines(
          260,
          25.2,
          60,
          ({ int }) =>
            `${START} WARN feed upstream graph timed out, retry ${int(1, 6)} of 6 (fanout)`,
        ),
  },
  {
    name: 'a migration that holds a lock',
    trigger: 'alter table',
    must: [['alter table', 'migration'], ['lock']],
    logs: (seed) =>
      plain(new Logs(DAY, 60, seed), 'tickets', 600)
        .line(
          30.05,
          `${START} INFO migrator 0117_add_index: ALTER TABLE seats ADD COLUMN zone int`,
          '/shop/migrator',
        )
        .lines(
          120,
          30.2,
          44,
          () =>
            `${START} ERROR tickets update seats: Lock wait timeout exceeded; try restarting transaction`,
        ),
  },
  {
    name: 'one shard that lost its leader',
    trigger: null,
    must: [['shard=12'], ['no leader']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          900,
          0,
          60,
          ({ int }) => `${START} INFO kv shard=${int(0, 12)} put ok in ${int(1, 9)} ms`,
        )
        .lines(
          80,
          22,
          60,
          ({ int }) =>
            `${START} ERROR kv shard=12 put failed after ${int(900, 1100)} ms: no leader elected`,
        ),
  },
  {
    name: 'a heap that was made smaller',
    trigger: 'xmx',
    must: [['xmx'], ['512m'], ['gc', 'pause', 'heap']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(300, 0, 20, ({ int }) => `${START} INFO matcher gc pause ${int(8, 25)} ms`)
        .lines(300, 20.1, 60, ({ int }) => `${START} INFO matcher gc pause ${int(700, 1_900)} ms`)
        .lines(400, 0, 60, ({ int }) => `${START} INFO matcher matched ${int(1, 40)} rides`)
        .line(20, `${START} INFO matcher JVM options: -Xmx512m (was -Xmx6g)`)
        .lines(
          90,
          22,
          60,
          ({ int }) =>
            `${START} WARN matcher heartbeat late by ${int(700, 1_900)} ms, peers consider us slow`,
        ),
  },
  {
    name: 'one record that stops a consumer',
    trigger: null,
    must: [['offset=4410927', 'offset 4410927'], ['checksum']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          600,
          0,
          60,
          ({ int }) =>
            `${START} INFO loader topic=rides partition=${int(0, 6)} committed offset=${int(4_300_000, 4_500_000)}`,
        )
        .lines(
          90,
          15,
          60,
          () =>
            `${START} ERROR loader topic=rides partition=3 offset=4410927 record dropped back: checksum differs`,
        ),
  },
  {
    name: 'a gateway that answers 503 because a service behind it was killed',
    trigger: null,
    must: [['inventory'], ['refused', 'killed', 'out of memory']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          600,
          0,
          60,
          ({ int }) => `${START} INFO gateway GET /items/${int(1, 900)} 200 ${int(5, 60)}ms`,
          '/gateway',
        )
        .lines(
          300,
          0,
          60,
          ({ int }) => `${START} INFO orders placed order ${int(10_000, 99_999)}`,
          '/orders',
        )
        .line(
          29.9,
          `${START} kernel: Out of memory: Killed process 4121 (inventory) total-vm:8123456kB`,
          '/nodes',
        )
        .lines(
          200,
          30.1,
          60,
          ({ int }) =>
            `${START} ERROR gateway GET /items/${int(1, 900)} 503 upstream orders unavailable`,
          '/gateway',
        )
        .lines(
          120,
          30,
          60,
          () =>
            `${START} ERROR orders call failed: dial tcp inventory:8080: connect: connection refused`,
          '/orders',
        ),
  },
];
