// The part of WebAssembly that is used. The types of Node 20 leave it out, and a declaration of the global would be in
// the way of those who compile with the types of browsers.

/** Memory of a program. */
export interface WasmMemory {
  /** Replaced by a longer one when the memory grows. */
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB. @throws {RangeError} when there is no more memory. */
  grow(pages: number): number;
}

/** A compiled program; threads can be sent it. */
export type WasmModule = object;

/** `WebAssembly` of the runtime. */
export const webAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi }).WebAssembly;

interface WebAssemblyApi {
  /** Of fixed size and shared between threads; posting it to one shares it. @throws {RangeError} when there is no such memory. */
  readonly Memory: new (pages: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => WasmMemory;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: { readonly env?: { readonly memory: WasmMemory } },
  ) => { readonly exports: unknown };
}
