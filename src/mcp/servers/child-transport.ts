// MCP over the standard streams of a child process, started without a shell as the leader of a process group. Both what
// it says and how long it may take to end are bounded; however it ends, its whole group does.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { LEADS_A_GROUP, ProcessGroup } from '../process-group.ts';

/** Of what a child writes beside the protocol, the end is kept to explain its failure. */
const STDERR_TAIL_CHARS = 2_000;
/** Of what is sent to a child, so much may wait until it reads. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
const LINE_FEED = 10;

export interface ChildStart {
  readonly command: string;
  readonly args: readonly string[];
  /** Beside HOME, PATH and what else the SDK passes on. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
  /** A larger message ends the connection. */
  readonly maxMessageBytes: number;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export class ChildTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #start: ChildStart;
  readonly #received: ReadBuffer;
  /** Of a message whose end has not come yet. */
  #pieces: Buffer[] = [];
  #piecesBytes = 0;
  #child: Child | null = null;
  #group: ProcessGroup | null = null;
  #closing: Promise<void> | null = null;
  /** Until it has read what was sent; null where nothing waits. */
  #drained: Promise<void> | null = null;
  #isOver = false;
  #noise = '';

  constructor(start: ChildStart) {
    this.#start = start;
    this.#received = new ReadBuffer({ maxBufferSize: start.maxMessageBytes });
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** The end of what the child wrote on stderr. */
  get noise(): string {
    return this.#noise;
  }

  async start(): Promise<void> {
    const { command, args, env, cwd } = this.#start;
    if (cwd !== null && !existsSync(cwd)) throw new Error(`there is no folder ${cwd}`);
    const child = spawn(command, [...args], {
      ...LEADS_A_GROUP,
      env: { ...getDefaultEnvironment(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(cwd === null ? {} : { cwd }),
    });
    this.#child = child;
    this.#group = new ProcessGroup(child);
    this.#listen(child);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#child?.stdin;
    if (stdin?.writable !== true) throw new Error('it takes no more input');
    // A child that asks and asks and reads no answer would have them pile up here.
    if (stdin.writableLength > MAX_UNREAD_BYTES) {
      this.#fail(new Error(`it left more than ${MAX_UNREAD_BYTES} bytes unread`));
      return;
    }
    if (stdin.write(serializeMessage(message))) return;
    this.#drained ??= new Promise((resolve) => {
      stdin.once('drain', () => {
        this.#drained = null;
        resolve();
      });
    });
    await this.#drained;
  }

  /** Closed once, however often it is asked: until child and group are gone, which are killed where they do not go. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  #listen(child: Child): void {
    const fault = (error: Error) => this.onerror?.(error);
    for (const one of [child, child.stdin, child.stdout, child.stderr]) one.on('error', fault);
    child.stdout.on('data', (chunk: Buffer) => this.#receive(child, chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      this.#noise = (this.#noise + chunk).slice(-STDERR_TAIL_CHARS);
    });
    // What it has started does not outlive it.
    child.on('exit', () => void this.close());
    child.on('close', () => this.#over());
  }

  #receive(child: Child, chunk: Buffer): void {
    this.#pieces.push(chunk);
    this.#piecesBytes += chunk.length;
    // A long message comes in thousands of pieces, and the SDK would copy all before with each.
    if (!chunk.includes(LINE_FEED) && this.#piecesBytes <= this.#start.maxMessageBytes) return;
    const joined = Buffer.concat(this.#pieces);
    this.#forget();
    try {
      this.#received.append(joined);
    } catch (thrown) {
      child.stdout.destroy();
      this.#fail(thrown as Error);
    }
    while (this.#readOne());
  }

  #forget(): void {
    this.#pieces = [];
    this.#piecesBytes = 0;
  }

  #readOne(): boolean {
    try {
      const message = this.#received.readMessage();
      if (message !== null) this.onmessage?.(message);
      return message !== null;
    } catch (thrown) {
      this.onerror?.(thrown as Error);
      return true;
    }
  }

  /** Ends the connection at once; the child has its time to go. */
  #fail(error: Error): void {
    this.onerror?.(error);
    this.#over();
    void this.close();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    child?.stdin.end();
    await this.#group?.end();
    // Who left the group may hold them open.
    child?.stdout.destroy();
    child?.stderr.destroy();
    this.#received.clear();
    this.#forget();
    this.#over();
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onclose?.();
  }
}
