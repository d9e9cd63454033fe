// What a change names, and what undoes it; the look-alikes name nothing.
import { describe, expect, test } from 'vitest';
import { setsBack } from '../../src/diagnosis/set-back.ts';
import {
  buildIn,
  deployedService,
  settingIn,
  undoingOf,
  undoRollback,
  undoTitle,
} from '../../src/diagnosis/undo.ts';
import { event } from './cases.ts';

describe('a setting', () => {
  test.each([
    [
      '2026-11-20 14:06:41,123 INFO [main] Config - settlement.workers changed from 2 to 14',
      'settlement.workers',
      '2',
      '14',
    ],
    ['config reload: pool.max_size: 50 -> 5', 'pool.max_size', '50', '5'],
    [
      '{"level":"info","msg":"flag updated","key":"new_checkout","old":"false","new":"true"}',
      'new_checkout',
      'false',
      'true',
    ],
    ['INFO feature flag fast_path set from off to on by ops', 'fast_path', 'off', 'on'],
    ['maxmemory was 4gb, now 1gb', 'maxmemory', '4gb', '1gb'],
    ['CONFIG SET maxmemory from "2gb" to "256mb".', 'maxmemory', '2gb', '256mb'],
    ['redis CONFIG SET maxmemory 512mb (was 8gb) applied', 'maxmemory', '8gb', '512mb'],
    [
      'shop dependency upgraded: rest-client 4.2.0 -> 5.0.0 (see the notes)',
      'rest-client',
      '4.2.0',
      '5.0.0',
    ],
    ['log sink changed: /var/log/a -> nfs://store/b (sync)', 'sink', '/var/log/a', 'nfs://store/b'],
    ['cache.ttl old=300 new=5', 'cache.ttl', '300', '5'],
    [
      '{"msg":"flag updated","flag":"new_tax","old":"off","new":"rollout 5%","by":"ops"}',
      'new_tax',
      'off',
      'rollout 5%',
    ],
    [
      "flag fast_path changed from 'for 5 users' to 'for all'",
      'fast_path',
      'for 5 users',
      'for all',
    ],
  ])('is set back: %s', (line, name, before, after) => {
    expect(settingIn(line)).toEqual({ kind: 'setting', name, before, after });
  });

  test.each([
    'INFO configuration changed from 2 to 3',
    // A name and what it stands for: nothing was one and is the other.
    'dns: CNAME stock.internal.example -> stock-v2.internal.example',
    'route 10.0.0.0/8 -> nat-7',
    'INFO pool.size changed from 5 to 5',
    // Half of a value is none.
    '{"flag":"new_tax","old":"off","new":"rollout (5%)"}',
    'INFO workers scaled up',
    'INFO api_key changed from [redacted:token] to [redacted:token]',
  ])('is not named by: %s', (line) => {
    expect(settingIn(line)).toBeNull();
  });
});

describe('a build', () => {
  test.each([
    ['INFO deployed shop v9.4.1', 'v9.4.1', null],
    [
      '2026-11-20T14:06:41Z INFO rolled out build 2026.11.20-3 (previous build 2026.11.19-1)',
      '2026.11.20-3',
      '2026.11.19-1',
    ],
    ['deployment complete: image registry/shop:1.22.0', '1.22.0', null],
    ['started app commit=9f3e21c', '9f3e21c', null],
    ['Deployment finished from v1.2.3 to v1.2.4', 'v1.2.4', 'v1.2.3'],
    ['{"msg":"service started","version":"3.1.0-rc1"}', '3.1.0-rc1', null],
  ])('is rolled back: %s', (line, build, before) => {
    expect(buildIn(line)).toEqual({ kind: 'build', build, before });
  });

  test('is not named by a deployment without one', () => {
    expect(buildIn('INFO deployment of the shop finished')).toBeNull();
  });
});

test('what undoes it, and the way back, carry the names', () => {
  const setting = { kind: 'setting', name: 'pool.size', before: '50', after: '5' } as const;
  expect(undoTitle(setting, 'orders')).toBe('Set pool.size back from 5 to 50');
  expect(undoRollback(setting)).toBe('Set pool.size to 5 again, once it was tested under load.');
  const build = { kind: 'build', build: 'v2', before: 'v1' } as const;
  expect(undoTitle(build, 'orders')).toBe('Roll back build v2 of orders to v1');
  expect(undoTitle({ ...build, before: null }, 'v2')).toBe(
    'Roll back build v2 to the one before it',
  );
});

