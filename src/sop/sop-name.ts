// The name of an SOP: its file name without `.sop.md`, in kebab-case.

export const SOP_SUFFIX = '.sop.md';

/** Longest name, in characters: leaves room for the suffix in every file system. */
const MAX_NAME_CHARS = 100;

/** Name of the SOP in a file of this name; other Markdown files lose `.md` only. */
export function sopNameOf(fileName: string): string {
  if (fileName.endsWith(SOP_SUFFIX)) return fileName.slice(0, -SOP_SUFFIX.length);
  return fileName.endsWith('.md') ? fileName.slice(0, -'.md'.length) : fileName;
}

/** A file name without the ending of an SOP in any spelling: what a better name is made of. */
export const stemOf = (fileName: string): string => fileName.replace(/(?:\.sop)?\.md$|\.sop$/i, '');

/** Whether a name is kebab-case: lower-case words and digits joined by single hyphens. */
export function isSopName(name: string): boolean {
  return name.length <= MAX_NAME_CHARS && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);
}

/** The nearest kebab-case name, or null where nothing of the text can stand in one. */
export function kebabName(text: string): string | null {
  const words = text
    .slice(0, MAX_NAME_CHARS)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const name = words.filter((word) => word !== '').join('-');
  return isSopName(name) ? name : null;
}
