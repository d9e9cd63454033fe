// Prompts are files: text with placeholders `{{name}}`, each of which must be filled, and nothing filled in vain.

/** The texts of `prompts/` by file name without `.md`. */
export type Prompts = ReadonlyMap<string, string>;

const PLACEHOLDER = /\{\{([a-z-]+)\}\}/g;

/**
 * The prompt of that name with its placeholders filled. A value is put in as it stands: what looks like a placeholder
 * in it is text. Throws where a prompt, a value or a place is missing, for that is a fault of the program.
 */
export function filled(
  prompts: Prompts,
  name: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const text = prompts.get(name);
  if (text === undefined) throw new Error(`There is no prompt "${name}".`);
  const unused = new Set(Object.keys(values));
  const whole = text.replace(PLACEHOLDER, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`Prompt "${name}": {{${key}}} is not filled.`);
    unused.delete(key);
    return value;
  });
  if (unused.size > 0)
    throw new Error(`Prompt "${name}" has no place for ${[...unused].join(', ')}.`);
  return whole.trim();
}

/** The names of the placeholders of a text. */
export function placeholdersOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}
