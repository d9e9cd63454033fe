// Lines of stack traces as parts of patterns: up to what tells a frame from all others, or up to what tells that it is
// a library's. What follows `at ` or begins with `File` only; each part matches in one way, so that lines of thousands
// of characters are looked at once.
import { escaped } from './fixed-text.ts';
import { isOwnJvm } from './trace/jvm-libraries.ts';
import type { Frame, Language } from './types.ts';

export interface FrameForm {
  /** Of a frame that tells the site; null: it is written otherwise. */
  own(line: string, frame: Frame): string | null;
  /** Of a frame that is known to be a library's. */
  library(line: string, frame: Frame): string | null;
}

/** Up to the name and the mark behind it. */
function byName(line: string, { function: name }: Frame): string | null {
  const at = name === null ? -1 : line.indexOf(name);
  return name === null || at < 0 ? null : escaped(line.slice(0, at + name.length + 1));
}

/** The longest package of a library has so many parts. */
const MAX_PARTS = 4;

/** `java.base/java.util.`, `org.springframework.`: as few parts as no own code has. */
function jvmLibrary(line: string, frame: Frame): string | null {
  const name = frame.function ?? '';
  const parts = name.split('.');
  const loader = line.slice(0, line.indexOf(name));
  for (let count = 1; count <= Math.min(MAX_PARTS, parts.length - 2); count++) {
    const prefix = `${parts.slice(0, count).join('.')}.`;
    if (!isOwnJvm(`${prefix}x.y`)) return escaped(`${loader}${prefix}`);
  }
  return byName(line, frame);
}

/** `System.`: libraries are told by the first part of a name. */
function dotnetLibrary(line: string, { function: name }: Frame): string | null {
  const [first] = /^\w+[.`<]/.exec(name ?? '') ?? [];
  return first === undefined || !line.startsWith(first) ? null : escaped(first);
}

/** Function and file, up to the number of the line. */
const jsPlace = (line: string) => {
  const [, place] = /^([^\n]{1,500}?:)\d{1,7}:\d{1,7}\)?/.exec(line) ?? [];
  return place === undefined ? null : escaped(place);
};
/** What of a path only Node and packages have; the same for what has none. */
const JS_ROOT =
  /^(?:[^\n]{0,300}?(?:node_modules[\\/]|\/\.(?:yarn|pnpm)\/|\/(?:var\/runtime|opt\/nodejs)\/)|node:|internal\/|<anonymous>|native\b|index (?=\d))/;

function jsLibrary(line: string): string | null {
  const open = line.indexOf(' (');
  const place = open < 0 ? line.replace(/^async /, '') : line.slice(open + 2);
  const [root] = JS_ROOT.exec(place) ?? [];
  if (root === undefined) return jsPlace(line);
  if (open >= 0) return `[^\\n\\\\(:/]*\\(${escaped(root)}`.replace(':/', ':\\/');
  return /[:/]/.test(root) ? `(?:async\\s)?${escaped(root)}` : null;
}

/** `File "/app/cart.py", line 12, in add`. */
function pythonPlace(line: string): string | null {
  const [, file = '', name] =
    /^(File [^\n]{1,500}, line )\d{1,7}(, in [^\n]{1,200})$/.exec(line) ?? [];
  return name === undefined ? null : `${escaped(file)}\\d+${escaped(name)}`;
}

const PYTHON_ROOT =
  /^File [^\n]{0,300}?(?:(?:site|dist)-packages\/|\/lib(?:64)?\/python\d|\/var\/(?:lang|runtime)\/|"<frozen )/;

function pythonLibrary(line: string): string | null {
  const [root] = PYTHON_ROOT.exec(line) ?? [];
  return root === undefined ? pythonPlace(line) : escaped(root);
}

/** Those whose frames are a line each, the throw first. */
export const AT_FORMS: Partial<Readonly<Record<Language, FrameForm>>> = {
  java: { own: byName, library: jvmLibrary },
  dotnet: { own: byName, library: dotnetLibrary },
  javascript: { own: jsPlace, library: jsLibrary },
};

export const PYTHON_FORM: FrameForm = { own: pythonPlace, library: pythonLibrary };
