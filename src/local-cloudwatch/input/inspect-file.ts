// A first look at a file: compressed or not, which format, and which log group and stream it stands for.
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { INFLATE_BYTES, openSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import type { FoundFile } from './find-files.ts';
import type { FileHead } from './log-file.ts';
import { notRead, type SkippedInput, unreadable } from './skipped.ts';

/** First bytes of a file that its format is told from. */
const SAMPLE_BYTES = 65_536;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** `<export task>/<log stream>/000000.gz` */
const EXPORT_FILE = /^\d{6}(\.gz)?$/;
const EXPORT_TASK = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What a log's file name ends in besides its name: `app.log.2026-11-20.1.gz`. */
const LOG_SUFFIX = /\.(gz|log|txt|json|jsonl|ndjson|out|err|\d{1,4}|\d{4}-\d\d-\d\d|\d{8,14})$/i;

/** The head of a file, or why it is not served. */
export async function inspectFile(
  found: FoundFile,
  number: number,
): Promise<FileHead | SkippedInput> {
  const { path, stats } = found;
  if (stats.size === 0) return notRead(path, 'empty');
  let sample: Sample;
  try {
    sample = await readSample(path);
  } catch (error) {
    return unreadable(path, error);
  }
  if (sample.bytes.length === 0)
    return sample.damaged ? damagedAtStart(path) : notRead(path, 'empty');
  const marked = sample.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  const bytes = marked ? sample.bytes.subarray(3) : sample.bytes;
  const exported = EXPORT_FILE.test(basename(resolve(path)));
  const detection = detectFormat(bytes, exported, stats.mtimeMs);
  if (detection.format === null) return notRead(path, detection.why);
  const source = detection.format.kind === 's3-export' ? exportedFrom(found) : namedAfter(found);
  return {
    number,
    path,
    sizeBytes: stats.size,
    compressed: sample.compressed,
    inflateBytes: INFLATE_BYTES,
    format: detection.format,
    contentStart: marked ? 3 : 0,
    firstMs: detection.firstMs,
    ...source,
    inode: stats.ino,
    modifiedMs: stats.mtimeMs,
  };
}

interface Sample {
  readonly bytes: Buffer;
  readonly compressed: boolean;
  readonly damaged: boolean;
}

async function readSample(path: string): Promise<Sample> {
  const raw = await firstBytes(path, false);
  const compressed = raw.bytes[0] === 0x1f && raw.bytes[1] === 0x8b;
  const sample = compressed ? await firstBytes(path, true) : raw;
  return { ...sample, compressed };
}

async function firstBytes(path: string, compressed: boolean) {
  const source = await openSource({ path, compressed }, INFLATE_BYTES);
  const bytes = Buffer.alloc(SAMPLE_BYTES);
  try {
    return { bytes: bytes.subarray(0, await source.read(bytes)), damaged: false };
  } catch (error) {
    if (!compressed) throw error;
    return { bytes: bytes.subarray(0, 0), damaged: true };
  } finally {
    await source.close();
  }
}

function damagedAtStart(path: string): SkippedInput {
  return { path, line: null, count: 1, why: 'damaged gzip, nothing of it can be read' };
}

/** A plain file's log group is its path without the extensions, its stream the file. */
function namedAfter({ path, relativePath }: FoundFile) {
  const file = basename(resolve(path));
  const folder = relativePath.includes('/') ? `${dirname(relativePath)}/` : '';
  return { logGroup: `${folder}${withoutSuffixes(file)}`, logStream: file };
}

function withoutSuffixes(file: string): string {
  let name = file;
  while (LOG_SUFFIX.test(name) && name.indexOf('.') > 0) name = name.replace(LOG_SUFFIX, '');
  return name === file ? file.replace(/(?<=.)\.[A-Za-z0-9_-]{1,8}$/, '') : name;
}

/**
 * An export does not hold its log group's name: the folders above the export task stand for it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 */
function exportedFrom({ path, root }: FoundFile) {
  const streamFolder = dirname(resolve(path));
  const taskFolder = dirname(streamFolder);
  const groupFolder = EXPORT_TASK.test(basename(taskFolder)) ? dirname(taskFolder) : taskFolder;
  const below = relative(resolve(root), groupFolder).split(sep).join('/');
  const logGroup = below === '' || below.startsWith('..') ? basename(groupFolder) : below;
  return { logGroup, logStream: basename(streamFolder) };
}
