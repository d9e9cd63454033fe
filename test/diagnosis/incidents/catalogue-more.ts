// Further kinds: fail-overs, full disks, caches that were emptied, hot keys, members that fall silent, keys that no one
// knows, packets that are too large, jobs that run twice.
import type { Incident } from './catalogue.ts';
import { Logs } from './logs.ts';

const DAY = Date.UTC(2026, 7, 20, 14);
const AT = '@TIME';

function traffic(logs: Logs, service: string, count: number): Logs {
  return logs.lines(
    count,
    0,
    logs.minutes,
    ({ int, pick }) =>
      `${AT} INFO  ${service} handled ${pick(['/v1/rides', '/v1/fares', '/v1/me'])} status=200 latency=${int(18, 95)}ms`,
  );
}

export const MORE_INCIDENTS: readonly Incident[] = [
  {
    name: 'writes that go to a replica after a fail-over',
    trigger: 'promoted',
    must: [['db-2', 'promoted'], ['read-only']],
    logs: (seed) =>
      traffic(new Logs(DAY, 20, seed), 'trips', 300)
        .line(0.01, `${AT} INFO  patroni db-2 promoted to leader, db-1 demoted (timeline 7 -> 8)`)
        .lines(
          150,
          0.05,
          20,
          () =>
            `${AT} ERROR trips insert into trips failed: cannot execute INSERT in a read-only transaction host=db-1`,
        ),
  },
  {
    name: 'a cache that was emptied',
    trigger: 'flushall',
    must: [['flushall'], ['hit_rate', 'db query', 'latency']],
    logs: (seed) =>
      traffic(new Logs(DAY, 25, seed), 'fares', 250)
        .lines(
          60,
          0,
          8,
          ({ int }) =>
            `${AT} INFO  memcache stats hit_rate=0.9${int(4, 9)} items=${int(88_000, 90_000)}`,
        )
        .lines(
          140,
          8.05,
          25,
          ({ int }) =>
            `${AT} INFO  memcache stats hit_rate=0.${int(10, 40)} items=${int(1_000, 9_000)}`,
        )
        .lines(80, 0, 8, ({ int }) => `${AT} INFO  fares db query latency=${int(10, 40)}ms`)
        .lines(160, 8.1, 25, ({ int }) => `${AT} INFO  fares db query latency=${int(600, 1_800)}ms`)
        .line(8, `${AT} INFO  memcache FLUSHALL executed by release hook`)
        .lines(
          60,
          10,
          25,
          ({ int }) => `${AT} WARN  postgres connections active=${int(150, 198)}/200`,
        ),
  },
  {
    name: 'a volume that fills since verbose logs were turned on',
    trigger: 'verbose',
    must: [
      ['verbose', 'trace'],
      ['no space left', 'enospc'],
    ],
    logs: (seed) =>
      traffic(new Logs(DAY, 30, seed), 'audit', 250)
        .line(
          0.01,
          `${AT} INFO  audit log verbosity set to TRACE by support session (was INFO), verbose until further notice`,
        )
        .lines(
          200,
          0.02,
          30,
          ({ progress }) =>
            `${AT} INFO  node-agent volume=/data disk_used=${Math.min(100, Math.floor(61 + 41 * progress))}%`,
        )
        .lines(
          60,
          27,
          30,
          () => `${AT} ERROR audit append /data/wal/000113 failed: no space left on device`,
        ),
  },
  {
    name: 'a zone that gets all traffic',
    trigger: 'weights',
    must: [['weights'], ['eu-1c'], ['overflow', '503']],
    logs: (seed) =>
      new Logs(DAY, 30, seed)
        .lines(
          300,
          0,
          10,
          ({ pick, int }) =>
            `${AT} INFO  lb zone=${pick(['eu-1a', 'eu-1b', 'eu-1c'])} proxied in ${int(10, 60)} ms`,
        )
        .lines(300, 10, 30, ({ int }) => `${AT} INFO  lb zone=eu-1c proxied in ${int(10, 900)} ms`)
        .line(10, `${AT} INFO  lb weights updated: eu-1a=0 eu-1b=0 eu-1c=100`)
        .lines(
          120,
          10.1,
          30,
          () => `${AT} ERROR lb zone=eu-1c upstream pending queue overflow status=503`,
        ),
  },
  {
    name: 'a key that everyone asks for',
    trigger: null,
    must: [['promo:summer'], ['slow', 'cpu', 'exceeded', 'blocked']],
    logs: (seed) =>
      new Logs(DAY, 30, seed)
        .lines(
          400,
          0,
          12,
          ({ int }) => `${AT} INFO  kvproxy get key=user:${int(1, 400)} slot=${int(1, 16)}`,
        )
        .lines(
          300,
          12,
          30,
          ({ int }) => `${AT} INFO  kvproxy get key=user:${int(1, 400)} slot=${int(1, 16)}`,
        )
        .lines(700, 12, 30, () => `${AT} INFO  kvproxy get key=promo:summer slot=11`)
        .lines(
          90,
          12.5,
          30,
          ({ int }) => `${AT} WARN  kvproxy slot=11 command queue blocked for ${int(200, 900)} ms`,
        ),
  },
  {
    name: 'a signing key that nobody knows yet',
    trigger: 'rotated',
    must: [['kid=9c41'], ['rotated', 'unknown key']],
    logs: (seed) =>
      new Logs(DAY, 30, seed)
        .lines(500, 0, 30, () => `${AT} INFO  gate token accepted kid=77ab`)
        .line(6, `${AT} INFO  idp signing key rotated: kid=77ab -> kid=9c41`)
        .lines(140, 6.1, 30, () => `${AT} ERROR gate token rejected: unknown key kid=9c41`),
  },
  {
    name: 'packets that are too large for a new path',
    trigger: 'mtu',
    must: [['mtu'], ['timed out', 'timeout', 'fragment']],
    logs: (seed) =>
      traffic(new Logs(DAY, 30, seed), 'files', 300)
        .line(0.02, `${AT} INFO  netops overlay mtu changed 8900 -> 1400 on eth1`)
        .lines(
          200,
          0.05,
          30,
          ({ int }) =>
            `${AT} WARN  files upload part size=${int(4, 9)}MB timed out, fragment lost on eth1`,
        ),
  },
  {
    name: 'a member that falls silent',
    trigger: null,
    must: [['sensor-3']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          600,
          0,
          60,
          ({ int }) => `${AT} INFO  collector reading from=sensor-${[1, 2, 4, 5][int(0, 4)]} ok`,
        )
        .lines(90, 0, 33, () => `${AT} INFO  collector reading from=sensor-3 ok`),
  },
  {
    name: 'a job that runs twice',
    trigger: 'second scheduler',
    must: [['scheduler'], ['duplicate']],
    logs: (seed) =>
      traffic(new Logs(DAY, 40, seed), 'payroll', 300)
        .line(
          15,
          `${AT} INFO  scheduler instance sch-b joined as second scheduler (leader election off)`,
        )
        .line(31, `${AT} INFO  payroll export file closed`)
        .lines(
          80,
          15.2,
          40,
          ({ int }) =>
            `${AT} ERROR payroll insert payout ${int(10_000, 99_999)}: duplicate key value violates unique constraint "payout_once"`,
        ),
  },
  {
    name: 'a process that is killed for its memory again and again',
    trigger: null,
    must: [['oomkilled', 'memory'], ['thumbs']],
    logs: (seed) => {
      const logs = traffic(new Logs(DAY, 60, seed), 'api', 300);
      for (let at = 10; at < 60; at += 10) {
        logs.lines(
          20,
          at - 10,
          at,
          ({ progress }) => `${AT} INFO  thumbs rss=${Math.floor(300 + 1_700 * progress)}MB`,
        );
        logs.line(at, `${AT} ERROR kubelet container thumbs terminated: OOMKilled exit code 137`);
      }
      return logs;
    },
  },
  {
    name: 'queries that got slow without an index, in WARN lines',
    trigger: 'dropped',
    must: [['ix_rides_city'], ['seq scan', 'slow']],
    logs: (seed) =>
      traffic(new Logs(DAY, 30, seed), 'rides', 300)
        .line(4, `${AT} INFO  migrate 0042: index ix_rides_city dropped`)
        .lines(90, 0, 4, ({ int }) => `${AT} INFO  rides select by city took ${int(3, 20)} ms`)
        .lines(
          200,
          4.02,
          30,
          ({ int }) => `${AT} INFO  rides select by city took ${int(800, 2_600)} ms`,
        )
        .lines(
          70,
          4.2,
          30,
          ({ int }) => `${AT} WARN  rides slow statement (seq scan on rides) ${int(800, 2_600)} ms`,
        ),
  },
  {
    name: 'a partner whose quota ends with the month',
    trigger: null,
    must: [['quota'], ['partner=skymap', 'skymap']],
    logs: (seed) =>
      new Logs(Date.UTC(2026, 7, 31, 23, 30), 60, seed)
        .lines(300, 0, 60, ({ int }) => `${AT} INFO  tiles partner=osm tile ok z=${int(3, 18)}`)
        .lines(150, 0, 30, ({ int }) => `${AT} INFO  tiles partner=skymap tile ok z=${int(3, 18)}`)
        .lines(
          150,
          30.01,
          60,
          () => `${AT} ERROR tiles partner=skymap refused: quota for 2026-09 is 0`,
        ),
  },
  {
    name: 'a host whose network loses packets, in structured logs of many hosts',
    trigger: null,
    must: [['rack-b-17'], ['retransmit', 'timed out']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          900,
          0,
          60,
          ({ int }) =>
            `{"time":"${AT}","severity":"INFO","host":"rack-b-${int(10, 20)}","message":"rpc ok","rtt_ms":${int(1, 5)}}`,
        )
        .lines(
          110,
          20,
          60,
          () =>
            `{"time":"${AT}","severity":"ERROR","host":"rack-b-17","message":"rpc timed out after 7 retransmits"}`,
        ),
  },
];
