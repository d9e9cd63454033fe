// A piece of a log line for use within a sentence: its message proper, on one line, not beyond its first sentence.
import { peel } from '../evidence/peel.ts';

const SENTENCE_END = /(?<!\.)[.!?](?=\s)|\s*\(?$/;

/** At most `max` characters, cut between words. */
export function clip(text: string, max: number): string {
  const line = (text.trim().split('\n')[0] ?? '').replace(/\s+/g, ' ').replaceAll('"', "'");
  const end = line.search(SENTENCE_END);
  const sentence = end > 0 ? line.slice(0, end) : line;
  if (sentence.length <= max) return sentence;
  const space = sentence.lastIndexOf(' ', max - 1);
  return `${sentence.slice(0, space > max / 2 ? space : max - 1)}…`;
}

/** The same of a whole log message, without its time and level. */
export function clipMessage(message: string, max: number): string {
  return clip(peel(message).text, max);
}
