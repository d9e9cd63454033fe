// Rare lines that tell of something that gave way by itself: nobody did it, so nobody is told to undo it.
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { novelKindOf } from '../../src/diagnosis/novel-kinds.ts';
import { recognise } from '../../src/diagnosis/recognise.ts';
import { serviceIn } from '../../src/diagnosis/service-name.ts';
import { triggerKindOf } from '../../src/diagnosis/trigger-kinds.ts';
import { explainsAnother, isHousekeeping } from '../../src/diagnosis/trigger-look-alikes.ts';
import { surveyOf } from '../../src/evidence/survey.ts';
import { caseOf, event, type FindingSpec, finding, minute } from './cases.ts';

const kindOf = (line: string) => (triggerKindOf(line) ?? novelKindOf(line)).name;

describe('a rare line', () => {
  test.each([
    'memory resource limit alarm set on node rabbit@rabbit1.',
    'nvme nvme0: I/O 812 QID 3 timeout, reset controller',
    'checkout.service: Main process exited, code=killed, status=9/KILL',
    'mysqld got signal 6 ;',
    'e1000e 0000:00:1f.6 eno1: NIC Link is Down',
    'EXT4-fs (sdb1): Remounting filesystem read-only',
    'core: marked as sealed',
    '[Partition orders-0 broker=1] Shrinking ISR from 1,2,3 to 1,3. Leader: (highWatermark: 99)',
  ])('that tells of a failure is no change: %s', (line) => {
    expect(kindOf(line)).toBe('trouble');
  });

  test.each([
    'reader cache attached to volume 7',
    'poll mode was switched from epoll to kqueue, the old one timed out',
  ])('that tells of a change stays one: %s', (line) => {
    expect(kindOf(line)).toBe('change');
  });

  test.each(['Starting thumbor.service - Image server...', 'Stopped nginx.service.'])(
    'in which systemd starts or stops a unit is neither: %s',
    (line) => {
      expect(kindOf(line)).toBe('new-line');
    },
  );
});

test('a file of settings that somebody edits by sudo is a change of configuration', () => {
  const line = 'deploy : TTY=pts/0 ; PWD=/srv ; USER=root ; COMMAND=/usr/bin/vi /etc/thumbor.conf';
  expect(kindOf(line)).toBe('configuration-change');
  expect(kindOf(line.replace('vi /etc', 'ls /etc'))).not.toBe('configuration-change');
});

test('a pod that is called config-reloader is no change of a configuration when it ends', () => {
  expect(kindOf('Killing pod/config-reloader Stopping container reloader')).not.toBe(
    'configuration-change',
  );
  expect(kindOf('Killing pod/config-reloader Stopping container reloader')).toBe('new-line');
  expect(kindOf('config reloaded')).toBe('configuration-change');
});

test('log-ins that strangers try come behind every other failure', () => {
  const guessed: FindingSpec = {
    id: 'F1',
    message:
      'maximum authentication attempts exceeded for invalid user admin from 203.0.113.7 port 41 ssh2',
    count: 300,
    rhythm: 'consistent',
  };
  const other: FindingSpec = { id: 'F2', message: 'no key for the vault', count: 12 };
  const leads = diagnose(caseOf({ findings: [guessed, other] })).rootCauses.map(
    ({ findings }) => findings[0],
  );
  expect(leads).toEqual(['F2', 'F1']);
});

test('files that every host has name no service', () => {
  expect(serviceIn('prod/node-b/syslog')).toBe('node-b');
  expect(serviceIn('edge/app3/kern')).toBe('app3');
});

test('who is refused by a store is not at fault for it', () => {
  const message =
    "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.";
  const spec: FindingSpec = {
    id: 'F1',
    message,
    count: 40,
    burst: [120, 130, 40],
    group: '/shop/web',
  };
  expect(recognise(finding(spec), caseOf({ findings: [] })).signature?.name).toBe(
    'redis-not-saved',
  );
  expect(
    diagnose(caseOf({ findings: [spec], application: 'shop' })).rootCauses[0]?.component,
  ).toBeNull();
});

test('the second line of a message of PostgreSQL is about that message', () => {
  expect(explainsAnother('2026-11-20 14:00:00 UTC [9] a@b HINT:  Check free disk space.')).toBe(
    true,
  );
  expect(
    explainsAnother('2026-11-20 14:00:00 UTC [9] a@b LOG:  parameter "work_mem" changed'),
  ).toBe(false);
});

test('what gave way behind the first error did not bring it about', () => {
  const failing: FindingSpec = {
    id: 'F1',
    message: 'connect ECONNREFUSED 10.0.4.21:8080',
    count: 40,
    burst: [120, 130, 40],
    group: '/shop/web',
  };
  const link = (at: number) => event(minute(at), 'eno1: NIC Link is Down', '/shop/app1/kern');
  const quiet = Array.from({ length: 60 }, (_, i) =>
    event(minute(i * 2), 'heartbeat ok', '/shop/app1/kern'),
  );
  const triggerAt = (at: number) => {
    const lines = [...quiet, link(at)];
    const input = caseOf({
      findings: [failing],
      application: 'shop',
      context: lines,
      survey: surveyOf(lines, true),
    });
    return diagnose(input).rootCauses[0]?.trigger?.message ?? null;
  };
  expect(triggerAt(119.9)).toContain('Link is Down');
  expect(triggerAt(120.05)).toBeNull();
});

test('that a platform starts a failed container again is no change that sets anything off', () => {
  for (const line of [
    'W kubelet: Back-off restarting failed container indexer in pod search-index-9bc90',
    'pod shop/a is in CrashLoopBackOff, restarting',
  ]) {
    expect(triggerKindOf(line)).toBeNull();
    expect(isHousekeeping(line)).toBe(true);
  }
  expect(triggerKindOf('restarted container indexer')?.name).toBe('restart');
});
