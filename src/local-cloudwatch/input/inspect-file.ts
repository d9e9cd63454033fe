// A first look at a file: compressed or not, which format, and which log group and stream it stands for.

import { basename, dirname, relative, resolve, sep } from 'node:path';
import { type Coding, INFLATE_BYTES, openSource } from './byte-source.ts';
import { type CsvLayout, csvSample } from './csv.ts';
import { csvLayoutOf } from './csv-layout.ts';
import { detectFormat, linesOf, type NoLogEvents, noteOf } from './detect-format.ts';
import { tellsOrder } from './detect-stamps.ts';
import type { FoundFile } from './find-files.ts';
import { groupName } from './group-name.ts';
import type { FileHead } from './log-file.ts';
import { namedLikeLog } from './log-or-not.ts';
import { missing, notRead, type SkippedInput, unreadable } from './skipped.ts';
import { type Encoding, encodingOf } from './utf16.ts';

/** First bytes of a file that its format is told from. */
const SAMPLE_BYTES = 65_536;
/** Lines from the end of a file that its format is told from, too. */
const LAST_LINES = 20;
const LINE_FEED = Buffer.from('\n');
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** `<export task>/<log stream>/000000.gz` */
const EXPORT_FILE = /^\d{6}(\.gz)?$/;
const EXPORT_TASK = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What a log's file name ends in besides its name: `app.log.2026-11-20.1.gz`. */
const LOG_SUFFIX =
  /\.(gz|log|txt|csv|tsv|json|jsonl|ndjson|out|err|\d{1,4}|\d{4}-\d\d-\d\d|\d{8,14})$/i;

/** The head of a file and what to tell of how it is read, or why it is not served. */
export type Inspected =
  | { readonly head: FileHead; readonly note: string | null }
  | { readonly head: null; readonly skipped: SkippedInput };

export async function inspectFile(found: FoundFile, number: number): Promise<Inspected> {
  const { path, stats } = found;
  if (stats.size === 0) return skip(notRead(path, 'empty'));
  let sample: Sample;
  try {
    sample = await readSample(path);
  } catch (error) {
    return skip(unreadable(path, error));
  }
  if (sample.damaged) return skip(missing(path, 'damaged gzip, nothing of it can be read'));
  if (sample.bytes.length === 0) return skip(notRead(path, sample.start > 0 ? ONLY_NULS : 'empty'));
  const marked = sample.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  const bytes = marked ? sample.bytes.subarray(3) : sample.bytes;
  const csv = sample.start > 0 ? null : csvLayoutOf(bytes.toString(), stats.mtimeMs);
  const text = csv === null ? bytes : Buffer.from(csvSample(bytes.toString(), csv));
  const detection = await detect(found, sample, text);
  if (detection.format === null) return skip(skippedFor(found, sample, detection));
  const { format, firstMs, note, headerBytes } = detection;
  const before = sample.start + (marked ? BYTE_ORDER_MARK.length : 0) + headerBytes;
  const source = format.kind === 's3-export' ? exportedFrom(found) : namedAfter(found);
  const head: FileHead = {
    number,
    path,
    sizeBytes: stats.size,
    compressed: sample.compressed,
    encoding: sample.encoding,
    csv,
    inflateBytes: INFLATE_BYTES,
    format,
    contentStart: csv === null ? before : 0,
    contentEnd: null,
    firstMs,
    ...source,
    inode: stats.ino,
    modifiedMs: stats.mtimeMs,
  };
  return { head, note: note ?? guessIn(csv) };
}

function guessIn(csv: CsvLayout | null): string | null {
  return csv?.guessed === true && csv.stamps !== null ? noteOf(csv.stamps) : null;
}

const ONLY_NULS = 'it holds NUL bytes only';
const skip = (skipped: SkippedInput): Inspected => ({ head: null, skipped });

/** Where the sample leaves the order of day and month open, the rest of the file may tell. */
async function detect({ path, stats }: FoundFile, sample: Sample, bytes: Buffer) {
  const exported = EXPORT_FILE.test(basename(resolve(path)));
  const detection = detectFormat(bytes, exported, stats.mtimeMs);
  if (detection.format === null || detection.note === null) return detection;
  const further = await tellingLines({ ...sample, path, csv: null }, stats.mtimeMs);
  return detectFormat(bytes, exported, stats.mtimeMs, further);
}

