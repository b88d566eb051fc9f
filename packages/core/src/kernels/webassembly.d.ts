/** The part of WebAssembly that is used; the types of Node 20 leave it out. */
declare namespace WebAssembly {
  class Memory {
    /** Of fixed size and shared between threads; posting it to one shares it. @throws {RangeError} when there is no such memory. */
    constructor(pages: { readonly initial: number; readonly maximum: number; readonly shared: true });
    /** Replaced by a longer one when the memory grows. */
    readonly buffer: ArrayBuffer;
    /** Adds pages of 64 KiB. @throws {RangeError} when there is no more memory. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: { readonly env?: { readonly memory: Memory } });
    readonly exports: unknown;
  }
}
