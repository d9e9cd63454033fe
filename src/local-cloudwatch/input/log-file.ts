// One indexed log file: how it is read, and where in it which log group has events of which time. The index
// is all that is kept in memory; queries read the file again, block by block.
import type { CsvLayout } from './csv.ts';
import type { TimePlace } from './line-time.ts';
import type { NameForm } from './named-forms.ts';
import type { StampRules } from './time-stamps.ts';
import type { Encoding } from './utf16.ts';

/** How the bytes of a file fall apart into units, and the units into log events. */
export type Format =
  /** An event begins at a line with a stamp; lines that are directives belong to none. */
  | {
      readonly kind: 'text';
      readonly stamps: StampRules;
      readonly crlf: boolean;
      readonly directives: boolean;
    }
  /** As text, but each event begins with a stamp that CloudWatch's export to S3 put there. */
  | { readonly kind: 's3-export' }
  /** A line of a container as the kubelet keeps it; see container-lines.ts. */
  | { readonly kind: 'container' }
  /** Lines of several sources, each with the name of its own; `timed`: and with a time. See named-lines.ts. */
  | {
      readonly kind: 'named-lines';
      readonly form: NameForm;
      readonly timed: boolean;
      readonly stamps: StampRules;
      /** Of the sources whose times are known to be written otherwise. */
      readonly byName: ReadonlyMap<string, StampRules>;
    }
  /** What the AWS CLI prints with `--output text`: tab-separated columns, the time in the last one. */
  | { readonly kind: 'aws-text' }
  /** A JSON object a line: one event, or a subscription record. */
  | { readonly kind: 'json-lines'; readonly time: TimePlace | null }
  /** JSON objects at this depth of nesting (1: one after the other; 3: `{"events":[{…}]}`). */
  | { readonly kind: 'json-objects'; readonly depth: number };

/** UTC ms of the last time that streams wrote before a place in a file. */
export type StreamTimes = ReadonlyMap<string, number>;

/** The events of one log group in one block. */
export interface Segment {
  readonly logGroup: string;
  /** null: events of several accounts. */
  accountId: string | null;
  /** Events. */
  count: number;
  /** UTF-8 size of their messages. */
  sizeBytes: number;
  minMs: number;
  maxMs: number;
}

/**
 * How the units of a JSON block can be read without parsing them. `lines`: each is one event of the file's own log
 * group and stream, its message the unit as it stands, its time where the format says; `records`: each is a
 * subscription record written as CloudWatch writes them; `placed`: each is one event in the log group and stream that
 * it names, see `placedRoles`.
 */
export type Shape = 'lines' | 'records' | 'placed';

/** A stretch of whole units, [start, end) in bytes of the file's text, decompressed and as UTF-8. */
export interface Block {
  readonly start: number;
  readonly end: number;
  /** UTC ms of its first unit: a text block may begin with lines that have no stamp. NaN for JSON. */
  readonly firstMs: number;
  /** Of all its units; null: they must be parsed, or it is text. */
  readonly shape: Shape | null;
  /** Whether a message of it stands otherwise in the file, but for escapes: it was cut, or is JSON written anew. */
  readonly altered: boolean;
  readonly segments: readonly Segment[];
  /** Stretches of it one after the other, as `block-parts.ts` writes them; null: it holds several segments. */
  readonly parts: Float64Array | null;
  /** What is known of the streams where it begins; null: nothing need be. */
  readonly known: StreamTimes | null;
}

/** A block is closed at the first unit after this many bytes. */
export const BLOCK_BYTES = 1_048_576;

/** What is known of a file before its events are read. */
export interface FileHead {
  /** Position in the order of all files; part of every event's id. */
  readonly number: number;
  readonly path: string;
  /** On disk. */
  readonly sizeBytes: number;
  readonly compressed: boolean;
  readonly encoding: Encoding;
  /** It is a table that is read as JSON lines, which is what places in it count; null: it is none. */
  readonly csv: CsvLayout | null;
  /** Bytes that one inflate step gives out; small for a damaged file, so that little before the damage is lost. */
  readonly inflateBytes: number;
  readonly format: Format;
  /** Bytes before the first unit: a byte order mark, NUL bytes that a truncated file begins with, column names. */
  readonly contentStart: number;
  /** Behind the last byte that is read; null: all are. */
  readonly contentEnd: number | null;
  /** UTC ms for lines before the first stamp; NaN for JSON. */
  readonly firstMs: number;
  /** Log group and stream of events that name none. */
  readonly logGroup: string;
  readonly logStream: string;
  /** Identity and change time, to notice a file that was replaced while it was served. */
  readonly inode: number;
  readonly modifiedMs: number;
}

export interface LogFile extends FileHead {
  readonly blocks: readonly Block[];
  /** Whether NUL bytes stand in it, which are taken out of messages: they may stand within a word. */
  readonly holdsNul: boolean;
  /** Whether an event of text in it may begin with white space. */
  readonly holdsIndented: boolean;
}

/** Totals of one log stream; times in UTC ms. */
export interface StreamTotals {
  readonly name: string;
  count: number;
  firstMs: number;
  lastMs: number;
  /** Latest ingestion time. */
  lastIngestionMs: number;
}

/** Totals of one log group. */
export interface GroupTotals {
  readonly name: string;
  readonly accountId: string;
  readonly streams: Map<string, StreamTotals>;
  sizeBytes: number;
}

/** The account of log events that name none. */
export const LOCAL_ACCOUNT = '000000000000';
/** CloudWatch's own bound of one event. */
export const MAX_MESSAGE_BYTES = 1_048_576;
/** What is told of a message beyond it. */
export const CUT = `longer than ${MAX_MESSAGE_BYTES} bytes: the rest was cut off`;
/** Longest JSON record that is read: a subscription record decompresses to at most 6 MB. */
export const MAX_RECORD_BYTES = 8_388_608;
