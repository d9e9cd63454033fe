// Log groups of the class INFREQUENT_ACCESS are asked by themselves, and not for what they cannot do.
import { expect, test } from 'vitest';
import { createContext } from '../../src/run/context.ts';
import { standardCommand } from '../../src/run/log-class.ts';
import { queryScopes, sopPlans, unaskable } from '../../src/run/plan.ts';
import { emptySop, fakeWorld, NOW, requestFor } from './fake-world.ts';

test.each([
  ['fields @message | pattern @message', 'pattern'],
  ['pattern @message\n| sort @sampleCount', 'pattern'],
  ['filter a = 1 |diff', 'diff'],
  ['fields @message\n| unmask @message', 'unmask'],
  ['filterindex requestId = "a"', 'filterindex'],
  ['fields @message | pattern @message | anomaly', 'pattern'],
  ['filter @message like /x | pattern y/', null],
  ['filter @message = "a | diff b"', null],
  ['fields pattern, diff | filter pattern = 1', null],
  ['fields @message # | pattern @message', null],
])('%s: %s', (text, command) => {
  expect(standardCommand(text)).toBe(command);
});

test('classes are told apart in every query, and a query that a class cannot run is left out and named', () => {
  const context = createContext(requestFor(emptySop), fakeWorld({}));
  const group = (name: string, logClass: string) => ({
    name,
    region: 'us-west-2',
    status: 'analyzed' as const,
    relevance: '',
    creationMs: 0,
    retentionDays: null,
    storedBytes: 0,
    logClass,
    firstEventMs: 0,
    lastEventMs: NOW,
    events: null,
    evidence: [],
  });
  context.file.logGroups = [
    group('/a', 'STANDARD'),
    group('/cheap', 'INFREQUENT_ACCESS'),
    group('/b', 'STANDARD'),
  ];
  expect(queryScopes(context).map(({ logGroupNames }) => logGroupNames)).toEqual([
    ['/a', '/b'],
    ['/cheap'],
  ]);
  const queries = [
    { name: 'plain', text: 'stats count(*)', span: { start: 0, end: 0 } },
    { name: 'patterns', text: 'pattern @message', span: { start: 0, end: 0 } },
  ];
  const window = { startMs: NOW - 1_000, endMs: NOW };
  expect(
    sopPlans(context, window, queries).map(({ name, logGroupNames }) => [name, logGroupNames]),
  ).toEqual([
    ['plain', ['/a', '/b']],
    ['patterns', ['/a', '/b']],
    ['plain', ['/cheap']],
  ]);
  expect(unaskable(context, queries)).toEqual([
    { query: 'patterns', command: 'pattern', names: ['/cheap'] },
  ]);
});
