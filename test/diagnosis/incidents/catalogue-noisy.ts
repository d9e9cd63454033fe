// Incidents among noise: louder warnings that are always there, errors of another story, changes that have nothing to do
// with it, and symptoms that are louder than the cause.
import type { Incident } from './catalogue.ts';
import { type Line, Logs } from './logs.ts';

const DAY = Date.UTC(2026, 9, 6, 3);
const AT = '@TIME';

/** Healthy requests, a warning that never stops, and a rare line now and then. */
function noisy(minutes: number, seed: number, service: string): Logs {
  return new Logs(DAY, minutes, seed)
    .lines(
      420,
      0,
      minutes,
      ({ int, pick }) =>
        `${AT} INFO  ${service} handled ${pick(['/v1/a', '/v1/b', '/v1/c'])} status=200 latency=${int(18, 95)}ms`,
    )
    .lines(
      60,
      0,
      minutes,
      ({ int }) =>
        `${AT} WARN  ${service} thumbnail missing for item ${int(1_000, 9_999)}, using default`,
    )
    .line(minutes * 0.21, `${AT} INFO  sshd session opened for ops-kim from 10.8.0.4`)
    .line(minutes * 0.83, `${AT} INFO  ntpd peer 10.0.0.1 selected`);
}

export const NOISY_INCIDENTS: readonly Incident[] = [
  {
    name: 'an id column that ran out of numbers',
    trigger: null,
    must: [['2147483647'], ['events_id_seq', 'out of range']],
    logs: (seed) =>
      noisy(30, seed, 'tracker')
        .lines(
          160,
          0,
          18,
          ({ progress }) =>
            `${AT} INFO  tracker inserted event id=${2_147_480_000 + Math.floor(3_600 * progress)}`,
        )
        .lines(
          110,
          18,
          30,
          () =>
            `${AT} ERROR tracker insert failed: nextval: reached maximum value of sequence "events_id_seq" (2147483647), integer out of range`,
        ),
  },
  {
    name: 'a connection table of a kernel that is full',
    trigger: null,
    must: [
      ['nf_conntrack', 'conntrack'],
      ['table full', 'timed out'],
    ],
    logs: (seed) =>
      noisy(30, seed, 'edge')
        .lines(
          120,
          0,
          30,
          ({ progress }) =>
            `${AT} INFO  node-agent nf_conntrack_count=${Math.floor(90_000 + Math.min(1, progress * 1.6) * 172_144)}/262144`,
        )
        .lines(40, 19, 30, () => `${AT} WARN  kernel nf_conntrack: table full, dropping packet`)
        .lines(140, 19.2, 30, () => `${AT} ERROR edge connect to catalog timed out after 3000 ms`),
  },
  {
    name: 'an error of every day that surges for half an hour after a deployment',
    trigger: 'payments-client',
    must: [['payments.internal'], ['payments-client']],
    logs: (seed) => {
      const failed: Line = ({ int }) =>
        `${AT} ERROR checkout payment of order ${int(1_000, 9_999)} failed: read timed out from payments.internal:8443`;
      return noisy(600, seed, 'checkout')
        .lines(420, 0, 600, failed)
        .line(298.5, `${AT} INFO  deployed payments-client version 4.2.0 (was 4.1.9)`)
        .lines(360, 300, 330, failed);
    },
  },
  {
    name: 'a password that was rotated for some only',
    trigger: 'rotated',
    must: [['rotated'], ['reporting_ro'], ['password authentication failed']],
    logs: (seed) =>
      noisy(40, seed, 'reports')
        .line(14, `${AT} INFO  deploy of web-frontend 7.4.0 finished`)
        .line(16.5, `${AT} INFO  vault credential of role reporting_ro rotated (lease 9f31)`)
        .lines(
          120,
          17,
          40,
          () => `${AT} ERROR reports FATAL: password authentication failed for user "reporting_ro"`,
        ),
  },
  {
    name: 'a replica that lags, and readers that see old data',
    trigger: 'vacuum',
    must: [['replica', 'replay'], ['vacuum']],
    logs: (seed) =>
      noisy(40, seed, 'orders')
        .lines(100, 0, 12, ({ int }) => `${AT} INFO  pg replica=r2 replay_lag=${int(4, 40)}ms`)
        .lines(
          200,
          12.1,
          40,
          ({ int }) => `${AT} INFO  pg replica=r2 replay_lag=${int(20_000, 90_000)}ms`,
        )
        .line(12, `${AT} INFO  pg VACUUM FULL on table orders started by maintenance`)
        .lines(
          60,
          12.6,
          40,
          ({ int }) =>
            `${AT} WARN  orders read of order ${int(1, 9_999)} found no row that was just written (replica r2)`,
        ),
  },
  {
    name: 'a retry storm behind one slow service',
    trigger: null,
    must: [['scorer'], ['timed out', 'deadline']],
    logs: (seed) =>
      noisy(40, seed, 'checkout')
        .lines(300, 0, 20, ({ int }) => `${AT} INFO  scorer score done in ${int(20, 60)} ms`)
        .lines(200, 20, 40, ({ int }) => `${AT} INFO  scorer score done in ${int(4_000, 9_000)} ms`)
        .lines(
          150,
          20.2,
          40,
          () => `${AT} ERROR checkout call of scorer failed: deadline exceeded after 1000 ms`,
        )
        .lines(
          300,
          20.3,
          40,
          ({ int }) => `${AT} WARN  checkout retry ${int(1, 5)} of scorer call`,
        ),
  },
  {
    name: 'a protocol version that was switched off',
    trigger: 'tls',
    must: [
      ['tlsv1.1', 'tls 1.1', 'min_tls'],
      ['handshake', 'protocol version'],
    ],
    logs: (seed) =>
      noisy(30, seed, 'gateway')
        .line(9.9, `${AT} INFO  lb listener 443 policy replaced: min_tls=1.1 -> min_tls=1.2`)
        .lines(
          90,
          10,
          30,
          ({ int }) =>
            `${AT} ERROR gateway handshake with terminal pos-${int(100, 140)} failed: unsupported protocol version TLSv1.1`,
        ),
  },
  {
    name: 'two processes that write to one file',
    trigger: null,
    must: [['etl-b', 'lease'], ['conflict']],
    logs: (seed) =>
      noisy(40, seed, 'lake')
        .lines(
          200,
          0,
          40,
          ({ int }) => `${AT} INFO  lake writer=etl-a committed snapshot ${int(1_000, 9_000)}`,
        )
        .lines(
          70,
          15,
          40,
          () =>
            `${AT} ERROR lake writer=etl-b commit conflict: snapshot is not the latest, lease held by etl-a`,
        ),
  },
  {
    name: 'a deadlock of a pool of threads',
    trigger: 'enabled',
    must: [['inline-render'], ['executor', 'threads', 'rejected']],
    logs: (seed) =>
      noisy(40, seed, 'pdf')
        .line(18, `${AT} INFO  pdf option inline-render enabled by remote config`)
        .lines(90, 0, 18, ({ int }) => `${AT} INFO  pdf executor busy=${int(2, 9)}/32 queue=0`)
        .lines(
          90,
          19,
          40,
          ({ int }) => `${AT} INFO  pdf executor busy=32/32 queue=${int(100, 400)}`,
        )
        .lines(130, 19.5, 40, () => `${AT} ERROR pdf task rejected from executor: queue is full`),
  },
  {
    name: 'a virus scan that slows all writes, in numbers and a few warnings',
    trigger: 'scan',
    must: [['scan'], ['fsync', 'write']],
    logs: (seed) =>
      noisy(50, seed, 'mail')
        .lines(
          180,
          0,
          25,
          ({ int }) => `${AT} INFO  mail-store fsync_ms=${int(1, 6)} queue=${int(0, 4)}`,
        )
        .lines(
          180,
          25.1,
          50,
          ({ int }) => `${AT} INFO  mail-store fsync_ms=${int(200, 700)} queue=${int(50, 400)}`,
        )
        .line(25, `${AT} INFO  clamd full scan of /var/spool begins (weekly)`)
        .lines(15, 26, 50, ({ int }) => `${AT} WARN  mail delivery delayed by ${int(20, 60)} s`),
  },
  {
    name: 'errors of another story that were always there',
    trigger: 'region',
    must: [
      ['bucket', 'eu-north'],
      ['access denied', '403', 'redirect'],
    ],
    logs: (seed) =>
      noisy(40, seed, 'media')
        .lines(
          60,
          0,
          40,
          ({ int }) => `${AT} ERROR media exif of photo ${int(1, 9_999)} is malformed`,
        )
        .line(
          21.9,
          `${AT} INFO  media storage bucket changed: media-prod (region eu-west) -> media-prod-2 (region eu-north)`,
        )
        .lines(
          160,
          22,
          40,
          () => `${AT} ERROR media put to media-prod-2 failed: 403 Access Denied`,
        ),
  },
  {
    name: 'a leader that changes again and again',
    trigger: null,
    must: [['etcd'], ['election', 'leader'], ['m-2']],
    logs: (seed) =>
      noisy(30, seed, 'control')
        .lines(
          120,
          0,
          30,
          ({ int }) =>
            `${AT} INFO  etcd member=m-${int(1, 4) === 2 ? 1 : 3} wal fsync took ${int(2, 9)}ms`,
        )
        .lines(
          60,
          0,
          30,
          ({ int }) => `${AT} INFO  etcd member=m-2 wal fsync took ${int(900, 2_500)}ms`,
        )
        .lines(
          70,
          0,
          30,
          ({ int }) =>
            `${AT} WARN  etcd leader lost, election started by m-2 at term ${int(40, 900)}`,
        ),
  },
  {
    name: 'a feed whose numbers are a hundred times too large',
    trigger: 'cents',
    must: [['cents', 'schema'], ['price']],
    logs: (seed) =>
      noisy(40, seed, 'shop')
        .line(20, `${AT} INFO  feed-import supplier feed v4 live: price now in cents (was euro)`)
        .lines(
          200,
          0,
          20,
          ({ int }) => `${AT} INFO  shop price check item=${int(1, 900)} price=${int(5, 90)}`,
        )
        .lines(
          200,
          20.1,
          40,
          ({ int }) => `${AT} INFO  shop price check item=${int(1, 900)} price=${int(500, 9_000)}`,
        )
        .lines(
          50,
          20.5,
          40,
          ({ int }) =>
            `${AT} WARN  shop price of item ${int(1, 900)} exceeds plausible maximum, hidden`,
        ),
  },
];

