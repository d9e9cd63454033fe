// One short name for "the same error at the same site": types of the chain and own function names, without lines, ids,
// hashes, generated names and depth of recursion. Where there is no type or no frame has a name, the
// shape of the message helps out.
import { createHash } from 'node:crypto';
import { remembered } from '../../base/remembered.ts';
import type { Frame, Language, Thrown } from '../types.ts';

/** Frames of each exception that count, from the throw: enough to tell callers of one helper apart. */
const MAX_SITE_FRAMES = 3;
const FINGERPRINT_CHARS = 16;
const MAX_SHAPE_CHARS = 200;

/** Equal for traces of one site across ids, messages and deploys; hex, FINGERPRINT_CHARS long. */
export function fingerprintOf(
  language: Language,
  chain: readonly Thrown[],
  site: string | null,
): string {
  const named = chain.some(({ frames }) => frames.some(isNamed));
  const parts = chain.map((thrown) => partOf(thrown, named));
  const known = named && chain[0]?.type !== null;
  const shape = known ? '' : (site ?? shapeOf(chain[0]?.message ?? ''));
  return digestOf([language, ...parts, shape].join('\n'));
}

/** Names and sites that are remembered: the same few places fail again and again. */
const MAX_REMEMBERED = 2_000;

const digestOf = remembered(
  (text) => createHash('sha256').update(text).digest('hex').slice(0, FINGERPRINT_CHARS),
  MAX_REMEMBERED,
);

function isNamed(frame: Frame): boolean {
  return frame.function !== null && frame.function !== '';
}

/** Own frames where there are any, else the library's. */
function partOf({ type, frames }: Thrown, named: boolean): string {
  const own = frames.filter((frame) => frame.own);
  const names = (own.length > 0 ? own : frames)
    .map((frame) => nameOf(frame, named))
    .filter((name) => name !== '');
  const sites = [...new Set(names)].slice(0, MAX_SITE_FRAMES);
  return `${stable(type ?? '')}@${sites.join('<')}`;
}

function nameOf(frame: Frame, named: boolean): string {
  const file = stableFile(frame.file ?? '');
  if (!isNamed(frame)) return named && frame.file === null ? '' : file;
  const name = stable(frame.function ?? '');
  return isQualified(name) ? name : `${file}:${name}`;
}

/** What JavaScript calls objects that have no class of their own. */
const NO_CLASS = /^(?:async )?(?:Object|Runtime|Module|Function|exports)\./;

/** Whether a class or a package stands before a name; without them many files have a `handle` or a `call`. */
const isQualified = (name: string) => /\w(?:[.#\\/]|::|->)/.test(name) && !NO_CLASS.test(name);

/** Names that compilers and containers number anew each time lose their numbers. */
const stable = remembered(withoutNumbering, MAX_REMEMBERED);

function withoutNumbering(name: string): string {
  return name
    .replace(/\$\$Lambda[\w$/.]*?(?=\.[a-z]|$)/gi, '$$Lambda')
    .replace(/0x[0-9a-f]+/gi, '')
    .replace(/\{\{?closure(?:#\d+)?\}?\}/g, '{closure}')
    .replace(/\$\$[\w$]*?(?:CGLIB|FastClass)\w*(?:\$\$[0-9a-f]+)?/g, '')
    .replace(/lambda\$([\w$]+?)\$\d+/g, 'lambda$$$1')
    .replace(/<(\w+)>[bdg]__[\w|]+(?:\.MoveNext)?/g, '$1')
    .replace(/<>c__DisplayClass[\w]+\.?/g, '')
    .replace(/(Proxy|Accessor|func|[$#])\d+(?:\.\d+)*/g, '$1')
    .replace(/\d{3,}/g, '');
}

/** Eight letters, digits and marks that Rollup appends: with a digit, or with more capitals than a word has. */
const ROLLUP_HASH = /-(?=[\w-]*\d|(?:[\w-]*?[A-Z]){3})[\w-]{8}(?=\.[cm]?js$)/;

/** The file's name without folder, a bundler's hash and a version; files for a moment have no names of their own. */
function stableFile(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name
    .replace(/[.-](?=[0-9a-f]*\d)[0-9a-f]{6,}(?=\.)/i, '')
    .replace(ROLLUP_HASH, '')
    .replace(/[.-]v?\d+(?:\.\d+)+(?=\.[A-Za-z]+$)/, '')
    .replace(/^tmp[a-z0-9_]{8}(?=\.)/, 'tmp');
}

/** A message without numbers, quoted values and words that hold a digit. */
export function shapeOf(message: string): string {
  return message
    .slice(0, MAX_SHAPE_CHARS)
    .replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '')
    .replace(/\S*\d\S*/g, '')
    .replace(/\s+/g, ' ');
}
