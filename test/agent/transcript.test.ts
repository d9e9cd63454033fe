// A conversation is kept under a budget: older results that are on record give way, the newest stay.
import { expect, test } from 'vitest';
import { createTranscript, sizeOf } from '../../src/agent/transcript.ts';

test('the oldest results on record are dropped, with where to read them again', () => {
  const transcript = createTranscript('The opening.', 8_000);
  for (let turn = 1; turn <= 5; turn++) {
    const id = `toolu_${turn}`;
    transcript.answered([{ type: 'tool_use', id, name: 'echo', input: {} }]);
    const ref = turn === 1 ? '' : `R${turn}`;
    const text = `result ${turn} `.padEnd(2_000, '.');
    transcript.reply([{ toolUseId: id, text, isError: false, ref }], null);
  }
  const sent = transcript.messages();
  expect(sizeOf(sent)).toBeLessThan(8_000);
  const text = JSON.stringify(sent);
  expect(text).toContain('result 1 '); // it is on no record
  expect(text).toContain('ref=R2');
  expect(text).not.toContain('result 2 ');
  expect(text).toContain('result 5 ');
  expect(sent).toHaveLength(11);
});