/** A line of `text` at each of these minutes. */
function each(logs: Logs, minutes: readonly number[], text: string): Logs {
  for (const minute of minutes) logs.line(minute, text);
  return logs;
}

export const RECURRING_INCIDENTS: readonly Incident[] = [
  {
    name: 'a job that makes requests fail each time it runs',
    trigger: 'compaction',
    must: [['compaction'], ['timed out']],
    logs: (seed) => {
      const minutes = [4.2, 13.1, 21.7, 33.4, 40.9, 52.2];
      const logs = each(
        noisy(60, seed, 'store'),
        minutes,
        `${AT} INFO  store compaction of level 3 begins`,
      );
      for (const minute of minutes)
        logs.lines(
          20,
          minute + 0.05,
          minute + 0.6,
          () => `${AT} ERROR store read timed out after 2000 ms`,
        );
      return logs;
    },
  },
  {
    name: 'a nearer deployment of another service',
    trigger: 'deny',
    must: [
      ['deny', 'rule 88'],
      ['timed out', 'cannot reach'],
    ],
    logs: (seed) =>
      noisy(40, seed, 'billing')
        .line(19.2, `${AT} INFO  firewall rule 88 added: deny 10.2.0.0/16 -> 5432`)
        .line(19.6, `${AT} INFO  deploy of docs-site 1.2.0 finished`)
        .lines(
          120,
          20,
          40,
          () => `${AT} ERROR billing cannot reach ledger-db:5432, connection timed out`,
        ),
  },
  {
    name: 'one node that gets slow, in INFO lines and a few warnings',
    trigger: null,
    must: [['n-3'], ['took_ms', 'slow']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          600,
          0,
          60,
          ({ int }) =>
            `${AT} INFO  render node=n-${[1, 2, 4, 5, 6, 7][int(0, 6)]} done took_ms=${int(20, 60)}`,
        )
        .lines(50, 0, 30, ({ int }) => `${AT} INFO  render node=n-3 done took_ms=${int(20, 60)}`)
        .lines(
          50,
          30,
          60,
          ({ int }) => `${AT} INFO  render node=n-3 done took_ms=${int(800, 2_000)}`,
        )
        .lines(
          25,
          31,
          60,
          ({ int }) => `${AT} WARN  queue of renders is slow, oldest waits ${int(5, 40)} s`,
        ),
  },
  {
    name: 'one route that gets slow since an experiment began',
    trigger: 'experiment',
    must: [['experiment'], ['/v2/search']],
    logs: (seed) =>
      new Logs(DAY, 60, seed)
        .lines(
          500,
          0,
          60,
          ({ int, pick }) =>
            `${AT} INFO  site handled ${pick(['/v2/cart', '/v2/home', '/v2/me'])} status=200 latency=${int(20, 60)}ms`,
        )
        .lines(
          120,
          0,
          25,
          ({ int }) => `${AT} INFO  site handled /v2/search status=200 latency=${int(20, 60)}ms`,
        )
        .lines(
          160,
          25,
          60,
          ({ int }) =>
            `${AT} INFO  site handled /v2/search status=200 latency=${int(900, 3_000)}ms`,
        )
        .line(24.8, `${AT} INFO  experiment rank-by-embedding at 100 percent for search`),
  },
];
