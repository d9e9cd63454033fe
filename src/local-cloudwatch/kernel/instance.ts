// WebAssembly modules of this folder, compiled once a thread.

/** What is used of WebAssembly; Node's types do not tell it. */
interface Assembly {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const { Module, Instance } = (globalThis as unknown as { WebAssembly: Assembly }).WebAssembly;
const COMPILED = new Map<string, object>();
const PAGE = 65_536;

/** A new instance of the module with these bytes; its exports are what its source says. */
export function instanceOf<Exports>(base64: string): Exports {
  const module = COMPILED.get(base64) ?? new Module(Buffer.from(base64, 'base64'));
  COMPILED.set(base64, module);
  return new Instance(module).exports as Exports;
}

/** Makes a memory as large as this, if it is not. */
export function growTo(memory: Memory, sizeBytes: number): void {
  const missing = sizeBytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}
