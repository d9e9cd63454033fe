// Calls that are refused name an address; the only process that ended just before is what no longer listens there.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { caseOf, type FindingSpec } from './cases.ts';
import { judge, Logs } from './incidents/logs.ts';

const killed: FindingSpec = {
  id: 'F2',
  message: 'Out of memory: Killed process 2211 (java) total-vm:9123456kB, anon-rss:7812340kB',
  count: 1,
  rhythm: 'sporadic',
  from: 120,
  to: 120,
  group: '/shop/app1/kernel',
};
const refused: FindingSpec = {
  id: 'F1',
  message:
    'connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://10.0.4.21:8080/checkout"',
  count: 40,
  burst: [120.1, 125, 40],
  group: '/shop/web1/nginx',
};
const causes = (...findings: readonly FindingSpec[]) =>
  diagnose(caseOf({ findings, application: 'shop' })).rootCauses.map(({ findings: own }) => own);

test('refusals at an address follow from the only process that ended just before', () => {
  expect(causes(refused, killed)).toEqual([['F2', 'F1']]);
});

test('a unit that systemd gave up is such an end', () => {
  const failed = { ...killed, message: "checkout.service: Failed with result 'exit-code'." };
  expect(causes(refused, failed)).toEqual([['F2', 'F1']]);
});

test('so is a program that does not read its configuration when it starts', () => {
  const failed = { ...killed, message: 'Loading configuration file failed: line 31', count: 3 };
  expect(causes(refused, failed)).toEqual([['F2', 'F1']]);
});

test.each([
  [
    'ended in another log too',
    [
      {
        ...killed,
        id: 'F3',
        group: '/shop/app2/kernel',
        message: 'Out of memory: Killed process 3 (node)',
      },
    ],
  ],
])('which of two it was is not known where a process %s', (_name, more) => {
  expect(causes(refused, killed, ...more)[0]).toEqual(['F1']);
});

test('of an end a minute before it is not known', () => {
  expect(causes(refused, { ...killed, from: 119, to: 119 })[0]).toEqual(['F1']);
});

test('who is called by a name is that one, and not whoever ended', () => {
  const named = { ...refused, message: 'connect ECONNREFUSED 10.2.0.7:7000 resize-worker' };
  expect(causes(named, killed)[0]).toEqual(['F1']);
});

test('who is called by a name is the one whose unit systemd gave up', () => {
  const named = { ...refused, message: 'call to checkout failed: connection refused' };
  const failed = { ...killed, message: "checkout.service: Failed with result 'signal'." };
  expect(
    causes(named, failed, {
      ...killed,
      id: 'F3',
      group: '/shop/checkout',
      message: 'checkout: no stock',
      from: 30,
      to: 30,
    })[0],
  ).toEqual(['F2', 'F1']);
});

test('a disk that is full is the end of nobody', () => {
  const full = { ...killed, message: 'write failed: ENOSPC: no space left on device' };
  expect(causes(refused, full)).toEqual([['F1'], ['F2']]);
});

test('at the port of a database it is a database that ended, and not some other process', () => {
  const database = { ...refused, message: 'order failed: connect ECONNREFUSED 10.0.4.17:5432' };
  const postgres = { ...killed, message: 'Out of memory: Killed process 2211 (postgres)' };
  expect(causes(database, killed)[0]).toEqual(['F1']);
  expect(causes(database, postgres)).toEqual([['F2', 'F1']]);
});

describe('a database whose disk fills up', () => {
  const full: FindingSpec = {
    ...killed,
    message: 'ERROR: could not extend file "base/16384/2619": No space left on device',
    count: 15,
    rhythm: 'burst',
    burst: [119, 120, 15],
    group: '/shop/db',
  };
  const recovers = {
    ...refused,
    message: 'Could not open JDBC Connection: FATAL: the database system is in recovery mode',
    count: 600,
    rhythm: 'onset',
    group: '/shop/app',
  } as const;
  const { burst: _, ...lasting } = recovers;

  test('is the cause of what follows when it gives way, though it tells of it no longer', () => {
    expect(causes({ ...lasting, from: 120.2, to: 239 }, full)).toEqual([['F2', 'F1']]);
  });

  test('is another matter where minutes lie between the two', () => {
    expect(causes({ ...lasting, from: 124, to: 239 }, full)[0]).toEqual(['F1']);
  });
});

test('who is refused, and ends because of it, is not what it calls', () => {
  const own = { ...killed, message: 'process exited with code 1', group: refused.group ?? '' };
  const startedAgain = { ...own, from: 120.2, to: 120.2 };
  expect(causes(refused, startedAgain)[0]).toEqual(['F1']);
  expect(causes(refused, { ...startedAgain, from: 119.9, to: 119.9 })[0]).toEqual(['F1']);
});

test('whoever ends seconds after the first refusal is refused as well, and not what is called', () => {
  const worker = { ...killed, message: 'process exited with code 1', group: '/shop/worker' };
  expect(causes(refused, { ...worker, from: 120.15, to: 120.15 })[0]).toEqual(['F1']);
});

test('in a log of a whole host the programs are told apart by their names', () => {
  const logs = new Logs(Date.UTC(2026, 9, 5, 12), 240, 1)
    .line(119.9, `Oct  5 13:59:54 app1 kernel: ${killed.message}`, '/hosts/app1')
    .lines(
      40,
      120,
      125,
      () => `Oct  5 14:00:06 app1 nginx: 2026/10/05 14:00:06 [error] 12#12: *4 ${refused.message}`,
      '/hosts/app1',
    );
  const { rootCauses, findings } = judge(logs);
  const titles = rootCauses[0]?.findings.map((id) => findings.find((one) => one.id === id)?.title);
  expect(titles).toEqual([
    expect.stringContaining('Killed process'),
    expect.stringContaining('refused'),
  ]);
});

test('a process that ends now and then, and nobody was refused, is not what is called', () => {
  const nightly = { ...killed, message: 'nightly report crashed', count: 2, from: 60, to: 120 };
  expect(causes(refused, nightly)[0]).toEqual(['F1']);
});