test.each([
  ['INFO deployed reporting 2.2 to production', 'reporting'],
  ['rolled out web-front v7', 'web-front'],
  ['deployed version 2.2', null],
  ['released connection 12 to the pool', null],
  ['released build 9 to production', null],
  ['deployed to production 2 minutes ago', null],
])('of a deployment the service is told that the line names: %s', (line, service) => {
  expect(deployedService(line)).toBe(service);
});

test('a link is set back to what it led to before', () => {
  expect(settingIn('NOTICE: deployer: current -> releases/2 (was releases/1)')).toEqual({
    kind: 'setting',
    name: 'current',
    before: 'releases/1',
    after: 'releases/2',
  });
});

test('the word for what was done is no part of the name', () => {
  expect(settingIn('INFO Model reloaded: gbm-11b (was gbm-08a)')).toEqual({
    kind: 'setting',
    name: 'Model',
    before: 'gbm-08a',
    after: 'gbm-11b',
  });
  expect(settingIn('INFO reloaded: gbm-11b (was gbm-08a)')).toBeNull();
});

test('only a change of values or of builds is undone by name', () => {
  expect(undoingOf('INFO config applied: batch.workers changed from 2 to 14')?.kind).toBe(
    'setting',
  );
  expect(undoingOf('INFO deploy finished: version 2.14.0 is live')?.kind).toBe('build');
  expect(undoingOf('INFO canary: 10% traffic -> build=7c2e11 (main build=5b0a12)')).toEqual({
    kind: 'build',
    build: '7c2e11',
    before: null,
  });
  expect(undoingOf('WARN failed over from db-1 to db-2')).toBeNull();
});

test('a long hostile line is read in bounded time', () => {
  for (const line of ['a.'.repeat(200_000), `${'x from '.repeat(50_000)}to`, 'v1.'.repeat(150_000)])
    expect([settingIn(line), buildIn(line)]).toEqual([null, null]);
});

test('a setting of a thing is called with what of it was set', () => {
  expect(settingIn('INFO memory limit of web-worker changed from 2Gi to 512Mi')).toMatchObject({
    name: 'memory limit of web-worker',
    before: '2Gi',
  });
});

describe('a change', () => {
  const back = (change: string, message: string, logGroup = '/shop/app') =>
    setsBack(event(1, change), event(2, message, logGroup));

  test.each([
    ['INFO pool.size changed from 50 to 5', 'INFO pool.size: 5 -> 50'],
    ['INFO feature flag fast_path enabled by maria', 'WARN feature flag fast_path disabled by ops'],
    ['INFO maintenance mode turned on', 'INFO maintenance mode turned off.'],
    ['INFO policy reader attached to role web', 'INFO policy reader detached from role web'],
    ['INFO access of web to orders revoked', 'INFO access of web to orders granted'],
  ])('is taken back: %s', (change, message) => {
    expect(back(change, message)).toBe(true);
  });

  test.each([
    ['INFO pool.size changed from 50 to 5', 'INFO pool.size changed from 5 to 7'],
    ['INFO feature flag fast_path enabled', 'INFO feature flag fast_path enabled'],
    ['INFO feature flag fast_path enabled', 'INFO feature flag new_tax disabled'],
    ['INFO policy reader removed from role web', 'INFO policy reader removed to role web'],
    ['INFO rule 7 removed, rule 8 added', 'INFO rule 7 added, rule 8 removed'],
  ])('is not: %s', (change, message) => {
    expect(back(change, message)).toBe(false);
  });

  test('of a flag that a field names is not taken back by another flag', () => {
    const flag = (name: string, turned: string) =>
      JSON.stringify({ level: 'info', msg: `feature flag ${turned}`, flag: name });
    expect(back(flag('checkout', 'enabled'), flag('checkout', 'disabled'))).toBe(true);
    expect(back(flag('checkout', 'enabled'), flag('dark-mode', 'disabled'))).toBe(false);
  });

  test('of one log group is not taken back by the same words in another', () => {
    const [on, off] = ['INFO read-only mode enabled', 'INFO read-only mode disabled'];
    expect([back(on, off), back(on, off, '/search/app')]).toEqual([true, false]);
  });
});
