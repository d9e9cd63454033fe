// Peeling: what database servers, caches, operating systems and platforms write, and levels that nothing marks.
import { describe, expect, test } from 'vitest';
import { peel } from '../../src/evidence/peel.ts';
import { passes } from './candidate-filter.ts';

describe('a level in small letters, set off by a single blank', () => {
  test.each([
    ['2026-01-02T03:04:05Z error connection refused to db', 'error', 'connection refused to db'],
    ['2026-01-02 03:04:05,123 warning pool nearly full', 'warn', 'pool nearly full'],
    ['[2026-01-02T03:04:05.123Z] fatal no disk left', 'fatal', 'no disk left'],
    ['2026-01-02 03:04:05 Error cannot store', 'error', 'cannot store'],
    ['2026-01-02T03:04:05Z info 0 errors in last interval', 'info', '0 errors in last interval'],
    ['2026-01-02T03:04:05Z debug exception policy loaded', 'debug', 'exception policy loaded'],
    ['2026-01-02T03:04:05Z stdout F 2026-01-02T03:04:05Z error no disk', 'error', 'no disk'],
    ['{"log":"2026-01-02T03:04:05Z error no disk\\n","stream":"stdout"}', 'error', 'no disk'],
  ])('%s', (message, level, text) => {
    expect([peel(message).level, peel(message).text]).toEqual([level, text]);
  });

  test.each([
    '2026-01-02T03:04:05Z error budget 99 %',
    '2026-01-02T03:04:05Z error rate is fine',
    '2026-01-02T03:04:05Z warning lights are off',
    '2026-01-02T03:04:05Z debug mode is on',
    '2026-01-02T03:04:05Z trace of the parcel',
    '2026-01-02T03:04:05Z notice the new door',
    'error connection refused to db',
  ])('takes no level from prose: %s', (message) => {
    expect(peel(message).level).toBeNull();
  });

  test.each([
    '2026-01-02T03:04:05Z error the INFO server is gone',
    '2026-01-02T03:04:05Z warn INFO queue nearly full',
  ])('is a candidate, whatever the text says: %s', (message) => {
    expect(passes(message)).toBe(true);
  });
});

describe('rows and frames of servers', () => {
  test.each([
    [' 2026-01-02T03:04:05.123456Z ERROR shop::db: no disk', 'error', 'no disk'],
    [
      '  \x1b[2m2026-01-02T03:04:05.123456Z\x1b[0m \x1b[31mERROR\x1b[0m \x1b[2mshop::db\x1b[0m\x1b[2m:\x1b[0m no disk',
      'error',
      'no disk',
    ],
    ['2026/01/02 03:04:05 ERRO no disk order=17', 'error', 'no disk order=17'],
    [
      '2026-01-02 03:04:05.123 UTC,"app","shop",12,"10.0.0.1:50",5f.3,3,"INSERT",2026-01-02 03:00:00 UTC,3/17,0,ERROR,23505,"no disk',
      'error',
      'no disk',
    ],
    ['1:M 02 Jan 2026 03:04:05.123 # no disk', 'warn', 'no disk'],
    ['1:M 02 Jan 2026 03:04:05.123 * 0 errors', 'info', '0 errors'],
    [
      '2026-01-02T03:04:05.123456Z 8 [ERROR] [MY-010119] [Server] no disk',
      'error',
      '[Server] no disk',
    ],
    ['2026-01-02  3:04:05 17 [Warning] no disk', 'warn', 'no disk'],
    ['E20260102 03:04:05.123456 140123 store.cc:17] no disk', 'error', 'no disk'],
    ['W20260102 03:04:05.123456 140123 store.cc:17] no disk', 'warn', 'no disk'],
    ['Error,1/2/2026 3:04:05 AM,Application Error,1000,(100),"no disk', 'error', 'no disk'],
    ['Warning\t02.01.2026 03:04:05\tShop\t17\tNone\tno disk', 'warn', 'no disk'],
    ['Information,1/2/2026 3:04:05 AM,Shop,1,None,0 errors', 'info', '0 errors'],
    ['Audit Failure,1/2/2026 3:04:05 AM,Security,4625,Logon,no error', 'info', 'no error'],
    ['2026-01-02T03:04:05.123456+00:00 app[worker.1]: Error: no disk', 'error', 'Error: no disk'],
    ['2026-01-02T03:04:05.123456+00:00 app[web.1]: WARN no disk', 'warn', 'no disk'],
    [
      '2026-01-02 03:04:05.12 spid51      Error: 17053, Severity: 16, State: 1.',
      'error',
      '17053, Severity: 16, State: 1.',
    ],
    [
      '2026-01-02 03:04:05.12 Logon       Error: 15457, Severity: 0, State: 1.',
      'info',
      '15457, Severity: 0, State: 1.',
    ],
    ['<11>1 2026-01-02T03:04:05Z web-1 shop 77 - - \uFEFFno disk', 'error', 'no disk'],
    ['<11>1 2026-01-02T03:04:05Z web-1 shop 77 - - \\ufeffno disk', 'error', 'no disk'],
  ])('%s', (message, level, text) => {
    expect([peel(message).level, peel(message).text]).toEqual([level, text]);
  });

  test('the router of Heroku says its level under `at`', () => {
    const message =
      '2026-01-02T03:04:05.123456+00:00 heroku[router]: at=error code=H27 desc="Client Request Interrupted" method=GET path="/" status=499';
    expect(peel(message)).toMatchObject({ level: 'error', status: 499, logger: 'heroku[router]' });
    expect(peel(message.replace('error', 'info')).level).toBe('info');
  });
});

describe('numbers and words of levels in JSON', () => {
  test.each([
    [{ Level: 2, LevelDisplayName: 'Error', Message: 'no disk' }, 'error'],
    [{ Level: 3, LevelDisplayName: 'Warning', Message: 'no disk' }, 'warn'],
    [{ Level: 4, LevelDisplayName: 'Information', Message: '0 errors' }, 'info'],
    [{ severityLevel: 3, itemType: 'trace', message: 'no disk' }, 'error'],
    [{ severityLevel: 2, itemType: 'trace', message: 'no disk' }, 'warn'],
    [{ severityLevel: 1, itemType: 'trace', message: '0 errors' }, 'info'],
    [{ severityLevel: 'Error', message: 'no disk' }, 'error'],
    [{ error_severity: 'ERROR', state_code: '23505', message: 'no disk' }, 'error'],
    [{ error_severity: 'LOG', message: '0 errors' }, 'info'],
    [{ PRIORITY: '3', MESSAGE: 'no disk', SYSLOG_IDENTIFIER: 'shop' }, 'error'],
    [{ PRIORITY: '6', MESSAGE: '0 errors', SYSLOG_IDENTIFIER: 'shop' }, 'info'],
  ])('%j', (record, level) => {
    const message = JSON.stringify(record);
    expect(peel(message).level).toBe(level);
    if (level !== 'info') expect(passes(message)).toBe(true);
  });
});
