// What the events of a subscription record add up to, told from its bytes: where it is told at all it is what reading them
// one by one gives.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  messageText,
  noRecordEvents,
  readHead,
  splitRecord,
} from '../../../src/local-cloudwatch/input/records.ts';
import { type EventTotals, JsonReader } from '../../../src/local-cloudwatch/kernel/json-reader.ts';

const READER = new JsonReader(65_536);

interface Event {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
}

const recordOf = (logEvents: readonly Event[]) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '123456789012',
    logGroup: '/app',
    logStream: 'one',
    logEvents,
  });

/** `behind`: what the window holds behind the record. */
function told(record: Buffer, behind = '"}]}9'): EventTotals | null {
  const { window } = READER;
  const end = record.copy(window);
  window.fill(behind, end, end + 200);
  const opening = readHead(window, 0, end);
  return opening === null ? null : READER.totalsOf(opening.eventsAt, end);
}

function oneByOne(record: Buffer): EventTotals | null {
  const events = noRecordEvents();
  if (splitRecord(record, 0, record.length, events) === null) return null;
  const sizes = events.starts.map((start, index) =>
    Buffer.byteLength(
      messageText(record, start, events.ends[index] ?? 0, events.escaped[index] === true),
    ),
  );
  return {
    count: events.times.length,
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    minMs: Math.min(...events.times),
    maxMs: Math.max(...events.times),
  };
}

const event = fc.record<Event>({
  id: fc.constantFrom('3'.repeat(56), '0', '', '12345678901234567', '7a'),
  timestamp: fc.constantFrom(
    1_795_168_800_000,
    1_795_168_800_001,
    9_999_999_999_999,
    1_795_168_800,
  ),
  message: fc
    .array(
      fc.constantFrom('a', '0'.repeat(20), '\n', '\t', '"', '\\', 'é', '\u0001', '"},{"id":"', '/'),
      { maxLength: 6 },
    )
    .map((pieces) => pieces.join('')),
});
const events = fc.array(event, { minLength: 1, maxLength: 8 });

test('records add up to what their events are', () => {
  let known = 0;
  fc.assert(
    fc.property(events, (list) => {
      const record = Buffer.from(recordOf(list));
      const totals = told(record);
      if (totals === null) return;
      known++;
      expect(totals).toEqual(oneByOne(record));
    }),
    { numRuns: 5_000 },
  );
  expect(known).toBeGreaterThan(200);
});

test('nothing is told of a damaged record that cannot be read', () => {
  const damage = fc.constantFrom(...'"\\{}[],:0a \n\u0000', '\u00e9', '');
  fc.assert(
    fc.property(events, fc.nat(), damage, (list, place, character) => {
      const text = recordOf(list);
      const at = place % text.length;
      const record = Buffer.from(text.slice(0, at) + character + text.slice(at + 1), 'latin1');
      const totals = told(record);
      if (totals !== null) expect(totals).toEqual(oneByOne(record));
    }),
    { numRuns: 20_000 },
  );
});

test('usual records are told', () => {
  const list = [
    { id: '3'.repeat(56), timestamp: 1_795_168_800_007, message: 'caf\u00e9' },
    { id: '4'.repeat(56), timestamp: 1_795_168_800_003, message: 'one\n\t"two" \\' },
  ];
  expect(told(Buffer.from(recordOf(list)))).toEqual({
    count: 2,
    sizeBytes: 5 + 12,
    minMs: 1_795_168_800_003,
    maxMs: 1_795_168_800_007,
  });
});

test('a record at the end of the room, with digits behind it, is read no further', () => {
  const record = Buffer.from(recordOf([{ id: '1', timestamp: 1_795_168_800_000, message: 'x' }]));
  for (let cut = record.length - 60; cut < record.length; cut++) {
    const { window } = READER;
    window.fill('9');
    const start = window.length - cut;
    record.copy(window, start, 0, cut);
    const opening = readHead(window, start, window.length);
    if (opening !== null) expect(READER.totalsOf(opening.eventsAt, window.length)).toBeNull();
  }
});
