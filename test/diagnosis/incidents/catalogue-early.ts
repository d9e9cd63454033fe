// Incidents with which the logs begin, and logs in other forms: the change stands among the first lines, so nothing
// shows what was before it.
import type { Incident } from './catalogue.ts';
import { Logs } from './logs.ts';

const DAY = Date.UTC(2026, 7, 4, 9);
const AT = '@TIME';

function traffic(seed: number, service: string): Logs {
  return new Logs(DAY, 20, seed).lines(
    350,
    0,
    20,
    ({ int, pick }) =>
      `${AT} INFO  ${service} handled ${pick(['/v1/users', '/v1/orders', '/v1/items'])} status=200 latency=${int(20, 99)}ms`,
  );
}

export const EARLY_INCIDENTS: readonly Incident[] = [
  {
    name: 'a cache that keeps entries too long',
    trigger: 'ttl',
    must: [['ttl'], ['86400'], ['stale', 'mismatch']],
    logs: (seed) =>
      traffic(seed, 'menu')
        .line(0.02, `${AT} INFO  menu cache ttl changed 30s -> 86400s by rollout-bot`)
        .lines(
          90,
          0.2,
          20,
          ({ int }) =>
            `${AT} WARN  menu price mismatch item=${int(1, 500)} cached=12 source=15 (stale entry age=${int(100, 900)}s)`,
        ),
  },
  {
    name: 'messages that are delivered twice',
    trigger: 'visibility_timeout',
    must: [['visibility_timeout'], ['duplicate', 'again']],
    logs: (seed) =>
      traffic(seed, 'mailer')
        .line(
          0.01,
          `${AT} INFO  sqs queue=mails visibility_timeout updated 300s -> 5s (terraform apply)`,
        )
        .lines(
          120,
          0.3,
          20,
          ({ int }) =>
            `${AT} WARN  mailer message id=${int(100, 160)} received again (receive_count=${int(2, 9)}), duplicate email sent`,
        ),
  },
  {
    name: 'sockets that are closed while idle',
    trigger: 'idle_timeout',
    must: [['idle_timeout'], ['closed']],
    logs: (seed) =>
      traffic(seed, 'chat')
        .line(1, `${AT} INFO  alb idle_timeout modified: 3600 -> 10 seconds`)
        .lines(
          150,
          1.2,
          20,
          ({ int }) =>
            `${AT} WARN  chat socket closed by peer after 10s user=${int(1, 900)} reconnecting`,
        ),
  },
  {
    name: 'a shard that was moved, in nested JSON',
    trigger: 'reassigned',
    must: [['s4'], ['w-9'], ['registry 404', 'schema']],
    logs: (seed) =>
      new Logs(DAY, 20, seed)
        .lines(500, 0, 20, ({ int }) =>
          JSON.stringify({
            ts: AT,
            lvl: 'info',
            evt: 'job.done',
            ctx: { shard: `s${int(1, 9)}`, region: 'eu' },
            dur_ms: int(10, 60),
          }),
        )
        .line(
          0.05,
          JSON.stringify({
            ts: AT,
            lvl: 'info',
            evt: 'topology.reassigned',
            ctx: { shard: 's4', from: 'w-2', to: 'w-9' },
          }),
        )
        .lines(70, 0.3, 20, () =>
          JSON.stringify({
            ts: AT,
            lvl: 'error',
            evt: 'job.failed',
            ctx: { shard: 's4', worker: 'w-9', region: 'eu' },
            err: 'schema registry 404 for subject s4-value',
          }),
        ),
  },
  {
    name: 'one tenant after its plan changed, in logfmt',
    trigger: 'plan',
    must: [['t77'], ['overflow'], ['plan']],
    logs: (seed) =>
      new Logs(DAY, 20, seed)
        .lines(
          500,
          0,
          20,
          ({ int }) =>
            `time=${AT} level=info msg="request served" svc=pay tenant=t${int(1, 30)} dur=${int(8, 60)}ms`,
        )
        .line(
          6,
          `time=${AT} level=info msg="tenant plan changed" tenant=t77 plan="free -> enterprise"`,
        )
        .lines(
          90,
          6.1,
          20,
          ({ int }) =>
            `time=${AT} level=error msg="ledger shard overflow" svc=pay tenant=t77 size=${int(900, 999)}`,
        ),
  },
  {
    name: 'an address that two hosts use',
    trigger: '10.4.0.17',
    must: [['10.4.0.17'], ['duplicate', 'dhcpd', 'printer-9']],
    logs: (seed) =>
      traffic(seed, 'pos')
        .line(2, `${AT} INFO  dhcpd lease 10.4.0.17 granted to host printer-9`)
        .lines(
          60,
          2.2,
          20,
          () => `${AT} WARN  kernel arp: duplicate address 10.4.0.17 detected from 3c:52:82:aa`,
        )
        .lines(
          90,
          2.3,
          20,
          () => `${AT} ERROR pos connect to 10.4.0.17:5432 failed: no route to host`,
        ),
  },
  {
    name: 'a limit of processor time that was lowered, in numbers only',
    trigger: 'limits.cpu',
    must: [
      ['limits.cpu', '500m'],
      ['throttled', 'computed'],
    ],
    logs: (seed) =>
      traffic(seed, 'quote')
        .line(5, `${AT} INFO  k8s quote limits.cpu patched 4000m -> 500m (namespace quota policy)`)
        .lines(100, 0, 5, ({ int }) => `${AT} INFO  cadvisor quote cpu_throttled=${int(0, 3)}%`)
        .lines(200, 5, 20, ({ int }) => `${AT} INFO  cadvisor quote cpu_throttled=${int(70, 95)}%`)
        .lines(100, 0, 5, ({ int }) => `${AT} INFO  quote price computed in ${int(20, 60)}ms`)
        .lines(
          200,
          5.1,
          20,
          ({ int }) => `${AT} INFO  quote price computed in ${int(900, 3_000)}ms`,
        ),
  },
  {
    name: 'names that are asked for in two families',
    trigger: 'ipv6',
    must: [['ipv6'], ['took', 'exceeded']],
    logs: (seed) =>
      traffic(seed, 'hooks')
        .line(0.02, `${AT} INFO  netplan ipv6 enabled on eth0 (no upstream route)`)
        .lines(
          160,
          0.1,
          20,
          ({ int }) =>
            `${AT} INFO  hooks deliver took=${5_000 + int(1, 90)}ms attempt_family=AAAA fallback=A`,
        )
        .lines(40, 0.3, 20, () => `${AT} WARN  hooks delivery exceeded budget 3000ms`),
  },
  {
    name: 'a replica that was built from an old copy',
    trigger: 'snapshot',
    must: [['r3'], ['snapshot', 'empty']],
    logs: (seed) =>
      traffic(seed, 'feed')
        .lines(
          300,
          0,
          20,
          ({ pick, int }) =>
            `${AT} INFO  feed read replica=${pick(['r1', 'r2'])} rows=${int(10, 20)}`,
        )
        .lines(150, 0, 20, () => `${AT} INFO  feed read replica=r3 rows=0`)
        .line(0.01, `${AT} INFO  dba replica r3 rebuilt from snapshot 2026-07-01 and attached`)
        .lines(60, 0.2, 20, () => `${AT} WARN  feed empty timeline returned (replica=r3)`),
  },
  {
    name: 'a disk that was nearly full already',
    trigger: 'logrotate',
    must: [['db-3'], ['no space left'], ['logrotate']],
    logs: (seed) =>
      traffic(seed, 'auth')
        .lines(
          150,
          0,
          20,
          ({ progress }) =>
            `${AT} INFO  node-exporter host=db-3 fs_used=${Math.floor(88 + 12 * progress)}%`,
        )
        .line(0.02, `${AT} INFO  logrotate disabled on host=db-3 (package upgrade)`)
        .lines(
          40,
          18,
          20,
          () => `${AT} ERROR postgres host=db-3 could not write WAL: No space left on device`,
        ),
  },
];
