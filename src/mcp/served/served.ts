// What the program offers other agents beside CloudWatch's own operations, as values: tools, prompts and resources. The
// room only speaks the protocol; what a tool does, and where prompts and resources come from, is handed in.
import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';

export interface Served {
  readonly tools: readonly ServedTool[];
  readonly prompts: ServedPrompts;
  readonly resources: ServedResources;
}

export interface ServedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  readonly annotations: ToolAnnotations;
  /** `args` fit `input`. Faults of the world are answers with `fault`. */
  run(args: Readonly<Record<string, unknown>>, call: ServedCall): Promise<ServedAnswer>;
}

export type ServedAnswer =
  | {
      readonly fault: null;
      /** Fits the tool's `output`. */
      readonly content: Readonly<Record<string, unknown>>;
      /** For readers that take no structured content; null: the content as JSON. */
      readonly text: string | null;
      readonly links: readonly ResourceEntry[];
    }
  | { readonly fault: string };

/** What a tool can do while it is at work. */
export interface ServedCall {
  /** Aborts where the client cancels the call or goes away. */
  readonly signal: AbortSignal;
  /** Tells the client how far the work is; does nothing where the client does not want to know. */
  progress(step: Progress): void;
  /** Asks the person at the client; null where the client can't. */
  readonly ask: AskClient | null;
}

export interface Progress {
  /** Grows with each call. */
  readonly done: number;
  readonly of: number | null;
  readonly text: string;
}

/** Rejects where the client fails to ask, or nobody answers in time. */
export type AskClient = (form: ClientForm) => Promise<ClientAnswer>;

export interface ClientForm {
  readonly message: string;
  readonly fields: readonly ClientField[];
}

export interface ClientField {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly kind: 'text' | 'yes-no';
  readonly byDefault: string | boolean | null;
}

/** null: the person declined, or closed the form. */
export type ClientAnswer = Readonly<Record<string, string | boolean>> | null;

/** Prompts are read anew for each request: their files may change while the server stands. */
export interface ServedPrompts {
  list(): Promise<readonly ServedPrompt[]>;
  /** Why there is no such prompt, or its arguments don't fit, is a `fault`. */
  render(name: string, args: Readonly<Record<string, string>>): Promise<RenderedPrompt>;
}

export interface ServedPrompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly description: string;
    readonly required: boolean;
  }[];
}

export type RenderedPrompt =
  | { readonly fault: null; readonly description: string; readonly text: string }
  | { readonly fault: string };

export interface ServedResources {
  list(): Promise<readonly ResourceEntry[]>;
  /** null where there is none of that URI. */
  read(uri: string): Promise<ResourceText | null>;
}

export interface ResourceEntry {
  readonly uri: string;
  readonly name: string;
  readonly description: string;
  readonly mimeType: string;
}

export type ResourceText = Pick<ResourceEntry, 'uri' | 'mimeType'> & { readonly text: string };

interface Definition<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly annotations?: ToolAnnotations;
  readonly run: (args: z.infer<Input>, call: ServedCall) => Promise<Answered<z.infer<Output>>>;
}

export type Answered<Content> =
  | { readonly content: Content; readonly text?: string; readonly links?: readonly ResourceEntry[] }
  | { readonly fault: string };

/** What holds where a tool does not say otherwise: it reads this machine's files, and the same again the next time. */
const ANNOTATIONS: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** A tool whose `run` is held to its schemas by the compiler. */
export function servedTool<Input extends z.ZodObject, Output extends z.ZodObject>({
  annotations,
  run,
  ...described
}: Definition<Input, Output>): ServedTool {
  return {
    ...described,
    annotations: { ...ANNOTATIONS, ...annotations },
    run: async (args, call) => {
      const answered = await run(args as z.infer<Input>, call);
      if ('fault' in answered) return answered;
      const { content, text = null, links = [] } = answered;
      return { fault: null, content, text, links };
    },
  };
}
