// The texts that are sent to a model: short, complete, each used.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filled, placeholdersOf } from '../../../src/agent/prompt.ts';
import { readPrompts } from '../../../src/cli/prompts.ts';
import { digestOf, MAX_DIGEST_BYTES } from '../../../src/run/model/digest.ts';
import { contextWith, event, findingOf, WINDOW } from './case.ts';

const prompts = readPrompts();
const SRC = join(import.meta.dirname, '..', '..', '..', 'src');

describe('prompts', () => {
  test('are small', () => {
    const bytes = (name: string) => Buffer.byteLength(prompts.get(name) ?? '');
    expect(bytes('system')).toBeLessThan(4_000);
    for (const name of prompts.keys())
      expect(bytes(name)).toBeLessThan(name.startsWith('tool-') ? 500 : 4_000);
    const all = [...prompts.keys()].reduce((sum, name) => sum + bytes(name), 0);
    expect(all).toBeLessThan(10_000);
  });

  test.each([...prompts.keys()])('%s is used by its name', (name) => {
    const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join(SRC, path), 'utf8'));
    const used = name.replace(/^tool-/, '');
    expect(sources.some((text) => text.includes(`'${used}'`) || text.includes(`'${name}'`))).toBe(
      true,
    );
  });

  test('refuse to go out with a place left open, or a value without a place', () => {
    const some = new Map([['greet', 'Hello {{name}}, again {{name}}.']]);
    expect(placeholdersOf(some.get('greet') ?? '')).toEqual(['name']);
    expect(filled(some, 'greet', { name: '{{x}}' })).toBe('Hello {{x}}, again {{x}}.');
    expect(() => filled(some, 'greet')).toThrow('{{name}} is not filled');
    expect(() => filled(some, 'greet', { name: 'a', age: 'b' })).toThrow('no place for age');
    expect(() => filled(some, 'part')).toThrow('no prompt "part"');
  });
});

describe('a digest', () => {
  test('stays below its size, whatever the logs hold, and says what is left out', () => {
    const events = Array.from({ length: 300 }, (_, index) =>
      event(
        WINDOW.startMs + index * 1_000,
        `ERROR deploy of version v1.${index} started ${'x'.repeat(4_000)}`,
        'E3',
      ),
    );
    const findings = Array.from({ length: 80 }, (_, index) =>
      findingOf(`F${index + 1}`, events.slice(index, index + 3), 10),
    );
    const context = contextWith({ events, findings, totalErrors: 800 });
    context.file.diagnosis = {
      verdict: 'inconclusive',
      rootCauses: [],
      ruledOut: Array.from({ length: 50 }, () => ({
        hypothesis: 'h'.repeat(900),
        because: 'b'.repeat(900),
      })),
    };
    const digest = digestOf(context);
    expect(Buffer.byteLength(digest)).toBeLessThan(MAX_DIGEST_BYTES);
    expect(digest).toMatch(/\[\d+ of 80 left out\]/);
  });
});
