// Whatever bytes come, the server answers and lives on.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterPattern } from '../../src/local-cloudwatch/filter/filter-pattern.ts';
import { Refusal } from '../../src/local-cloudwatch/protocol.ts';
import { call, put, serveStanding } from './served.ts';

const OPERATIONS =
  'CreateLogGroup CreateLogStream DescribeLogGroups DescribeLogStreams DescribeQueries FilterLogEvents GetLogEvents GetLogGroupFields GetLogRecord GetQueryResults ListLogGroups PutLogEvents StartQuery StopQuery TagResource'.split(
    ' ',
  );
const FIELDS =
  'logGroupName logStreamName queryString startTime endTime filterPattern nextToken limit logEvents queryId logRecordPointer tags resourceArn time'.split(
    ' ',
  );

const body = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc
    .dictionary(
      fc.constantFrom(...FIELDS),
      fc.oneof(fc.jsonValue(), fc.constantFrom('/app', 'main', 'limit 1', 0, 1, '{ $.a = 1 }')),
    )
    .map((object) => Buffer.from(JSON.stringify(object))),
);

test('any body of any operation is answered or refused, never by a fault of the server', async () => {
  const served = await serveStanding();
  await put(served, '/app', ['x']);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...OPERATIONS), body, async (operation, bytes) => {
      const response = await fetch(served.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `Logs_20140328.${operation}`,
        },
        body: new Uint8Array(bytes),
      });
      await response.json();
      expect([200, 400]).toContain(response.status);
    }),
    { numRuns: 800 },
  );
  expect((await call(served, 'DescribeLogGroups', {})).httpStatus).toBe(200);
}, 60_000);

test('any filter pattern is read or refused, and matches any text', () => {
  const pattern = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc
      .array(
        fc.constantFrom(
          ...'{ } [ ] ( ) $ .a [0] [*] = != < >= && || "x*" * 5 1e3 IS NULL NOT EXISTS % , ... w1 ? - " \\ é'.split(
            ' ',
          ),
        ),
        { maxLength: 14 },
      )
      .map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(pattern, fc.string({ maxLength: 40 }), (text, message) => {
      try {
        expect(typeof filterPattern(text).matches(message)).toBe('boolean');
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }),
    { numRuns: 8_000 },
  );
}, 60_000);