/** A log that is missing, or a file that is none: log-or-not.ts says where the line is. */
function skippedFor(
  { path }: FoundFile,
  { compressed }: Sample,
  { why, isLog, remedy }: NoLogEvents,
): SkippedInput {
  const name = basename(resolve(path));
  const noGzip = /\.t?gz$/i.test(name) && !compressed;
  const reason = noGzip ? `not gzip, although its name says so: ${why}` : why;
  return isLog || noGzip || namedLikeLog(name)
    ? { ...missing(path, reason), ...(remedy === null ? {} : { remedy }) }
    : notRead(path, reason);
}

interface Sample {
  readonly bytes: Buffer;
  /** Where it begins: behind the NUL bytes at the start of the file. */
  readonly start: number;
  readonly compressed: boolean;
  readonly encoding: Encoding;
  readonly damaged: boolean;
}

async function readSample(path: string): Promise<Sample> {
  const raw = await firstBytes({ path, compressed: false, encoding: 'utf-8', csv: null });
  const compressed = raw.bytes[0] === 0x1f && raw.bytes[1] === 0x8b;
  const inflated = compressed
    ? await firstBytes({ path, compressed, encoding: 'utf-8', csv: null })
    : raw;
  const encoding = encodingOf(inflated.bytes);
  const sample =
    encoding === 'utf-8' ? inflated : await firstBytes({ path, compressed, encoding, csv: null });
  return { ...sample, compressed, encoding };
}

/** The first bytes but for NUL bytes before them: a log that is truncated while it is written begins with many. */
async function firstBytes(coding: Coding) {
  const source = await openSource(coding, INFLATE_BYTES);
  const room = Buffer.alloc(SAMPLE_BYTES);
  let start = 0;
  try {
    for (;;) {
      const read = await source.read(room);
      const nuls = nulsAtStart(room.subarray(0, read));
      start += nuls;
      if (nuls === read && read > 0) continue;
      room.copyWithin(0, nuls, read);
      const more = nuls === 0 ? 0 : await source.read(room.subarray(read - nuls));
      return { bytes: room.subarray(0, read - nuls + more), start, damaged: false };
    }
  } catch (error) {
    if (!coding.compressed) throw error;
    return { bytes: room.subarray(0, 0), start, damaged: true };
  } finally {
    await source.close();
  }
}

function nulsAtStart(bytes: Buffer): number {
  let count = 0;
  while (count < bytes.length && bytes[count] === 0) count++;
  return count;
}

/** The first line that tells day and month apart; where there is none, some of the last lines. */
async function tellingLines(coding: Coding, referenceMs: number): Promise<readonly Buffer[]> {
  const source = await openSource(coding, INFLATE_BYTES);
  const room = Buffer.alloc(SAMPLE_BYTES);
  let last: readonly Buffer[] = [];
  try {
    for (;;) {
      const bytes = room.subarray(0, await source.read(room));
      // Lines that two reads cut in two tell nothing.
      const lines = linesOf(bytes.subarray(bytes.indexOf(LINE_FEED) + 1)).slice(0, -1);
      if (lines.length > 0) last = lines.slice(-LAST_LINES).map((line) => Buffer.from(line));
      const telling = lines.find((line) => tellsOrder(line, referenceMs));
      if (telling !== undefined) return [telling];
      if (bytes.length === 0) return last;
    }
  } catch {
    // What is damaged is told when the file is indexed.
    return last;
  } finally {
    await source.close();
  }
}

/** A plain file's log group is its path without the extensions, its stream the file. */
function namedAfter({ path, relativePath }: FoundFile) {
  const file = basename(resolve(path));
  const folder = relativePath.includes('/') ? `${dirname(relativePath)}/` : '';
  return { logGroup: groupName(`${folder}${withoutSuffixes(file)}`), logStream: file };
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
  return { logGroup: groupName(logGroup), logStream: basename(streamFolder) };
}
